"""Which text of one list is which of another: how alike two must be, held against the standard library's measure."""

from __future__ import annotations

import random
import re
from difflib import SequenceMatcher

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from reportgen.word.alignment import align, likeness, with_held

REPORT = (ROOT / "tests" / "reference" / "report_2018.txt").read_text(encoding="utf-8")
SENTENCES = [one for one in re.split(r"(?<=[。；])|\n", REPORT) if len(one) > 8]
THRESHOLDS = (0.5, 0.75)  # in the same place, in another


def by_difflib(one: str, other: str) -> float:
    """Return the likeness as the longest stretches in common say, those beside them after them."""
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return min(1.0, ratio / max(2 * min(len(one), len(other)) / (len(one) + len(other)), 2 / 3))


def edited(text: str, share: float, chance: random.Random) -> str:
    """Return a text of which a share of the characters were typed over, taken out or put in."""
    characters = list(text)
    for _ in range(max(1, round(share * len(text)))):
        at = chance.randrange(len(characters))
        characters[at] = chance.choice(("", chance.choice(REPORT), characters[at] + chance.choice(REPORT)))
    return "".join(characters)


@pytest.mark.parametrize("share", [0.02, 0.1, 0.15])
def test_an_edited_sentence_is_as_alike_as_the_standard_library_says(share: float) -> None:
    chance = random.Random(1)
    for sentence in SENTENCES:
        other = edited(sentence, share, chance)
        for least in THRESHOLDS:
            assert (likeness(sentence, other) >= least) == (by_difflib(sentence, other) >= least), (sentence, other)


@given(st.text("甲乙丙丁1，", max_size=24), st.text("甲乙丙丁1，", max_size=24))
def test_no_two_texts_are_less_alike_than_the_standard_library_says(one: str, other: str) -> None:
    if one.strip() and other.strip():
        assert likeness(one, other) >= by_difflib(one, other) - 1e-9
    assert likeness(one, other) == likeness(other, one)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("加强宣传", "加强宣传", 1.0),
        ("加强宣传", "加强管理", 0.5),
        ("加强宣传", "落实责任", 0.0),
        ("加强宣传", "加强宣传，落实", 1.0),  # grew by less than all of itself
        ("加强宣传", "加强宣传，落实责任，管好台账", 4 / 6),
        ("", " ", 1.0),
        ("", "加强宣传", 0.0),
    ],
)
def test_a_text_is_like_itself_grown_and_like_itself_changed(one: str, other: str, alike: float) -> None:
    assert likeness(one, other) == alike


def test_a_sentence_is_found_edited_in_its_place_and_almost_whole_in_another() -> None:
    old = ["加强宣传工作，营造氛围。", "落实目标责任，层层签订责任书。", "全年办结事项57件，没有投诉。"]
    assert align(old, ["加强宣传，营造好氛围。", *old[1:]]) == [0, 1, 2]
    assert align(old, [old[2], "加强宣传工作，营造气氛。", old[1]]) == [2, 0, 1]
    assert align(old, [old[1], old[2], "加强管理。"]) == [1, 2, None]


GROWN = "落实目标责任，层层签订责任书。" + "".join(f"第{n}步由专人负责办好。" for n in range(20))


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        pytest.param(["落实目标责任，层层签订责任书。"], [GROWN], [0], id="a sentence in a long text"),
        pytest.param([GROWN], ["落实目标责任，层层签订责任书。"], [0], id="the other way round"),
        pytest.param(["基本情况"], [f"基本情况{GROWN}"], [0], id="a heading of four characters"),
        pytest.param(["情况"], [f"情况{GROWN}"], [None], id="two characters are in many a text"),
        pytest.param(["基本情况"], [f"下面不说基本情况。{GROWN}"], [None], id="only mentioned"),
        pytest.param(
            ["甲乙丙丁", "基本情况"], [f"基本情况{GROWN}", "甲乙丙丁"], [None, 0], id="short, in another place"
        ),
        pytest.param(["甲乙丙丁", GROWN[:15]], [GROWN, "甲乙丙丁"], [1, 0], id="long, in another place"),
        pytest.param(["合计", GROWN[:15]], [f"{GROWN}合计"], [1], id="of two that are held the longer one"),
        pytest.param(
            ["落实目标责任，层层签订责任书。"], ["落实目标" + GROWN[15:] + "责任书。"], [None], id="the half of it"
        ),
    ],
)
def test_a_text_is_found_in_one_many_times_longer(old: list[str], new: list[str], found: list[int | None]) -> None:
    assert with_held(old, new, align(old, new)) == found
