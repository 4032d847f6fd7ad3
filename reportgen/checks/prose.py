"""A draft's sentences and the figures -> issues that only the text shows: copied paragraphs, sentences said twice, numbers typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Protocol

from reportgen.base.counting import OTHER_UNITS
from reportgen.base.issues import Issue, Location, Severity, key_text, short
from reportgen.base.names import PART_SIGN
from reportgen.base.textfile import EMPHASIS, half_width
from reportgen.figures.compute import Figures
from reportgen.figures.figure import Figure
from reportgen.figures.wording import COMPARED, PENDING

Quantity = tuple[str, str]  # a number as printed, and its unit

_MOST_SHOWN = 24  # characters of a sentence that is told
_LEAST = 15  # shorter sentences may well be said twice
BY_CHANCE = {"100%", *(str(number) for number in range(10))}  # rules are full of them, and so are figures


class Said(Protocol):
    """A sentence of the draft: its text, the text with names for figures, its marks as (title, text), and the numbers typed
    in it as (number, what follows)."""

    @property
    def text(self) -> str: ...
    @property
    def named(self) -> str: ...
    @property
    def marks(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def typed(self) -> tuple[tuple[str, str], ...]: ...


def check(said: Iterable[Said], figures: Figures, texts: Mapping[str, str] = MappingProxyType({})) -> tuple[Issue, ...]:
    """Return the findings of every check of the text; `texts` are the year's by their names, as they are printed."""
    every = list(said)
    return (
        *pending_parts(every, figures),
        *said_twice(every, figures),
        *typed_numbers(every, figures),
        *signs_of_emphasis(every, texts),
    )


def pending_parts(said: Iterable[Said], figures: Figures) -> Iterator[Issue]:
    """A category's part that is printed as wanting where the figure itself is there: no row of that category, or a divisor of zero.

    What the whole figure lacks, and last year's, is told where it is missing.
    """
    told: set[str] = set()
    for sentence in said:
        for title, text in sentence.marks:
            name, _, category = title.partition(PART_SIGN)
            is_part = category and category not in COMPARED
            if not is_part or text != PENDING or title in told or figures.by_name.get(name) is None:
                continue
            told.add(title)
            figure = figures[name]
            if figure.value is not None:
                message = (
                    f"「{name}」没有「{category}」的数（表里没有这一行，或者除数是0），报告里暂写「{PENDING}」。请核对表，"
                    "或在模板里用 {% if %} 不印它。"
                )
                at = (figures.place(name) or figure.metric.at)._replace(row=None)
                key = f"缺数据：{key_text(title)}"
                yield Issue("缺数据", Severity.ERROR, message, at, (name,), "一个数", "没有", key)


def signs_of_emphasis(said: Iterable[Said], texts: Mapping[str, str]) -> Iterator[Issue]:
    """Signs of emphasis that a year's text printed: the tag doesn't ask for emphasis, which is told once for a text, or one of a pair is
    missing."""
    paired = {name: text for name, text in texts.items() if EMPHASIS in text and text.count(EMPHASIS) % 2 == 0}
    told: set[str] = set()
    for sentence in said:
        if EMPHASIS not in sentence.text:
            continue
        shown = f"「{short(sentence.text, _MOST_SHOWN)}」"
        name = next((name for name, text in paired.items() if _is_of(sentence.text, text)), "")
        if name in told:
            continue
        if name:
            told.add(name)
            lines = [line for line in paired[name].splitlines() if line.strip()]
            manner, way = ("p", "，单独占一段") if len(lines) > 1 else ("r", "")
            message = (
                f"「{name}」里的 {EMPHASIS} 印了出来：{shown}。{{{{ {name} }}}} 印不出加粗，"
                f"请在模板里改成 {{{{{manner} {name} }}}}{way}；不加粗就把 {EMPHASIS} 删去。"
            )
            yield Issue("文字", Severity.WARNING, message, key=f"文字：{key_text(name)}里的{EMPHASIS}")
            continue
        message = (
            f"文字里的 {EMPHASIS} 印了出来：{shown}。"
            f"要加粗的，前后各写一对 {EMPHASIS}，模板里写 {{{{r 名称 }}}} 或 {{{{p 名称 }}}}；不加粗就删去。"
        )
        yield Issue("文字", Severity.WARNING, message, key=f"文字：{EMPHASIS}在「{key_text(short(sentence.named))}」")


