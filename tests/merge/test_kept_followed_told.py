"""Each thing that people do to a paragraph, against each thing that the data can do to it: theirs is kept, ours follows, the rest is told.

No cell says what must come out: an oracle that reads the files by itself says of each whether anything was lost, left stale or kept silent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import assert_sound
from edited_oracle import Verdict
from hands import DEEDS, Hand
from seen import Seen
from villages import ITEMS, MORE, TITLES, Facts, Villages, drafted

from reportgen.commands.cli import ERRORS_STAND, OK
from reportgen.word.package import write_package

FACTS = Facts()


@dataclass(frozen=True)
class Correction:
    """What the data do: from what the office knew to what it knows now, and to which paragraph."""

    paragraph: str
    now: Callable[[Facts], Facts]
    before: Facts = FACTS


def _items(*items: str) -> Callable[[Facts], Facts]:
    return lambda facts: Facts(facts.numbers, items, facts.villages, facts.street)


CORRECTIONS = {
    "renew a figure": Correction("开展孕前", lambda facts: facts.says("叶酸", 86)),
    "flip a branch": Correction("村组干部", lambda facts: facts.says("走访", 0)),
    "drop a paragraph": Correction("为流动人口", lambda facts: facts.says("接种", 0)),
    "add a paragraph": Correction("村组干部", lambda facts: facts.says("接种", 12), FACTS.says("接种", 0)),
    "drop an item": Correction(ITEMS[1], _items(ITEMS[0], *ITEMS[2:])),
    "add an item": Correction(ITEMS[1], _items(*ITEMS[:2], MORE, *ITEMS[2:])),
    "reorder a list": Correction(ITEMS[1], _items(ITEMS[2], ITEMS[3], ITEMS[1], ITEMS[0])),
}


def faults_of(deed: str, correction: Correction, folder: Path) -> list[str]:
    """Do a deed to the paragraph that the data are about to change, correct the data, run; return what is wrong with what comes out."""
    desk = Villages(folder / "office")
    desk.knows(correction.before)
    assert desk.runs() == OK, desk.said
    before = Seen(desk.parts, TITLES)
    hand = Hand(desk.parts, TITLES)
    assert hand.does(deed, hand.paragraph(correction.paragraph)), "a deed that can't be done here"
    theirs = write_package(hand.saved())
    assert_sound(theirs, folder)
    desk.report.write_bytes(theirs)
    facts = correction.now(correction.before)
    desk.knows(facts)
    code = desk.runs()
    if code not in {OK, ERRORS_STAND}:
        return [f"the run ends with {code}: {desk.said}"]
    said, once = desk.said, desk.report.read_bytes()
    result = Seen(desk.parts, TITLES)
    desk.runs("verify", str(desk.report))
    found = Verdict(
        before,
        Seen(hand.saved(), TITLES),
        result,
        Seen(drafted(facts), TITLES),
        facts.due,
        said,
        desk.said,
        hand.left,
        correction.before.due,
    ).faults
    assert_sound(once, folder)
    desk.runs()
    if desk.report.read_bytes() != once:
        found.append("a second run changes the document again")
    return found


NO_FIGURE = {
    (deed, name) for deed in ("type_over_figure", "unmark") for name in CORRECTIONS if "item" in name or "list" in name
}
CELLS = [(deed, name) for deed in DEEDS for name in CORRECTIONS if (deed, name) not in NO_FIGURE]


def _quick(deed: str, name: str) -> bool:
    """Return whether a cell is of the quick part, which meets each row and each column."""
    return (list(DEEDS).index(deed) - list(CORRECTIONS).index(name)) % len(CORRECTIONS) == 0


@pytest.mark.parametrize(
    ("deed", "name"),
    [
        pytest.param(
            *cell,
            id=" - ".join(cell),
            marks=[] if _quick(*cell) else [pytest.mark.slow],
        )
        for cell in CELLS
    ],
)
def test_what_people_did_is_kept_and_what_the_data_changed_follows_or_is_told(
    deed: str, name: str, tmp_path: Path
) -> None:
    assert faults_of(deed, CORRECTIONS[name], tmp_path) == []


# ---- the oracle itself -------------------------------------------------------------------------------------------------------


def _verdict(name: str, deed: str, result: str) -> list[str]:
    """Return what the oracle says of a run that does nothing (`theirs`), or that throws people's file away (`today`)."""
    correction = CORRECTIONS[name]
    facts = correction.now(correction.before)
    before, today = (Seen(drafted(one), TITLES) for one in (correction.before, facts))
    hand = Hand(before.parts, TITLES)
    assert hand.does(deed, hand.paragraph(correction.paragraph))
    theirs = Seen(hand.saved(), TITLES)
    left = {"theirs": theirs, "today": today}[result]
    return Verdict(before, theirs, left, today, facts.due, "", "", hand.left, correction.before.due).faults


@pytest.mark.parametrize("name", CORRECTIONS)
def test_the_oracle_notices_a_run_that_does_nothing(name: str) -> None:
    assert _verdict(name, "bookmark", "theirs")


@pytest.mark.parametrize("deed", [one for one in DEEDS if one != "unmark"])
def test_the_oracle_notices_a_run_that_throws_away_what_people_did(deed: str) -> None:
    assert _verdict("renew a figure", deed, "today")


@pytest.mark.parametrize("name", CORRECTIONS)
def test_the_oracle_is_content_where_nobody_edited_and_the_draft_is_new(name: str) -> None:
    correction = CORRECTIONS[name]
    facts = correction.now(correction.before)
    before, today = (Seen(drafted(one), TITLES) for one in (correction.before, facts))
    assert Verdict(before, before, today, today, facts.due, "", "", (), correction.before.due).faults == []
