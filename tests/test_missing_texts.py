"""An empty text is told like an empty number: with its row, by check, build and status; and no public edition has one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_office import SmallOffice
from specimens import CATALOGUE

from reportgen.cli import ERRORS_STAND, OK
from reportgen.issues import Severity


@pytest.fixture
def small(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> SmallOffice:
    """Return a small office whose report has no fault."""
    return SmallOffice(tmp_path, capsys)


@pytest.mark.parametrize("empty", ["", "''", "~", "# 待定"])
def test_an_empty_text_is_an_error_with_its_row(small: SmallOffice, empty: str) -> None:
    small.says(街道=empty)
    (issue,) = small.issues()
    assert str(issue) == "office.yaml 第2行「街道」：是空的，报告里暂写「待补」。请填上文字。"
    assert (issue.severity, issue.key) == (Severity.ERROR, "缺文字：office.yaml「街道」")
    assert small.drafts().lines()[0].startswith("待补：面积")


def test_a_missing_text_and_a_missing_list_are_errors(small: SmallOffice) -> None:
    small.yaml = small.yaml.replace("街道: 八街街道\n", "").replace(
        "存在的问题: [人手不足, 经费不足]\n", "存在的问题:\n"
    )
    assert [str(issue) for issue in small.issues()] == [
        "office.yaml「街道」：是空的，报告里暂写「待补」。请填上文字。",
        "office.yaml 第3行「存在的问题」：是空的，报告里暂写「待补」。请填上文字。没有的写 []。",
    ]
    assert small.drafts().lines()[:2] == ["待补：面积200平方公里。", "待补"]


def test_an_empty_item_is_an_error_with_its_row_and_shows(small: SmallOffice) -> None:
    small.says(
        存在的问题="\n  - 人手不足\n  -\n  - ''", 下步工作="\n  - 内容: 进村\n  - 标题: 宣传\n    内容:\n  - 标题: 培训"
    )
    assert [(str(issue), issue.key) for issue in small.issues()] == [
        (
            "office.yaml 第6行「存在的问题」：第2条是空的，报告里暂写「待补」。请填上文字。不要的就删去。",
            "缺文字：office.yaml「存在的问题」第2条",
        ),
        (
            "office.yaml 第7行「存在的问题」：第3条是空的，报告里暂写「待补」。请填上文字。不要的就删去。",
            "缺文字：office.yaml「存在的问题」第3条",
        ),
        (
            "office.yaml 第9行「下步工作」：第1条的「标题」是空的，报告里暂写「待补」。请填上文字。不要的就删去。",
            "缺文字：office.yaml「下步工作」第1条标题",
        ),
        (
            "office.yaml 第11行「下步工作」：第2条的「内容」是空的，报告里暂写「待补」。请填上文字。不要的就删去。",
            "缺文字：office.yaml「下步工作」第2条内容",
        ),
    ]
    assert small.drafts().lines()[1:9] == ["人手不足", "待补", "待补", "待补", "进村", "宣传", "待补", "培训"]


def test_a_list_that_says_that_it_is_empty_is_filled(small: SmallOffice) -> None:
    small.says(存在的问题="[]")
    assert small.issues() == []
    assert small.drafts().lines()[1] == "加强宣传"
    small.runs("status")
    assert "存在的问题" not in small.said


def test_check_build_status_and_the_public_edition_tell_an_empty_text(small: SmallOffice) -> None:
    small.says(街道="", 存在的问题="\n  - 人手不足\n  -")
    first = "office.yaml 第2行「街道」：是空的，报告里暂写「待补」。请填上文字。"
    second = "office.yaml 第6行「存在的问题」：第2条是空的"
    for words, code in ((["check"], ERRORS_STAND), ([], OK), (["--final"], ERRORS_STAND)):
        assert small.runs(*words) == code
        assert first in small.said and second in small.said
    assert not list((small.output / "2018").glob("*公开版*"))
    assert small.runs("status", "--format", "json") == ERRORS_STAND
    (file, *_) = json.loads(small.said)["sections"][0]["files"]
    assert [(one["lack"], one["row"], one["column"]) for one in file["missing"]] == [
        ("empty", 2, "街道"),
        ("empty", 6, "存在的问题"),
    ]


def test_an_empty_text_may_be_accepted_with_a_reason(small: SmallOffice) -> None:
    small.says(街道="")
    small.yaml += "accepted:\n  - {issue: 缺文字：office.yaml「街道」, reason: 等领导定}\n"
    (issue,) = small.issues()
    assert issue.accepted == "等领导定"


def test_names_of_villages_are_no_prose_and_may_be_left_out(small: SmallOffice) -> None:
    catalogue = small.template / "catalogue.yaml"
    text = CATALOGUE.replace("any_table: {村（社区）: ''}", "any_table: {村（社区）: 村名单}")
    catalogue.write_text(text.replace("    街道: 文字\n", "    街道: 文字\n    村名单: 列表\n"), encoding="utf-8")
    assert small.issues() == []
