"""A section's YAML of one year -> its YAML for the next: keys, order, comments and prose kept, numbers empty, dates moved on.

宣传员补贴年标准: 7920   # 每人；63360元除以8人   ->   宣传员补贴年标准:   # 2018年：7920；2018年的说明：每人；63360元除以8人
统计截止日: 2018年9月30日                        ->   统计截止日: 9月30日
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.base.dates import DateKind, NotADate, moved, parse_date, relative_text, short_period
from reportgen.base.issues import Location, quoted
from reportgen.base.yamlfile import Mapping, Node, Scalar, Sequence
from reportgen.begin.next_year.rewriting import EMPTY, Comment, Rewrite, rewritten
from reportgen.inputs.catalogue import Catalogue, Metric, TextField
from reportgen.inputs.metric_rules import DateOf
from reportgen.inputs.section import IMPORTED, OWN_KEYS, under_todays_keys

_NUMBER = re.compile(r"\d")
_EVERY_YEAR = re.compile(r"(?<!\d)\d{1,2}月(\d{1,2}日)?|(?<!\d)\d{1,2}日")  # 9月30日 is no number of one year
_INVENTED = re.compile("虚构|编造|演示")
_OF_A_YEAR = re.compile("[12][0-9]{3}年(的说明)?：")
# What an earlier run wrote, and its marks.
_LAST_VALUE = re.compile(r"[12][0-9]{3}年：[-\d.,，/%年月日至到~—上前本次 ]+(；|$)")
_MARKS = re.compile(
    "待核对：沿用[12][0-9]{3}年的(；|$)|待改写：下面是[12][0-9]{3}年的，请改成[12][0-9]{3}年的$|指标目录里有、[12][0-9]{3}年没有写的：$"
)
_MOST_SHOWN = 40  # characters of last year's value, as a comment


def is_mark(said: str) -> bool:
    """Return whether a comment is one that a new year's file begins with, where somebody has to look at what was taken over."""
    return _MARKS.fullmatch(said) is not None


@dataclass(frozen=True)
class NextDate:
    """A date that was taken over: as it stood, as it stands now, and the day that it means now, both '' when it was left empty.

    A `standing` date is one up to which figures count: the same every year.
    """

    at: Location
    before: str
    after: str
    means: str
    standing: bool


@dataclass(frozen=True)
class NextSection:
    """A section's text for the next year, its dates, and in sentences what was not taken over and what is to be looked at."""

    text: str
    dates: tuple[NextDate, ...]
    left: tuple[str, ...]
    remarks: tuple[str, ...]


def next_section(
    text: str, top: Mapping, section: str, catalogue: Catalogue, years: tuple[int, int], *, demo: bool = False
) -> NextSection:
    """Return a section's YAML for the second of `years`, from that of the first, in which `parse_yaml` found `top` and no fault.

    Last year's numbers stay as comments, unless they were invented for a `demo`.
    """
    planner = _Planner(section, catalogue, years, demo)
    today = under_todays_keys(top, planner.metrics)  # a key of before stays as it is typed
    plans = {
        key: planner.plan(now, node, today.places[now]) for key, (now, node) in zip(top.entries, today, strict=True)
    }
    heading = f"指标目录里有、{years[0]}年没有写的："
    made = rewritten(text, plans, planner.lacking(today), heading, lambda comment: _remark(comment, years[0]))
    return NextSection(made, tuple(planner.dates), tuple(planner.left), tuple(planner.remarks))


