"""What stands out against last year: each reason where it holds, is broken, and at its edge, in the office's own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from reportgen.base.issues import Issue, Severity
from reportgen.compare import comparing
from reportgen.report import drafting

Files = Mapping[str, str]  # births.csv or s.yaml -> text


def told(folder: Path, catalogue: str, before: Files | None, after: Files) -> list[Issue]:
    """Return what a year is told against the one before, which has no folder where it is None."""
    (folder / "catalogue.yaml").write_text(dedent(catalogue), encoding="utf-8")
    for year, files in ((2017, before), (2018, after)):
        for name, text in (files or {}).items():
            path = folder / "data" / str(year) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), encoding="utf-8")
    return list(drafting.read_year(folder / "data", folder, 2018).issues)


def reasons(folder: Path, metric: str, before: object, after: object, more: str = "") -> list[str]:
    """Return why one typed number stands out; `metric` is its definition."""
    issues = told(folder, f"{more}s:\n  数: {metric}\n", {"s.yaml": f"数: {before}"}, {"s.yaml": f"数: {after}"})
    assert all(issue.key == "与上年比：数" and issue.metrics == ("数",) for issue in issues)
    return [issue.message.partition("：")[2].removesuffix("。请核对。") for issue in issues]


# ---- one number against last year's ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (151, 163, ""),
        (200, 300, ""),  # 50%: up to the limit
        (200, 301, "增加50.5%"),
        (200, 99, "减少50.5%"),
        (200, 100, ""),
        (15, 24, ""),  # 60%, but 9 persons
        (15, 25, "增加66.7%"),  # 10 persons
        (24, 11, "减少54.2%"),
    ],
)
def test_more_than_half_as_much_or_less_than_half_stands_out(
    before: int, after: int, reason: str, tmp_path: Path
) -> None:
    assert reasons(tmp_path, "人", before, after) == [reason] * bool(reason)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [(90, 80, ""), (90, "79.9", "减少10.1个百分点"), (80, 92, "增加12.0个百分点"), (0, 11, "增加11.0个百分点")],
)
def test_a_rate_stands_out_by_points(before: int, after: object, reason: str, tmp_path: Path) -> None:
    assert reasons(tmp_path, "{value: 数, unit: '%', digits: 1}", before, after) == [reason] * bool(reason)


@pytest.mark.parametrize(
    ("metric", "before", "after", "reason"),
    [
        ("{value: 数, unit: 人, notable: 10}", 1000, 1100, ""),
        ("{value: 数, unit: 人, notable: 10}", 1000, 1101, "增加10.1%"),
        ("{value: 数, unit: 人, notable: 80}", 1000, 1790, ""),
        ("{value: 数, unit: 人, notable: 0}", 1000, 1010, "增加1.0%"),
        ("{value: 数, unit: '%', notable: 2}", 90, 92, ""),
        ("{value: 数, unit: '%', notable: 2}", 90, 93, "增加3.0个百分点"),
        ("{value: 数, unit: '%', digits: 2, notable: 2}", 90, "93.25", "增加3.25个百分点"),
        ("{value: 数, unit: 个百分点, digits: 2, notable: 2}", "1.17", "3.18", "增加2.01个百分点"),
        ("{value: 数, unit: '%', notable: 30}", 100, 75, ""),
    ],
)
def test_a_metric_may_have_another_limit(metric: str, before: int, after: int, reason: str, tmp_path: Path) -> None:
    assert reasons(tmp_path, metric, before, after) == [reason] * bool(reason)


@pytest.mark.parametrize(
    ("limits", "after", "reason"),
    [
        ("{percent: 20}", 240, ""),
        ("{percent: 20}", 241, "增加20.5%"),
        ("{percent: 20, least: 100}", 299, ""),
        ("{percent: 20, least: 100}", 300, "增加50.0%"),
    ],
)
def test_the_catalogue_says_the_limits(limits: str, after: int, reason: str, tmp_path: Path) -> None:
    assert reasons(tmp_path, "人", 200, after, f"changes: {limits}\n") == [reason] * bool(reason)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [(0, 9, ""), (0, 10, "上年是0"), (9, 0, ""), (12, 0, "今年变成了0"), (0, 0, "")],
)
def test_from_nothing_and_to_nothing(before: int, after: int, reason: str, tmp_path: Path) -> None:
    assert reasons(tmp_path, "人", before, after) == [reason] * bool(reason)


TENFOLD, SWAPPED = "差了约10倍，可能多打或少打了一位", "前两位数字对调后就和上年接近，可能打颠倒了"
STANDING = "和上年一个数也不差，可能忘了更新"


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (163, 1630, TENFOLD),
        (1630, 163, TENFOLD),
        (163, 1141, TENFOLD),  # 7 times: ten times of seven tenths
        (163, 1140, "增加599.4%"),
        (163, 2282, TENFOLD),  # 14 times
        (163, 2283, "增加1300.6%"),
        (1, 10, TENFOLD),
        (1, 9, ""),  # a handful more
        (1, 15, "增加1400.0%"),
    ],
)
def test_a_digit_too_many_or_too_few(before: int, after: int, reason: str, tmp_path: Path) -> None:
    assert reasons(tmp_path, "人", before, after) == [reason] * bool(reason)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (2391, 3264, SWAPPED),  # 2364
        (2391, 2634, ""),  # the second and third: 10% is what years do
        (45, 54, SWAPPED),
        (97, 89, SWAPPED),  # 98
        (1230, 1323, ""),  # 3123 is far away
        (100, 106, ""),
        (8, 6, ""),  # one digit
        (2364, 2264, ""),  # both the same
        (107, 17, SWAPPED),  # 017, which is kept as 17
        ("8.21", "3.81", SWAPPED),  # 8.31
        ("0.52", "0.25", SWAPPED),
    ],
)
def test_the_first_two_digits_swapped(before: object, after: object, reason: str, tmp_path: Path) -> None:
    assert reasons(tmp_path, "{value: 数, unit: 万元, digits: 2}", before, after) == [reason] * bool(reason)


@pytest.mark.parametrize(
    ("metric", "number", "reason"),
    [
        ("人", 163, STANDING),
        ("人", 15142, STANDING),
        ("人", 85, ""),  # small
        ("人", 9000, ""),  # round
        ("人", 5300, ""),
        ("人", 2770, STANDING),
        ("人", 0, ""),
        ("{value: 数, unit: 人, steady: true}", 163, ""),
        ("{value: 数, unit: 人, steady: false}", 163, STANDING),
        ("{value: 数, unit: '%', digits: 1}", "89.2", ""),  # a rate often stays
        ("{value: 数, unit: 万元, digits: 2}", "8.33", STANDING),
        ("{value: 数, unit: 万元, digits: 2}", "8.3", ""),
    ],
)
def test_last_year_s_number_left_standing(metric: str, number: object, reason: str, tmp_path: Path) -> None:
    assert reasons(tmp_path, metric, number, number) == [reason] * bool(reason)


def test_the_sum_of_other_numbers_may_come_out_the_same(tmp_path: Path) -> None:
    catalogue = "s:\n  tables: {t: {类: [甲, 乙], 人数: 人}}\n  总数: {sum: 人数}\n"
    before, same, other = ({"t.csv": f"类,人数\n甲,{one}\n乙,{two}\n"} for one, two in ((76, 87), (76, 87), (80, 83)))
    assert told(tmp_path, catalogue, before, other) == []
    (issue,) = told(tmp_path, catalogue, before, same)
    assert str(issue) == "t.csv：整张表的2个数和2017年一个也不差，可能忘了更新。请核对，没有更新的换成2018年的数。"
    assert (issue.metrics, issue.expected, issue.found) == (("总数",), "2018年的数", "上年的数")


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ((20, 5), (20, 35), "正负号变了"),
        ((20, 5), (20, 19), ""),
        ((5, 20), (5, 18), ""),
        ((5, 20), (5, 60), "减少266.7%"),
    ],
)
def test_a_balance_whose_sign_changed(
    before: tuple[int, int], after: tuple[int, int], reason: str, tmp_path: Path
) -> None:
    catalogue = "changes: {percent: 100, least: 10}\ns:\n  差: {formula: 来 - 去, unit: 人, notable: 100}\n"
    catalogue += "  来: {value: 来, notable: 1000}\n  去: {value: 去, notable: 1000}\n"
    files = ({"s.yaml": f"来: {come}\n去: {go}\n"} for come, go in (before, after))
    found = [issue for issue in told(tmp_path, catalogue, *files) if issue.metrics == ("差",)]
    assert [issue.message.partition("：")[2] for issue in found] == [f"{reason}。请核对。"] * bool(reason)


@pytest.mark.parametrize(("after", "flagged"), [("8.9", False), ("18.0001", True)])
def test_a_small_change_is_small_in_yuan_whatever_the_unit(after: str, flagged: bool, tmp_path: Path) -> None:
    found = reasons(tmp_path, "{value: 数, unit: 万元, digits: 4}", "8.33", after)  # 10万元 are not 10
    assert bool(found) == flagged


# ---- what a finding says -----------------------------------------------------------------------------------------------------

BIRTHS = "s:\n  tables: {t: {孩次: [一孩, 二孩], 人数: 人}}\n  一孩: {sum: 人数, where: {孩次: 一孩}}\n  二孩: {sum: 人数, where: {孩次: 二孩}}\n"


def births(one: object, two: object) -> Files:
    return {"t.csv": f"孩次,人数\n一孩,{one}\n二孩,{two}\n"}


def test_a_finding_says_both_years_and_where_to_look(tmp_path: Path) -> None:
    (issue,) = told(tmp_path, BIRTHS, births(81, 84), births(76, 840))
    assert str(issue) == f"t.csv 第3行「人数」：「二孩」2017年是84人，2018年是840人：{TENFOLD}。请核对。"
    assert (issue.check, issue.severity, issue.metrics) == ("与上年比", Severity.WARNING, ("二孩",))
    assert (issue.expected, issue.found, issue.key) == ("84人上下", "840人", "与上年比：二孩")


def test_the_key_lets_a_year_accept_it(tmp_path: Path) -> None:
    after = {**births(76, 840), "s.yaml": "accepted:\n  - {issue: 与上年比：二孩, reason: 全面两孩}\n"}
    (issue,) = told(tmp_path, BIRTHS, births(81, 84), after)
    assert issue.accepted == "全面两孩"


@pytest.mark.parametrize(("before", "after"), [("", 84), (84, "")])
def test_a_missing_number_is_not_compared(before: object, after: object, tmp_path: Path) -> None:
    assert not [
        issue for issue in told(tmp_path, BIRTHS, births(81, before), births(76, after)) if issue.check == "与上年比"
    ]


def test_nothing_is_told_without_last_year_s_folder(tmp_path: Path) -> None:
    assert told(tmp_path, BIRTHS, None, births(76, 840)) == []


def test_a_folder_two_years_ago_is_not_last_year_s(tmp_path: Path) -> None:
    (tmp_path / "data" / "2016").mkdir(parents=True)
    (tmp_path / "data" / "2016" / "t.csv").write_text("孩次,人数\n一孩,1\n二孩,1\n", encoding="utf-8")
    assert told(tmp_path, BIRTHS, None, births(76, 840)) == []


def test_a_year_that_cannot_be_read_is_one_warning(tmp_path: Path) -> None:
    (issue,) = told(tmp_path, BIRTHS, births("八十一", "八十四"), births(76, 840))
    assert issue.severity is Severity.WARNING
    assert issue.message.startswith("2017年的数据读不出来，没有和上年比：t.csv 第2行「人数」：「八十一」")
    assert issue.message.endswith("（共2处）")


def test_figures_that_count_up_to_other_days_are_not_compared(tmp_path: Path) -> None:
    catalogue = "s:\n  as_of: 截止日\n  截止日: 日期\n  数: 人\n  倍: {formula: 数 * 2, unit: 人}\n"
    before = {"s.yaml": "截止日: 12月31日\n数: 163\n"}
    assert told(tmp_path, catalogue, before, {"s.yaml": "截止日: 9月30日\n数: 1630\n"}) == []
    assert len(told(tmp_path, catalogue, before, {"s.yaml": "截止日: 12月31日\n数: 1630\n"})) == 2


def test_the_comparison_carries_the_same_reasons(tmp_path: Path) -> None:
    told(tmp_path, BIRTHS, births(81, 84), births(76, 840))
    found = comparing.read_comparison(tmp_path / "data", tmp_path, 2018, 2017)
    assert [(one.name, one.notes) for one in found.changes] == [("一孩", ()), ("二孩", (TENFOLD,))]


# ---- stocks ------------------------------------------------------------------------------------------------------------------

STOCK = """\
s:
  总人口: 人
  出生: 人
  死亡: 人
  stocks:
    - {stock: 总人口, flow: 出生 - 死亡%s}
