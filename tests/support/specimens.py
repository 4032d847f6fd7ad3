"""Templates as Word writes them, in the few elements that a test is about, and an office small enough to know by heart."""

from __future__ import annotations

import functools
import io
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from lxml import etree
from sound import assert_sound

from reportgen.base.issues import Issue, Unusable
from reportgen.figures.compute import compute
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources
from reportgen.template import content
from reportgen.template.content import Vocabulary
from reportgen.template.line_reader import read_lines
from reportgen.template.lines import Line
from reportgen.template.reading import read_template
from reportgen.template.rendering import ReportTemplate, prepare, render
from reportgen.word.blocks import printed_in
from reportgen.word.package import DOCUMENT, W, parse_part, read_package, write_package

CATALOGUE = """
any_table: {村（社区）: ''}
office:
  title: 单位
  tables:
    population: {户口: [农业, 非农业], 人口: 人}
  texts:
    街道: 文字
    简介: 文字
    存在的问题: 列表
    下步工作: [标题, 内容, items]
  年度: {year: 0}
  截止日: 日期
  落款日: 日期
  活动期间: 期间
  总人口: {sum: 人口}
  农业人口: {sum: 人口, where: {户口: 农业}}
  农业比重: {formula: 农业人口 / 总人口, unit: '%'}
  死亡: 人
  出生: 人
  男孩: 人
  女孩: 人
  性别比: {formula: 男孩 / 女孩 * 100, unit: 女=100}
"""
OFFICE = """
街道: 八街街道
简介: 面积200平方公里
存在的问题: [人手不足, 经费不足]
下步工作:
  - {标题: 加强宣传, 内容: 进村入户, items: 甲}
  - {标题: 加强培训}
截止日: 9月30日
落款日: 10月17日
活动期间: 4月17日至18日
死亡: 85
出生: 178
男孩: 93
女孩: 88
"""
POPULATION = "村（社区）,户口,人口\n甲村,农业,60\n甲村,非农业,20\n乙村,农业,30\n乙村,非农业,0\n"
BOLD, ITALIC = "<w:b/>", "<w:i/>"

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOT = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_RELATIONSHIPS}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:wp14="http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing" '
    'mc:Ignorable="w14 w15 wp14"'
)
NOTE_ENDS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


@dataclass(frozen=True)
class Mark:
    """A mark of a part: its title, the text that stands in it, and the number of its paragraph from 0."""

    title: str
    text: str
    paragraph: int


def read_marks(root: etree._Element) -> list[Mark]:
    """Return the marks of a part's root in order."""
    numbers = {paragraph: number for number, paragraph in enumerate(root.iter(f"{W}p"))}
    found = ((mark, next(mark.control.iterancestors(f"{W}p"))) for mark in printed_in(root))
    return [Mark(mark.title, mark.text, numbers[paragraph]) for mark, paragraph in found]


def r(text: str, formatting: str = "") -> str:
    """Return a run as Word writes it; `formatting` is the inside of its w:rPr."""
    properties = f"<w:rPr>{formatting}</w:rPr>" if formatting else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*runs: str, properties: str = "") -> str:
    """Return a paragraph of runs; what is no XML becomes a run."""
    inside = "".join(run if re.match("</?(w|mc):", run) else r(run) for run in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inside}</w:p>"


def row(*cells: str) -> str:
    """Return a table row; what is no XML becomes a paragraph."""
    inside = [cell if cell.startswith("<w:") else p(cell) for cell in cells]
    return "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in inside) + "</w:tr>"


def table(*rows: str) -> str:
    """Return a table of rows with two columns at most."""
    grid = '<w:tblGrid><w:gridCol w:w="4000"/><w:gridCol w:w="4000"/></w:tblGrid>'
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>{grid}{"".join(rows)}</w:tbl>'


