"""`report.docx` of a report's folder -> a prepared template; a prepared template + content -> the bytes of a .docx.

The template is written in docxtpl's syntax. Prepared once (tags healed and checked, marks wrapped, Jinja compiles it), rendered any number
of times. A render is a Jinja render of each part with tags, a parse as guard, and a zip with fixed stamps; every other part of the
package comes through as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import jinja2
from jinja2 import StrictUndefined, Template
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from reportgen.base.issues import Issue, Location, Severity, Unusable
from reportgen.figures.wording import DEMO
from reportgen.template.content import CATEGORY, Filled, Shown, Vocabulary, filters
from reportgen.template.expressions import TEXT
from reportgen.template.mending import can_break, mend
from reportgen.template.nesting import Nodes, in_a_row, nested
from reportgen.template.reading import read_template
from reportgen.template.tags import NUMBERED, STEP, Tag
from reportgen.word.marks import MOST_TAG, Setting, loosen, mark, setting, split
from reportgen.word.package import (
    DOCUMENT,
    Packed,
    W,
    check_xml,
    join_package,
    pack,
    parse_part,
    serialized,
)

FILE = "report.docx"
MOST_STEPS = 20_000  # rounds of all loops of a report
MADE_BY = {"Jinja2": jinja2.__version__, "lxml": etree.__version__}
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NEW_LINE = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_TAB = Markup('</w:t><w:tab/><w:t xml:space="preserve">')
_PARAGRAPH_IDS = tuple(
    f"{{http://schemas.microsoft.com/office/word/2010/wordml}}{name}" for name in ("paraId", "textId")
)
_STAND_IN = "tag"  # a processing instruction stands in the tree where a block tag stands between elements
_STANDING_IN = re.compile(rf"{NUMBERED.pattern}|<\?{_STAND_IN} (\d+)\?>")
_BLOCK = "b{}"
_IN_RUN = "_in_run"  # the filter that prints a year's text; no template can say it
_ATTRIBUTES = {Shown: (CATEGORY, "title"), LoopContext: ("first", "last", "index")}


@dataclass(frozen=True)
class Name:
    """A place where a name alone is printed, as nearly all tags do: it needs no compiled code.

    `setting` is that of the run where a text is printed, None where a figure is.
    """

    name: str
    setting: Setting | None


@dataclass(frozen=True)
class Part:
    """A part with tags: text, names, and the numbers of the blocks that `compiled` renders, in order.

    `delicate` where conditions and loops can leave it in need of mending.
    """

    pieces: tuple[str | Name | int, ...]
    compiled: Template
    delicate: bool

    def render(self, values: Mapping[str, object]) -> str:
        """Return the part's XML with these values."""
        context, blocks = self.compiled.new_context(dict(values)), self.compiled.blocks
        said: list[str] = []
        for piece in self.pieces:
            if isinstance(piece, str):
                said.append(piece)
            elif isinstance(piece, Name):
                said.append(escape(_in_run(values[piece.name], piece.setting)))
            else:
                said += blocks[_BLOCK.format(piece)](context)
        return "".join(said)


@dataclass(frozen=True)
class Prepared:
    """A template ready to render: the package's parts, the tagged ones compiled, the others compressed once and for all.

    `compared` are the tags that compare a metric with last year, as (place, tag, metric); `told` is what of the template was left out.
    """

    parts: dict[str, bytes]
    tagged: dict[str, Part]
    packed: dict[str, Packed]
    compared: tuple[tuple[Location, str, str], ...]
    told: tuple[Issue, ...]


def prepare(path: Path, vocabulary: Vocabulary) -> Prepared:
    """Return the template of `path`, checked against what it may say; raises Unusable with every fault of every tag."""
    read = read_template(path, vocabulary)
    if read.issues:
        raise Unusable(read.issues)
    tagged = {}
    for name, (root, tags) in read.texts.items():
        if not tags and name != DOCUMENT:
            continue
        xml, settings = _xml(root, tags)
        pieces, blocks = _pieces(xml, tags, settings)
        environment = _environment()
        environment.filters[_IN_RUN] = lambda value, number, settings=settings: _in_run(value, settings[number])
        source = "".join(f"{{% block {_BLOCK.format(n)} %}}{block}{{% endblock %}}" for n, block in enumerate(blocks))
        tagged[name] = Part(pieces, environment.from_string(source), can_break(root))
    packed = {name: pack(name, content) for name, content in read.parts.items() if name not in tagged}
    compared = tuple(
        (tag.at, str(tag), name) for _, tags in read.texts.values() for tag in tags for name in tag.compared
    )
    return Prepared(read.parts, tagged, packed, compared, read.told)


def render(template: Prepared, values: Mapping[str, object], demo: str = "") -> bytes:
    """Return the report as .docx; `demo`, where not empty, is printed over it: its numbers are invented."""
    return assemble(template, render_parts(template, values, demo))


def assemble(template: Prepared, parts: Mapping[str, bytes]) -> bytes:
    """Return a .docx of `parts`; those of the template are compressed already."""
    return join_package(
        template.packed[name] if content is template.parts.get(name) else pack(name, content)
        for name, content in parts.items()
    )


def render_parts(template: Prepared, values: Mapping[str, object], demo: str = "") -> dict[str, bytes]:
    """Return the report's parts by name.

    Raises lxml.etree.XMLSyntaxError or ExpatError when the result is no XML, which only a fault of ours can cause.
    """
    parts = dict(template.parts)
    values = {**values, STEP: _Steps()}
    for name, part in template.tagged.items():
        content = (_DECLARATION + part.render(values)).encode()
        noted = demo and name == DOCUMENT
        if part.delicate or noted:
            root = parse_part(content)
            mended = mend(root)
            if noted:
                _print_note(root, demo)
            parts[name] = serialized(root) if mended or noted else content
        else:
            check_xml(content)
            parts[name] = content
    return parts


