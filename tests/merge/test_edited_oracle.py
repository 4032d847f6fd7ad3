"""What the oracle of edited reports says of an order that is right, of one that is wrong, and of one that people have overtaken."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from edited_oracle import Verdict
from hands import Hand, Left
from seen import Seen
from villages import ITEMS, MORE, TITLES, Facts, drafted

VACCINATED = (
    Facts()
)  # 村组干部…, 为流动人口预防接种…, 台账… in this order, and 基层力量… as the first of a later section
NOBODY = VACCINATED.says("接种", 0)  # has no paragraph 为流动人口预防接种…


class Behind(random.Random):
    """Dice that always fall on the paragraph that begins so."""

    def __init__(self, begins: str) -> None:
        super().__init__(begins)
        self.begins = begins

    def choice(self, paragraphs: Sequence[Any]) -> Any:
        return next(one for one in paragraphs if "".join(one.itertext()).startswith(self.begins))


def moved_behind(hand: Hand, mover: str, target: str) -> None:
    """Put the paragraph that begins with `mover` behind the one that begins with `target`."""
    hand.paragraph(target).addnext(hand.paragraph(mover))


def wrong(
    before: Facts, today: Facts, theirs: Mapping[str, bytes], result: Mapping[str, bytes], left: Iterable[Left] = ()
) -> list[str]:
    sides = (Seen(parts, TITLES) for parts in (drafted(before), theirs, result, drafted(today)))
    return Verdict(*sides, today.due, "", "", left, before.due).faults


def test_a_paragraph_that_the_data_rewrote_is_to_stay_where_it_stood() -> None:
    nobody_visited = VACCINATED.says("走访", 0)  # 上门走访6户 becomes 没有上门
    theirs, result = Hand(drafted(VACCINATED), TITLES), Hand(drafted(nobody_visited), TITLES)
    assert wrong(VACCINATED, nobody_visited, theirs.saved(), result.saved()) == []

    moved_behind(result, "村组干部", "台账")
    (fault,) = wrong(VACCINATED, nobody_visited, theirs.saved(), result.saved())
    assert fault.startswith("the order of the data isn't followed and nothing says so: ('村组干部")

    moved_behind(theirs, "村组干部", "台账")
    assert wrong(VACCINATED, nobody_visited, theirs.saved(), result.saved()) == []


def _came_back(*, neighbour_moved: bool, behind: str) -> list[str]:
    """Return what is wrong where people moved 基层力量 behind 接种, 接种 went, its neighbour moved or not, and it comes back `behind` one."""
    hand = Hand(drafted(VACCINATED), TITLES)
    vaccinated = hand.paragraph("为流动人口")
    assert hand.does("move", hand.paragraph("基层力量"), Behind("为流动人口"))
    vaccinated.getparent().remove(vaccinated)
    if neighbour_moved:
        moved_behind(hand, "村组干部", "基层力量")
    theirs = hand.saved()
    result = Hand(theirs, TITLES)
    result.paragraph(behind).addnext(vaccinated)
    return wrong(NOBODY, VACCINATED, theirs, result.saved(), hand.left)


def test_a_place_behind_a_paragraph_that_was_away_is_to_be_kept_when_that_comes_back() -> None:
    assert _came_back(neighbour_moved=False, behind="村组干部") == []
    assert _came_back(neighbour_moved=False, behind="基层力量") == ["lost: its place behind another"]


def test_a_place_is_given_up_where_people_put_the_neighbour_of_the_paragraph_that_was_away_behind_it() -> None:
    assert _came_back(neighbour_moved=True, behind="村组干部") == []


def test_a_clause_that_people_copied_and_the_data_bring_back_may_stand_twice_and_no_third_time() -> None:
    away = VACCINATED.says("走访", 0)
    hand, result = Hand(drafted(away), TITLES), Hand(drafted(VACCINATED), TITLES)
    for one in (hand, result):
        copied = Hand(drafted(VACCINATED), TITLES).paragraph("村组干部")
        one.paragraph("台账").addprevious(copied)
    assert not any("stands" in fault for fault in wrong(away, VACCINATED, hand.saved(), result.saved()))

    result.paragraph("台账").addprevious(Hand(drafted(VACCINATED), TITLES).paragraph("村组干部"))
    assert "「群众比较满意。」 stands 3 times" in wrong(away, VACCINATED, hand.saved(), result.saved())


def test_a_new_item_stands_below_its_heading_as_people_reworded_it() -> None:
    more = Facts(items=(MORE, *ITEMS))
    hand, result = Hand(drafted(VACCINATED), TITLES), Hand(drafted(more), TITLES)
    for one in (hand, result):
        moved_behind(one, "部门配合", "村组干部")
        assert one.does("lengthen", one.paragraph("存在的问题"))
    assert not any("added under" in fault for fault in wrong(VACCINATED, more, hand.saved(), result.saved()))

    moved_behind(result, MORE, "村组干部")
    assert any("added under 「人口情况」" in fault for fault in wrong(VACCINATED, more, hand.saved(), result.saved()))


def test_what_people_broke_one_paragraph_into_stands_together() -> None:
    hand, result = Hand(drafted(VACCINATED), TITLES), Hand(drafted(VACCINATED), TITLES)
    for one in (hand, result):
        assert one.does("break_at_commas", one.paragraph("宣传经费"))
    told = "「宣传经费紧张，」 and 「资料更新偏慢；」 don't stand together any more"
    assert told not in wrong(VACCINATED, VACCINATED, hand.saved(), result.saved())

    moved_behind(result, "台账", "宣传经费")
    assert told in wrong(VACCINATED, VACCINATED, hand.saved(), result.saved())
