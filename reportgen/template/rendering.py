"""`report.docx` of a report's folder -> a template of docxtpl's with a mark around each figure; the template + content -> a document's parts.

`reading` checks the package and what its tags say, and makes each tag whole: docxtpl would lose a bookmark in a tag that Word has cut, and
break one that is cut across a link. docxtpl gives the tags their scope ({%p, {%tr), figures get their marks, and each part is compiled once.
To render is to run the compiled parts, with a parse as guard; every other part of the package comes through as it is.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import docxtpl
import jinja2
from docxtpl import DocxTemplate
from jinja2 import Template
from lxml import etree
from markupsafe import escape

from reportgen.base.issues import Unusable
from reportgen.figures.wording import DEMO
from reportgen.template.cells import calls, make_cells
from reportgen.template.charts import ChartTags, drawing_of
from reportgen.template.columns import widen
from reportgen.template.content import Vocabulary, lines_of
from reportgen.template.in_run import in_run
from reportgen.template.inline_pictures import Pictures, alone, placed_in
from reportgen.template.mending import can_break, mend
from reportgen.template.merged_down import name_merges
from reportgen.template.notes import put_back, taken_in
from reportgen.template.nouns import PICTURE, TEXT
from reportgen.template.reading import TemplateRead, read_template
from reportgen.template.restarting import Rounds, let_restart, round_begins
from reportgen.template.sandbox import Sandbox, in_word, stepped
from reportgen.template.tags import NUMBERED, STEP, Tag
from reportgen.word.chart_data import redrawn
from reportgen.word.charts import charts_below
from reportgen.word.drawingml import WP
from reportgen.word.marks import Setting, loosen, mark, setting, split
from reportgen.word.numbering import read_styles
from reportgen.word.package import DOCUMENT, W, check_xml, keep_read, parse_part, serialized, write_package
from reportgen.word.pictures import give_room
from reportgen.word.relations import root_of_kind, without_unshown

MADE_BY = {"docxtpl": docxtpl.__version__, "Jinja2": jinja2.__version__, "lxml": etree.__version__}
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
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


class ReportTemplate(DocxTemplate):  # type: ignore[misc]  # docxtpl ships no types
    """A template whose tags are checked, marked and compiled.

    `parts` are those of the package, `tagged` the ones with tags; `compared` are the tags that compare a metric with last year, as
    (place, tag, metric); `told` is what of the template was left out. `printed`
    are the catalogue's names of what some tag prints.
    """

    def __init__(self, path: Path, read: TemplateRead) -> None:
        super().__init__(path)  # which opens nothing: the parts come through `reading`, whose bounds python-docx hasn't
        self.parts = read.parts
        self.lists = read.numbering().lists
        self.notes = taken_in(read.texts[DOCUMENT][0])
        self.tagged = {
            name: self._part(root, tags)
            for name, (root, tags) in read.texts.items()
            if tags or read.charts[name] or name == DOCUMENT
        }
        self.charts = {name: charts for name, charts in read.charts.items() if charts}
        every = [
            *(tags for _, tags in read.texts.values()),
            *(chart.tags for of in self.charts.values() for chart in of),
        ]
        self.compared = tuple((tag.at, str(tag), name) for tags in every for tag in tags for name in tag.compared)
        self.printed = frozenset(tag.noun.name for tags in every for tag in tags if tag.noun)
        self.told = read.told

    def rendered(self, values: Mapping[str, object], demo: str = "") -> dict[str, bytes]:
        """Return the report's parts by name; `demo`, where not empty, is printed over it: its numbers are invented.

        Raises lxml.etree.XMLSyntaxError or ExpatError when the result is no XML, which only a fault of ours can cause.
        """
        parts = dict(self.parts)
        pictures = Pictures(parts, placed_in(values))
        rounds = Rounds(self.lists)
        named = stepped(values) | rounds.names | calls()
        for name, part in self.tagged.items():
            content = (_DECLARATION + part.render({**named, **pictures.of(name)})).encode()
            noted, charts = demo and name == DOCUMENT, self.charts.get(name, ())
            if part.delicate or noted or charts:
                root = parse_part(content)
                mended = mend(root)
                if noted:
                    _print_note(root, demo)
                parts = _drawn(parts, root, name, charts, values) if charts else parts
                parts[name] = serialized(root) if mended or noted or charts else content
                if name == DOCUMENT:
                    keep_read(parts[name], root)
            else:
                check_xml(content)
                parts[name] = content
        parts = without_unshown(parts | pictures.added, self.parts)  # what stood in a condition that doesn't hold
        return rounds.defined(put_back(parts, self.notes) if self.notes else parts)

    def _part(self, root: etree._Element, tags: list[Tag]) -> Part:
        name_merges(root)
        widen(root, tags)
        restarting = let_restart(root, tags, self.lists)
        scoped = _SCOPED.sub(rf"<?{_STAND_IN} \1?>", self.patch_xml(_for_docxtpl(root, tags)))
        patched = etree.fromstring(scoped.encode())
        make_cells(patched, tags)
        settings = _marked(patched, tags)
        shows = self._give_room(patched, tags)
        environment = Sandbox(in_word, escaping=True)
        environment.filters |= {_IN_RUN: lambda value, number: in_run(value, settings[number]), _LINES: lines_of}
        source = etree.tostring(patched, encoding="unicode")
        names = {
            number: tag.rest
            for number, tag in enumerate(tags)
            if tag.sort == "{" and tag.rest == tag.noun.name and tag.manner != "p"
        }
        source = _ROUND.sub(lambda found: _round(tags, int(found[2]), found[1]), source)
        said = _STANDING_IN.sub(
            lambda found: _source(tags, int(found[1] or found[2]), names, settings, restarting), source
        )
        return Part(environment.from_string(said), shows or can_break(patched), names, settings)

    def _give_room(self, root: etree._Element, tags: list[Tag]) -> bool:
        """Let lines grow in which pictures will stand; return whether there are any, whose drawings need numbers of their own."""
        shown = {str(number) for number, tag in enumerate(tags) if tag.noun.kind == PICTURE}
        if not shown:
            return False
        styles = read_styles(root_of_kind(self.parts, "styles"))
        for node in root.iter(f"{W}t"):
            if shown.intersection(NUMBERED.findall(node.text or "")):
                give_room(next(node.iterancestors(f"{W}p")), styles)
        return True


def prepare(path: Path, vocabulary: Vocabulary) -> ReportTemplate:
    """Return the template of `path`, checked against what it may say; raises Unusable with every fault of every tag."""
    read = read_template(path, vocabulary)
    if read.issues:
        raise Unusable(read.issues)
    return ReportTemplate(path, read)


def render(template: ReportTemplate, values: Mapping[str, object], demo: str = "") -> bytes:
    """Return the report as .docx."""
    return write_package(template.rendered(values, demo))


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


def _drawn(
    parts: Mapping[str, bytes],
    root: etree._Element,
    story: str,
    charts: Sequence[ChartTags],
    values: Mapping[str, object],
) -> dict[str, bytes]:
    """Return the parts with the charts that a story shows drawing these values; in its tree they are described in words."""
    made, styles = dict(parts), read_styles(root_of_kind(parts, "styles"))
    for shown in charts_below(parts, story, root):
        if shown.mark:
            if next(shown.described.iterancestors(f"{WP}inline"), None) is not None:
                give_room(next(shown.described.iterancestors(f"{W}p")), styles)
            chart = charts[int(shown.described.get("descr", ""))]
            drawing = drawing_of(chart.mark, values)
            assert drawing is not None, "its tags are checked"
            shown.described.set("descr", chart.described(drawing))
            made = redrawn(made, shown.part, drawing.data)
    return made


def _print_note(root: etree._Element, note: str) -> None:
    body = root.find(f"{W}body")
    assert body is not None, "a document has a body"
    paragraph = etree.Element(f"{W}p")
    run = etree.SubElement(paragraph, f"{W}r")
    etree.SubElement(run, f"{W}t").text = f"{DEMO}{note}"
    body.insert(0, paragraph)