def printer(values: Mapping[str, object], worded: Callable[[object], str] = str) -> Callable[[str], str]:
    """Return what says a checked tag's source, or several with text between them, as plain text with these values.

    `worded` says what a tag prints of its value.
    """
    environment = _environment().overlay(autoescape=False, finalize=worded)
    named = {**values, STEP: _Steps()}
    return lambda source: environment.from_string(source).render(named)


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


class _Sandbox(ImmutableSandboxedEnvironment):
    """Opens to a dot what tags need and nothing else, should an expression ever get past the check."""

    def getattr(self, obj: object, attribute: str) -> object:
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        if attribute in _ATTRIBUTES.get(type(obj), ()):
            return getattr(obj, attribute)
        return self.unsafe_undefined(obj, attribute)


def _environment() -> _Sandbox:
    environment = _Sandbox(autoescape=True, undefined=StrictUndefined, finalize=_worded)
    environment.globals.clear()
    environment.tests.clear()
    environment.filters = filters()
    return environment


def _worded(value: object) -> str:
    """Return what a tag prints, which Jinja escapes next; a line break or tab in a text becomes Word's own."""
    if isinstance(value, Markup):
        return value
    text = str(value)
    if text.isprintable():  # no line break and no tab: nearly always
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return escape(lines).replace("\n", _NEW_LINE).replace("\t", _TAB)


def _in_run(value: object, around: Setting | None) -> str:
    """Return what a tag prints, as `_worded` does; the figures in a text get marks set like the run that it stands in."""
    if around is None or not isinstance(value, Filled):
        return _worded(value)
    pieces = (
        escape(_worded(piece))
        if isinstance(piece, str)
        else around.marked(escape(piece.text), escape(piece.title), escape(piece.tag[:MOST_TAG]))
        for piece in value.pieces
    )
    return Markup("".join(pieces))


def _pieces(
    xml: str, tags: list[Tag], settings: Mapping[int, Setting]
) -> tuple[tuple[str | Name | int, ...], list[str]]:
    """Return a part's pieces and its blocks: each the Jinja source of a condition, a loop or a filter that stands in no other."""

    def source(one: str | int) -> str:
        if isinstance(one, str):
            return one
        return f"{{{{ ({tags[one].rest}) | {_IN_RUN}({one}) }}}}" if one in settings else tags[one].jinja

    row: list[str | int] = []  # texts and the tags' numbers
    end = 0
    for match in _STANDING_IN.finditer(xml):
        row += (xml[end : match.start()], int(match[1] or match[2]))
        end = match.end()
    tree: Nodes[str | int] = nested((*row, xml[end:]), lambda one: "" if isinstance(one, str) else tags[one].word)
    pieces: list[str | Name | int] = []
    blocks: list[str] = []
    for node in tree:
        found: list[str | int] = list(in_a_row(node))
        if isinstance(node, str):
            pieces.append(node)
        elif isinstance(node, int) and tags[node].sort == "{" and tags[node].rest.isidentifier():
            pieces.append(Name(tags[node].rest, settings.get(node)))
        elif block := "".join(map(source, found)):
            pieces.append(len(blocks))
            blocks.append(block)
    return tuple(pieces), blocks


def _xml(root: etree._Element, tags: list[Tag]) -> tuple[str, dict[int, Setting]]:
    """Return a part's XML with its tags' numbers: tags that take their paragraph or row have taken it, marks are wrapped.

    With it, the settings of the runs in which tags print a year's texts, by their numbers: figures in a text become marks there.
    """
    settings: dict[int, Setting] = {}
    for number, tag in enumerate(tags):
        taken = next(tag.node.iterancestors(W + tag.scope), None) if tag.scope else None
        parent = None if taken is None else taken.getparent()
        if taken is not None and parent is not None:
            parent.replace(taken, etree.ProcessingInstruction(_STAND_IN, str(number)))
    for run in list(root.iter(f"{W}r")):
        numbers = [int(one) for node in run.iterchildren(f"{W}t") for one in NUMBERED.findall(node.text or "")]
        if numbers:
            loosen(run)
            in_texts = [number for number in numbers if tags[number].noun.kind == TEXT and tags[number].noun.name]
            settings |= dict.fromkeys(in_texts, setting(run)) if in_texts else {}
            split(run, NUMBERED, partial(_in_place, run, tags))
    for element in root.iter(f"{W}p", f"{W}tr"):
        for name in _PARAGRAPH_IDS:  # looped paragraphs must not share an id
            if name in element.attrib:
                del element.attrib[name]
    return etree.tostring(root, encoding="unicode"), settings


def _in_place(run: etree._Element, tags: list[Tag], found: str) -> etree._Element | None:
    """Return what a tag's number makes way for: its mark, or a sign between runs for a block; None where it stays text."""
    number = int(found[2:-2])
    tag = tags[number]
    if tag.sort == "%":
        return etree.ProcessingInstruction(_STAND_IN, str(number))
    return mark(run, found, tag.noun.title, tag.expression) if tag.noun.title else None


def _print_note(root: etree._Element, note: str) -> None:
    body = root.find(f"{W}body")
    assert body is not None, "a document has a body"
    paragraph = etree.Element(f"{W}p")
    run = etree.SubElement(paragraph, f"{W}r")
    etree.SubElement(run, f"{W}t").text = f"{DEMO}{note}"
    body.insert(0, paragraph)
