"""Charts as Word saves them, with a workbook behind each, and a look that nobody may lose."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl
from lxml import etree
from specimens import package

from reportgen.base.book import saved
from reportgen.word.package import parse_part, read_package, write_package
from reportgen.word.relations import related, with_part

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DOC_PR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
BLUE, ORANGE = "1F4E79", "C55A11"
AS_DRAWN = (("系列 1", (4.3, 2.5, 3.5, 4.5)), ("系列 2", (2.4, 4.4, 1.8, 2.8)))  # what Word puts into a new chart
_NAMES = ("类别 1", "类别 2", "类别 3", "类别 4")
_CHARTS = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_AXES = (
    '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/>'
    '<c:crossAx val="2"/></c:catAx><c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
    '<c:delete val="0"/><c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="1"/><c:crossAx val="1"/></c:valAx>'
)
_KIND = {
    "bar": ('<c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>', '<c:axId val="1"/><c:axId val="2"/>'),
    "column": ('<c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>', '<c:axId val="1"/><c:axId val="2"/>'),
    "line": ('<c:grouping val="standard"/><c:varyColors val="0"/>', '<c:marker val="1"/><c:axId val="1"/><c:axId val="2"/>'),
    "pie": ('<c:varyColors val="1"/>', '<c:firstSliceAng val="0"/>'),
}  # fmt: skip


def _series(at: int, name: str, numbers: Sequence[float], colour: str) -> str:
    letter = chr(ord("B") + at)
    names = "".join(f'<c:pt idx="{n}"><c:v>{one}</c:v></c:pt>' for n, one in enumerate(_NAMES))
    values = "".join(f'<c:pt idx="{n}"><c:v>{one}</c:v></c:pt>' for n, one in enumerate(numbers))
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/><c:tx><c:strRef><c:f>Sheet1!${letter}$1</c:f><c:strCache>'
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{name}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f"<c:spPr><a:solidFill>{colour}</a:solidFill></c:spPr>"
        f"<c:dLbls><c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/><c:showSerName val=\"0\"/>"
        f'<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f'<c:cat><c:strRef><c:f>Sheet1!$A$2:$A$5</c:f><c:strCache><c:ptCount val="4"/>{names}</c:strCache></c:strRef></c:cat>'
        f'<c:val><c:numRef><c:f>Sheet1!${letter}$2:${letter}$5</c:f><c:numCache><c:formatCode>General</c:formatCode>'
        f'<c:ptCount val="4"/>{values}</c:numCache></c:numRef></c:val></c:ser>'
    )  # fmt: skip


def chart_xml(kind: str = "column", count: int = 2, title: str = "各村情况", more: str = "") -> bytes:
    """Return a chart's part with `count` series as Word draws them; `more` stands behind the last of them."""
    begin, end = _KIND[kind]
    colours = [f'<a:schemeClr val="accent{n + 1}"/>' for n in range(count)]
    series = "".join(_series(n, *AS_DRAWN[n], colours[n]) for n in range(count))
    plot = {"column": "bar"}.get(kind, kind)
    axes = "" if kind == "pie" else _AXES
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<c:chartSpace xmlns:c="{_CHARTS}" xmlns:a="{_MAIN}" xmlns:r="{_OFFICE}">'
        f'<c:date1904 val="0"/><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:rPr lang="zh-CN" sz="1400">'
        f'<a:solidFill><a:srgbClr val="{BLUE}"/></a:solidFill></a:rPr><a:t>{title}</a:t></a:r></a:p></c:rich></c:tx>'
        f'<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:{plot}Chart>{begin}{series}{more}{end}'
        f'</c:{plot}Chart>{axes}</c:plotArea><c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'
        f'<c:plotVisOnly val="1"/></c:chart><c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1000"/></a:pPr></a:p></c:txPr>'
        f'<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


def combined() -> bytes:
    """Return the part of a chart with columns and a line over them, one series each."""
    columns, lines = chart_xml("column", 1).decode(), chart_xml("line", 2).decode()
    line = f"<c:ser>{lines.split('<c:ser>')[2].partition('</c:ser>')[0]}</c:ser>"
    kind = f"<c:lineChart>{_KIND['line'][0]}{line}{_KIND['line'][1]}</c:lineChart>"
    return columns.replace("</c:barChart>", f"</c:barChart>{kind}").encode()


def drawing(key: str, described: str, *, name: str = "图表 1", number: int = 1, attribute: str = "descr") -> str:
    """Return a run that shows the chart of a relationship, described by an alternative text."""
    text = described.replace('"', "&quot;")
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="5400000" cy="2700000"/>'
        f'<wp:docPr id="{number}" name="{name}" {attribute}="{text}"/><wp:cNvGraphicFramePr/><a:graphic>'
        f'<a:graphicData uri="{_CHARTS}"><c:chart xmlns:c="{_CHARTS}" r:id="{key}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def workbook() -> bytes:
    """Return the workbook that Word puts behind a new chart."""
    book = openpyxl.Workbook()
    book.active.title = "Sheet1"
    book.active.append([" ", *(name for name, _ in AS_DRAWN)])
    for at, name in enumerate(_NAMES):
        book.active.append([name, *(numbers[at] for _, numbers in AS_DRAWN)])
    return saved(book)


def with_charts(body: str, *charts: bytes) -> bytes:
    """Return a document whose body may show these charts, the first as rId of the form `key(1)`."""
    parts = read_package(package(body))
    for number, chart in enumerate(charts, start=1):
        name = f"word/charts/chart{number}.xml"
        parts, made = with_part(parts, "word/document.xml", name, chart, "chart", _CHART_TYPE)
        parts["word/document.xml"] = parts["word/document.xml"].replace(
            f'r:id="{key(number)}"'.encode(), f'r:id="{made}"'.encode()
        )
        book = f"word/embeddings/Microsoft_Excel_Worksheet{number}.xlsx"
        parts, _ = with_part(parts, name, book, workbook(), "package", _BOOK_TYPE)
    return write_package(parts)


def key(number: int) -> str:
    """Return what stands for the relationship of a chart until it is in the package."""
    return f"chart{number}"


def points(chart: bytes) -> dict[str, dict[str, str]]:
    """Return what a chart keeps, as {series: {category: number}}, a gap as ''."""
    found: dict[str, dict[str, str]] = {}
    for series in parse_part(chart).iter(f"{C}ser"):
        names, values = (
            {one.get("idx"): one.findtext(f"{C}v") for one in series.find(f"{C}{kind}").iter(f"{C}pt")}
            for kind in ("cat", "val")
        )
        found[series.findtext(f"{C}tx//{C}v")] = {name: values.get(at, "") for at, name in names.items()}
    return found


def cells(parts: dict[str, bytes], chart: str) -> list[list[object]]:
    """Return the cells of the workbook behind a chart."""
    name = next(name for kind, name in related(parts, chart).values() if kind == "package")
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(parts[name])).active.values]


def formulas(chart: bytes) -> list[str]:
    """Return from which cells a chart takes its names and numbers."""
    return [one.text for one in parse_part(chart).iter(f"{C}f")]


def described(root: etree._Element) -> list[tuple[str, str]]:
    """Return name and alternative text of each drawing of a story."""
    return [(one.get("name", ""), one.get("descr", "")) for one in root.iter(DOC_PR)]