def _is_of(sentence: str, text: str) -> bool:
    """Return whether a sentence with signs of emphasis prints a text, or a part of one."""
    squeezed = "".join(sentence.split())
    lines = ["".join(line.split()) for line in text.splitlines() if EMPHASIS in line]
    return any(line in squeezed or squeezed in line for line in lines)


def said_twice(said: Iterable[Said], figures: Figures) -> Iterator[Issue]:
    """A sentence that stands twice was copied; where its figures are different ones with one value, one of them is likely wrong."""
    first: dict[str, Said] = {}
    told: set[str] = set()  # keys
    for sentence in said:
        if len(sentence.text) < _LEAST:
            continue
        earlier = first.get(sentence.text)
        if earlier is None:
            first[sentence.text] = sentence
            continue
        pairs = zip(earlier.marks, sentence.marks, strict=False)
        others = [(one[0], other[0], one[1]) for one, other in pairs if one[0] != other[0] and one[1] == other[1]]
        if any(value == PENDING for *_, value in others):  # what isn't filled yet is the same everywhere
            continue
        at = Location("报告正文", None, short(sentence.text, _MOST_SHOWN))
        key = f"重复的话：{key_text(sentence.named)}"
        if not others and key not in told:
            told.add(key)
            message = "这句话在报告里出现了两次，请删去一处，或写出不同。"
            yield Issue("重复的话", Severity.WARNING, message, at, key=key)
        for one, other, value in others:
            key = f"照抄的段落：{key_text(one)}、{key_text(other)}"
            if key in told:
                continue
            told.add(key)
            message = (
                f"「{one}」和「{other}」是两个指标，印成了同一句话、同一个数{value}，像是整段复制后没有改。"
                f"请核对「{other}」的数和文字。"
            )
            place = next((cell.at for cell in figures[other].cells), at) if other in figures.by_name else at
            yield Issue("照抄的段落", Severity.WARNING, message, place, (other, one), found=value, key=key)


def typed_numbers(said: Iterable[Said], figures: Figures) -> Iterator[Issue]:
    """A number with a unit that equals a figure should be the figure: typed, it will not follow a correction."""
    known = known_quantities(figures)
    units = {unit for _, unit in known}
    told: set[str] = set()  # keys
    for sentence in said:
        for number, unit in typed_quantities(sentence, units):
            name = next(iter(known.get((number, unit), ())), None)
            key = f"打字的数：{number}{unit}，{key_text(sentence.named)}"
            if name is not None and key not in told:
                told.add(key)
                at = Location("报告正文", None, short(sentence.text, _MOST_SHOWN))
                message = f"「{number}{unit}」是打字打进去的，和「{name}」的数一样；数据改了它不会跟着改，请换成标签。"
                yield Issue("打字的数", Severity.WARNING, message, at, (name,), found=number, key=key)


def known_quantities(figures: Iterable[Figure]) -> dict[Quantity, list[str]]:
    """Return the metrics whose figures are printed as a number with a unit, in their order."""
    known: dict[Quantity, list[str]] = {}
    for figure in figures:
        if figure.number is not None and figure.metric.unit:
            text = figure.text.removeprefix("-")  # 「减少26人」 is -26
            quantity = (text, figure.metric.unit)
            known.setdefault(quantity, []).append(figure.name)
    return known


def typed_quantities(sentence: Said, units: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the numbers typed in a sentence with one of the units behind them, but for what rules say: 3个工作日, 1名, 100%."""
    longest_first = sorted(units, key=lambda unit: (-len(unit), unit)) if sentence.typed else ()
    for number, behind in sentence.typed:
        number, behind = ("".join(half_width(part).split()) for part in (number, behind))
        forms = behind, unicodedata.normalize("NFKC", behind)  # ㎡ is what the catalogue may say, ㎏ there is kg
        unit = next((unit for said in forms for unit in longest_first if said.startswith(unit)), "")
        if unit and not ({number, number + unit} & BY_CHANCE or is_longer_unit(behind, unit)):
            yield number, unit


def is_longer_unit(behind: str, unit: str) -> bool:
    """Return whether the words behind a number begin with `unit` only because another unit does: 人次, 个百分点."""
    return behind.startswith(tuple(other for other in OTHER_UNITS if len(other) > len(unit)))
