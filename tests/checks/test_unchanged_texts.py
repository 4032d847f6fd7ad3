"""Texts against last year's: what is rewritten each year and still says word for word what it said, until the year accepts that."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.base.issues import Issue, Severity
from reportgen.begin.filling.of_year import how_far
from reportgen.commands.cli import ERRORS_STAND, OK, main
from reportgen.report import drafting

CATALOGUE = """
s:
  title: 单位
  texts: {电话: {kind: 文字, steady: true}, 问题: 文字, 计划: 列表, 措施: [标题, 内容]}
  死亡: 人
"""
LAST = """
死亡: 4
电话: 12345
问题: 人手不足，今年死亡{{ 死亡 }}人
计划: [加强宣传, 加强管理]
措施: [{标题: 宣传, 内容: 进村入户}, {标题: 管理}]
"""
THIS = """
死亡: 5
电话: 12345
问题: 经费不足
计划: [加强宣传, 加强培训]
措施: [{标题: 宣传, 内容: 进校园}, {标题: 管理}]
"""
KEY = "没改写：s.yaml「计划」"
ACCEPTED = f"accepted: [{{issue: {KEY}, reason: 今年也一样}}]\n"


def year(folder: Path, this: str, last: str | None = LAST) -> Path:
    """Write an office's two years, or this one alone; return its folder."""
    folder.mkdir(exist_ok=True)
    (folder / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    for number, text in ((2017, last), (2018, this)):
        if text is not None:
            (folder / "data" / str(number)).mkdir(parents=True)
            (folder / "data" / str(number) / "s.yaml").write_text(text, encoding="utf-8")
    return folder


def told(folder: Path) -> list[Issue]:
    """Return what is told of the texts."""
    found = drafting.read_year(folder / "data", folder, 2018).issues
    return [one for one in found if one.check == "没改写"]


def missing(folder: Path) -> list[str | None]:
    """Return what the filling misses."""
    return [one.at.column for one in how_far(folder / "data", folder, 2018).missing]


def with_(old: str, new: str) -> str:
    assert old in THIS
    return THIS.replace(old, new)


SAME_PLAN = with_("加强培训", "加强管理")


def test_texts_that_were_written_anew_and_one_that_is_steady_are_left_alone(tmp_path: Path) -> None:
    folder = year(tmp_path, THIS)
    assert told(folder) == [] and missing(folder) == []


@pytest.mark.parametrize(
    ("said", "severity"),
    [("青石镇", Severity.WARNING), ("人手不足，经费也不足", Severity.ERROR), ("人手不足。", Severity.ERROR)],
)
def test_a_name_that_no_catalogue_calls_steady_is_a_warning_and_a_sentence_an_error(
    tmp_path: Path, said: str, severity: Severity
) -> None:
    (issue,) = told(year(tmp_path, with_("经费不足", said), LAST.replace("人手不足，今年死亡{{ 死亡 }}人", said)))
    assert (issue.severity, issue.key) == (severity, "没改写：s.yaml「问题」")


def test_a_list_that_says_what_it_said_is_an_error_at_its_place_and_still_to_be_filled(tmp_path: Path) -> None:
    folder = year(tmp_path, SAME_PLAN)
    (issue,) = told(folder)
    assert issue.message == "还是2017年的原文，一个字也没改。请换成2018年的；今年确实也一样的，认可这一条并写上原因。"
    assert str(issue.location) == "s.yaml 第5行「计划」"
    assert (issue.severity, issue.key, issue.expected) == (Severity.ERROR, KEY, "2018年的文字")
    assert issue.is_standing_error and issue.is_to_be_filled
    assert missing(folder) == ["计划"]


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        (
            "经费不足",
            "人手不足，今年死亡{{ 死亡 }}人",
            "问题",
        ),  # the tag is what was typed, whatever it prints this year
        ("经费不足", "'人手不足，  今年死亡{{死亡}} 人'", "问题"),
        ("加强培训", "'加强 管理'", "计划"),
        ("进校园", "进村入户", "措施"),
    ],
)
def test_other_blanks_are_no_other_words(old: str, new: str, name: str, tmp_path: Path) -> None:
    folder = year(tmp_path, with_(old, new))
    assert [one.location and one.location.column for one in told(folder)] == [name]
    assert missing(folder) == [name]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("经费不足", "人手不足，今年死亡4人"),  # the words that the tag printed aren't what was typed
        ("[加强宣传, 加强培训]", "[加强管理, 加强宣传]"),
        ("[加强宣传, 加强培训]", "[加强宣传]"),
        ("[加强宣传, 加强培训]", "[]"),
    ],
)
def test_another_order_one_item_less_or_none_at_all_is_another_text(old: str, new: str, tmp_path: Path) -> None:
    folder = year(tmp_path, with_(old, new))
    assert told(folder) == [] and missing(folder) == []


def test_an_empty_text_is_only_empty_and_without_the_year_before_nothing_is_told(tmp_path: Path) -> None:
    folder = year(tmp_path / "empty", with_("经费不足", ""), LAST.replace("人手不足，今年死亡{{ 死亡 }}人", ""))
    assert told(folder) == [] and missing(folder) == ["问题"]
    assert told(year(tmp_path / "alone", SAME_PLAN, None)) == []


def test_what_the_year_before_can_t_be_read_of_its_texts_is_nobody_s_concern(tmp_path: Path) -> None:
    folder = year(tmp_path, SAME_PLAN, LAST.replace("问题: 人手", "问题: [人手]\n别的: 人手"))
    read = drafting.read_year(folder / "data", folder, 2018)
    assert read.comparison is not None
    assert [one.key for one in told(folder)] == [KEY]


def test_what_the_year_accepts_with_a_reason_is_filled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = year(tmp_path, SAME_PLAN)
    words = ["2018", "--data", str(folder / "data"), "--template", str(folder)]
    assert main(["status", *words]) == ERRORS_STAND
    assert "计划（还是2017年的原文）" in capsys.readouterr().out
    with (folder / "data" / "2018" / "s.yaml").open("a", encoding="utf-8") as file:
        file.write(ACCEPTED)
    (issue,) = told(folder)
    assert (issue.accepted, issue.is_standing_error, issue.is_to_be_filled) == ("今年也一样", False, False)
    assert missing(folder) == []
    assert main(["status", *words]) == OK
