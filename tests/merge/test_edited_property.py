"""A report that people go on editing while the data are corrected again and again: an oracle of its own looks at every version.

EDITED_DOCUMENTS=5000 asks for that many documents instead of the usual few; EDITED_FIRST=1000 begins with that one.
A document is its number: what is done to it and corrected in it follows from that alone.
`PYTHONPATH=tests:tests/support python tests/merge/test_edited_property.py 17` tells
what is wrong with document 17, in as few steps as show it.
"""

from __future__ import annotations

import itertools
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from conftest import Office, assert_sound
from edited_oracle import Verdict
from hands import DEEDS, Hand
from lxml import etree
from seen import BODY, Seen, W
from villages import ITEMS, MORE, TITLES, Facts, Villages, drafted

from reportgen.commands.cli import ERRORS_STAND, OK
from reportgen.word.package import write_package

ASKED = int(os.environ.get("EDITED_DOCUMENTS", "0"))
FIRST = int(os.environ.get("EDITED_FIRST", "0"))
QUICK, USUAL = 20, 200
LIVELY = (
    "入户宣传",
    "走访",
    "预防接种",
    "叶酸",
    "台账",
    *(one[:4] for one in (*ITEMS, MORE)),
)  # where the data change words
VILLAGE_NAMES = ("甲村", "乙村", "丙村", "丁村", "戊村")


@dataclass(frozen=True)
class Edit:
    """A deed, and the dice that decide where it is done and how."""

    deed: str
    dice: int


@dataclass(frozen=True)
class Fix:
    """A correction of the data, and the dice that decide which."""

    kind: str
    dice: int


Step = Edit | Fix


def steps(number: int) -> list[Step]:
    """Return what happens to a document: deeds, then a correction, one to four times."""
    dice = random.Random(number)
    found: list[Step] = []
    for _ in range(dice.randint(1, 4)):
        found += [Edit(dice.choice(list(DEEDS)), dice.randrange(10**6)) for _ in range(dice.choice([0, 1, 2, 3, 5, 8]))]
        found += [Fix(dice.choice(list(FIXES)), dice.randrange(10**6)) for _ in range(dice.choice([1, 1, 2]))]
    return found


# ---- what the data do --------------------------------------------------------------------------------------------------------


def _renew(facts: Facts, dice: random.Random) -> Facts:
    return facts.says(dice.choice(["死亡", "叶酸", "任务", "培训"]), dice.randrange(50, 500))


def _flip(facts: Facts, dice: random.Random) -> Facts:
    return facts.says("走访", 0 if dict(facts.numbers)["走访"] else dice.randrange(3, 40))


def _paragraph(facts: Facts, dice: random.Random) -> Facts:
    return facts.says("接种", 0 if dict(facts.numbers)["接种"] else dice.randrange(3, 40))


def _drop_item(facts: Facts, dice: random.Random) -> Facts:
    items = list(facts.items)
    if len(items) > 1:
        items.pop(dice.randrange(len(items)))
    return replace(facts, items=tuple(items))


def _add_item(facts: Facts, dice: random.Random) -> Facts:
    missing = [one for one in (*ITEMS, MORE) if one not in facts.items]
    at = dice.randint(0, len(facts.items))
    return replace(facts, items=(*facts.items[:at], *missing[:1], *facts.items[at:]))


def _reorder_items(facts: Facts, dice: random.Random) -> Facts:
    return replace(facts, items=tuple(dice.sample(facts.items, len(facts.items))))


def _reorder_rows(facts: Facts, dice: random.Random) -> Facts:
    return replace(facts, villages=tuple(dice.sample(facts.villages, len(facts.villages))))


def _village(facts: Facts, dice: random.Random) -> Facts:
    known = dict(facts.villages)
    missing = [one for one in VILLAGE_NAMES if one not in known]
    if missing and dice.random() < 0.5:
        return replace(facts, villages=(*facts.villages, (missing[0], dice.randrange(500, 9000))))
    name = dice.choice(list(known))
    if len(known) > 2 and dice.random() < 0.4:
        return replace(facts, villages=tuple(one for one in facts.villages if one[0] != name))
    return replace(facts, villages=tuple({**known, name: dice.randrange(500, 9000)}.items()))


