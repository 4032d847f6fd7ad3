"""A chart's part + what it is to draw -> the chart in the look that it has with today's names and numbers, and the workbook behind it.

The numbers stand twice: in the chart itself, from which Word draws it, and in an embedded workbook that Word opens for 「编辑数据」. Both are
written here and nowhere else.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from lxml import etree

from reportgen.base.names import column_letters
from reportgen.base.shown import GENERAL
from reportgen.word.charts import Data, index_of, series_of
from reportgen.word.drawingml import CHART, A
from reportgen.word.package import parse_part, serialized
from reportgen.word.relations import OFFICE, free_name, only_related, related, relations_of, with_part

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHEET, _CORNER = "数据", "名称"
# What draws one number for each name. A chart of points (scatter, bubble), prices (stock) or heights (surface) has other data.
_SORTS = ("bar", "bar3D", "line", "line3D", "pie", "pie3D", "ofPie", "doughnut", "area", "area3D", "radar")
_PLOTS = frozenset(f"{CHART}{one}Chart" for one in _SORTS)
_ROUND = frozenset(f"{CHART}{one}Chart" for one in ("pie", "pie3D", "ofPie"))  # these draw their first series alone
_ACCENTS = 6  # colours of a theme for series
_UNIQUE = "{http://schemas.microsoft.com/office/drawing/2014/chart}uniqueId"
_KEPT = re.compile(r"(num|str|multiLvlStr|dlblRange|dlblFieldTable)Cache|numLit|strLit")
# ECMA-376 21.2.2: what stands before these in their parents.
_BEFORE_NAME = ("idx", "order")
_BEHIND_CATEGORIES = ("val",)
_BEHIND_BOOK = ("printSettings", "userShapes", "extLst")
_BEHIND_GAPS = ("showDLblsOverMax", "extLst")


def misfit(chart: etree._Element, count: int) -> str:
    """Return why a chart as it is drawn can't take `count` series, '' where it can."""
    plots = _plots(chart)
    kinds = {one.tag for one in plots}
    if not plots or kinds - _PLOTS or not series_of(chart):
        return "只能填柱形图、条形图、折线图、面积图、雷达图、饼图和圆环图，图里至少要画一个系列"
    if kinds & _ROUND and count > 1:
        return "饼图只能画一个系列的数"
    if len(plots) > 1 and count != len(series_of(chart)):
        return f"组合图里画了{len(series_of(chart))}个系列，标签给的是{count}个，要一样多"
    if any(True for _ in _others(chart)):
        return "图里还有取自工作表别处的字或数（标题、误差线、自定的数据标签），它们不会跟着变，请改成直接打的字或删去"
    return ""


def redrawn(parts: Mapping[str, bytes], part: str, data: Data) -> dict[str, bytes]:
    """Return the parts with the chart in `part` drawing `data`; its look, title and axes stay as somebody drew them.

    A series more than it has looks like its last one in the theme's next colour; what it has too many go, the last first.
    """
    root = parse_part(parts[part])
    every = _as_many(root, len(data.series))
    rows = len(data.categories) + 1
    for column, (element, series) in enumerate(zip(every, data.series, strict=True)):
        letter = column_letters(column + 1)
        _without_stale(element)
        _put(element, "tx", _texts(f"{_SHEET}!${letter}$1", (series.name,)), behind=_BEFORE_NAME)
        names = _texts(f"{_SHEET}!$A$2:$A${max(rows, 2)}", data.categories)
        _put(element, "cat", names, before=_BEHIND_CATEGORIES)
        _put(element, "val", _numbers(f"{_SHEET}!${letter}$2:${letter}${max(rows, 2)}", series.form, series.numbers))
    for plot in _plots(root):
        _without_stale(plot)
    _show_gaps(root)
    return _with_book(parts, part, root, _workbook(data))


def _plots(chart: etree._Element) -> list[etree._Element]:
    area = chart.find(f"{CHART}chart/{CHART}plotArea")
    return [] if area is None else [one for one in area if str(one.tag).endswith("Chart")]


def _others(chart: etree._Element) -> Iterator[etree._Element]:
    """Yield what else of a chart would keep an older number than its names and numbers: what comes from other cells, labels typed over."""
    for label in chart.iter(f"{CHART}dLbl"):
        if any(re.search(r"\d", one.text or "") for one in label.iter(f"{A}t")):
            yield label
    for formula in chart.iter(f"{CHART}f"):
        if next(formula.iterancestors(f"{CHART}ext"), None) is not None:
            continue  # goes with what a newer Word keeps
        parent = formula.getparent()
        around = None if parent is None else parent.getparent()
        within = None if around is None else around.getparent()
        if within is None or within.tag != f"{CHART}ser":
            yield formula