class _Planner:
    """Decides for each entry of a section, and notes what a person must know of it."""

    def __init__(self, section: str, catalogue: Catalogue, years: tuple[int, int], demo: bool) -> None:
        self.before, self.after = years
        self.demo = demo
        self.catalogue = catalogue
        self.metrics = catalogue.typed_of(section)
        self.fields = {name: field for name, field in catalogue.texts.items() if field.section == section}
        self.dates: list[NextDate] = []
        self.left: list[str] = []
        self.remarks: list[str] = []

    def plan(self, key: str, node: Node, at: Location) -> Rewrite:
        """Return what becomes of an entry; raises KeyError for one that the catalogue doesn't know."""
        if key in OWN_KEYS:
            self.left += [f"{at.file}「{key}」{what}" for what in _own_words(node)]
            return Rewrite(None)
        if key in self.fields:
            return self._text(self.fields[key], node, at)
        metric = self.metrics[key]
        assert isinstance(node, Scalar), "the reader has refused anything else"
        if not node.text:
            return Rewrite(node)
        if isinstance(metric.rule, DateOf):
            return self._date(metric, metric.rule.kind, node, at)
        return Rewrite(EMPTY, self._was(node), kept=False)

    def lacking(self, top: Mapping) -> list[str]:
        """Return the keys that the catalogue asks for and the section hasn't got."""
        needed = [key for key, metric in self.metrics.items() if not metric.optional]
        return [key for key in [*needed, *self.fields] if key not in top.entries]

    def _was(self, node: Scalar) -> str:
        shown = " ".join(node.text.split())
        return "" if self.demo or len(shown) > _MOST_SHOWN else f"{self.before}年：{shown}"

    def _date(self, metric: Metric, kind: DateKind, node: Scalar, at: Location) -> Rewrite:
        """Keep a date that is relative to the year, make one with a typed year so; empty one that the next year hasn't got."""
        value = parse_date(node.text, kind, self.before)
        assert value is not None, "not empty, and the reader has read it"
        wanted = moved(value, self.after - self.before)
        standing = metric.name in self.catalogue.standing_dates
        for text in (node.text, relative_text(wanted, self.after)):
            try:
                if parse_date(text, kind, self.after) != wanted:
                    continue
            except NotADate:
                continue
            self.dates.append(NextDate(at, node.text, text, short_period(wanted), standing))
            behind = "" if standing else f"待核对：沿用{self.before}年的"
            return Rewrite(Scalar(text, at), behind, kept=text == node.text and not behind)
        self.dates.append(NextDate(at, node.text, "", "", standing))
        return Rewrite(EMPTY, self._was(node), kept=False)

    def _text(self, field: TextField, node: Node, at: Location) -> Rewrite:
        words = list(_words(node))
        if words and self.catalogue.is_of_one_year(field):
            return Rewrite(node, above=f"待改写：下面是{self.before}年的，请改成{self.after}年的")
        if any(str(self.before) in word for word in words):
            self.remarks.append(f"{at.file}「{field.name}」里写着{self.before}，原样留着，请看要不要改。")
        return Rewrite(node)


def _own_words(node: Node) -> Iterator[str]:
    """Yield what the entries of reported and accepted, or a demo, say."""
    if isinstance(node, Scalar):
        yield f"：{quoted(node.text)}" if node.text else "（空的）"
    elif isinstance(node, Sequence):
        yield from (f"：{quoted('；'.join(_words(item)))}" for item in node.items)
    else:
        yield from (f"的「{key}」：{quoted('；'.join(_words(value)))}" for key, value in node)


def _words(node: Node) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield from [node.text] if node.text else []
    else:
        for child in node.items if isinstance(node, Sequence) else node.entries.values():
            yield from _words(child)


def _remark(comment: Comment, year: int) -> str:
    """Return what a comment of an earlier year still says, '' for nothing: with its year where it has a number of that year in it.

    What an earlier run wrote is taken out: the value of the year before, marks that something is to be done.
    """
    said = comment.text.lstrip("#").strip()
    if said.startswith(IMPORTED):  # where a number of that year was read is nothing to this one
        return ""
    while ours := _MARKS.match(said) or (comment.behind and _LAST_VALUE.match(said)):
        said = said[ours.end() :].strip()
    of_year = comment.within or _INVENTED.search(said) or _NUMBER.search(_EVERY_YEAR.sub("", said))
    return f"{year}年的说明：{said}" if said and of_year and not _OF_A_YEAR.match(said) else said
