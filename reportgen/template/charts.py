"""A chart's alternative text with tags -> what the chart draws; that + values -> the names and numbers of it, each with its figure's title.

A chart is drawn in Word, in the template, with any numbers. Its alternative text (替代文字) names what it is to draw: a metric by the
categories of a column, a series for each such tag, or several metrics side by side, with last year's as a second series.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from reportgen.base.issues import Finder, Location
from reportgen.base.names import PART_SIGN, column_key
from reportgen.base.numbers import POINTS
from reportgen.base.shown import GENERAL, number_form
from reportgen.base.textfile import BRACES, TAG
from reportgen.figures.wording import PENDING, WORDINGS, Asked, with_unit
from reportgen.inputs.catalogue import Metric
from reportgen.template.content import BREAKDOWN, ORDER, YEARS, Shown, Vocabulary
from reportgen.template.expressions import Expressions, name_and_wordings
from reportgen.template.filter_checker import Wrong
from reportgen.template.filters import filters, in_order, parts_by
from reportgen.template.misspelt import with_plain_braces
from reportgen.template.tag_reader import tags_beside
from reportgen.template.tags import Tag
from reportgen.word.chart_data import misfit
from reportgen.word.charts import ChartPoint, Data, Drawing, Series, charts_below
from reportgen.word.package import W, parse_part

_SAID_IN = ("descr", "title")  # what Word calls 替代文字, and the title that older versions ask for too
_SIGN = "；"  # between the tags of a chart, in its mark
_EACH = re.compile(rf"(?:'[^']*'|\"[^\"]*\"|[^{_SIGN}'\"])+")


@dataclass(frozen=True)
class ChartTags:
    """A chart of a template: the part that it is in, its alternative text, and the tags in that."""

    part: str
    text: str
    tags: tuple[Tag, ...]

    @property
    def mark(self) -> str:
        """Return what it draws, as the chart in the report is called."""
        return _SIGN.join(tag.expression for tag in self.tags)

    def described(self, drawing: Drawing) -> str:
        """Return its alternative text in a report: in place of each tag what it draws, in words."""
        words = iter(drawing.words)
        return " ".join(TAG.sub(lambda found: next(words), self.text).split())


def take_charts(
    parts: Mapping[str, bytes], story: str, root: etree._Element, at: str, vocabulary: Vocabulary, finder: Finder
) -> tuple[ChartTags, ...]:
    """Return the charts of a story that have tags, their tags taken out of its tree; note everything wrong with them.

    In the tree such a chart is called by its mark, with its place in what is returned for its alternative text.
    """
    found: list[ChartTags] = []
    for chart in charts_below(parts, story, root):
        texts = {name: with_plain_braces(chart.described.get(name, "")) for name in _SAID_IN}
        texts = {name: text for name, text in texts.items() if BRACES.search(text)}
        if not texts:
            if chart.mark:  # it was copied out of a report, with the numbers that it had there
                chart.called("")
            continue
        text = " ".join(texts.values())
        for name in texts:
            del chart.described.attrib[name]
        above = next(chart.described.iterancestors(f"{W}p"), None)
        row = next((number for number, one in enumerate(root.iter(f"{W}p"), start=1) if one is above), None)
        place = Location(at, row)
        tags: tuple[Tag, ...] = ()
        try:
            tags = tuple(_read(tags_beside(text, place, chart.described), Expressions(vocabulary), finder))
            if tags and all(tag.noun.name for tag in tags):
                _refuse_unlike(tags)
                _refuse_misfit(parts[chart.part], tags)
        except Wrong as error:
            finder.error("模板标签", place, f"图表的替代文字「{text}」：{error}")
        chart.described.set("descr", str(len(found)))
        found.append(ChartTags(chart.part, text, tags))
        chart.called(found[-1].mark)
    return tuple(found)


def _read(tags: list[Tag], expressions: Expressions, finder: Finder) -> Iterator[Tag]:
    """Yield the tags of a chart with what they draw, one that can't be used as it is; that is noted."""
    for tag in tags:
        expressions.compared.clear()
        try:
            if tag.sort == "#":
                raise Wrong("替代文字里不写说明。")
            if tag.sort != "{" or tag.scope:
                raise Wrong("替代文字里只能写 {{ 数 }}、{{ 数 | 上年 }} 或 {{ 数 | 按('列名') }}。")
            noun = expressions.drawn(tag.rest)
            yield replace(tag, noun=noun, compared=tuple(expressions.compared), said=(noun.name,))
        except Wrong as error:
            finder.error("模板标签", tag.at, f"图表的替代文字，{tag}：{error}")
            yield tag


def _refuse_unlike(tags: tuple[Tag, ...]) -> None:
    """Raise Wrong where the tags of a chart have no axis in common."""
    columns = {tag.noun.source.column if tag.noun.each is not None and tag.noun.source else "" for tag in tags}
    if len(columns) > 1:
        raise Wrong("一张图里的数要么都按同一列分，要么都不分。")
    orders = [[one for one in asked if one.name == ORDER] for _, asked in filter(None, map(_said, tags))]
    if sum(map(len, orders)) > 1:
        raise Wrong(f"一张图只排一次，「{ORDER}」写在一个标签里。")
    said = [tag.noun.name if tag.noun.each is not None else tag.expression for tag in tags]
    if len(set(said)) < len(said):
        raise Wrong("同一个数写了两次。")


