"""Rates typed as fractions of one: 0.92 where the column's other cells, or last year's, say that 92 is meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.base.issues import Issue, Severity
from reportgen.report import drafting

CATALOGUE = """\
s:
  tables: {t: {村: [], 参保率: {unit: '%', digits: 2}}, u: {村: [], 险种: [医保, 工伤], 比率: {unit: '%', digits: 2}}}
  甲村参保率: {sum: 参保率, where: {村: 甲村}}
  乙村参保率: {sum: 参保率, where: {村: 乙村}}
  甲村工伤: {sum: 比率, where: {村: 甲村, 险种: 工伤}}
"""
SHARES = "村,险种,比率\n甲村,医保,92\n甲村,工伤,0.8\n乙村,医保,95\n乙村,工伤,0.7\n"
SHARES_THEN = "村,险种,比率\n甲村,医保,90\n甲村,工伤,0.9\n乙村,医保,93\n乙村,工伤,0.8\n"
THEN = "村,参保率\n甲村,91\n乙村,94\n丙村,87\n"
ORDINARY = "村,参保率\n甲村,92\n乙村,95\n丙村,88.5\n"


Tell = Callable[..., list[Issue]]


@pytest.fixture
def told(tmp_path: Path) -> Tell:
    """Return a function that tells what the checks find about rates, of this year's tables and perhaps last year's."""

    def tell(t: str, u: str = SHARES, then: str = "") -> list[Issue]:
        (tmp_path / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
        for year, files in ((2017, (then, SHARES_THEN) if then else ()), (2018, (t, u))):
            folder = tmp_path / "data" / str(year)
            for name, text in zip("tu", files, strict=False):
                folder.mkdir(parents=True, exist_ok=True)
                (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        return list(drafting.read_year(tmp_path / "data", tmp_path, 2018).issues)

    return tell


def test_rates_of_one_size_are_left_alone(told: Tell) -> None:
    assert told(ORDINARY) == []
    assert told(ORDINARY, then=THEN) == []


def test_a_fraction_of_one_among_rates_in_tens_is_asked_about(told: Tell) -> None:
    (issue,) = told("村,参保率\n甲村,0.92\n乙村,95\n丙村,88.5\n")
    assert str(issue) == (
        "t.csv 第2行「参保率」：写的是0.92，单位是%，就是0.92%；这一列别的数是88.5到95，是不是应为92？"
        "是的请改成92；真是0.92%的不用改。"
    )
    assert (issue.check, issue.severity, issue.metrics) == ("百分数", Severity.WARNING, ("甲村参保率",))
    assert (issue.expected, issue.found, issue.key) == ("92", "0.92", "百分数：t.csv「参保率」甲村")


def test_several_of_a_column_are_asked_about_once(told: Tell) -> None:
    (issue,) = told("村,参保率\n甲村,0.92\n乙村,95\n丙村,1\n丁村,0.9\n")
    assert str(issue) == (
        "t.csv 第2行「参保率」：写的是0.92，单位是%，就是0.92%（第4–5行也是这样）；这一列别的数是95，是不是应为92？"
        "是的请改成92；真是0.92%的不用改。"
    )
    assert issue.key == "百分数：t.csv「参保率」甲村、丙村、丁村"


def test_a_column_in_which_small_rates_are_usual_is_left_alone(told: Tell) -> None:
    assert told("村,参保率\n甲村,0.92\n乙村,9.9\n丙村,88.5\n") == []  # shares of a whole are of every size
    assert told("村,参保率\n甲村,0.92\n乙村,0.8\n丙村,0\n") == []  # nothing says that they are large
    assert told("村,参保率\n甲村,1.1\n乙村,95\n丙村,0\n") == []  # neither 110 nor nothing was meant


def test_rates_of_another_kind_are_no_measure(told: Tell) -> None:
    assert told(ORDINARY, SHARES) == []
    (issue,) = told(ORDINARY, SHARES.replace("95", "0.95"))
    assert issue.location and (issue.location.row, issue.found) == (4, "0.95")


def test_where_all_of_a_column_are_fractions_last_year_tells(told: Tell) -> None:
    fractions = "村,参保率\n甲村,0.92\n乙村,0.95\n丙村,0.88\n"
    assert told(fractions) == []
    (issue,) = told(fractions, then=THEN)
    assert str(issue) == (
        "t.csv 第2行「参保率」：写的是0.92，单位是%，就是0.92%（第3–4行也是这样）；2017年是91，是不是应为92？"
        "是的请改成92；真是0.92%的不用改。"
    )


def test_what_is_asked_about_is_told_once_beside_last_year(told: Tell) -> None:
    (issue,) = told("村,参保率\n甲村,0.92\n乙村,95\n丙村,88.5\n", then=THEN)
    assert issue.check == "百分数"
