"""A part of a template + its tags -> the part compiled, with a mark around each figure; that + values -> its XML."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from functools import partial

from jinja2 import Template
from lxml import etree
from markupsafe import escape

from reportgen.template.cells import make_cells
from reportgen.template.columns import widen
from reportgen.template.content import lines_of
from reportgen.template.in_run import in_run
from reportgen.template.inline_pictures import alone
from reportgen.template.mending import can_break
from reportgen.template.merged_down import name_merges
from reportgen.template.nouns import PICTURE, TEXT
from reportgen.template.restarting import let_restart, round_begins
from reportgen.template.sandbox import Sandbox, in_word
from reportgen.template.tags import NUMBERED, STEP, Tag
from reportgen.word.marks import Setting, loosen, mark, setting, split
from reportgen.word.numbering import NumberedList, read_styles
from reportgen.word.package import W
from reportgen.word.pictures import give_room
from reportgen.word.relations import root_of_kind

_PARAGRAPH_IDS = tuple(
    f"{{http://schemas.microsoft.com/office/word/2010/wordml}}{name}" for name in ("paraId", "textId")
)
_STAND_IN = "tag"  # a processing instruction stands in the tree where a block tag stands between elements
_NAMED = re.compile(rf"<\?{_STAND_IN} (\d+)\?>")  # what a value prints can't look like it: it is escaped
_STANDING_IN = re.compile(rf"{NUMBERED.pattern}|{_NAMED.pattern}")
_NUMBERED_OR_BRACE = re.compile(rf"{NUMBERED.pattern}|[{{}}]")
_SCOPED = re.compile(r"\{% (\d+) %\}")  # what docxtpl leaves of {%p 7 %}
_IN_RUN = "_in_run"  # the filter that prints a year's text; no template can say it
# A paragraph that is printed for each line of a text: signs around it, the filter that gives the lines, and what a line is called.
_EACH, _DONE = "each", "done"
_SHOWING, _SHOWN = "showing", "shown"  # signs around a paragraph that is printed if its picture is there
_ENDS = {_DONE: "{% endfor %}", _SHOWN: "{% endif %}"}
_ROUND = re.compile(rf"<\?({_EACH}|{_DONE}|{_SHOWING}|{_SHOWN}) (\d+)\?>")
_LINES, _LINE = "_lines", "_line"


@dataclass(frozen=True)
class Part:
    """A part with tags, compiled; `delicate` where conditions and loops can leave it in need of mending.

    `names` are the tags that are a name alone, as nearly all are: they need no compiled code, so stand-ins go through the render for them.
    `settings` are those of the runs in which tags print a year's texts.
    """

    compiled: Template
    delicate: bool
    names: Mapping[int, str]
    settings: Mapping[int, Setting]

    def render(self, values: Mapping[str, object]) -> str:
        """Return the part's XML with these values."""

        def filled(found: re.Match[str]) -> str:
            number = int(found[1])
            return escape(in_run(values[self.names[number]], self.settings.get(number)))

        return _NAMED.sub(filled, self.compiled.render(values))


def compiled(
    root: etree._Element,
    tags: list[Tag],
    scoping: Callable[[str], str],
    lists: Mapping[int, NumberedList],
    parts: Mapping[str, bytes],
) -> Part:
    """Return a part that renders; `scoping` is docxtpl's, which lets a tag take its paragraph or row with it."""
    name_merges(root)
    widen(root, tags)
    restarting = let_restart(root, tags, lists)
    scoped = _SCOPED.sub(rf"<?{_STAND_IN} \1?>", scoping(_for_docxtpl(root, tags)))
    patched = etree.fromstring(scoped.encode())
    make_cells(patched, tags)
    settings = _marked(patched, tags)
    shows = _room_given(patched, tags, parts)
    environment = Sandbox(in_word, escaping=True)
    environment.filters |= {_IN_RUN: lambda value, number: in_run(value, settings[number]), _LINES: lines_of}
    source = etree.tostring(patched, encoding="unicode")
    names = {
        number: tag.rest
        for number, tag in enumerate(tags)
        if tag.sort == "{" and tag.rest == tag.noun.name and tag.manner != "p"
    }
    source = _ROUND.sub(lambda found: _round(tags, int(found[2]), found[1]), source)
    said = _STANDING_IN.sub(lambda found: _source(tags, int(found[1] or found[2]), names, settings, restarting), source)
    return Part(environment.from_string(said), shows or can_break(patched), names, settings)


def _room_given(root: etree._Element, tags: list[Tag], parts: Mapping[str, bytes]) -> bool:
    """Let lines grow in which pictures will stand; return whether there are any, whose drawings need numbers of their own."""
    shown = {str(number) for number, tag in enumerate(tags) if tag.noun.kind == PICTURE}
    if not shown:
        return False
    styles = read_styles(root_of_kind(parts, "styles"))
    for node in root.iter(f"{W}t"):
        if shown.intersection(NUMBERED.findall(node.text or "")):
            give_room(next(node.iterancestors(f"{W}p")), styles)
    return True


