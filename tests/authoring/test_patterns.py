"""Every regular expression of the program: a text of a few dozen characters never keeps it busy, whoever wrote it."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
import re._constants as signs  # type: ignore[import-untyped]
import re._parser as grammar  # type: ignore[import-untyped]
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

import reportgen
from reportgen.authoring.adopt.assignment import _LEFT_OUT
from reportgen.authoring.adopt.naming import _NEUTRAL, phrases_before
from reportgen.authoring.language import _WORDS, numeral_slips
from reportgen.authoring.punctuation import punctuation_slips
from reportgen.authoring.typed import _QUOTED

LONG = 30_000
SECONDS = 1.0


def patterns() -> dict[str, re.Pattern[str] | re.Pattern[bytes]]:
    """Return the compiled patterns of all modules, those in rules and tuples too, by where they stand."""
    found: dict[str, re.Pattern[str] | re.Pattern[bytes]] = {}

    def look(name: str, thing: object) -> None:
        if isinstance(thing, re.Pattern):
            found[name] = thing
        elif isinstance(thing, (tuple, list, frozenset)):
            for number, one in enumerate(thing):
                look(f"{name}[{number}]", one)
        elif isinstance(thing, Mapping):
            for key, one in thing.items():
                look(f"{name}[{key!r}]", one)
        elif dataclasses.is_dataclass(thing) and not isinstance(thing, type):
            for field in dataclasses.fields(thing):
                look(f"{name}.{field.name}", getattr(thing, field.name))

    for module in pkgutil.walk_packages(reportgen.__path__, "reportgen."):
        for name, thing in vars(importlib.import_module(module.name)).items():
            if not name.startswith("__"):
                look(f"{module.name}.{name}", thing)
    return found


def pieces(parsed: Any) -> Iterator[str]:
    """Yield the literal pieces that a pattern is made of, and a character for each class of them."""
    literal = ""
    for sign, said in parsed:
        if sign is signs.LITERAL:
            literal += chr(said)
            continue
        yield literal
        literal = ""
        if sign is signs.IN:
            yield from (chr(of) for of_sign, of in said if of_sign is signs.LITERAL)
            yield from (chr(of[0]) for of_sign, of in said if of_sign is signs.RANGE)
            yield from "1一"
        elif sign in (signs.ANY, signs.NOT_LITERAL):
            yield "丁"
        elif sign is signs.BRANCH:
            for branch in said[1]:
                yield from pieces(branch)
        elif sign in (signs.MAX_REPEAT, signs.MIN_REPEAT, signs.POSSESSIVE_REPEAT):
            yield from pieces(said[2])
        elif sign in (signs.ASSERT, signs.ASSERT_NOT):
            yield from pieces(said[1])
        elif sign is signs.SUBPATTERN:
            yield from pieces(said[3])
        elif sign is signs.ATOMIC_GROUP:
            yield from pieces(said)
    yield literal


def seconds(pattern: re.Pattern[Any], text: str) -> float:
    """Return how long a pattern takes to find that it doesn't fit a text, by whichever way it is used."""
    subject = text.encode() if isinstance(pattern.pattern, bytes) else text
    began = time.perf_counter()
    pattern.fullmatch(subject)
    pattern.search(subject)
    return time.perf_counter() - began


def test_no_pattern_of_the_program_is_exponential() -> None:
    """「共有共有共有…」 and a sign that fits nowhere: a pattern that reads 共有 in two ways would try 2**18 of them."""
    every = patterns()
    assert len(every) > 150
    for name, pattern in every.items():
        flags = pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
        for piece in sorted(set(pieces(grammar.parse(pattern.pattern, flags))) - {""}):
            few, more = (seconds(pattern, piece * times + "\x01") for times in (12, 18))
            assert more < 0.02 or more < 8 * few, (
                f"{name}: {piece!r} eighteen times takes {more:.2f} s, twelve {few:.4f} s"
            )


@pytest.mark.parametrize("words", ["共计", "共有", "达到", "了", "全年累计", "本年度"])
def test_words_before_a_number_are_read_in_one_pass(words: str) -> None:
    began = time.perf_counter()
    phrases_before("全年" + words * LONG)
    assert _NEUTRAL.fullmatch(words * LONG + "甲") is None
    assert time.perf_counter() - began < SECONDS


@pytest.mark.parametrize(
    ("before", "bare"),
    [
        ("出生婴儿共计", "出生婴儿"),
        ("总人口达到", "总人口"),
        ("全年出生婴儿共有", "全年出生婴儿"),
        ("领证总计为", "领证"),
        ("办证合计", "办证"),
        ("计划", "计划"),  # 计 stands at its beginning
        ("累计", ""),
    ],
)
def test_the_verb_before_a_number_is_no_part_of_a_name(before: str, bare: str) -> None:
    assert bare in phrases_before(before)


@pytest.mark.parametrize(
    "lead", ["", "全年", "全年共有", "截至2月底", "我街道", "本年度", "年度累计", "另有", "以及", "全村现有"]
)
def test_what_is_neutral_before_a_name_stays_neutral(lead: str) -> None:
    assert _NEUTRAL.fullmatch(lead.replace("2", "")) is not None


@pytest.mark.parametrize(
    "sign",
    [
        *("〔", "《", "“", "，"),
        *(
            pytest.param(sign, marks=pytest.mark.slow)
            for sign in ("[", "【", "‘", "「", "(", '"', "Ｘ", "{", "（", "、", "半", "　")
        ),
    ],
)
def test_signs_without_end_are_looked_through_in_one_pass(sign: str) -> None:
    began = time.perf_counter()
    for text in (sign * LONG, "甲" + sign * LONG + "甲", "".join(f"{sign}甲" for _ in range(LONG)), sign + "甲" * LONG):
        list(punctuation_slips(text))
        list(numeral_slips(text))
        for rule in _WORDS:
            list(rule.slips(text))
        _QUOTED.sub("", text)
        _LEFT_OUT.sub("", text)
    assert time.perf_counter() - began < 4 * SECONDS