FIXES: dict[str, Callable[[Facts, random.Random], Facts]] = {
    "renew a figure": _renew,
    "flip a branch": _flip,
    "drop or add a paragraph": _paragraph,
    "drop an item": _drop_item,
    "add an item": _add_item,
    "reorder a list": _reorder_items,
    "reorder a table": _reorder_rows,
    "renew, drop or add a village": _village,
}


# ---- one document ------------------------------------------------------------------------------------------------------------


def edit(hand: Hand, one: Edit) -> bool:
    """Do a deed to some paragraph of some story; False where it can't be done there."""
    dice = random.Random(one.dice)
    story = dice.choices(list(hand.roots), [12 if name == BODY else 1 for name in hand.roots])[0]
    gone = (f"{W}del", f"{W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
    paragraphs = [
        paragraph
        for paragraph in hand.roots[story].iter(f"{W}p")
        if next(paragraph.iterancestors(*gone), None) is None
        and next(paragraph.iter(f"{W}t"), None) is not None
        and (story != f"{BODY[:5]}footnotes.xml" or paragraph.getparent().get(f"{W}id", "").isdecimal())
    ]
    if story != BODY and one.deed not in {
        "add_words",
        "change_words",
        "delete_words",
        "highlight",
        "type_over_figure",
        "unmark",
    }:
        return False
    lively = [one for one in paragraphs if any(words in _said(one) for words in LIVELY)]
    chosen = lively if lively and dice.random() < 0.7 else paragraphs
    return bool(chosen) and hand.does(one.deed, dice.choice(chosen), dice)


def _said(paragraph: etree._Element) -> str:
    return "".join(node.text or "" for node in paragraph.iter(f"{W}t"))


def faults(
    happening: Iterable[Step], folder: Path, between: Callable[[Path], None] | None = None, words: Sequence[str] = ()
) -> list[str]:
    """Let steps happen to a document; return what is wrong, up to the first correction that leaves something wrong.

    `between` is what another word processor does to the file each time that people have saved it; `words` are said to each run that follows.
    """
    desk = Villages(folder / "office")
    assert desk.runs() == OK, desk.said
    facts = before = Facts()
    found: list[str] = []
    hand = Hand(desk.parts, TITLES)
    todo = [*happening, None]
    for step, following in itertools.pairwise(todo):
        if isinstance(step, Edit):
            edit(hand, step)
            continue
        assert step is not None
        facts = FIXES[step.kind](facts, random.Random(step.dice))
        if isinstance(following, Fix):
            continue
        desk.report.write_bytes(write_package(hand.saved()))
        if between is not None:
            between(desk.report)
        theirs = desk.parts
        found += corrected(desk, hand, before, facts, theirs, words, through=between is not None)
        if found:
            return found
        before = facts
        hand.open(desk.parts)
    return found


def corrected(
    desk: Villages,
    hand: Hand,
    before: Facts,
    facts: Facts,
    theirs: dict[str, bytes],
    words: Sequence[str] = (),
    *,
    through: bool = False,
) -> list[str]:
    """Correct the data, run, and return what is wrong with what comes out; what came `through` another program may be unsound already."""
    desk.knows(facts)
    code = desk.runs(*words)
    if code not in {OK, ERRORS_STAND}:
        return [f"the run ends with {code}: {desk.said}"]
    said, once = desk.said, desk.report.read_bytes()
    result = Seen(desk.parts, TITLES)
    desk.runs("verify", str(desk.report))
    seen = (Seen(drafted(before), TITLES), Seen(theirs, TITLES), result, Seen(drafted(facts), TITLES))
    found = Verdict(*seen, facts.due, said, desk.said, hand.left, before.due).faults
    unsound = _unsound(once, desk.folder)
    if unsound:
        people = _unsound(write_package(theirs), desk.folder)
        if not people or not through:
            found.append(
                f"{'the person' if people else 'the merge'} left a document that isn't sound: {people or unsound}"
            )
    desk.runs(*words)
    if desk.report.read_bytes() != once:
        found.append("a second run changes the document again")
    return found


def _unsound(document: bytes, folder: Path) -> str:
    """Return what Word would complain about in a document, '' for nothing."""
    try:
        assert_sound(document, folder)
    except AssertionError as error:
        return str(error)[:300]
    return ""


def shortest(happening: list[Step], kind: str) -> list[Step]:
    """Return as few of the steps as still show a fault of the same kind."""
    found = list(happening)
    shorter = True
    while shorter:
        shorter = False
        for at in range(len(found) - 1, -1, -1):
            fewer = found[:at] + found[at + 1 :]
            if any(isinstance(one, Fix) for one in fewer) and kind in map(kind_of, _found(_ended(fewer))):
                found, shorter = _ended(fewer), True
                break
    return found


def _ended(happening: list[Step]) -> list[Step]:
    """Return the steps up to the last correction."""
    last = max(number for number, one in enumerate(happening) if isinstance(one, Fix))
    return happening[: last + 1]


def kind_of(fault: str) -> str:
    """Return a fault without what differs from document to document."""
    return "".join("#" if one.isdigit() or 0x3400 <= ord(one) < 0x4DB6 else one for one in fault)[:14]


def _found(happening: list[Step]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        return faults(happening, Path(folder))


# What the oracle found once: what was wrong, and the fewest steps that showed it.
MENDED: tuple[tuple[str, tuple[Step, ...]], ...] = (
    (
        "a heading made many times longer counts as another paragraph, so that what the data add leaves its section",
        (Edit("move", 168110), Edit("lengthen", 899462), Fix("add an item", 626238)),
    ),
    (
        "a table's first row made many times longer counts as another one, so that the rows' new order begins above it",
        (Edit("copy_below", 839586), Edit("lengthen", 437731), Fix("reorder a table", 975141)),
    ),
    (
        "an item cut to its first half counts as another paragraph, so that one that people put before it moves away",
        (Edit("move", 560459), Edit("cut_sentence", 727441), Fix("reorder a list", 615334)),
    ),
    (
        "a heading whose words people deleted still heads what stands below it, under no name",
        (Fix("add an item", 217419), Edit("delete_words", 585573), Edit("retype", 476362), Fix("add an item", 598458)),
    ),
    (
        "an item that the data put first leaves the heading that people put behind the drafted one",
        (Edit("copy_below", 195755), Fix("drop an item", 305410), Edit("field", 570285), Fix("reorder a list", 609467)),
    ),
    (
        "what was said of an order stays as a comment without a place when its paragraph goes",
        (
            Edit("into_control", 982154),
            Edit("move", 711882),
            Fix("drop an item", 697453),
            Fix("reorder a list", 460756),
            Edit("reword", 812480),
            Fix("add an item", 665819),
            Fix("drop an item", 490027),
        ),
    ),
    (
        "two paragraphs joined in a table of people's own, and the data flip a branch of the second: no comment says so",
        (Fix("flip a branch", 692613), Edit("join", 387737), Edit("into_table", 224294), Fix("flip a branch", 100546)),
    ),
    (
        "a number typed in a copy of a sentence gets no comment when its figure changes",
        (Edit("copy_below", 140970), Edit("unmark", 457756), Fix("renew a figure", 306912)),
    ),
    (
        "the oracle counted a clause that people copied and the data bring back as said twice",
        (
            Edit("copy_below", 86283),
            Fix("flip a branch", 760049),
            Edit("add_words", 881542),
            Fix("flip a branch", 290801),
        ),
    ),
    (
        "the oracle didn't know a figure alone in its cell in the line that tells its row",
        (
            Edit("delete_paragraph", 748111),
            Edit("type_over_figure", 326917),
            Fix("renew, drop or add a village", 578742),
        ),
    ),
    (
        "the oracle took a heading that people reworded for a deleted one where they wrote in all below it",
        (
            Edit("change_words", 971248),
            Fix("flip a branch", 178817),
            Edit("delete_paragraph", 190748),
            Edit("cut_sentence", 946632),
            Edit("add_words", 787129),
            Edit("change_words", 543840),
            Edit("equation", 36198),
            Fix("add an item", 272244),
        ),
    ),
    (
        "the oracle knew a deleted paragraph's heading only where a whole clause of it was left",
        (
            Fix("drop or add a paragraph", 987301),
            Edit("lengthen", 552645),
            Edit("delete_words", 499912),
            Edit("move", 574594),
            Fix("renew a figure", 105370),
        ),
    ),
    (
        "lines of the run's list name a heading as it read before a figure in it was renewed in the same run",
        (
            Edit("join", 26899),
            Edit("retype", 208815),
            Fix("drop an item", 225411),
            Edit("cut_sentence", 527718),
            Fix("flip a branch", 300755),
        ),
    ),
    (
        "an item that the data put first leaves its section, whose heading people have reworded",
        (
            Edit("into_control", 582991),
            Edit("cut_sentence", 326529),
            Edit("change_words", 371841),
            Fix("reorder a list", 911198),
        ),
    ),
    (
        "a new item behind one in which people wrote and that they moved is no wrong order to the oracle",
        (
            Edit("retype", 923930),
            Edit("move_tracked", 669682),
            Fix("drop an item", 878597),
            Fix("reorder a list", 410254),
            Edit("insert_tracked", 539907),
            Fix("add an item", 822473),
        ),
    ),
    (
        "words that the data bring back stand there already, around an equation of people's",
        (
            Edit("equation", 677690),
            Fix("drop or add a paragraph", 193579),
            Edit("lengthen", 10075),
            Fix("drop or add a paragraph", 845812),
        ),
    ),
    (
        "a paragraph that people copied counts as broken in two: only one of them is told when the data take it away",
        (
            Edit("join", 427447),
            Edit("copy_below", 439009),
            Edit("unmark", 496377),
            Fix("drop or add a paragraph", 724542),
        ),
    ),
    (
        "the oracle took a paragraph that the data rewrote for a new one, and wanted it before a neighbour that people had put before it",
        (Edit("move_tracked", 986976), Fix("flip a branch", 278242)),
    ),
    (
        "the oracle held a paragraph to its place behind one that was away, though people had put the neighbour of that behind it since",
        (
            Edit("move", 530821),
            Fix("drop or add a paragraph", 140152),
            Edit("move", 676437),
            Fix("drop or add a paragraph", 571965),
        ),
    ),
    (
        "a paragraph joined to another stays when the data take it away, and stands twice when they bring it back",
        (
            Edit("join", 874671),
            Fix("drop or add a paragraph", 642194),
            Edit("link", 681903),
            Fix("drop or add a paragraph", 103534),
        ),
    ),
    (
        "a place is listed under the heading as it was drafted where people joined or retyped that",
        (Edit("own_control", 40), Edit("join", 731353), Fix("renew a figure", 476013)),
    ),
    (
        "what the data add stands behind a neighbour that people moved, out of the order that the data and people agree on",
        (Edit("move", 37005), Fix("reorder a table", 409542), Fix("add an item", 332339)),
    ),
    (
        "a table whose rows the data reorder and whose cell people lengthened counts as another table: a new village never comes",
        (
            Edit("move_tracked", 258007),
            Fix("reorder a table", 697783),
            Edit("lengthen", 327687),
            Fix("renew, drop or add a village", 409875),
        ),
    ),
    (
        "a list's new order in the data is neither followed nor told once people edited anywhere",
        (Edit("add_words", 1), Fix("reorder a list", 1)),
    ),
    (
        "lines of the run's list stand under another heading than their sentence, or under none",
        (Edit("add_words", 1), Fix("add an item", 1)),
    ),
    (
        "the figure of a branch that went and came back keeps its old number in a paragraph that people changed",
        (
            Edit("change_words", 899723),
            Fix("flip a branch", 603872),
            Edit("highlight", 872667),
            Fix("flip a branch", 629723),
        ),
    ),
    (
        "a paragraph joined to another, copied or lengthened stays though the data took it away, and no comment says so",
        (Edit("join", 874671), Fix("drop or add a paragraph", 642194)),
    ),
    (
        "a figure that people typed over, in a branch that went and came back: the comment still says the number of the time between",
        (
            Edit("type_over_figure", 783239),
            Fix("flip a branch", 262693),
            Edit("picture", 664699),
            Fix("flip a branch", 566256),
        ),
    ),
    (
        "a paragraph moved with changes tracked is taken for deleted: it comes again beside the moved one",
        (Edit("move_tracked", 41550), Fix("flip a branch", 974758)),
    ),
    (
        "what the data add goes where people moved the paragraph before it, under another heading",
        (Edit("move", 2), Fix("add an item", 1)),
    ),
    (
        "two paragraphs joined, and the data flip a branch of the second: the new words don't come, and no comment says so",
        (Edit("join", 331255), Fix("flip a branch", 645485)),
    ),
    (
        "a branch that goes, comes back and goes again leaves a comment each time, not one that is kept up to date",
        (
            Edit("change_words", 899723),
            Fix("flip a branch", 603872),
            Edit("highlight", 872667),
            Fix("flip a branch", 629723),
            Edit("join", 434557),
            Fix("flip a branch", 539940),
        ),
    ),
    (
        "people's equation goes with its paragraph, or stands before the words that it stood behind",
        (Edit("equation", 808073), Fix("flip a branch", 668250)),
    ),
    (
        "people's comment has no place any more when its paragraph or row goes",
        (Fix("drop or add a paragraph", 307944), Edit("comment", 618636), Fix("renew, drop or add a village", 922122)),
    ),
    (
        "a highlight, a link or a bookmark goes with a paragraph that is written anew, though its words stand",
        (Edit("highlight", 209756), Fix("flip a branch", 568450)),
    ),
)


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(number, marks=[] if number < FIRST + QUICK and not ASKED else [pytest.mark.slow])
        for number in range(FIRST, FIRST + (ASKED or USUAL))
    ],
)
def test_nothing_is_lost_left_stale_or_silent_however_often_people_edit_and_the_data_change(
    number: int, tmp_path: Path
) -> None:
    assert faults(steps(number), tmp_path) == [], (
        f"PYTHONPATH=tests:tests/support python tests/merge/test_edited_property.py {number}"
    )


