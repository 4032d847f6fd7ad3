"""The league of many offices: ranks, shares, changes, who stands out, and what is said where numbers are missing."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from leagues import NUMBERS, Numbers, league_of

from reportgen.compare.league import Contest, League, of_section
from reportgen.compare.league_rows import header, lines, notices, row
from reportgen.compare.league_text import as_csv, as_text

THEN: Numbers = {
    "青石街道": (29000, 100, 400, 380),
    "白岭镇": (20000, 100, 300, 240),
    "黑土乡": (31000, 50, 0, 0),
}


def contest(found: League, name: str) -> Contest:
    return next(one for one in found.contests if one.entry.name == name)


def said(found: League, name: str) -> list[tuple[str, ...]]:
    """Return what each line of a metric says behind the metric's own name and unit."""
    return [row(line, found)[3:] for line in lines(contest(found, name))]


def notes(found: League, name: str) -> dict[str, tuple[str, ...]]:
    return {one.office: one.change.notes for one in contest(found, name).standings if one.change.notes}


def test_the_largest_comes_first_and_offices_with_the_same_number_share_a_rank(tmp_path: Path) -> None:
    found = league_of(tmp_path, NUMBERS)
    assert header(found) == ("部分", "指标", "计量单位", "填报单位", "名次", "2025年", "占比（%）", "说明")
    assert said(found, "总人口") == [
        ("合计", "", "80000", "100.0", ""),
        ("青石街道", "1", "30000", "37.5", ""),
        ("黑土乡", "1", "30000", "37.5", ""),
        ("白岭镇", "3", "20000", "25.0", ""),
    ]


def test_a_rate_of_all_is_of_the_sums_and_no_mean_and_has_no_shares(tmp_path: Path) -> None:
    found = league_of(tmp_path, NUMBERS)
    # 360 + 285 + 190 of 900; the mean of 90 %, 95 % and 95 % would be 93.3 %
    assert said(found, "完成率")[0] == ("全部单位", "", "92.8", "", "")
    assert [one[:3] for one in said(found, "完成率")[1:]] == [
        ("白岭镇", "1", "95.0"),
        ("黑土乡", "1", "95.0"),
        ("青石街道", "3", "90.0"),
    ]
    assert contest(found, "完成率").entry.value == Fraction(835, 9)


def test_a_count_moves_in_per_cent_and_a_rate_in_points(tmp_path: Path) -> None:
    found = league_of(tmp_path, NUMBERS, THEN)
    assert said(found, "出生")[1] == ("青石街道", "1", "120", "44.4", "100", "+20", "+20.0", "")
    assert said(found, "完成率")[1] == ("白岭镇", "1", "95.0", "", "80.0", "+15.0个百分点", "", "")


def test_an_office_that_was_no_rate_last_year_has_a_rank_and_no_change(tmp_path: Path) -> None:
    found = league_of(tmp_path, NUMBERS, THEN)
    assert said(found, "完成率")[2] == ("黑土乡", "1", "95.0", "", "待补", "", "", "2024年没有这个数")


def test_an_empty_cell_is_no_nought(tmp_path: Path) -> None:
    found = league_of(tmp_path, NUMBERS | {"白岭镇": ("", 90, 300, 285)})
    assert said(found, "总人口") == [
        ("全部单位", "", "待补", "", ""),
        ("青石街道", "1", "30000", "", ""),
        ("黑土乡", "1", "30000", "", ""),
        ("白岭镇", "", "待补", "", ""),
    ]
    assert said(found, "出生")[0] == ("合计", "", "270", "100.0", "")


def test_an_office_that_handed_in_nothing_is_there_without_a_rank_and_said_above(tmp_path: Path) -> None:
    found = league_of(tmp_path, NUMBERS, lacking={"红河镇": "没有2025年的数据"})
    assert said(found, "出生")[-1] == ("红河镇", "", "待补", "", "")
    assert notices(found)[0] == "4个单位中1个没有数：红河镇（没有2025年的数据）。合计和占比只是其余单位的。"


def test_a_number_of_nought_is_ranked_and_has_a_share(tmp_path: Path) -> None:
    found = league_of(tmp_path, NUMBERS | {"白岭镇": (20000, 0, 300, 285)})
    assert said(found, "出生")[-1] == ("白岭镇", "3", "0", "0.0", "")


def test_of_offices_that_have_nothing_at_all_there_are_no_shares(tmp_path: Path) -> None:
    found = league_of(tmp_path, dict.fromkeys(NUMBERS, (20000, 0, 300, 285)))
    assert [line[1:4] for line in said(found, "出生")] == [("", "0", ""), *[("1", "0", "")] * 3]


# ---- who stands out

MANY: Numbers = {f"{n}号街道": (20000 + 3000 * n, 100 + 9 * n, 300, 285 - n) for n in range(8)}