def _said(tag: Tag) -> tuple[str, tuple[Asked, ...]] | None:
    return name_and_wordings(tag.expression)


def _refuse_misfit(chart: bytes, tags: tuple[Tag, ...]) -> None:
    """Raise Wrong where a chart as it is drawn can't show what its tags say."""
    parted = tags[0].noun.each is not None
    count = len(tags) if parted else len({bool(tag.compared) for tag in tags})
    reason = misfit(parse_part(chart), count)
    if reason:
        raise Wrong(f"{reason}。")


def drawing_of(mark: str, values: Mapping[str, object]) -> Drawing | None:
    """Return what a chart of this mark draws with these values; None where it says what no chart of a template can, or of another catalogue."""
    read = [name_and_wordings(text) for text in _EACH.findall(mark)]
    shown = [(values.get(one[0]), one[1]) for one in read if one is not None]
    asked = [(one, every) for one, every in shown if isinstance(one, Shown)]
    if not asked or len(asked) < len(read):
        return None
    column = next((one.arguments[0] for _, every in asked for one in every if one.name == BREAKDOWN), None)
    if column is not None:
        orders = ((shown, str(one.arguments[0])) for shown, every in asked for one in every if one.name == ORDER)
        return _by_column([one for one, _ in asked], str(column), next(orders, None))
    wordings = ["".join(map(str, every)) for _, every in asked]
    if any(wording and not (wording in WORDINGS and WORDINGS[wording].gives_number) for wording in wordings):
        return None
    return _side_by_side([(one, wording) for (one, _), wording in zip(asked, wordings, strict=True)], values[YEARS])


def _by_column(metrics: list[Shown], column: str, order: tuple[Shown, str] | None) -> Drawing:
    """Return metrics by the categories of a column, a series each; a category that one of them hasn't is a gap in it.

    `order` is a metric, and by what its categories are put in order; without, they stand in the table's.
    """
    parts = [{column_key(part.名称): part for part in parts_by(metric, column)} for metric in metrics]
    first = [] if order is None else in_order(parts_by(order[0], column), order[1])
    names = {key: part.名称 for every in reversed(parts) for key, part in every.items()}
    ordered = dict.fromkeys((*(column_key(part.名称) for part in first), *(key for every in parts for key in every)))
    names = {key: names[key] for key in ordered}
    points = tuple(
        tuple(
            _point(every[key], category)
            if key in every
            else ChartPoint(f"{metric.title}{PART_SIGN}{category}", category, "", f"{category}{PENDING}")
            for key, category in names.items()
        )
        for metric, every in zip(metrics, parts, strict=True)
    )
    series = tuple(
        Series(metric.figure.metric.label, _form([metric.figure.metric]), tuple(point.number for point in every))
        for metric, every in zip(metrics, points, strict=True)
    )
    several = len(metrics) > 1
    words = tuple(
        (f"{one.name}：" if several else "") + "、".join(point.said for point in every)
        for one, every in zip(series, points, strict=True)
    )
    return Drawing(Data(tuple(names.values()), series), points, words)


def _side_by_side(asked: list[tuple[Shown, str]], years: object) -> Drawing:
    """Return metrics side by side, as (metric, the wording that asks for last year's, or ''), a series for each year."""
    assert isinstance(years, tuple)
    wordings = list(dict.fromkeys(wording for _, wording in asked))
    metrics = list(dict.fromkeys(shown.figure.name for shown, _ in asked))
    found: dict[tuple[str, str], ChartPoint] = {}
    words: list[str] = []
    for shown, wording in asked:
        said = filters()[wording](shown) if wording else shown
        title = f"{shown.title}{PART_SIGN}{wording}" if wording else shown.title
        assert isinstance(said, Shown)
        point = replace(_point(said, f"{shown.figure.metric.label}{wording}"), title=title)
        found[shown.figure.name, wording] = point
        words.append(point.said)
    labels = {shown.figure.name: shown.figure.metric for shown, _ in asked}
    points = tuple(
        tuple(found.get((name, wording), ChartPoint(name, name, "", "")) for name in metrics) for wording in wordings
    )
    series = tuple(
        Series(years[1 if wording else 0], _form(labels.values()), tuple(point.number for point in every))
        for wording, every in zip(wordings, points, strict=True)
    )
    return Drawing(Data(tuple(labels[name].label for name in metrics), series), points, tuple(words))


def _point(shown: Shown, name: str) -> ChartPoint:
    metric, value = shown.figure.metric, shown.figure.value
    return ChartPoint(shown.title, name, "" if value is None else str(shown), f"{name}{with_unit(metric, value)}")


def _form(metrics: Iterable[Metric]) -> str:
    """Return the format of numbers that are printed as these metrics are, as Excel writes one; where they differ, as a number needs."""
    forms = {_form_of(one) for one in metrics}
    return forms.pop() if len(forms) == 1 else GENERAL


def _form_of(metric: Metric) -> str:
    form = number_form(metric.digits, metric.least_digits)
    is_share = metric.unit in POINTS  # its sign stands behind it in a chart too
    return f'{form}"{metric.unit}"' if is_share and form != GENERAL else form