@pytest.mark.slow
@pytest.mark.parametrize("happening", [done for _, done in MENDED])
def test_what_was_wrong_once_is_right(happening: tuple[Step, ...], tmp_path: Path) -> None:
    assert faults(happening, tmp_path) == []


@pytest.mark.parametrize(
    "number", [pytest.param(number, marks=[pytest.mark.slow] if number >= 5 else []) for number in range(60)]
)
def test_nothing_is_lost_left_stale_or_silent_with_changes_tracked(number: int, tmp_path: Path) -> None:
    """Nobody accepts or rejects what earlier runs have tracked; the report is seen with all changes accepted."""
    assert faults(steps(number + 100), tmp_path, words=("--track-changes",)) == [], f"document {number + 100}, tracked"


@pytest.mark.parametrize("number", range(6))
def test_what_libreoffice_saved_in_between_is_renewed_too(number: int, tmp_path: Path, office: Office) -> None:
    """LibreOffice opens and saves the file each time that people have edited it."""

    def saved_again(report: Path) -> None:
        try:
            report.write_bytes(office(report, "docx:MS Word 2007 XML").read_bytes())
        except AssertionError:
            pytest.skip("LibreOffice can't save this document")

    assert faults(steps(number), tmp_path, saved_again) == [], f"document {number} through LibreOffice"


# ---- the person --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_leaves_a_document_that_opens_and_what_it_left_is_seen(deed: str, tmp_path: Path) -> None:
    hand = Hand(drafted(Facts()), TITLES)
    done = [edit(hand, Edit(deed, dice)) for dice in range(4)]
    assert any(done)
    document = hand.saved()
    assert _unsound(write_package(document), tmp_path) == ""
    assert deed == "unmark" or hand.left
    assert deed == "reword" or any(one.stands(Seen(document, TITLES)) for one in hand.left) or deed == "unmark"


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        whole = _ended(steps(int(argument)))
        for said in _found(whole):
            print(said)
            for step in shortest(whole, kind_of(said)):
                print("   ", step)
