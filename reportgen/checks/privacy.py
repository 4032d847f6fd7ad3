"""A year's texts and figures -> issues: what tells of one person or household. The report is public and holds counts, not people."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator

from reportgen.base.dates import CalendarValue, Period, Point
from reportgen.base.faced import Faced, advised
from reportgen.base.issues import Issue, Location, Severity, key_text, listed, nearest
from reportgen.base.names import PART_SIGN
from reportgen.base.numbers import Exact, rounded
from reportgen.figures.compute import Figures
from reportgen.figures.figure import Figure
from reportgen.figures.wording import value_text, with_unit
from reportgen.inputs.acceptance import Disclosure
from reportgen.inputs.catalogue import Metric
from reportgen.inputs.sources import Sources

SMALL, DISCLOSED = "小数目", "公开写法"  # checks
FEW = 5  # fewer than these may be recognised: the usual threshold for suppressing counts in public statistics
_ID_CARD = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:(?:\+|00)?86)?1[3-9]\d{9}(?!\d)")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s‐-―-]+(?=\d)")  # 138-0013-8000
_NAMED = re.compile(
    r"(?:姓名|户主|联系人|填表人|负责人|审核人)[：:]\s*[一-鿿]{2,4}|[一-鿿]{1,3}(?:女士(?!气)|先生(?![育产]))"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def personal_details(sources: Sources) -> Iterator[Issue]:
    """Yield an issue for each text that holds an ID-card number, a mobile number or a person's name; never the thing itself."""
    found: dict[tuple[Location, str], list[int]] = {}  # a list has one place for all its texts
    for at, item, text in _texts(sources):
        for what in _details(text):
            found.setdefault((at, what), []).append(item)
    for (at, what), items in found.items():
        message = f"里面像有{what}。报告要公开，只写数，不写个人信息，请删去。"
        row = "" if at.row is None else f"第{at.row}行"
        among = "、".join(str(item) for item in dict.fromkeys(items) if item)
        key = f"个人信息：{at.file}「{key_text(at.column or '')}」{row}{f'第{among}条' if among else ''}{what}"
        yield Issue("个人信息", Severity.ERROR, message, at, found=what, key=key)


@functools.lru_cache(maxsize=2_000)  # a category stands in many rows, and most texts in every office's report
def _details(text: str) -> tuple[str, ...]:
    """Return what of a person a text holds."""
    squeezed = _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text))
    told = {
        "身份证号": any(is_id_card(number) for number in _ID_CARD.findall(squeezed)),
        "手机号": bool(_MOBILE.search(squeezed)),
        "人名": bool(_NAMED.search(text)),
    }
    return tuple(what for what, is_there in told.items() if is_there)


def is_id_card(number: str) -> bool:
    """Return whether 18 characters are an ID-card number: the last is the check digit (GB 11643-1999, ISO 7064 MOD 11-2)."""
    remainder = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True)) % 11
    return "10X98765432"[remainder] == number[17].upper()


def _texts(sources: Sources) -> Iterator[tuple[Location, int, str]]:
    for section, values in sources.sections.items():
        file = f"{section}.yaml"
        yield Location(file, None, "demo"), 0, values.demo
        yield from ((Location(file, None, name), 0, text) for name, text in values.texts.items())
        for name, every in values.lists.items():
            yield from ((Location(file, None, name), item, text) for item, text in enumerate(every, 1))
        for name, items in values.items.items():
            for item, texts in enumerate(items, 1):
                yield from ((Location(file, None, name), item, text) for text in texts.values())
        yield from ((entry.at, 0, entry.reason) for entry in values.reported.values())
        yield from ((entry.at, 0, entry.reason) for entry in values.accepted)
    for table in sources.tables.values():
        for column in table.dimensions:
            said = table.categories[column]
            if any(map(_details, {*said})):  # few words are said in many rows
                rows = zip(table.rows, said, strict=True)
                yield from ((Location(table.file, row, column), 0, text) for row, text in rows)


def small_counts(figures: Figures) -> Iterator[Issue]:
    """Counts below 5 of a sensitive metric, in all or for one category, let neighbours know which household is meant."""
    for figure in figures:
        small = small_parts(figures, figure.name) if figure.metric.sensitive else []
        if small:
            said = listed(f"{part.name.split(PART_SIGN)[-1]}{with_unit(part.metric, part.value)}" for part in small)
            message = f"「{figure.name}」里有小于{FEW}的数（{said}），公开后可能认出是哪一户。公开的报告里请不要分开写，或改写成「少于{FEW}」。"
            found = listed(with_unit(part.metric, part.value) for part in small)
            place = figures.place(figure.name) if small[0] is figure else small[0].cells[0].at
            names, key = (figure.name,), f"{SMALL}：{figure.name}"
            at = place or figure.metric.at
            yield Issue(SMALL, Severity.WARNING, message, at, names, f"不小于{FEW}", found, key)


def small_parts(figures: Figures, name: str) -> list[Figure]:
    """Return those of a figure and its parts that are few."""
    return [part for part in (figures[name], *parts_of(figures, name)) if is_few(part.value, part.metric)]


def parts_of(figures: Figures, name: str) -> list[Figure]:
    """Return a figure's parts by the categories of all its columns."""
    return [part for column in figures.columns(name) for _, part in figures.parts(name, column)]


def is_few(value: Exact | CalendarValue | None, metric: Metric) -> bool:
    """Return whether so few may be recognised."""
    return not isinstance(value, (Point, Period, type(None))) and 0 < rounded(value, metric.digits) < FEW


def idle_disclosures(figures: Figures, disclosures: Iterable[Disclosure]) -> Iterator[Issue]:
    """Yield an issue for each disclosure that masks nothing: its part is misspelt, or its number isn't small any more."""
    for one in disclosures:
        stands_for, key = meant(one, figures), f"{DISCLOSED}：{one.name}"
        if not stands_for and PART_SIGN in one.name:
            known = [part.name for part in parts_of(figures, one.name.split(PART_SIGN)[0])]
            said = f"「{one.name}」表里没有。{nearest(one.name, known)}请删去或改正。"
            message = Faced(f"public 里的{said}", f"公开写法里的{said}")
            yield Issue(DISCLOSED, Severity.ERROR, message, one.at, key=key)
        elif not stands_for:
            fact, way = f"「{one.name}」现在没有小数目，", "没有用到，请删去或改正。"
            message = advised(fact, f"public 里的这一条{way}", f"它的公开写法{way}")
            yield Issue(DISCLOSED, Severity.WARNING, message, one.at, (one.name,), key=key)
        elif any(value_text(figure.metric, figure.value) == one.text for figure in stands_for):
            message = Faced(
                f"「{one.name}」的 text 和数据一样，等于照印。可以照印的请写在 accepted 里。",
                f"「{one.name}」的公开写法和数据一样，等于照印。可以照印的请在「问题」里认可。",
            )
            yield Issue(DISCLOSED, Severity.ERROR, message, one.at, (one.name.split(PART_SIGN)[0],), key=key)


def meant(one: Disclosure, figures: Figures) -> list[Figure]:
    """Return what a disclosure stands for: the part that it names, or all of a metric's small numbers."""
    if PART_SIGN in one.name:
        name = one.name.split(PART_SIGN)[0]
        return [part for part in parts_of(figures, name) if part.name == one.name and part.value is not None]
    return small_parts(figures, one.name)
