"""Rows against last year's: villages and cells exchanged, numbers far off, copies of the row above, tables that nobody filled in again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent

import pytest

from reportgen.base.issues import Issue, Severity
from reportgen.report import drafting

CATALOGUE = """\
any_table: {村: ''}
s:
  tables: {t: {类: [登记, 走访], 人数: 人}, u: {类: [甲类, 乙类], 应到: 人, 实到: 人}, m: {金额: 元}}
  人数: {sum: 人数}
  应到: {sum: 应到, notable: 1000}
  实到: {sum: 实到, notable: 1000}
  甲类应到: {sum: 应到, where: {类: 甲类}, notable: 1000}
  甲类实到: {sum: 实到, where: {类: 甲类}, notable: 1000}
  金额: {sum: 金额}
"""
VILLAGES = ("东村", "西村", "南村", "北村", "上村", "下村", "前村", "后村")
REGISTERED = (310, 434, 520, 89, 145, 267, 702, 198)
THIS_YEAR = (314, 430, 528, 91, 143, 270, 698, 201)
VISITS = (24, 31, 45, 12, 18, 22, 61, 15)
THIS_YEAR_VISITS = (29, 26, 41, 17, 14, 25, 66, 11)
SEATS = "类,应到,实到\n甲类,80,20\n乙类,95,90\n"
SEATS_THEN = "类,应到,实到\n甲类,82,22\n乙类,93,91\n"


def table(registered: Sequence[int], visits: Sequence[int], villages: Sequence[str] = VILLAGES) -> str:
    rows = zip(villages, registered, visits, strict=True)
    return "村,类,人数\n" + "".join(f"{v},登记,{one}\n{v},走访,{other}\n" for v, one, other in rows)


def told(
    folder: Path,
    now: str = table(THIS_YEAR, THIS_YEAR_VISITS),
    seats: str = SEATS,
    money: str = "村,金额\n东村,500\n西村,900\n南村,1300\n",
) -> list[Issue]:
    """Return what this year's tables are told."""
    (folder / "catalogue.yaml").write_text(dedent(CATALOGUE), encoding="utf-8")
    then = {
        "t.csv": table(REGISTERED, VISITS),
        "u.csv": SEATS_THEN,
        "m.csv": "村,金额\n东村,510\n西村,880\n南村,1200\n",
    }
    for year, files in ((2017, then), (2018, {"t.csv": now, "u.csv": seats, "m.csv": money})):
        (folder / "data" / str(year)).mkdir(parents=True)
        for name, text in files.items():
            (folder / "data" / str(year) / name).write_text(text, encoding="utf-8")
        (folder / "data" / str(year) / "s.yaml").write_text("", encoding="utf-8")
    return list(drafting.read_year(folder / "data", folder, 2018).issues)


def changed(numbers: Sequence[int], **villages: int) -> list[int]:
    return [villages.get(village, number) for village, number in zip(VILLAGES, numbers, strict=True)]


def test_an_ordinary_year_is_left_alone(tmp_path: Path) -> None:
    assert told(tmp_path) == []


# ---- exchanged ---------------------------------------------------------------------------------------------------------------


def test_two_villages_under_each_other_s_name_are_told_once(tmp_path: Path) -> None:
    names = ["西村" if village == "上村" else "上村" if village == "西村" else village for village in VILLAGES]
    (issue,) = told(tmp_path, table(THIS_YEAR, THIS_YEAR_VISITS, names))
    assert issue.message == (
        "上村和西村的数像是填反了：登记「人数」2018年是430和143，2017年是145和434，对调后就和上年接近。请核对这些行。"
    )
    assert (issue.check, issue.severity, issue.metrics) == ("与上年比", Severity.WARNING, ("人数",))
    assert issue.key == "与上年比：t.csv上村和西村对调"
    assert issue.location and (issue.location.file, issue.location.column) == ("t.csv", None)


def test_two_cells_of_a_column_in_each_other_s_place_are_told_at_the_cell(tmp_path: Path) -> None:
    swapped = changed(THIS_YEAR, 东村=91, 北村=314)
    (issue,) = told(tmp_path, table(swapped, THIS_YEAR_VISITS))
    assert str(issue) == (
        "t.csv 第2行「人数」：东村和北村的数像是填反了：登记「人数」2018年是91和314，2017年是310和89，"
        "对调后就和上年接近。请核对这两格。"
    )
    assert issue.key == "与上年比：t.csv登记「人数」东村和北村对调"


def test_two_categories_of_a_village_in_each_other_s_place_are_told(tmp_path: Path) -> None:
    issues = told(tmp_path, table(changed(THIS_YEAR, 南村=41), changed(THIS_YEAR_VISITS, 南村=528)))
    assert [issue.key for issue in issues] == ["与上年比：t.csv南村「人数」登记和走访对调"]


def test_villages_that_are_nearly_alike_may_change_places(tmp_path: Path) -> None:
    assert told(tmp_path, table(THIS_YEAR, changed(THIS_YEAR_VISITS, 东村=26, 西村=29))) == []


def test_two_columns_of_a_row_in_each_other_s_place_explain_their_figures(tmp_path: Path) -> None:
    issues = told(tmp_path, seats=SEATS.replace("甲类,80,20", "甲类,20,80"))
    assert [issue.message for issue in issues] == [
        "应到和实到的数像是填反了：甲类2018年是20和80，2017年是82和22，对调后就和上年接近。请核对这两格。"
    ]


# ---- far off -----------------------------------------------------------------------------------------------------------------


