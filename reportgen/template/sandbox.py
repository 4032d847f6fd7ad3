"""A checked tag's Jinja source + values -> the text that it prints; a part's source -> a compiled template that reaches nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jinja2 import StrictUndefined
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from reportgen.base.issues import Issue, Location, Severity, Unusable
from reportgen.template.content import CATEGORY, Shown
from reportgen.template.filters import filters
from reportgen.template.reading import FILE
from reportgen.template.tags import STEP

MOST_STEPS = 20_000  # rounds of all loops of a report
_NEW_LINE = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_TAB = Markup('</w:t><w:tab/><w:t xml:space="preserve">')
_ATTRIBUTES = {Shown: (CATEGORY, "title"), LoopContext: ("first", "last", "index", "length")}


class Sandbox(ImmutableSandboxedEnvironment):
    """Opens to a dot what tags need and nothing else, should an expression ever get past the check."""

    def __init__(self, worded: Callable[[object], str], *, escaping: bool) -> None:
        """`worded` says what a tag prints of its value; with `escaping` it is escaped for XML next."""
        super().__init__(autoescape=escaping, undefined=StrictUndefined, finalize=worded)
        self.globals.clear()
        self.tests.clear()
        self.filters = filters()

    def getattr(self, obj: object, attribute: str) -> object:
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        if attribute in _ATTRIBUTES.get(type(obj), ()):
            return getattr(obj, attribute)
        return self.unsafe_undefined(obj, attribute)


def stepped(values: Mapping[str, object]) -> dict[str, object]:
    """Return values for one render, in which the rounds of all loops are counted; too many raise Unusable."""
    return {**values, STEP: _Steps()}


def printer(values: Mapping[str, object], worded: Callable[[object], str] = str) -> Callable[[str], str]:
    """Return what says a checked tag's source, or several with text between them, as plain text with these values.

    `worded` says what a tag prints of its value.
    """
    environment = Sandbox(worded, escaping=False)
    named = stepped(values)
    return lambda source: environment.from_string(source).render(named)


def in_word(value: object) -> str:
    """Return what a tag prints in Word's XML; a line break or tab in a text becomes Word's own."""
    if hasattr(value, "__html__"):  # a drawing
        return Markup(value)
    text = str(value)
    if text.isprintable():  # no line break and no tab: nearly always
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return escape(lines).replace("\n", _NEW_LINE).replace("\t", _TAB)


def drawing(xml: str) -> object:
    """Return a drawing of Word's, in XML, as a value that its tag prints into the run that it stands in."""
    return Markup(f'</w:t>{xml}<w:t xml:space="preserve">')


class _Steps:
    """Counts the rounds of a report's loops; raises Unusable where they have no end in sight."""

    def __init__(self) -> None:
        self.left = MOST_STEPS

    def __call__(self) -> str:
        self.left -= 1
        if self.left < 0:
            message = f"模板里的循环超过{MOST_STEPS}次，请检查是不是循环套循环。"
            raise Unusable([Issue("模板", Severity.ERROR, message, Location(FILE))])
        return ""