def test_a_digit_too_many_stands_out_though_offices_differ_in_size(tmp_path: Path) -> None:
    found = league_of(tmp_path, MANY | {"0号街道": (20000, 1000, 300, 285)})
    assert notes(found, "出生") == {"0号街道": ("是各单位中位数141人的7.1倍",)}


def test_an_office_twice_as_large_as_the_others_does_not_stand_out(tmp_path: Path) -> None:
    assert notes(league_of(tmp_path, MANY | {"0号街道": (70000, 250, 300, 285)}), "总人口") == {}


def test_a_small_count_that_is_three_times_the_others_does_not_stand_out(tmp_path: Path) -> None:
    small: Numbers = {name: (own[0], 4 + n % 3, *own[2:]) for n, (name, own) in enumerate(MANY.items())}
    assert notes(league_of(tmp_path / "a", small | {"0号街道": (20000, 16, 300, 285)}), "出生") == {}
    large = league_of(tmp_path / "b", small | {"0号街道": (20000, 60, 300, 285)})
    assert notes(large, "出生") == {"0号街道": ("是各单位中位数5人的12.0倍",)}


def test_a_rate_far_below_the_others_stands_out(tmp_path: Path) -> None:
    found = league_of(tmp_path, MANY | {"0号街道": (20000, 100, 300, 200)})
    assert notes(found, "完成率") == {"0号街道": ("低出别的单位很多，各单位的中位数是93.5%",)}


def test_where_most_offices_say_the_same_nobody_is_judged_and_it_is_said(tmp_path: Path) -> None:
    found = league_of(tmp_path, MANY | {"0号街道": (20000, 100, 3000, 285)})
    assert notes(found, "任务") == {}
    assert said(found, "任务")[0][-1] == "不判断数是否突出：半数以上的单位一样"


@pytest.mark.parametrize(("count", "few"), [(4, True), (5, False)])
def test_of_few_offices_nobody_is_judged_and_it_is_said(tmp_path: Path, count: int, few: bool) -> None:
    offices = dict(list(MANY.items())[:count]) | {"0号街道": (20000, 9000, 300, 285)}
    found = league_of(tmp_path, offices)
    assert ("不到5个单位有数，不判断哪个单位突出。" in notices(found)) is few
    assert bool(notes(found, "出生")) is not few


def test_a_change_that_goes_against_all_others_stands_out(tmp_path: Path) -> None:
    then: Numbers = {name: (own[0] - 200 - 10 * n, *own[1:]) for n, (name, own) in enumerate(MANY.items())}
    found = league_of(tmp_path, MANY, then | {"3号街道": (40000, *MANY["3号街道"][1:])})
    assert notes(found, "总人口") == {"3号街道": ("比上年-27.5%，各单位的中位数是+0.7%",)}


def test_a_small_count_that_doubles_by_chance_does_not_stand_out(tmp_path: Path) -> None:
    now: Numbers = {name: (own[0], 100 + n, *own[2:]) for n, (name, own) in enumerate(MANY.items())}
    then: Numbers = {name: (own[0], 100 + (n * 3) % 5, *own[2:]) for n, (name, own) in enumerate(MANY.items())}
    found = league_of(tmp_path, now | {"0号街道": (20000, 6, 300, 285)}, then | {"0号街道": (20000, 3, 300, 285)})
    assert "比上年" not in "".join(notes(found, "出生").get("0号街道", ()))


# ---- text and CSV


def test_the_text_says_each_metric_once_and_its_offices_by_rank(tmp_path: Path) -> None:
    text = as_text(of_section(league_of(tmp_path, NUMBERS, THEN), "人口")).splitlines()
    assert text[0] == "不到5个单位有数，不判断哪个单位突出。"
    start = text.index("出生（人）")
    assert [line.split() for line in text[start + 1 : start + 5]] == [
        ["合计", "270", "100.0", "250", "+20", "+8.0"],
        ["青石街道", "1", "120", "44.4", "100", "+20", "+20.0"],
        ["白岭镇", "2", "90", "33.3", "100", "-10", "-10.0"],
        ["黑土乡", "3", "60", "22.2", "50", "+10", "+20.0"],
    ]
    assert text[-1] == "2025年：3个单位，5项指标。"


def test_the_csv_has_a_row_for_each_metric_and_office_with_numbers_that_calculate(tmp_path: Path) -> None:
    rows = as_csv(league_of(tmp_path, NUMBERS, THEN)).splitlines()
    assert rows[0].lstrip("\ufeff") == (
        "部分,指标,计量单位,填报单位,名次,2025年,占比（%）,2024年,增减,增减计量单位,增减（%）,说明"
    )
    assert "人口,出生,人,青石街道,1,120,44.4,100,20,人,20.0," in rows
    assert "人口,完成率,%,白岭镇,1,95.0,,80.0,15.0,个百分点,," in rows