"""


def people(total: int, born: object = 160, died: int = 60) -> Files:
    return {"s.yaml": f"总人口: {total}\n出生: {born}\n死亡: {died}\n"}


@pytest.mark.parametrize(
    ("within", "total", "found"),
    [
        ("", 10100, False),
        ("", 10600, False),  # 5% of 10000 for what isn't counted
        ("", 10601, True),
        ("", 9599, True),
        (", within_percent: 1", 10200, False),
        (", within_percent: 1", 10201, True),
        (", within_percent: 0", 10101, True),
        (", within_percent: 0", 10100, False),
    ],
)
def test_a_stock_follows_from_last_year_s(within: str, total: int, found: bool, tmp_path: Path) -> None:
    issues = told(tmp_path, STOCK % within, people(10000, 158, 61), people(total))
    assert bool(issues) == found
    for issue in issues:
        due = {"": "在10100人上下（可以相差上年的5%）", ", within_percent: 1": "在10100人上下（可以相差上年的1%）"}
        expected = due.get(within, "是10100人")
        message = f"「总人口」上年10000人，加上今年的变动（出生 - 死亡）应{expected}，现在是{total}人。请核对。"
        assert (issue.message, issue.key) == (message, "与上年比：总人口的存量")
        assert (issue.metrics, issue.expected, issue.found) == (
            ("总人口", "出生", "死亡"),
            "10100人上下"[:-2],
            f"{total}人",
        )
        assert str(issue.location) == "s.yaml 第1行「总人口」"


def test_a_stock_without_its_flow_waits(tmp_path: Path) -> None:
    issues = told(tmp_path, STOCK % "", people(10000), people(10900, ""))
    assert [issue.check for issue in issues] == ["缺数据"]


def test_a_flow_that_grows_beyond_any_figure_is_told(tmp_path: Path) -> None:
    flow = " * ".join(["数"] * 90)
    catalogue = f"s:\n  数: {{value: 数, unit: 人, steady: true}}\n  stocks:\n    - {{stock: 数, flow: {flow}}}\n"
    (issue,) = told(tmp_path, catalogue, {"s.yaml": "数: 999999999999999"}, {"s.yaml": "数: 999999999999999"})
    assert "算出来的数太大" in issue.message
    assert str(issue.location) == "catalogue.yaml 第4行"


# ---- rows --------------------------------------------------------------------------------------------------------------------

VILLAGES = """\
any_table: {村: ''}
s:
  tables: {t: {类: [甲类, 乙类], 人数: 人}, u: {村: [], 户数: 户}}
  人: {sum: 人数}
  户: {sum: 户数}
