"""A draft's sentences and the figures -> issues that only the text shows: copied paragraphs, sentences said twice, numbers typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Protocol

from reportgen.figures import Figures
from reportgen.issues import Issue, Location, Severity, key_text
from reportgen.wording import value_text

_LEAST = 15  # shorter sentences may well be said twice
_SHOWN = 24
NO_UNIT = (
    "个工作日",
    "个小时",
    "个月",
    "个季度",
    "个百分点",
    "人次",
    "人份",
    "人均",
    "户均",
    "期间",
    "元/",
)  # begin like a unit and say something else
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


def check(said: Iterable[Said], figures: Figures) -> tuple[Issue, ...]:
    """Return the findings of every check of the text."""
    every = list(said)
    return (*said_twice(every, figures), *typed_numbers(every, figures))


def said_twice(said: Iterable[Said], figures: Figures) -> Iterator[Issue]:
    """A sentence that stands twice was copied; where its figures are different ones with one value, one of them is likely wrong."""
    first: dict[str, Said] = {}
    told: set[str] = set()  # keys
    for sentence in said:
        if len(sentence.text) < _LEAST:
            continue
        earlier = first.setdefault(sentence.text, sentence)
        if earlier is sentence:
            continue
        pairs = zip(earlier.marks, sentence.marks, strict=False)
        others = [(one[0], other[0], one[1]) for one, other in pairs if one[0] != other[0] and one[1] == other[1]]
        at = Location("报告正文", None, _short(sentence.text))
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
    known: dict[tuple[str, str], str] = {}
    for figure in figures:
        if figure.number is not None and figure.metric.unit:
            known.setdefault((value_text(figure.metric, figure.value), figure.metric.unit), figure.name)
    units = sorted({unit for _, unit in known}, key=len, reverse=True)
    told: set[str] = set()  # keys
    for sentence in said:
        for number, behind in sentence.typed:
            number, behind = ("".join(unicodedata.normalize("NFKC", part).split()) for part in (number, behind))
            unit = next((unit for unit in units if behind.startswith(unit)), "")
            by_chance = {number, number + unit} & BY_CHANCE or behind.startswith(NO_UNIT)
            name = None if by_chance else known.get((number, unit))
            key = f"打字的数：{number}{unit}，{key_text(sentence.named)}"
            if name is not None and key not in told:
                told.add(key)
                at = Location("报告正文", None, _short(sentence.text))
                message = f"「{number}{unit}」是打字打进去的，和「{name}」的数一样；数据改了它不会跟着改，请换成标签。"
                yield Issue("打字的数", Severity.WARNING, message, at, (name,), found=number, key=key)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
