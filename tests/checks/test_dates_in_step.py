"""Dates against last year's: a year too early or too late, and how far an ordinary one may move."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.base.issues import Issue, Severity
from reportgen.report import drafting


def told(folder: Path, kind: str, before: str, after: str) -> list[Issue]:
    """Return what is told of one date."""
    (folder / "catalogue.yaml").write_text(f"s:\n  某日: {kind}\n", encoding="utf-8")
    for year, text in ((2017, before), (2018, after)):
        (folder / "data" / str(year)).mkdir(parents=True)
        (folder / "data" / str(year) / "s.yaml").write_text(f"某日: {text}\n", encoding="utf-8")
    return list(drafting.read_year(folder / "data", folder, 2018).issues)


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("日期", "9月30日", "9月30日"),
        ("日期", "12月8日", "次年1月12日"),
        ("日期", "9月30日", "次年1月28日"),  # 120 days later in the year
        ("日期", "9月30日", "6月2日"),  # and earlier
        ("月份", "次年1月", "次年1月"),
        ("期间", "上年10月至9月", "上年10月至9月"),
        ("期间", "4月19日至20日", "4月17日至5月2日"),
        ("日期", "2月28日", "2月28日"),
    ],
)
def test_a_date_about_a_year_later_is_left_alone(kind: str, before: str, after: str, tmp_path: Path) -> None:
    assert told(tmp_path, kind, before, after) == []


@pytest.mark.parametrize(
    ("kind", "before", "after", "looks"),
    [
        ("日期", "9月30日", "上年9月30日", "像是早了1年"),
        ("日期", "9月30日", "次年9月30日", "像是晚了1年"),
        ("日期", "12月8日", "2018-12-08", ""),
        ("日期", "上年12月31日", "12月31日", "像是晚了1年"),
        ("日期", "9月30日", "次年1月29日", "差得太多"),  # 121 days
        ("日期", "9月30日", "6月1日", "差得太多"),  # a day less than 245 days on
        ("月份", "次年1月", "1月", "像是早了1年"),
        ("期间", "上年10月至9月", "10月至次年9月", "像是晚了1年"),
        ("期间", "上年10月至9月", "前年10月至9月", "像是早了1年"),
    ],
)
def test_a_date_of_another_year_is_told(kind: str, before: str, after: str, looks: str, tmp_path: Path) -> None:
    issues = told(tmp_path, kind, before, after)
    assert len(issues) == bool(looks)
    for issue in issues:
        assert f"不是大约晚一年：{looks}。请核对年份" in issue.message
        assert (issue.check, issue.severity, issue.key) == ("与上年比", Severity.WARNING, "与上年比：某日")
        assert str(issue.location) == "s.yaml 第1行「某日」"


def test_the_message_says_both_dates(tmp_path: Path) -> None:
    (issue,) = told(tmp_path, "日期", "9月30日", "上年9月30日")
    assert issue.message == (
        "「某日」2017年的是2017年9月30日，2018年的是2017年9月30日，不是大约晚一年：像是早了1年。"
        "请核对年份，写「上年」「次年」的也请核对。"
    )


def test_a_date_that_last_year_lacked_is_nothing_to_tell(tmp_path: Path) -> None:
    assert told(tmp_path, "日期", "", "上年9月30日") == []