def test_a_row_that_moves_otherwise_than_all_other_villages_is_told(tmp_path: Path) -> None:
    (issue,) = told(tmp_path, table(changed(THIS_YEAR, 下村=207), THIS_YEAR_VISITS))
    assert str(issue) == ("t.csv 第12行「人数」：登记、下村2017年是267，2018年是207：减少得和别处很不一样。请核对。")
    assert (issue.expected, issue.found, issue.key) == ("267上下", "207", "与上年比：t.csv「人数」登记、下村")


@pytest.mark.parametrize("number", [225, 300])
def test_a_row_may_move_as_much_as_chance_and_the_other_villages_do(number: int, tmp_path: Path) -> None:
    assert told(tmp_path, table(changed(THIS_YEAR, 下村=number), THIS_YEAR_VISITS)) == []


def test_visits_go_up_and_down_more_than_what_is_registered(tmp_path: Path) -> None:
    assert told(tmp_path, table(THIS_YEAR, changed(THIS_YEAR_VISITS, 东村=40))) == []


def test_what_all_villages_move_by_is_no_slip_of_one(tmp_path: Path) -> None:
    half = [number * 6 // 10 for number in THIS_YEAR]
    assert told(tmp_path, table(half, THIS_YEAR_VISITS)) == []


@pytest.mark.parametrize(("village", "found"), [("前村", True), ("后村", True), ("北村", False)])
def test_a_zero_where_there_were_enough_is_told(village: str, found: bool, tmp_path: Path) -> None:
    issues = told(tmp_path, table(THIS_YEAR, changed(THIS_YEAR_VISITS, **{village: 0})))
    was = dict(zip(VILLAGES, VISITS, strict=True))[village]
    message = f"走访、{village}2017年是{was}，2018年是0：今年变成了0。请核对。"
    assert [issue.message for issue in issues] == [message] * found


def test_money_is_no_count(tmp_path: Path) -> None:
    assert told(tmp_path, money="村,金额\n东村,500\n西村,900\n南村,600\n") == []


# ---- copied, left ------------------------------------------------------------------------------------------------------------


def test_a_number_that_is_the_row_above_s_is_told(tmp_path: Path) -> None:
    now = table(THIS_YEAR, THIS_YEAR_VISITS)
    (issue,) = told(tmp_path, now.replace("北村,走访,17", "北村,走访,91"))
    assert issue.message == (
        "走访、北村2017年是12，2018年是91：和上一行（登记、北村）一个数也不差，像是照抄的。请核对。"
    )


def test_a_number_that_fits_last_year_may_be_the_row_above_s(tmp_path: Path) -> None:
    assert told(tmp_path, table(THIS_YEAR, changed(THIS_YEAR_VISITS, 北村=14, 上村=14))) == []


def test_a_table_in_which_every_number_is_last_year_s_is_told_once(tmp_path: Path) -> None:
    (issue,) = told(tmp_path, table(REGISTERED, VISITS))
    assert str(issue) == "t.csv：整张表的16个数和2017年一个也不差，可能忘了更新。请核对，没有更新的换成2018年的数。"
    assert issue.key == "与上年比：t.csv和上年相同"


def test_a_table_with_one_new_number_was_not_forgotten(tmp_path: Path) -> None:
    assert told(tmp_path, table(REGISTERED, changed(VISITS, 西村=33))) == []


def test_small_and_round_numbers_may_stay_as_they_are(tmp_path: Path) -> None:
    catalogue = "s:\n  tables: {t: {类: [甲, 乙, 丙], 户数: 户}}\n  户数: {sum: 户数}\n"
    (tmp_path / "catalogue.yaml").write_text(catalogue, encoding="utf-8")
    for year in (2017, 2018):
        (tmp_path / "data" / str(year)).mkdir(parents=True)
        (tmp_path / "data" / str(year) / "t.csv").write_text("类,户数\n甲,2\n乙,8\n丙,200\n", encoding="utf-8")
        (tmp_path / "data" / str(year) / "s.yaml").write_text("", encoding="utf-8")
    assert list(drafting.read_year(tmp_path / "data", tmp_path, 2018).issues) == []


def test_a_finding_about_rows_can_be_accepted(tmp_path: Path) -> None:
    told(tmp_path, table(changed(THIS_YEAR, 下村=207), THIS_YEAR_VISITS))
    accepted = "accepted:\n  - {issue: 与上年比：t.csv「人数」登记、下村, reason: 拆迁}\n"
    (tmp_path / "data" / "2018" / "s.yaml").write_text(accepted, encoding="utf-8")
    (issue,) = drafting.read_year(tmp_path / "data", tmp_path, 2018).issues
    assert issue.accepted == "拆迁"


@pytest.mark.parametrize(("villages", "found"), [(8, True), (200, False)])
def test_of_very_many_pairs_some_look_exchanged_by_chance(villages: int, found: bool, tmp_path: Path) -> None:
    catalogue = "any_table: {村: ''}\ns:\n  tables: {t: {人数: 人}}\n  人数: {sum: 人数}\n"
    then = [130, 200, *(160 + n % 40 for n in range(villages - 2))]
    now = [183, 143, *(number + (-1) ** n * (n % 5) * 6 for n, number in enumerate(then[2:]))]
    (tmp_path / "catalogue.yaml").write_text(catalogue, encoding="utf-8")
    for year, numbers in ((2017, then), (2018, now)):
        (tmp_path / "data" / str(year)).mkdir(parents=True)
        rows = "".join(f"第{n}村,{number}\n" for n, number in enumerate(numbers, start=1))
        (tmp_path / "data" / str(year) / "t.csv").write_text(f"村,人数\n{rows}", encoding="utf-8")
        (tmp_path / "data" / str(year) / "s.yaml").write_text("", encoding="utf-8")
    keys = [issue.key for issue in drafting.read_year(tmp_path / "data", tmp_path, 2018).issues]
    assert [key for key in keys if "对调" in key] == ["与上年比：t.csv「人数」第1村和第2村对调"] * found