def _as_many(root: etree._Element, count: int) -> list[etree._Element]:
    """Return the series of a chart, made as many as `count`."""
    found = series_of(root)
    for extra in found[count:]:
        _remove(extra)
    while found and len(found) < count:
        last = found[-1]
        series = copy.deepcopy(last)
        for name in ("idx", "order"):
            said = series.find(f"{CHART}{name}")
            if said is not None:
                highest = max(index_of(one.find(f"{CHART}{name}"), "val") for one in root.iter(f"{CHART}ser"))
                said.set("val", str(highest + 1))
        for accent in series.iter(f"{A}schemeClr"):
            number = accent.get("val", "").removeprefix("accent")
            if number.isdecimal():
                accent.set("val", f"accent{int(number) % _ACCENTS + 1}")
        for one in [
            *series.iter(f"{CHART}dPt"),
            *(one for one in series.iter(f"{CHART}ext") if one.find(_UNIQUE) is not None),
        ]:
            _remove(one)
        last.addnext(series)
        found.append(series)
    return found[:count]


def _without_stale(element: etree._Element) -> None:
    """Take away what a newer Word keeps of older data in extensions: labels from cells, series and categories that are filtered out."""
    for extension in list(element.iter(f"{CHART}ext")):
        if any(isinstance(one.tag, str) and _KEPT.fullmatch(etree.QName(one).localname) for one in extension.iter()):
            _remove(extension)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _put(
    parent: etree._Element,
    name: str,
    content: etree._Element,
    *,
    behind: tuple[str, ...] = (),
    before: tuple[str, ...] = (),
) -> None:
    """Put a reference to cells into the child `name`, which stands behind or before others where the parent has none yet."""
    child = parent.find(f"{CHART}{name}")
    if child is None:
        child = etree.Element(f"{CHART}{name}")
        last = max((parent.index(one) for one in parent if etree.QName(one).localname in behind), default=-1)
        first = next((parent.index(one) for one in parent if etree.QName(one).localname in before), last + 1)
        parent.insert(first if before else last + 1, child)
    for old in list(child):
        child.remove(old)
    child.append(content)


def _texts(formula: str, texts: tuple[str, ...]) -> etree._Element:
    found = etree.Element(f"{CHART}strRef")
    etree.SubElement(found, f"{CHART}f").text = formula
    _keep(etree.SubElement(found, f"{CHART}strCache"), texts)
    return found


def _numbers(formula: str, form: str, numbers: tuple[str, ...]) -> etree._Element:
    """Return a reference to numbers; a missing one has no point, which is how a chart knows a gap."""
    found = etree.Element(f"{CHART}numRef")
    etree.SubElement(found, f"{CHART}f").text = formula
    kept = etree.SubElement(found, f"{CHART}numCache")
    etree.SubElement(kept, f"{CHART}formatCode").text = form or GENERAL
    _keep(kept, numbers)
    return found


def _keep(kept: etree._Element, texts: tuple[str, ...]) -> None:
    etree.SubElement(kept, f"{CHART}ptCount", val=str(len(texts)))
    for number, text in enumerate(texts):
        if text:
            point = etree.SubElement(kept, f"{CHART}pt", idx=str(number))
            etree.SubElement(point, f"{CHART}v").text = text


def _show_gaps(root: etree._Element) -> None:
    """Draw a missing number as a gap and not as 0, which is what a chart does that says nothing (21.2.2.42)."""
    chart = root.find(f"{CHART}chart")
    if chart is None:
        return
    blanks = chart.find(f"{CHART}dispBlanksAs")
    if blanks is None:
        blanks = etree.Element(f"{CHART}dispBlanksAs", val="zero")
        behind = next((chart.index(one) for one in chart if etree.QName(one).localname in _BEHIND_GAPS), len(chart))
        chart.insert(behind, blanks)
    if blanks.get("val", "zero") == "zero":
        blanks.set("val", "gap")


def _with_book(parts: Mapping[str, bytes], part: str, root: etree._Element, book: bytes) -> dict[str, bytes]:
    """Return the parts with the chart and the workbook behind it, under the name of the one that it had."""
    known = related(parts, part)
    name = next((name for kind, name in known.values() if kind == "package" and name.endswith(".xlsx")), "")
    name = name or free_name(parts, "word/embeddings/Microsoft_Excel_Sheet", ".xlsx")
    data = root.find(f"{CHART}externalData")
    before = "" if data is None else data.get(f"{{{OFFICE}}}id", "")
    left = {key for key, (kind, _) in known.items() if kind != "package" and key != before}
    kept = only_related(parts, part, left) if relations_of(part) in parts else dict(parts)
    made, key = with_part(kept, part, name, book, "package", _BOOK_TYPE)
    if data is None:
        data = etree.Element(f"{CHART}externalData")
        etree.SubElement(data, f"{CHART}autoUpdate", val="0")
        at = next((root.index(one) for one in root if etree.QName(one).localname in _BEHIND_BOOK), len(root))
        root.insert(at, data)
    data.set(f"{{{OFFICE}}}id", key)
    return {**made, part: serialized(root)}


def _workbook(data: Data) -> bytes:
    from reportgen.base.book import chart_book  # noqa: PLC0415  openpyxl is as slow as all of ours

    heads = (_CORNER, *(one.name for one in data.series))
    rows = [
        (name, *(Decimal(one.numbers[at]) if one.numbers[at] else None for one in data.series))
        for at, name in enumerate(data.categories)
    ]
    return chart_book(_SHEET, heads, rows, [one.form or GENERAL for one in data.series])
