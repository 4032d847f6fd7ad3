"""The phrase that a sentence is most like is found without comparing it with each: the same one, whatever the phrases."""

from __future__ import annotations

import random
import re

import pytest

from reportgen.begin.old_report import likeness
from reportgen.begin.old_report.likeness import Fixed, MostLike
from reportgen.begin.old_report.phrases import NUMBER, Phrase, bare, pairs
from reportgen.template.frames import Slot, SlotKind

CHARACTERS = "计划生育服务宣传培训检查药具村民小组干部活动群众落实政策奖励扶助流动人口管理统计报表任务数据核实质量"


def phrase(*tokens: str | Slot, paragraph: int = 0, position: int = 0) -> Phrase:
    return Phrase(tokens, (), paragraph, position)


def slot(name: str) -> Slot:
    return Slot(SlotKind.NUMBER, name)


def most_like(text: str, phrases: list[Phrase]) -> Phrase | None:
    """Return the phrase that a sentence is most like, every one compared; None where another, about as like it, prints others."""
    own = pairs(re.sub(NUMBER, "#", text))

    def like(one: Phrase) -> float:
        return 2 * (own & one.pairs).total() / max(own.total() + one.pairs.total(), 1)

    ranked = sorted((one for one in phrases if one.groups), key=lambda one: -like(one))
    if not ranked or like(ranked[0]) < 0.5:
        return None
    best = ranked[0]
    rivals = [one for one in ranked[1:] if like(best) - like(one) < 0.08]
    return (
        None if any(one.paragraph != best.paragraph and set(one.groups) - set(best.groups) for one in rivals) else best
    )


@pytest.mark.slow
@pytest.mark.parametrize("alphabet", [3, 12, len(CHARACTERS)])
def test_it_is_the_one_that_comparing_each_with_each_gives(alphabet: int) -> None:
    draw = random.Random(alphabet)

    def words(most: int) -> str:
        return "".join(draw.choice(CHARACTERS[:alphabet]) for _ in range(draw.randint(0, most)))

    found = set()
    for _ in range(60):
        phrases = [
            phrase(
                words(9), slot(f"甲{draw.randint(0, 3)}"), words(5), slot("乙"), words(4), paragraph=draw.randint(0, 4)
            )
            for _ in range(draw.randint(0, 30))
        ]
        phrases += [phrase(words(9)) for _ in range(3)]  # which print nothing
        finder = MostLike(phrases)
        for one in phrases:
            said = "".join(token if isinstance(token, str) else str(draw.randint(1, 2000)) for token in one.tokens)
            for text in (said, said[: len(said) // 2] + words(6), words(3) + said, words(12)):
                assert finder.phrase(text) == most_like(text, phrases), (text, phrases)
                found.add(finder.phrase(text) is None)
    assert found == {True, False}


def test_a_sentence_that_is_like_none_is_none() -> None:
    finder = MostLike([phrase("全年死亡", slot("死亡"), "人")])
    assert finder.phrase("经费不足") is None and finder.phrase("") is None
    found = finder.phrase("全年共死亡46人")
    assert found is not None and found.groups == (slot("死亡"),)
    assert MostLike([]).phrase("全年死亡46人") is None


def test_a_sentence_can_be_only_a_phrase_whose_words_it_says() -> None:
    phrases = [
        phrase("全年死亡", slot("死亡"), "人。"),
        phrase("全年出生", slot("出生"), "人。"),
        phrase("共", slot("总数"), "户"),  # no two characters beside each other: it may be any
    ]
    fixed = Fixed(phrases)
    assert list(fixed.in_sentence("全年死亡46人")) == [phrases[0], phrases[2]]
    assert list(fixed.in_sentence("经费不足")) == [phrases[2]]


def test_no_phrase_is_passed_over_that_a_sentence_matches() -> None:
    draw = random.Random(5)
    phrases = [
        phrase(
            *("".join(draw.choice(CHARACTERS[:6]) for _ in range(draw.randint(1, 4))) for _ in range(2)),
            slot("甲"),
            "人，。",
        )
        for _ in range(80)
    ]
    fixed = Fixed(phrases)
    for one in phrases:
        text = "".join(token if isinstance(token, str) else "46" for token in one.tokens)
        matched = [other for other in phrases if other.pattern.fullmatch(bare(text))]
        assert one in matched and set(matched) <= set(fixed.in_sentence(text))


def test_of_a_thousand_phrases_a_sentence_is_held_against_few(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(7)
    every = [chr(0x4E00 + number) for number in range(3000)]
    phrases = [phrase("".join(draw.sample(every, 12)), slot("甲"), "人") for _ in range(1000)]
    finder, fixed = MostLike(phrases), Fixed(phrases)
    held: list[Phrase] = []
    whole = likeness._likeness
    monkeypatch.setattr(likeness, "_likeness", lambda own, one: (held.append(one), whole(own, one))[1])
    for one in phrases:
        text = "".join(token if isinstance(token, str) else "46" for token in one.tokens)[1:]
        assert finder.phrase(text) is one and len(list(fixed.in_sentence(f"全{text}"))) <= 3
    assert len(held) <= 3 * len(phrases)
