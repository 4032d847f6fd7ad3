"""`report.docx` of a report's folder -> a template of docxtpl's with a mark around each figure; the template + content -> a document's parts.

`reading` checks the package and what its tags say, and makes each tag whole: docxtpl would lose a bookmark in a tag that Word has cut, and
break one that is cut across a link. docxtpl gives the tags their scope ({%p, {%tr), `compiled` gives figures their marks and compiles each part once.
To render is to run the compiled parts, with a parse as guard; every other part of the package comes through as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import docxtpl
import jinja2
from docxtpl import DocxTemplate
from lxml import etree

from reportgen.base.issues import Unusable
from reportgen.figures.wording import DEMO
from reportgen.template.cells import calls
from reportgen.template.charts import ChartTags, drawing_of
from reportgen.template.compiled import compiled
from reportgen.template.content import Vocabulary
from reportgen.template.inline_pictures import Pictures, placed_in
from reportgen.template.mending import mend
from reportgen.template.notes import put_back, taken_in
from reportgen.template.reading import TemplateRead, read_template
from reportgen.template.restarting import Rounds
from reportgen.template.sandbox import stepped
from reportgen.word.chart_data import redrawn
from reportgen.word.charts import charts_below
from reportgen.word.drawingml import WP
from reportgen.word.numbering import read_styles
from reportgen.word.package import DOCUMENT, W, check_xml, keep_read, parse_part, serialized, write_package
from reportgen.word.pictures import give_room
from reportgen.word.relations import root_of_kind, without_unshown

MADE_BY = {"docxtpl": docxtpl.__version__, "Jinja2": jinja2.__version__, "lxml": etree.__version__}
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


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
            name: compiled(root, tags, self.patch_xml, self.lists, self.parts)
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


def prepare(path: Path, vocabulary: Vocabulary) -> ReportTemplate:
    """Return the template of `path`, checked against what it may say; raises Unusable with every fault of every tag."""
    read = read_template(path, vocabulary)
    if read.issues:
        raise Unusable(read.issues)
    return ReportTemplate(path, read)


def render(template: ReportTemplate, values: Mapping[str, object], demo: str = "") -> bytes:
    """Return the report as .docx."""
    return write_package(template.rendered(values, demo))


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
