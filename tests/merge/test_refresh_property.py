"""Corrected data in reports that a simulated person edited: an independent oracle says of each what must have become of it.

REFRESH_DOCUMENTS=1000 asks for that many documents instead of the usual few.
"""

from __future__ import annotations

import functools
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import DATA, TEMPLATE, assert_sound
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from merge_oracle import Broken, Case, check_tracked, comments, read, settled
from person import EDITS, Edited, Person, is_typed
from specimens import box, p, package, r, row, table

from reportgen.merge.refresh import Renewed, refresh
from reportgen.report import drafting
from reportgen.word.events import Kind
from reportgen.word.package import DOCUMENT, parse_part, read_package, write_package

pytestmark = pytest.mark.slow  # hundreds of documents

ASKED = int(os.environ.get("REFRESH_DOCUMENTS", "0"))
DOCUMENTS = ASKED or 40
NOW, LATER = "2026-11-24T10:00:00Z", "2026-11-25T10:00:00Z"
Parts = dict[str, bytes]


# ---- drafts of the shipped report --------------------------------------------------------------------------------------------


def says(file: str, *pairs: tuple[str, str]) -> Callable[[Path, Path], None]:
    """Return a correction that writes other words into a file of the year."""

    def change(year: Path, _: Path) -> None:
        path = year / file
        text = path.read_text(encoding="utf-8-sig")
        for old, new in pairs:
            assert old in text, (file, old)
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")

    return change


def words(*pairs: tuple[str, str]) -> Callable[[Path, Path], None]:
    """Return a change of the template: other words in its XML."""

    def change(_: Path, template: Path) -> None:
        path = template / "report.docx"
        parts = read_package(path.read_bytes())
        text = parts[DOCUMENT].decode()
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        path.write_bytes(write_package({**parts, DOCUMENT: text.encode()}))

    return change


def paragraph(behind: str, text: str | None) -> Callable[[Path, Path], None]:
    """Return a change of the template: a paragraph more behind the one that holds some words, or that one removed."""

    def change(_: Path, template: Path) -> None:
        path = template / "report.docx"
        parts = read_package(path.read_bytes())
        xml = parts[DOCUMENT].decode()
        begin, end = xml.rindex("<w:p>", 0, xml.index(behind)), xml.index("</w:p>", xml.index(behind)) + len("</w:p>")
        new = "" if text is None else f'{xml[begin:end]}<w:p><w:pPr><w:pStyle w:val="GWBody"/></w:pPr>{r(text)}</w:p>'
        path.write_bytes(write_package({**parts, DOCUMENT: (xml[:begin] + new + xml[end:]).encode()}))

    return change


# 「9月30日」 beside 「2018年9月30日」, and phrases about the year before.
WORDINGS = words(
    ("至{{ 统计截止日 }}止办理一孩", "至{{ 统计截止日 | 月日 }}止办理一孩"),
    ("死亡{{ 死亡 }}人。", "死亡{{ 死亡 }}人，{{ 死亡 | 较上年 }}，出生{{ 出生婴儿 | 较上年 }}。"),
)
CORRECTIONS: dict[str, tuple[Callable[[Path, Path], None], ...]] = {
    "nothing": (),
    "one figure": (says("basic_stats_persons.csv", ("死亡,85", "死亡,86")),),
    "births": (says("basic_stats_births.csv", ("一孩,76,0", "一孩,77,3")),),
    "girls and boys": (says("sex_ratio_births.csv", ("女孩,76", "女孩,85"), ("男孩,87", "男孩,78")),),
    "nobody inoculated, some treated": (
        says("migrants_services.csv", ("预防接种,199", "预防接种,0"), ("传染病防控,0", "传染病防控,5")),
    ),
    "a village more, a village less": (
        says("special_families.csv", ("庄科村委会,2", "庄科村委会,0"), ("禄脿社区,2", "禄脿社区,3\n草铺村委会,1")),
    ),
    "another date": (
        says("office.yaml", ("统计截止日: 9月30日", "统计截止日: 10月31日")),
        says("basic_stats_population.csv", ("农业,11841", "农业,11900")),
    ),
    "another office": (says("office.yaml", ("街道: 禄脿街道", "街道: 青龙街道")),),
    "other plans": (
        says(
            "outlook.yaml",
            ("  - 进一步加大计划生育政策宣传力度，提高政策知晓率；\n", ""),
            ("村居民自治工作", "村（居）民自治工作"),
        ),
        says("free_services_tasks.csv", ("增补叶酸,72", "增补叶酸,0")),
    ),
    "another template": (
        words(("认真执行例会工作制度，", "严格执行例会制度，")),
        paragraph("督促各村（居）委会做好", "各村（居）委会每季度走访一次。"),
        paragraph("规范管理各类台账资料", None),
        says("certificates.csv", ("一孩,41", "一孩,42")),
    ),
    "paragraphs more": (
        says("outlook.yaml", ("下步工作计划:\n", "下步工作计划:\n  - 做好数据核对；\n  - 做好人员培训；\n")),
        says("migrants.yaml", ("孕产妇档案: 58", "孕产妇档案: 61")),
    ),
    "many figures": (
        says("basic_stats_population.csv", ("农业,11841,2039", "农业,11842,2040"), ("流入,1950,425", "流入,2179,430")),
        says("basic_stats_births.csv", ("二孩,80,0", "二孩,79,1")),
        says("contraception_methods.csv", ("女扎,441", "女扎,440")),
        says("publicity_activities.csv", ("入户发放宣传品户数,5300", "入户发放宣传品户数,5400")),
    ),
}