def box(*paragraphs: str) -> str:
    """Return a run with a text box, said twice as Word does."""
    inside = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    space = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
    uri = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    shape = f'<wps:wsp {space}><wps:cNvSpPr txBox="1"/><wps:spPr/><wps:txbx>{inside}</wps:txbx><wps:bodyPr/></wps:wsp>'
    drawing = (
        '<w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="框"/>'
        f'<a:graphic><a:graphicData uri="{uri}">{shape}</a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    fallback = f"<w:pict><v:shape {space}><v:textbox>{inside}</v:textbox></v:shape></w:pict>"
    return (
        f'<w:r><mc:AlternateContent {space}><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def part(root: str, inside: str) -> bytes:
    """Return a part of the package: its root's name and what is in it."""
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{root} {_ROOT}>{inside}</w:{root}>'.encode()


def package(body: str, others: Mapping[str, bytes] | None = None) -> bytes:
    """Return a .docx with this body; `others` are further parts beside it, told apart by their names: header1.xml, media/a.png."""
    others = others or {}
    kinds = {name: name.removesuffix(".xml").rstrip("0123456789") for name in others if name.endswith(".xml")}
    references = "".join(
        f'<w:{kind}Reference w:type="default" r:id="{name}"/>'
        for name, kind in kinds.items()
        if kind in {"header", "footer"}
    )
    section = f'<w:sectPr>{references}<w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    overrides = "".join(
        f'<Override PartName="/word/{name}" ContentType="{_TYPES}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    related = "".join(
        f'<Relationship Id="{name.replace("/", "-")}" Type="{_RELATIONSHIPS}/{kinds.get(name, "image")}" Target="{name}"/>'
        for name in others
    )
    parts = dict(_empty())
    parts[DOCUMENT] = part("document", f"<w:body>{body}{section}</w:body>")
    for name, end, added in (
        ("[Content_Types].xml", b"</Types>", f'<Default Extension="png" ContentType="image/png"/>{overrides}'),
        ("word/_rels/document.xml.rels", b"</Relationships>", related),
    ):
        parts[name] = parts[name].replace(end, added.encode() + end)
    return write_package(parts | {f"word/{name}": data for name, data in others.items()})


@functools.cache
def _empty() -> dict[str, bytes]:
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    parts = read_package(buffer.getvalue())
    del parts["word/stylesWithEffects.xml"]  # python-docx's own disagrees with its styles.xml
    styles = parse_part(parts["word/styles.xml"])
    for style in styles.findall(f"{W}style"):  # of 164 the auditor reads each
        if style.get(f"{W}default") is None and style.get(f"{W}styleId") not in {"Heading1", "Heading1Char"}:
            styles.remove(style)
    parts["word/styles.xml"] = etree.tostring(styles)
    return {
        name: re.sub(rb"<(Override|Relationship) [^>]*stylesWithEffects[^>]*>", b"", data)
        for name, data in parts.items()
    }


@functools.cache
def catalogue() -> Catalogue:
    """Return the small office's catalogue."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
        return read_catalogue(Path(folder))


def vocabulary() -> Vocabulary:
    """Return what a template of the small office may say."""
    return content.vocabulary(catalogue())


def values(office: str = OFFICE, population: str = POPULATION) -> dict[str, object]:
    """Return what the names stand for in 2018."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "office.yaml").write_text(office, encoding="utf-8")
        (Path(folder) / "population.csv").write_text(population, encoding="utf-8")
        sources = read_sources(Path(folder), 2018, catalogue())
    return content.values(catalogue(), sources, compute(catalogue(), sources))


@functools.cache
def usual_values() -> dict[str, object]:
    """Return what the names stand for when nothing else is said."""
    return values()


def prepared(template: bytes) -> ReportTemplate:
    """Return a template prepared for the small office."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.docx"
        path.write_bytes(template)
        return prepare(path, vocabulary())


def lines(body: str, others: Mapping[str, bytes] | None = None, of: Catalogue | None = None) -> list[Line]:
    """Return a template's lines, read with the small office's catalogue or another."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.docx"
        path.write_bytes(package(body, others))
        return list(read_lines(read_template(path, content.vocabulary(of or catalogue())), path.name))


def faults(body: str, others: Mapping[str, bytes] | None = None) -> list[Issue]:
    """Return what is wrong with a template, [] for a good one."""
    try:
        prepared(package(body, others))
    except Unusable as error:
        return list(error.issues)
    return []


@dataclass(frozen=True)
class Draft:
    """A rendered document."""

    document: bytes

    @functools.cached_property
    def parts(self) -> dict[str, bytes]:
        """Return the parts of the package."""
        return read_package(self.document)

    def root(self, name: str = DOCUMENT) -> etree._Element:
        """Return a part's root."""
        return parse_part(self.parts[name])

    def lines(self, name: str = DOCUMENT) -> list[str]:
        """Return the paragraphs' texts, line breaks and tabs included."""
        return [text_of(paragraph) for paragraph in self.root(name).iter(f"{W}p")]

    def marks(self, name: str = DOCUMENT) -> list[Mark]:
        """Return the marks of a part."""
        return read_marks(self.root(name))

    @property
    def titled(self) -> list[tuple[str, str]]:
        """Return title and text of each mark in the body."""
        return [(mark.title, mark.text) for mark in self.marks()]

    @property
    def characters(self) -> list[tuple[str, str]]:
        """Return each character that the body prints, with what is in its run's w:rPr."""
        return [
            (character, "".join(f"<w:{str(one.tag).removeprefix(W)}/>" for one in run.iterfind(f"{W}rPr/*")))
            for run in self.root().iter(f"{W}r")
            for node in run.iterfind(f"{W}t")
            for character in node.text or ""
        ]

    @property
    def body(self) -> str:
        """Return the XML inside of the body, without the section's settings and namespaces."""
        root = self.root()
        for section in root.findall(f"{W}body/{W}sectPr"):
            root[0].remove(section)
        text = etree.tostring(root, encoding="unicode")
        return text[text.index("<w:body>") + len("<w:body>") : text.rindex("</w:body>")] if "</w:body>" in text else ""


def draft(
    body: str,
    told: Mapping[str, object] | None = None,
    others: Mapping[str, bytes] | None = None,
    *,
    audited: bool = True,
) -> Draft:
    """Return the document that a template's body becomes; fails where Word would complain about it."""
    document = render(prepared(package(body, others)), usual_values() | dict(told or {}))
    if audited:
        with tempfile.TemporaryDirectory() as folder:
            assert_sound(document, Path(folder))
    return Draft(document)


def text_of(paragraph: etree._Element) -> str:
    """Return what Word shows of a paragraph."""
    return "".join(_shown(paragraph))


def _shown(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        parent = element.getparent()
        if parent is not None and parent.tag == f"{W}r":
            yield {f"{W}tab": "\t", f"{W}br": "\n"}.get(str(element.tag), element.text or "")