def _for_docxtpl(root: etree._Element, tags: list[Tag]) -> str:
    """Return a part's XML with its tags' numbers in docxtpl's forms: {{7}} where it stands, {%p 7 %} for its whole paragraph.

    docxtpl knows elements by the prefix w:. It takes a brace in the text for one of a tag's, and keeps the blanks of a run before a tag;
    a brace written as a number and a blank behind <w:t keep it from both.
    """

    def form(found: re.Match[str]) -> str:
        if found[1] is None:
            return f"&#{ord(found[0])};"
        scope = tags[int(found[1])].scope
        return f"{{%{scope} {found[1]} %}}" if scope else found[0]

    xml = etree.tostring(_prefixed(root), encoding="unicode").replace("<w:t>", "<w:t >")
    return _NUMBERED_OR_BRACE.sub(form, xml)


def _prefixed(root: etree._Element) -> etree._Element:
    """Return a part with Word's own prefix w: for Word's elements, whatever another program calls it."""
    if all(element.prefix == "w" for element in root.iter(f"{W}*")):
        return root
    spaces = {str(prefix): name for prefix, name in root.nsmap.items() if prefix and name != W.strip("{}")}
    renamed = etree.Element(root.tag, nsmap=spaces | {"w": W.strip("{}")})
    renamed.attrib.update(root.attrib)
    renamed.extend(list(root))
    return renamed


def _marked(root: etree._Element, tags: list[Tag]) -> dict[int, Setting]:
    """Wrap marks around the numbers of the tags that print a figure.

    Return the settings of the runs in which tags print a year's texts, by their numbers: figures in a text become marks there.
    """
    settings: dict[int, Setting] = {}
    for run in list(root.iter(f"{W}r")):
        numbers = [int(one) for node in run.iterchildren(f"{W}t") for one in NUMBERED.findall(node.text or "")]
        if numbers:
            loosen(run)
            in_texts = [number for number in numbers if tags[number].noun.kind == TEXT and tags[number].noun.name]
            settings |= {number: setting(run, emphasis=bool(tags[number].manner)) for number in in_texts}
            for number in [one for one in numbers if tags[one].manner == "p"]:
                paragraph = next(run.iterancestors(f"{W}p"))
                paragraph.addprevious(etree.ProcessingInstruction(_EACH, str(number)))
                paragraph.addnext(etree.ProcessingInstruction(_DONE, str(number)))
            split(run, NUMBERED, partial(_in_place, run, tags))
    pictured = {number for number, tag in enumerate(tags) if tag.noun.kind == PICTURE}
    for paragraph, number in list(alone(root, pictured)):
        paragraph.addprevious(etree.ProcessingInstruction(_SHOWING, str(number)))
        paragraph.addnext(etree.ProcessingInstruction(_SHOWN, str(number)))
    for element in root.iter(f"{W}p", f"{W}tr"):
        for name in _PARAGRAPH_IDS:  # looped paragraphs must not share an id
            if name in element.attrib:
                del element.attrib[name]
    return settings


def _in_place(run: etree._Element, tags: list[Tag], found: str) -> etree._Element | None:
    """Return what a tag's number makes way for: its mark, or a sign between runs for a block; None where it stays text."""
    number = int(found[2:-2])
    tag = tags[number]
    if tag.sort == "%":
        return etree.ProcessingInstruction(_STAND_IN, str(number))
    return mark(run, found, tag.noun.title, tag.expression) if tag.noun.title else None


def _source(
    tags: list[Tag], number: int, names: Container[int], settings: Container[int], restarting: Container[int]
) -> str:
    """Return a tag's Jinja source; a year's text is printed in the setting of its run."""
    if number in names:
        return f"<?{_STAND_IN} {number}?>"
    tag = tags[number]
    said = f"{_LINE}{number}" if tag.manner == "p" else f"({tag.rest})"
    begins = round_begins(number) if number in restarting else ""
    return f"{{{{ {said} | {_IN_RUN}({number}) }}}}" if number in settings else tag.jinja + begins


def _round(tags: list[Tag], number: int, sign: str) -> str:
    """Return what stands before or behind a paragraph that is printed for each line of a text, or if its picture is there."""
    if sign in _ENDS:
        return _ENDS[sign]
    if sign == _SHOWING:
        return f"{{% if {tags[number].noun.name} %}}"
    return f"{{% for {_LINE}{number} in ({tags[number].rest}) | {_LINES} %}}{{{{ {STEP}() }}}}"