def drafted(*changes: Callable[[Path, Path], None]) -> Parts:
    """Return the draft of the shipped report after some changes of its data and template."""
    with tempfile.TemporaryDirectory() as folder:
        for year in ("2017", "2018"):
            shutil.copytree(DATA / year, Path(folder) / "data" / year)
        template = Path(shutil.copytree(TEMPLATE, Path(folder) / "template"))
        for change in changes:
            change(Path(folder) / "data" / "2018", template)
        return drafting.draft(*drafting.read_all(Path(folder) / "data", template, 2018))


@functools.cache
def pair(name: str, wordings: bool) -> tuple[Parts, Parts]:
    """Return the report before and after a correction; with `wordings` from a template that words one date in two ways."""
    first = (WORDINGS,) if wordings else ()
    return built(wordings), drafted(*first, *CORRECTIONS[name])


@functools.cache
def built(wordings: bool) -> Parts:
    """Return the report as it was built."""
    return drafted(*((WORDINGS,) if wordings else ()))


# ---- small documents ---------------------------------------------------------------------------------------------------------


def mark(title: str, text: str, tag: str = "") -> str:
    """Return a mark as a draft has it."""
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{title}"/><w:tag w:val="{tag or title}"/><w:text/></w:sdtPr>'
        f"<w:sdtContent>{r(text)}</w:sdtContent></w:sdt>"
    )


WORDS = "春夏秋冬东西南北天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往收藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光"


def small(seed: int) -> tuple[Parts, Parts]:
    """Return a small document with paragraphs, tables and text boxes before and after a correction, as the seed decides."""
    dice = random.Random(seed)
    titles = [f"指标{name}" for name in "甲乙丙丁戊己庚辛"]
    before = {title: str(dice.randrange(100)) for title in titles}
    after = {title: text if dice.random() < 0.5 else str(dice.randrange(100)) for title, text in before.items()}

    def sentence() -> list[str]:
        said = "".join(dice.choice(WORDS) for _ in range(dice.randint(6, 20)))
        return [
            said,
            *(
                piece
                for _ in range(dice.choice([0, 1, 1, 2, 3]))
                for piece in ("=" + dice.choice(titles), dice.choice(["人", "户，其中", "%。"]))
            ),
        ]

    def otherwise(pieces: list[str]) -> list[str]:
        return [*pieces, "另有" + "".join(dice.choice(WORDS) for _ in range(4)), "=" + dice.choice(titles), "人"]

    def printed(pieces: list[str], figures: Mapping[str, str]) -> str:
        return p(*(mark(one[1:], figures[one[1:]]) if one[0] == "=" else r(one) for one in pieces))

    old, new = "", ""
    for _ in range(dice.randint(3, 9)):
        kind = dice.choice(["paragraph"] * 5 + ["table", "box"])
        if kind == "table":
            cells = [[[sentence()[0][:5]], ["=" + dice.choice(titles)]] for _ in range(dice.randint(1, 4))]
            rows = cells if dice.random() < 0.7 else [*cells, [[sentence()[0][:5]], ["=" + dice.choice(titles)]]]
            old += table(*(row(*(printed(cell, before) for cell in line)) for line in cells)) + p()
            new += table(*(row(*(printed(cell, after) for cell in line)) for line in rows)) + p()
        elif kind == "box":
            said, inside = sentence(), sentence()
            old += p(printed(said, before)[5:-6], box(printed(inside, before)))
            new += p(printed(said, after)[5:-6], box(printed(inside, after)))
        else:
            said = sentence()
            chance = dice.random()
            old += "" if chance < 0.1 else printed(said, before)
            new += "" if 0.1 <= chance < 0.2 else printed(otherwise(said) if chance > 0.85 else said, after)
    return read_package(package(old)), read_package(package(new))


# ---- one document ------------------------------------------------------------------------------------------------------------


def edited(base: Mapping[str, bytes], ours: Mapping[str, bytes], edits: list[tuple[str, int]]) -> Edited:
    """Return what a person makes of a draft with these edits."""
    answers = {
        (piece.title, piece.tag): piece.text
        for one in read(parse_part(ours[DOCUMENT]))
        for piece in one.pieces
        if piece.title
    }
    person = Person(base, answers)
    for kind, seed in edits:
        person.edit(kind, seed)
    return person.finish()