"""
PEOPLE = "村,类,人数\n东村,甲类,310\n东村,乙类,220\n西村,甲类,430\n西村,乙类,150\n南村,甲类,520\n南村,乙类,260\n"
HOUSES = "村,户数\n东村,70\n西村,80\n南村,90\n"
LAST_YEAR = {"t.csv": PEOPLE.replace("310", "305").replace("520", "513"), "u.csv": HOUSES.replace("70", "71")}


def rows(folder: Path, people: str = PEOPLE, houses: str = HOUSES) -> list[Issue]:
    return told(folder, VILLAGES, LAST_YEAR, {"t.csv": people, "u.csv": houses})


def test_all_rows_are_there(tmp_path: Path) -> None:
    assert rows(tmp_path) == []


def test_a_village_that_is_gone_is_told(tmp_path: Path) -> None:
    (issue,) = rows(tmp_path, houses=HOUSES.replace("西村,80\n", ""))
    assert str(issue) == "u.csv「村」：上年的表里有西村，今年没有。是不是漏了行？真的没有就填0。"
    assert (issue.severity, issue.expected, issue.key) == (Severity.WARNING, "西村", "与上年比：u.csv「村」少了西村")


def test_a_village_that_is_gone_with_all_its_rows_is_told(tmp_path: Path) -> None:
    issues = rows(tmp_path, people=PEOPLE.replace("西村,甲类,430\n西村,乙类,150\n", ""))
    assert [issue.key for issue in issues] == ["与上年比：t.csv「村」少了西村"]


def test_a_row_that_is_told_as_absent_is_not_told_twice(tmp_path: Path) -> None:
    issues = rows(tmp_path, people=PEOPLE.replace("西村,甲类,430\n", ""))
    assert [issue.check for issue in issues] == ["缺数据"]


@pytest.mark.parametrize("spelled", ["西 村", "西村　", "西村"])
def test_a_village_spelled_with_other_blanks_is_not_gone(spelled: str, tmp_path: Path) -> None:
    assert rows(tmp_path, houses=HOUSES.replace("西村", spelled)) == []


def test_a_new_village_is_nothing_to_tell(tmp_path: Path) -> None:
    assert rows(tmp_path, houses=HOUSES + "北村,10\n") == []


def test_a_combination_that_is_gone_is_told_where_neither_of_its_categories_is(tmp_path: Path) -> None:
    catalogue = "s:\n  tables: {t: {村: [], 类: [], 人数: 人}}\n  人: {sum: 人数}\n"
    full = "村,类,人数\n东村,甲,31\n东村,乙,22\n西村,甲,43\n西村,乙,15\n"
    (issue,) = told(
        tmp_path, catalogue, {"t.csv": full}, {"t.csv": full.replace("西村,甲,43\n", "").replace("31", "32")}
    )
    assert str(issue) == "t.csv「村、类」：上年的表里有西村、甲，今年没有。是不是漏了行？真的没有就填0。"


def test_a_column_that_last_year_lacked_is_nothing_to_tell(tmp_path: Path) -> None:
    before = {**LAST_YEAR, "t.csv": "类,人数\n甲类,1250\n乙类,640\n"}
    assert told(tmp_path, VILLAGES, before, {"t.csv": PEOPLE, "u.csv": HOUSES}) == []


@pytest.mark.parametrize(
    ("old", "new", "row", "reason"),
    [("东村,乙类,220", "东村,乙类,2200", 3, TENFOLD), ("西村,甲类,430", "西村,甲类,340", 4, SWAPPED)],
)
def test_a_slip_in_one_village_is_told_though_the_sum_hides_it(
    old: str, new: str, row: int, reason: str, tmp_path: Path
) -> None:
    issues = [issue for issue in rows(tmp_path, people=PEOPLE.replace(old, new)) if issue.key != "与上年比：人"]
    village, kind, number = new.split(",")
    message = f"{kind}、{village}2017年是{old.split(',')[2]}，2018年是{number}：{reason}。请核对。"
    assert [str(issue) for issue in issues] == [f"t.csv 第{row}行「人数」：{message}"]
    assert (issues[0].metrics, issues[0].key) == (("人",), f"与上年比：t.csv「人数」{kind}、{village}")


def test_the_small_numbers_of_a_village_go_up_and_down(tmp_path: Path) -> None:
    assert rows(tmp_path, houses=HOUSES.replace("90", "65")) == []
    assert rows(tmp_path, houses=HOUSES.replace("80", "52")) == []


def test_a_slip_that_a_figure_shows_is_not_told_twice(tmp_path: Path) -> None:
    assert len(told(tmp_path, BIRTHS, births(281, 284), births(276, 2840))) == 1
