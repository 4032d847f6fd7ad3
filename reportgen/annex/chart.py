"""A comparison -> what moved most, as a Word chart that can be edited: the chart's part and the workbook behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportgen.base.book import plain_book
from reportgen.base.numbers import written
from reportgen.figures.changes import Change, Comparison, by_size
from reportgen.word.package import DOCUMENT
from reportgen.word.relations import OFFICE, free_name, with_part

_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST, _FEWEST = 10, 2  # more bars are no longer read, a single one compares nothing
_LEAST = 20  # of a smaller count a per cent says nothing: 2 families instead of 1 are +100%
_SHEET, _HEADER = "数据", "增减（%）"
_FORMAT = "+0.0;-0.0;0.0"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_FACE = '<a:latin typeface="Times New Roman"/><a:ea typeface="宋体"/>'
_INK = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
_BAR = '<a:solidFill><a:srgbClr val="44546A"/></a:solidFill>'  # dark enough to stay dark on a black-and-white printer
_NO_LINE = "<a:ln><a:noFill/></a:ln>"


@dataclass(frozen=True)
class Bar:
    """A metric that moved: its name with both numbers, and by how many per cent, as the table prints it."""

    label: str
    percent: str


def bars(comparison: Comparison) -> tuple[Bar, ...]:
    """Return what moved most in per cent, the largest first; () where too little moved for a picture."""
    moved = [change for change in by_size(comparison.changes) if change.percent and _counts_enough(change)]
    found = tuple(_bar(change) for change in moved[:_MOST])
    return found if len(found) >= _FEWEST else ()


def _counts_enough(change: Change) -> bool:
    values = (side.value for side in (change.before, change.after) if side)
    return change.entry.digits > 0 or any(value is not None and not -_LEAST < value < _LEAST for value in values)


def _bar(change: Change) -> Bar:
    entry = change.entry
    before, after = (side.text if side else "" for side in (change.before, change.after))
    unit = "" if "=" in entry.unit else entry.unit
    return Bar(f"{entry.label}（{before}→{after}{unit}）", written(change.percent or 0, 1))


def title(comparison: Comparison) -> str:
    """Return what the chart shows."""
    return f"{comparison.after.title}比{comparison.before.title}增减较大的指标（%）"


def add_chart(parts: Mapping[str, bytes], heading: str, shown: Sequence[Bar]) -> tuple[dict[str, bytes], str]:
    """Return a document's parts with the chart and its workbook, and the relationship by which the document may show it."""
    chart = free_name(parts, "word/charts/chart", ".xml")
    book = free_name(parts, "word/embeddings/Microsoft_Excel_Sheet", ".xlsx")
    found, book_key = with_part(parts, chart, book, _workbook(shown), "package", _BOOK_TYPE)
    return with_part(found, DOCUMENT, chart, _chart(heading, shown, book_key), "chart", _TYPE)


def _workbook(shown: Sequence[Bar]) -> bytes:
    """Return the workbook that Word opens for 「编辑数据」."""
    return plain_book(_SHEET, [("指标", _HEADER), *((bar.label, float(bar.percent)) for bar in shown)])


def _chart(heading: str, shown: Sequence[Bar], book: str) -> bytes:
    """Return the chart's part (ECMA-376 21.2): lying bars, the largest on top; `book` is the workbook's relationship.

    What the workbook holds stands here a second time, for Word opens the workbook only to edit it.
    """
    labels = "".join(f'<c:pt idx="{n}"><c:v>{escape(bar.label)}</c:v></c:pt>' for n, bar in enumerate(shown))
    numbers = "".join(f'<c:pt idx="{n}"><c:v>{bar.percent}</c:v></c:pt>' for n, bar in enumerate(shown))
    count, last = f'<c:ptCount val="{len(shown)}"/>', len(shown) + 1
    series = (
        f'<c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:strRef><c:f>{_SHEET}!$B$1</c:f><c:strCache>'
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{_HEADER}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f'<c:spPr>{_BAR}{_NO_LINE}</c:spPr><c:invertIfNegative val="0"/>'
        f'<c:dLbls><c:numFmt formatCode="{_FORMAT}" sourceLinked="0"/><c:spPr><a:noFill/>{_NO_LINE}</c:spPr>{_text(900)}'
        '<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strRef><c:f>{_SHEET}!$A$2:$A${last}</c:f><c:strCache>{count}{labels}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{_SHEET}!$B$2:$B${last}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f"{count}{numbers}</c:numCache></c:numRef></c:val></c:ser>"
    )
    axes = (
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'<c:spPr><a:ln w="9525">{_INK}</a:ln></c:spPr>{_text(900)}<c:crossAx val="2"/><c:crosses val="autoZero"/>'
        '<c:auto val="1"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="1"/>'
        f'<c:axPos val="t"/><c:numFmt formatCode="{_FORMAT}" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/><c:crosses val="autoZero"/></c:valAx>'
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{_DRAWING}/chart" xmlns:a="{_DRAWING}/main" xmlns:r="{OFFICE}">'
        '<c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart>'
        f"<c:title>{_title(heading)}<c:overlay val='0'/></c:title><c:autoTitleDeleted val='0'/>"
        '<c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{series}<c:gapWidth val="60"/><c:axId val="1"/><c:axId val="2"/></c:barChart>{axes}</c:plotArea>'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/>{_NO_LINE}</c:spPr>{_text(900)}"
        f'<c:externalData r:id="{book}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


def _text(size: int) -> str:
    properties = f'<a:pPr><a:defRPr sz="{size}" b="0">{_INK}{_FACE}</a:defRPr></a:pPr>'
    return f'<c:txPr><a:bodyPr/><a:p>{properties}<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'


def _title(text: str) -> str:
    face = _FACE.replace("宋体", "黑体")
    run = f'<a:r><a:rPr lang="zh-CN" sz="1050" b="0">{_INK}{face}</a:rPr><a:t>{escape(text)}</a:t></a:r>'
    return f"<c:tx><c:rich><a:bodyPr/><a:p>{run}</a:p></c:rich></c:tx>"