def told(renewed: Renewed) -> int:
    """Return the number of conflicts that a merge reports."""
    return sum(event.kind is Kind.CONFLICT for event in renewed.events)


def check(base: Parts, theirs: Edited, ours: Parts) -> Parts:
    """Fail where a merge breaks a rule; return what it made."""
    case = Case(base, theirs, ours)
    renewed = refresh(base, theirs.parts, ours)
    case.check(renewed.parts, told(renewed))
    assert all(event.text for event in renewed.events)
    assert refresh(base, theirs.parts, ours) == renewed, "the same inputs give something else"

    again = refresh(ours, renewed.parts, ours)
    assert again.parts == renewed.parts, "twice is not once"
    idle = refresh(base, theirs.parts, base)
    assert idle.parts[DOCUMENT] == theirs.parts[DOCUMENT], "nothing changed, and yet the document did"

    tracked = refresh(base, theirs.parts, ours, tracked=NOW)
    check_tracked(theirs.parts, renewed.parts, tracked.parts)
    back, plainly = (refresh(ours, one.parts, base, tracked=date) for one, date in ((tracked, LATER), (renewed, "")))
    check_tracked(theirs.parts, plainly.parts, back.parts, blank=False)  # nobody has decided on the first revisions yet
    assert sorted(comments(tracked.parts).values()) == sorted(comments(renewed.parts).values())
    return renewed.parts


def sound(parts: Parts) -> None:
    """Fail where Word would complain about a document."""
    with tempfile.TemporaryDirectory() as folder:
        assert_sound(write_package(parts), Path(folder))


edits = st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 0xFFFF)), max_size=14)
often = settings(
    max_examples=DOCUMENTS,
    deadline=None,
    derandomize=not ASKED,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)


@pytest.mark.slow
@often
@given(st.sampled_from(list(CORRECTIONS)), st.booleans(), edits)
def test_a_report_that_people_edited_takes_the_corrections_and_keeps_their_work(
    correction: str, wordings: bool, done: list[tuple[str, int]]
) -> None:
    base, ours = pair(correction, wordings)
    check(base, edited(base, ours, done), ours)


@pytest.mark.slow
@settings(often, max_examples=ASKED or 80)
@given(st.integers(0, 0xFFFFFF), edits)
def test_a_small_document_with_tables_and_text_boxes_does_too(seed: int, done: list[tuple[str, int]]) -> None:
    base, ours = small(seed)
    check(base, edited(base, ours, done), ours)


@pytest.mark.slow
@settings(often, max_examples=max(4, DOCUMENTS // 15))
@given(st.sampled_from(list(CORRECTIONS)), edits)
def test_what_comes_out_is_a_sound_document(correction: str, done: list[tuple[str, int]]) -> None:
    base, ours = pair(correction, True)
    theirs = edited(base, ours, done)
    sound(theirs.parts)
    sound(refresh(base, theirs.parts, ours).parts)
    sound(refresh(base, theirs.parts, ours, tracked=NOW).parts)


# ---- the oracle and the person themselves ------------------------------------------------------------------------------------


@pytest.mark.parametrize("correction", [name for name in CORRECTIONS if name != "nothing"])
def test_the_oracle_notices_a_merge_that_does_nothing(correction: str) -> None:
    base, ours = pair(correction, False)
    theirs = edited(base, ours, [("insert_words", 1)])
    with pytest.raises(Broken):
        Case(base, theirs, ours).check(theirs.parts, 0)


@pytest.mark.parametrize(
    "kind", ["insert_words", "add_paragraph", "delete_paragraph", "move_paragraph", "overwrite_mark", "delete_mark"]
)
def test_the_oracle_notices_a_merge_that_returns_ours(kind: str) -> None:
    base, ours = pair("one figure", False)
    theirs = edited(base, ours, [(kind, 3)])
    assert theirs.edits == (kind,)
    with pytest.raises(Broken):
        Case(base, theirs, ours).check(ours, 0)


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_the_oracle_takes_ours_where_nobody_edited(correction: str) -> None:
    base, ours = pair(correction, True)
    Case(base, edited(base, ours, []), ours).check(ours, 0)


@pytest.mark.parametrize("kind", EDITS)
def test_the_person_remembers_what_they_typed(kind: str) -> None:
    base, ours = small(4) if "table" in kind or "row" in kind else pair("one figure", True)
    theirs = edited(base, ours, [(kind, seed) for seed in range(3)])
    assert theirs.edits
    text = "".join(one.text for one in read(settled(parse_part(theirs.parts[DOCUMENT]), accept=True)))
    assert sorted(filter(is_typed, text)) == sorted(theirs.typed)


@pytest.mark.parametrize("seed", range(2))
def test_the_person_leaves_a_document_that_opens(seed: int) -> None:
    base, ours = pair("one figure", True)
    sound(edited(base, ours, [(kind, seed * 100 + number) for number, kind in enumerate(EDITS * 2)]).parts)
