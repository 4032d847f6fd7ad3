"""What the checks find, on numbers written beside the assertion in the office's own notation."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from conftest import DATA, TEMPLATE
from hypothesis import given, settings
from hypothesis import strategies as st
from written_year import YEAR, figures

from reportgen.base.issues import Issue, Location, Severity, Unusable
from reportgen.checks.data import check
from reportgen.figures.compute import compute
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources


def found(folder: Path, catalogue: str, **files: str) -> tuple[Issue, ...]:
    """Return what the checks find in a year that is written as `figures` says."""
    made = figures(folder, catalogue, **files)
    return check(read_catalogue(folder), made)


def told(issues: tuple[Issue, ...]) -> list[str]:
    return [str(issue) for issue in issues]


# ---- missing values ----------------------------------------------------------------------------------------------------------

BIRTHS = """\
s:
  tables: {births: {孩次: [一孩, 二孩], 人数: 人}}
  性别比: {formula: 男孩 / 女孩 * 100, unit: 女=100}
  双倍: {formula: 性别比 * 2}
  出生: {sum: 人数}
  一孩: {sum: 人数, where: {孩次: 一孩}}
  男孩: 人
  女孩: 人
  截止日: 日期
"""
FILLED = "男孩: 87\n女孩: 76\n截止日: 9月30日\n"


def test_nothing_is_missing(tmp_path: Path) -> None:
    assert found(tmp_path, BIRTHS, births="孩次,人数\n一孩,76\n二孩,80\n", s_yaml=FILLED) == ()


def test_an_empty_cell_is_told_once_with_all_that_wait_for_it(tmp_path: Path) -> None:
    (issue,) = found(tmp_path, BIRTHS, births="孩次,人数\n一孩,\n二孩,80\n", s_yaml=FILLED)
    assert str(issue) == "births.csv 第2行「人数」：是空的，报告里暂写「待补」：出生、一孩。没有发生请填0。"
    assert (issue.check, issue.severity, issue.metrics) == ("缺数据", Severity.ERROR, ("出生", "一孩"))
    assert (issue.expected, issue.found) == ("一个数", "空")


def test_an_absent_row_is_told_by_its_categories(tmp_path: Path) -> None:
    issues = found(tmp_path, BIRTHS, births="孩次,人数\n一孩,76\n", s_yaml=FILLED)
    assert told(issues) == ["births.csv「二孩」：缺这一行，报告里暂写「待补」：出生。没有发生请填0。"]


def test_a_table_without_rows_is_told_by_its_absent_rows(tmp_path: Path) -> None:
    issues = found(tmp_path, BIRTHS, births="孩次,人数\n", s_yaml=FILLED)
    assert told(issues) == [
        "births.csv「一孩」：缺这一行，报告里暂写「待补」：出生、一孩。没有发生请填0。",
        "births.csv「二孩」：缺这一行，报告里暂写「待补」：出生。没有发生请填0。",
    ]


def test_an_unfilled_key_is_told(tmp_path: Path) -> None:
    issues = found(tmp_path, BIRTHS, births="孩次,人数\n一孩,76\n二孩,80\n", s_yaml="男孩:\n女孩: 76\n")
    assert told(issues) == [
        "s.yaml 第1行「男孩」：是空的，报告里暂写「待补」：性别比、双倍、男孩。没有发生请填0。",
        "s.yaml「截止日」：是空的，报告里暂写「待补」：截止日。请填上日期。",
    ]


def test_zero_is_not_missing_but_cannot_divide(tmp_path: Path) -> None:
    (issue,) = found(
        tmp_path, BIRTHS, births="孩次,人数\n一孩,0\n二孩,0\n", s_yaml="男孩: 87\n女孩: 0\n截止日: 9月30日\n"
    )
    assert (
        str(issue)
        == "s.yaml 第2行「女孩」：「性别比」的除数是0，算不出来，报告里暂写「待补」：性别比、双倍。请核对除数。"
    )
    assert (issue.expected, issue.found) == ("除数大于0", "0")


def test_a_divisor_that_is_itself_computed_is_told_at_the_definition(tmp_path: Path) -> None:
    issues = found(tmp_path, "s:\n  率: {formula: 甲 / 差}\n  差: {formula: 甲 - 甲}\n  甲: 人\n", s_yaml="甲: 1\n")
    assert told(issues) == [
        "catalogue.yaml 第2行「率」：「率」的除数是0，算不出来，报告里暂写「待补」：率。请核对除数。"
    ]


def test_two_zero_divisors_are_two_findings_and_neither_is_the_empty_cell(tmp_path: Path) -> None:
    catalogue = "s:\n  男比: {formula: 男 / 女}\n  童比: {formula: 童 / 女}\n  男: 人\n  女: 人\n  童: 人\n"
    issues = found(tmp_path, catalogue, s_yaml="男: 1\n女: 0\n童: 2\n")
    assert [issue.key for issue in issues] == ["缺数据：男比的除数", "缺数据：童比的除数"]
    assert {issue.location for issue in issues} == {Location("s.yaml", 2, "女")}


VILLAGES = """\
any_table: {村: ''}
s:
  tables: {t: {类: [甲类, 乙类], 人数: 人, 户数: 户}}
  人: {sum: 人数}
  户: {sum: 户数}
"""


def test_empty_cells_are_told_apart_by_column_and_by_the_categories_of_their_rows(tmp_path: Path) -> None:
    table = "村,类,人数,户数\n甲村,甲类,,3\n甲村,乙类,1,\n乙村,甲类,,4\n乙村,乙类,2,5\n"
    issues = found(tmp_path, VILLAGES, t=table)
    assert [(str(issue.location), issue.key) for issue in issues] == [
        ("t.csv 第2行「人数」", "缺数据：t.csv「人数」甲类、甲村"),
        ("t.csv 第4行「人数」", "缺数据：t.csv「人数」甲类、乙村"),
        ("t.csv 第3行「户数」", "缺数据：t.csv「户数」乙类、甲村"),
    ]


def test_the_key_of_an_empty_cell_survives_a_row_put_above_it(tmp_path: Path) -> None:
    for folder, above in (("before", ""), ("after", "丙村,乙类,1,1\n丙村,甲类,1,1\n")):
        (tmp_path / folder).mkdir()
        table = f"村,类,人数,户数\n{above}甲村,甲类,,3\n甲村,乙类,1,4\n"
        (issue,) = found(tmp_path / folder, VILLAGES, t=table)
        assert issue.key == "缺数据：t.csv「人数」甲类、甲村"


def test_an_empty_cell_of_a_table_without_categories_has_its_column_for_a_key(tmp_path: Path) -> None:
    (issue,) = found(tmp_path, "s:\n  tables: {t: {人数: 人, 户数: 户}}\n  人: {sum: 人数}\n", t="人数,户数\n,3\n")
    assert str(issue) == "t.csv 第2行「人数」：是空的，报告里暂写「待补」：人。没有发生请填0。"
    assert issue.key == "缺数据：t.csv「人数」"


def test_a_table_without_rows_has_the_file_for_a_key(tmp_path: Path) -> None:
    (issue,) = found(tmp_path, "s:\n  tables: {t: {村: [], 人数: 人}}\n  人: {sum: 人数}\n", t="村,人数\n")
    assert str(issue) == "t.csv：表里没有数据行，报告里暂写「待补」：人。没有发生请填0。"
    assert issue.key == "缺数据：t.csv"


WAITING = """\
s:
  入户: 户
  户数: {value: 户数, unit: 户, optional: true}
  率: {formula: 入户 / 户数, unit: '%'}
  双倍: {formula: 率 * 2}
"""


def test_an_optional_number_that_is_given_or_that_nothing_waits_for_is_silent(tmp_path: Path) -> None:
    assert found(tmp_path, WAITING, s_yaml="入户: 5\n户数: 10\n") == ()
    (tmp_path / "alone").mkdir()
    alone = "".join(WAITING.splitlines(keepends=True)[:3])
    assert found(tmp_path / "alone", alone, s_yaml="入户: 5\n") == ()


@pytest.mark.parametrize(
    ("typed", "place"), [("入户: 5\n", "s.yaml「户数」"), ("入户: 5\n户数:\n", "s.yaml 第2行「户数」")]
)
def test_a_figure_that_waits_for_an_optional_number_is_a_warning(typed: str, place: str, tmp_path: Path) -> None:
    (issue,) = found(tmp_path, WAITING, s_yaml=typed)
    assert str(issue) == f"{place}：是空的（可以不填），报告里暂写「待补」：率、双倍。要印这些数就填上。"
    assert (issue.check, issue.severity, issue.metrics) == ("缺数据", Severity.WARNING, ("率", "双倍"))
    assert (issue.expected, issue.found, issue.key) == ("一个数", "空", "缺数据：s.yaml「户数」")


def test_a_figure_that_waits_for_both_is_told_at_both(tmp_path: Path) -> None:
    issues = found(tmp_path, WAITING, s_yaml="入户:\n")
    assert [(issue.severity, issue.location, issue.metrics) for issue in issues] == [
        (Severity.ERROR, Location("s.yaml", 1, "入户"), ("入户", "率", "双倍")),
        (Severity.WARNING, Location("s.yaml", None, "户数"), ("率", "双倍")),
    ]


def test_a_cell_that_another_sum_needs_is_an_error_although_one_sum_is_optional(tmp_path: Path) -> None:
    catalogue = "s:\n  tables: {t: {类: [甲, 乙], 数: 人}}\n  全部: {sum: 数}\n"
    catalogue += "  甲类: {sum: 数, where: {类: 甲}, optional: true}\n  双倍: {formula: 甲类 * 2}\n"
    (issue,) = found(tmp_path, catalogue, t="类,数\n甲,\n乙,1\n")
    assert (issue.severity, issue.metrics) == (Severity.ERROR, ("全部", "双倍"))


def test_what_waits_for_an_optional_figure_s_divisor_is_a_warning(tmp_path: Path) -> None:
    catalogue = "s:\n  甲: 人\n  率: {formula: 1 / 甲, optional: true}\n  双倍: {formula: 率 * 2}\n"
    (issue,) = found(tmp_path, catalogue, s_yaml="甲: 0\n")
    assert str(issue) == "s.yaml 第1行「甲」：「率」的除数是0，算不出来，报告里暂写「待补」：双倍。请核对除数。"
    assert (issue.severity, issue.key) == (Severity.WARNING, "缺数据：率的除数")


def test_a_reported_figure_does_not_wait_for_an_optional_number(tmp_path: Path) -> None:
    catalogue = WAITING.replace("  双倍: {formula: 率 * 2}\n", "")
    text = "入户: 5\nreported:\n  率: {value: 50, reason: 上级核定}\n"
    (issue,) = found(tmp_path, catalogue, s_yaml=text)
    assert (issue.check, issue.severity) == ("上报数", Severity.UNVERIFIABLE)


# ---- reported otherwise ------------------------------------------------------------------------------------------------------

RATE = """\
s:
  率: {formula: 甲 / 乙, unit: '%', digits: 1}
  甲: 人
  乙: 人
"""


def reported(folder: Path, value: str, part: str = "2364") -> tuple[Issue, ...]:
    text = f"甲: {part}\n乙: 2630\nreported:\n  率: {{value: {value}, reason: 上级核定}}\n"
    return found(folder, RATE, s_yaml=text)


def test_a_reported_figure_may_be_what_the_tables_give(tmp_path: Path) -> None:
    assert reported(tmp_path, "89.9") == ()


def test_a_reported_figure_that_differs_is_told_with_what_the_tables_give(tmp_path: Path) -> None:
    (issue,) = reported(tmp_path, "89.2")
    assert str(issue) == (
        "s.yaml 第4行「率」：「率」上报89.2%，按表计算是89.9%，即89.8859…（上报原因：上级核定）。请核对表或改正上报数。"
    )
    assert (issue.check, issue.severity, issue.metrics) == ("上报数", Severity.ERROR, ("率", "甲", "乙"))
    assert (issue.expected, issue.found) == ("89.9", "89.2")


@pytest.mark.parametrize(
    ("value", "part", "agrees"),
    [
        ("50.1", "1316.465", True),  # 50.0556… is printed as 50.1
        ("50", "1315", True),  # exactly 50
        ("50.0", "1316", True),  # 50.038…
        ("50.1", "1316", False),
        ("50.0", "1317", False),  # 50.076…
    ],
)
def test_a_reported_figure_is_compared_as_printed(value: str, part: str, agrees: bool, tmp_path: Path) -> None:
    catalogue = RATE.replace("  甲: 人", "  甲: {value: 甲, unit: 人, digits: 3}")
    text = f"甲: {part}\n乙: 2630\nreported:\n  率: {{value: {value}, reason: 上级核定}}\n"
    assert (found(tmp_path, catalogue, s_yaml=text) == ()) is agrees


def test_a_reported_sum_says_nothing_of_decimals(tmp_path: Path) -> None:
    catalogue = "s:\n  tables: {t: {类: [甲, 乙], 数: 人}}\n  全部: {sum: 数}\n"
    text = "reported:\n  全部: {value: 1531, reason: 公布数}\n"
    assert told(found(tmp_path, catalogue, t="类,数\n甲,805\n乙,721\n", s_yaml=text)) == [
        "s.yaml 第2行「全部」：「全部」上报1531人，按表计算是1526人（上报原因：公布数）。请核对表或改正上报数。"
    ]


def test_a_reported_figure_without_inputs_cannot_be_verified(tmp_path: Path) -> None:
    missing, unverifiable = reported(tmp_path, "89.2", part="")
    assert str(missing) == "s.yaml 第1行「甲」：是空的，报告里暂写「待补」：甲。没有发生请填0。"
    assert str(unverifiable) == (
        "s.yaml 第4行「率」：「率」上报89.2%，表里的数不全，核对不了（上报原因：上级核定）。请补全表。"
    )
    assert unverifiable.severity is Severity.UNVERIFIABLE


# ---- totals typed under a table ----------------------------------------------------------------------------------------------

TOTALLED = """\
any_table: {村: ''}
s:
  tables: {t: {类: [甲类, 乙类], 人数: 人, 金额: {unit: 元, digits: 2}}}
  人: {sum: 人数}
  甲类人: {sum: 人数, where: {类: 甲类}}
  钱: {sum: 金额}
"""
ROWS = "甲类,2,1.50 乙类,3,2.25"


def totals(folder: Path, *rows: str, columns: str = "类,人数,金额") -> tuple[Issue, ...]:
    """Check rows written as 「甲类,2,1.50 乙类,3,2.25」, totals among them."""
    return found(folder, TOTALLED, t=columns + "\n" + "\n".join(" ".join(rows).split()) + "\n")


@pytest.mark.parametrize("word", ["合计", "总计", "共计", "全街道", "全镇", "全县", "合计："])
def test_a_total_that_its_rows_give_is_silent(word: str, tmp_path: Path) -> None:
    assert totals(tmp_path, ROWS, f"{word},5,3.75") == ()


@pytest.mark.parametrize("word", ["合计", "总计", "共计", "全街道", "全镇", "全县"])
def test_a_total_that_is_off_by_one_is_told_at_its_cell(word: str, tmp_path: Path) -> None:
    (issue,) = totals(tmp_path, ROWS, f"{word},6,3.75")
    assert str(issue) == ("t.csv 第4行「人数」：合计写的是6，各行相加是5，相差1。请核对这一行和上面各行。")
    assert (issue.check, issue.severity, issue.metrics) == ("合计", Severity.ERROR, ("人",))
    assert (issue.expected, issue.found, issue.key) == ("5", "6", "合计：t.csv「人数」")


def test_a_total_of_money_is_compared_to_the_cent(tmp_path: Path) -> None:
    (issue,) = totals(tmp_path, ROWS, "合计,5,3.74")
    assert str(issue) == ("t.csv 第4行「金额」：合计写的是3.74，各行相加是3.75，相差0.01。请核对这一行和上面各行。")
    assert issue.metrics == ("钱",)


def test_a_total_is_never_added(tmp_path: Path) -> None:
    (tmp_path / "catalogue.yaml").write_text(TOTALLED, encoding="utf-8")
    (tmp_path / "t.csv").write_text("类,人数,金额\n甲类,2,0\n乙类,3,0\n合计,5,0\n", encoding="utf-8")
    catalogue = read_catalogue(tmp_path)
    figures = compute(catalogue, read_sources(tmp_path, YEAR, catalogue))
    assert (figures["人"].value, figures["甲类人"].value) == (5, 2)


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        ("甲类,,\n乙类,,\n合计,5,0\n", 5),
        ("合计,5,0\n", 5),
        ("甲类,,\n乙类,,\n合计,5,0\n合计,5,0\n", 5),
        ("甲类,,\n乙类,,\n合计,5,0\n合计,6,0\n", None),  # nobody knows which
        ("甲类,0,\n乙类,,\n合计,5,0\n", None),
        ("甲类,,\n乙类,,\n合计,0,0\n", None),  # a spreadsheet's own sum of nothing
    ],
)
def test_a_typed_total_is_the_figure_where_no_row_is_filled_and_totals_agree(
    rows: str, value: int | None, tmp_path: Path
) -> None:
    (tmp_path / "catalogue.yaml").write_text(TOTALLED, encoding="utf-8")
    (tmp_path / "t.csv").write_text(f"类,人数,金额\n{rows}", encoding="utf-8")
    catalogue = read_catalogue(tmp_path)
    found = compute(catalogue, read_sources(tmp_path, YEAR, catalogue))
    assert (found["人"].value, found["甲类人"].value) == (value, 0 if "甲类,0" in rows else None)


@pytest.mark.parametrize("row", ["合计,,", "合计,5,", "合计,,3.75"])
def test_an_empty_cell_of_a_total_controls_nothing(row: str, tmp_path: Path) -> None:
    assert totals(tmp_path, ROWS, row) == ()


def test_a_total_over_an_empty_cell_is_not_told_and_the_cell_is(tmp_path: Path) -> None:
    issues = totals(tmp_path, "甲类,,1.50 乙类,3,2.25 合计,99,3.75")
    assert [(issue.check, str(issue.location)) for issue in issues] == [("缺数据", "t.csv 第2行「人数」")]


def test_a_total_over_an_absent_row_is_not_told_and_the_row_is(tmp_path: Path) -> None:
    issues = totals(tmp_path, "乙类,3,2.25 合计,99,99")
    assert {issue.check for issue in issues} == {"缺数据"}


def test_a_total_of_zeros_may_be_zero_and_nothing_else(tmp_path: Path) -> None:
    (issue,) = totals(tmp_path, "甲类,0,0 乙类,0,0 合计,1,0")
    assert (issue.expected, issue.found) == ("0", "1")


def test_a_total_per_village_is_of_that_village_s_rows_only(tmp_path: Path) -> None:
    rows = "甲村,甲类,2,0 甲村,乙类,3,0 甲村,合计,5,0 乙村,甲类,1,0 乙村,乙类,1,0 乙村,合计,7,0 全街道,合计,7,0"
    (issue,) = totals(tmp_path, rows, columns="村,类,人数,金额")
    assert str(issue) == ("t.csv 第7行「人数」：合计写的是7，各行相加是2，相差5。请核对这一行和上面各行。")
    assert (issue.key, issue.metrics) == ("合计：t.csv「人数」乙村", ())


def test_a_total_of_one_category_over_all_villages_is_of_that_category_s_rows(tmp_path: Path) -> None:
    rows = "甲村,甲类,2,0 甲村,乙类,3,0 乙村,甲类,1,0 乙村,乙类,1,0 全街道,甲类,4,0 全街道,乙类,4,0"
    (issue,) = totals(tmp_path, rows, columns="村,类,人数,金额")
    assert (str(issue.location), issue.expected, issue.found) == ("t.csv 第6行「人数」", "3", "4")
    assert (issue.key, issue.metrics) == ("合计：t.csv「人数」甲类", ("甲类人",))


@pytest.mark.parametrize(
    ("first", "second", "told_at"),
    [("5", "5", []), ("6", "5", [4]), ("5", "6", [5]), ("6", "7", [4, 5])],
)
def test_two_total_rows_are_each_held_against_the_rows(
    first: str, second: str, told_at: list[int], tmp_path: Path
) -> None:
    issues = totals(tmp_path, ROWS, f"合计,{first},3.75 总计,{second},3.75")
    assert [issue.location.row for issue in issues if issue.location] == told_at
    keys = {4: "合计：t.csv「人数」", 5: "合计：t.csv「人数」第2个"}
    assert [issue.key for issue in issues] == [keys[row] for row in told_at]


def test_a_total_in_the_middle_is_of_all_rows(tmp_path: Path) -> None:
    assert totals(tmp_path, "甲类,2,1.50 合计,5,3.75 乙类,3,2.25") == ()
    (tmp_path / "wrong").mkdir()
    (issue,) = totals(tmp_path / "wrong", "甲类,2,1.50 合计,2,3.75 乙类,3,2.25")
    assert (str(issue.location), issue.expected, issue.found) == ("t.csv 第3行「人数」", "5", "2")


def test_a_total_may_have_thousands_separators(tmp_path: Path) -> None:
    rows = '甲类,1200,0 乙类,"1,300",0 合计,"2,500",0'
    assert totals(tmp_path, rows) == ()
    (tmp_path / "wrong").mkdir()
    (issue,) = totals(tmp_path / "wrong", rows.replace("2,500", "2,501"))
    assert (issue.expected, issue.found) == ("2500", "2501")


def test_the_key_of_a_total_survives_a_row_put_above_it(tmp_path: Path) -> None:
    (issue,) = totals(
        tmp_path, "乙村,甲类,1,0 乙村,乙类,1,0 甲村,甲类,1,0 甲村,乙类,1,0 甲村,合计,9,0", columns="村,类,人数,金额"
    )
    assert issue.key == "合计：t.csv「人数」甲村"
    (tmp_path / "less").mkdir()
    (issue,) = totals(tmp_path / "less", "甲村,甲类,1,0 甲村,乙类,1,0 甲村,合计,9,0", columns="村,类,人数,金额")
    assert issue.key == "合计：t.csv「人数」甲村"


# ---- identities --------------------------------------------------------------------------------------------------------------


def identity(folder: Path, text: str, values: str, units: str = "甲: 人, 乙: 人, 丙: 人") -> tuple[Issue, ...]:
    """Check one identity over typed numbers; `values` is 「甲 乙 丙」 without names."""
    names = [unit.split(":")[0] for unit in units.split(", ")]
    typed = "".join(f"{name}: {value}\n" for name, value in zip(names, values.split(), strict=True))
    metrics = "".join(f"  {unit}\n" for unit in units.split(", "))
    return found(folder, f"s:\n{metrics}  identities:\n    - {text}\n", s_yaml=typed)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("甲 == 乙 + 丙", "10 4 6"),
        ("甲 <= 乙 + 丙", "9 4 6"),
        ("甲 <= 乙 + 丙", "10 4 6"),  # at the edge
        ("甲 >= 乙 * 2 - 丙", "3 4 6"),
        ("甲 >= 乙 * 2 - 丙", "2 4 6"),  # at the edge
        ("甲 < 乙", "3 4 0"),
        ("甲 > 乙", "5 4 0"),
        ("甲 / 乙 == 丙 / 6", "2 3 4"),
        ("甲 == 乙 * 0.1 + 丙 * 0.2", "3 10 10"),  # as floats 0.1 * 10 + 0.2 * 10 is 3 too, but 0.1 + 0.2 isn't 0.3
        ("甲 <= 100", "100 0 0"),
    ],
)
def test_an_identity_that_holds_is_silent(text: str, values: str, tmp_path: Path) -> None:
    assert identity(tmp_path, text, values) == ()


@pytest.mark.parametrize(
    ("text", "values", "message"),
    [
        ("甲 == 乙 + 丙", "10 4 7", "甲10人 应等于 乙4人 + 丙7人（11），相差1。请核对这几个数。"),
        ("甲 <= 乙", "5 4 0", "甲5人 应不大于 乙4人，相差1。请核对这几个数。"),
        ("甲 >= 乙", "3 4 0", "甲3人 应不小于 乙4人，相差1。请核对这几个数。"),
        ("甲 < 乙", "4 4 0", "甲4人 应小于 乙4人，相差0。请核对这几个数。"),  # at the edge
        ("甲 > 乙", "4 4 0", "甲4人 应大于 乙4人，相差0。请核对这几个数。"),  # at the edge
        (
            "甲 + 乙 <= 丙 * (甲 - 乙)",
            "5 4 8",
            "甲5人 + 乙4人 应不大于 丙8人 × (甲5人 - 乙4人)（8），相差1。请核对这几个数。",
        ),
        ("甲 <= 100", "101 0 0", "甲101人 应不大于 100，相差1。请核对这几个数。"),
        ("甲 <= 乙 / 丙", "4 10 3", "甲4人 应不大于 乙10人 ÷ 丙3人（3.3333…），相差0.6666…。请核对这几个数。"),
    ],
)
def test_a_broken_identity_says_both_sides_and_the_difference(
    text: str, values: str, message: str, tmp_path: Path
) -> None:
    (issue,) = identity(tmp_path, text, values)
    assert issue.message == message
    assert (issue.check, issue.severity) == ("勾稽关系", Severity.ERROR)
    assert issue.location == Location("s.yaml", 1, "甲")


def test_a_broken_identity_gives_expected_and_found_to_machines(tmp_path: Path) -> None:
    (issue,) = identity(tmp_path, "甲 == 乙 + 丙", "10 4 7")
    assert (issue.found, issue.expected, issue.metrics) == ("10", "11", ("甲", "乙", "丙"))


def test_a_broken_identity_points_to_the_first_cell_of_its_figures(tmp_path: Path) -> None:
    catalogue = """\
    s:
      tables: {t: {类: [甲, 乙], 数: 人}}
      总数: {formula: 乙类 + 1, unit: 人}
      乙类: {sum: 数, where: {类: 乙}}
      identities: [总数 <= 乙类]
    """
    assert told(found(tmp_path, catalogue, t="类,数\n甲,1\n乙,2\n")) == [
        "t.csv 第3行「数」：总数3人 应不大于 乙类2人，相差1。请核对这几个数。"
    ]


def test_a_broken_identity_of_formulas_points_to_the_first_cell_below_them(tmp_path: Path) -> None:
    catalogue = """\
    s:
      tables: {t: {类: [甲, 乙], 数: 人}}
      总数: {formula: 多 * 2, unit: 人}
      多: {formula: 乙类 + 1, unit: 人}
      乙类: {sum: 数, where: {类: 乙}}
      全部: {sum: 数}
      identities: [总数 <= 多]
    """
    assert told(found(tmp_path, catalogue, t="类,数\n甲,1\n乙,2\n")) == [
        "t.csv 第3行「数」：总数6人 应不大于 多3人，相差3。请核对这几个数。"
    ]


def test_a_broken_identity_of_a_reported_figure_points_to_what_was_reported(tmp_path: Path) -> None:
    text = "甲: 1\n乙: 2\nreported:\n  率: {value: 50, reason: 上级核定}\n"
    (issue,) = found(tmp_path, RATE + "  identities: [率 <= 0.4]\n", s_yaml=text)
    assert (issue.check, issue.location) == ("勾稽关系", Location("s.yaml", 4, "率"))


def test_a_broken_identity_of_what_rests_on_no_input_points_to_the_catalogue(tmp_path: Path) -> None:
    catalogue = "s:\n  今年: {year: 0}\n  去年: {year: -1}\n  identities: [今年 <= 去年]\n"
    (issue,) = found(tmp_path, catalogue)
    assert issue.location == Location("catalogue.yaml", 4)


def test_identities_are_told_in_the_order_of_the_catalogue(tmp_path: Path) -> None:
    catalogue = "s:\n  甲: 人\n  乙: 人\n  identities: [甲 >= 乙, 甲 == 乙, 甲 + 1 >= 乙]\n"
    issues = found(tmp_path, catalogue, s_yaml="甲: 1\n乙: 2\n")
    assert [issue.message.split(" ")[1] for issue in issues] == ["应不小于", "应等于"]


def test_an_identity_of_a_missing_figure_is_silent(tmp_path: Path) -> None:
    issues = identity(tmp_path, "甲 == 乙 + 丙", "10 4 ~")
    assert [issue.check for issue in issues] == ["缺数据"]


def test_an_identity_that_divides_by_zero_is_silent(tmp_path: Path) -> None:
    assert identity(tmp_path, "甲 == 乙 / 丙", "10 4 0") == ()


def test_units_are_compared_without_their_scale(tmp_path: Path) -> None:
    units = "甲: 万元, 乙: 元, 丙: 元"
    assert identity(tmp_path, "甲 == 乙 + 丙", "2 15000 5000", units) == ()


def test_a_difference_of_rates_is_told_in_their_unit(tmp_path: Path) -> None:
    (issue,) = identity(tmp_path, "甲 <= 乙", "97 95", "甲: '%', 乙: '%'")
    assert issue.message == "甲97% 应不大于 乙95%，相差2%。请核对这几个数。"


@pytest.mark.parametrize(
    ("text", "values", "holds"),
    [
        ("率 == 甲 / 乙", "50 433 870", True),  # 49.77…%: the typed rate is rounded, so it is right
        ("甲 / 乙 == 率", "50 433 870", True),
        ("率 == 甲 / 乙", "50 99 200", True),  # 49.5%, half up
        ("率 == 甲 / 乙", "50 98 200", False),
        ("率 <= 甲 / 乙", "50 433 870", True),
        ("率 <= 甲 / 乙", "50 99 200", True),  # at the edge
        ("率 <= 甲 / 乙", "50 98 200", False),
        ("率 > 甲 / 乙", "50 202 400", False),  # 50.5% at the edge: it would have been typed as 51
        ("率 > 甲 / 乙", "50 201 400", True),
        ("率 + 甲 == 乙", "50 1 2", False),  # a typed count is not rounded
    ],
)
def test_a_typed_rate_equals_what_rounds_to_it(text: str, values: str, holds: bool, tmp_path: Path) -> None:
    assert (identity(tmp_path, text, values, "率: '%', 甲: 人, 乙: 人") == ()) is holds


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("甲 <= 乙", "12月9日 12月10日"),
        ("甲 <= 乙", "12月10日 12月10日"),  # at the edge
        ("甲 == 乙", "12月10日 2018-12-10"),
        ("甲 < 乙", "上年12月31日 1月1日"),
        ("甲 > 乙", "次年1月1日 12月31日"),
    ],
)
def test_dates_that_are_in_order_are_silent(text: str, values: str, tmp_path: Path) -> None:
    assert identity(tmp_path, text, values, "甲: 日期, 乙: 日期") == ()


@pytest.mark.parametrize(
    ("text", "values", "message"),
    [
        ("甲 <= 乙", "12月12日 12月10日", "甲2018年12月12日 应早于或等于 乙2018年12月10日。请核对这几个日期。"),
        ("甲 >= 乙", "12月9日 12月10日", "甲2018年12月9日 应晚于或等于 乙2018年12月10日。请核对这几个日期。"),
        ("甲 < 乙", "12月10日 12月10日", "甲2018年12月10日 应早于 乙2018年12月10日。请核对这几个日期。"),  # at the edge
        ("甲 > 乙", "12月10日 12月10日", "甲2018年12月10日 应晚于 乙2018年12月10日。请核对这几个日期。"),  # at the edge
        ("甲 == 乙", "9月30日 10月1日", "甲2018年9月30日 应就是 乙2018年10月1日。请核对这几个日期。"),
    ],
)
def test_dates_out_of_order_are_told(text: str, values: str, message: str, tmp_path: Path) -> None:
    (issue,) = identity(tmp_path, text, values, "甲: 日期, 乙: 日期")
    assert issue.message == message
    assert issue.location == Location("s.yaml", 1, "甲")
    assert (issue.found, issue.expected) == tuple(part[1:] for part in message.split("。")[0].split(" ")[::2])


def test_dates_of_different_grain_are_compared_by_their_last_day(tmp_path: Path) -> None:
    units = "月: 月份, 日: 日期"
    assert identity(tmp_path, "日 <= 月", "9月 9月30日", units) == ()


def test_a_period_is_compared_by_its_end(tmp_path: Path) -> None:
    (issue,) = identity(tmp_path, "期 <= 日", "上年10月至9月 9月29日", "期: 期间, 日: 日期")
    assert issue.message == "期2017年10月至2018年9月 应早于或等于 日2018年9月29日。请核对这几个日期。"


# ---- the published year ------------------------------------------------------------------------------------------------------


def test_the_published_year_has_the_slips_that_its_office_missed() -> None:
    catalogue = read_catalogue(TEMPLATE)
    issues = check(catalogue, compute(catalogue, read_sources(DATA / "2018", YEAR, catalogue)))
    told = [
        (issue.severity.code, str(issue.location), issue.metrics[0], issue.expected, issue.found) for issue in issues
    ]
    assert told == [
        ("error", "contraception.yaml 第2行「综合节育率」", "综合节育率", "89.9", "89.2"),
        ("error", "subsidies.yaml 第19行「全额资助合作医疗」", "全额资助合作医疗", "1526", "1531"),
        ("warning", "special_families.csv 第2行「户数」", "特殊家庭", "不小于5", "2户、1户、2户"),
        ("error", "office.yaml 第9行「落款日期」", "落款日期", "2018年12月10日", "2018年12月12日"),
        ("error", "basic_stats_population.csv 第4行「人口」", "流入人口", "2179", "1950"),
        ("error", "migrants.yaml 第4行「流动人口宣传品入户」", "流动人口宣传品入户", "1950", "2000"),
        ("warning", "migrants.yaml 第4行「流动人口宣传品入户」", "流动人口宣传品入户", "1017", "2000"),
        ("unverifiable", "migrants.yaml 第5行「流动人口宣传入户率」", "流动人口宣传入户率", "流动人口户数", "空"),
        ("unverifiable", "free_services.yaml 第6行「生殖健康检查率」", "生殖健康检查率", "应检查人数", "空"),
        ("warning", "publicity_activities.csv 第2行「数量」", "发放宣传品户数", "2770", "5300"),
    ]
    assert (
        issues[4].message == "流入人口1950人 应等于 跨省流入856人 + 省内流入1323人（2179），相差229。请核对这几个数。"
    )


# ---- bounds ------------------------------------------------------------------------------------------------------------------

BOUNDED = """\
s:
  入户率: {formula: 入户 / 总户数, unit: '%', at_most: 100}
  知晓率: {value: 知晓率, unit: '%', digits: 1, at_most: 100}
  任务完成率: {formula: 入户 / 总户数, unit: '%'}
  入户: 户
  总户数: 户
"""


@pytest.mark.parametrize("values", ["99 400 500", "100 500 500", "100.0 0 500"])
def test_a_rate_up_to_its_bound_is_silent(values: str, tmp_path: Path) -> None:
    known, visited, all_of_them = values.split()
    typed = f"知晓率: {known}\n入户: {visited}\n总户数: {all_of_them}\n"
    assert found(tmp_path, BOUNDED, s_yaml=typed) == ()


def test_a_computed_rate_above_its_bound_is_told_and_one_without_a_bound_is_not(tmp_path: Path) -> None:
    (issue,) = found(tmp_path, BOUNDED, s_yaml="知晓率: 97\n入户: 530\n总户数: 500\n")
    assert issue.message == "「入户率」是106%，不会超过100%。请核对。"
    assert (issue.check, issue.severity, issue.metrics) == ("超过上限", Severity.ERROR, ("入户率", "入户", "总户数"))
    assert (issue.expected, issue.found, issue.key) == ("不超过100%", "106%", "超过上限：入户率")


@pytest.mark.parametrize(
    ("visited", "said"),
    [
        (499, None),  # 99.8% is printed as 100%
        (500, None),  # at the edge
        (501, "100.2%（报告里印作100%）"),
        (502, "100.4%（报告里印作100%）"),
        (503, "101%"),  # 100.6%, the excess is printed
    ],
)
def test_a_rate_that_is_printed_at_its_bound_is_told_with_its_excess(
    visited: int, said: str | None, tmp_path: Path
) -> None:
    issues = found(tmp_path, BOUNDED, s_yaml=f"知晓率: 97\n入户: {visited}\n总户数: 500\n")
    assert [issue.message for issue in issues] == ([f"「入户率」是{said}，不会超过100%。请核对。"] if said else [])
    assert [issue.expected for issue in issues] == (["不超过100%"] if said else [])


def test_an_excess_is_told_however_small(tmp_path: Path) -> None:
    (issue,) = found(tmp_path, BOUNDED, s_yaml="知晓率: 97\n入户: 1000001\n总户数: 1000000\n")
    assert issue.message == "「入户率」是100.0001%（报告里印作100%），不会超过100%。请核对。"
    assert issue.found == "100.0001%"


def test_a_bound_is_told_in_full(tmp_path: Path) -> None:
    bounded = BOUNDED.replace("'%', at_most: 100}\n  知", "'%', at_most: 99.5}\n  知")
    (issue,) = found(tmp_path, bounded, s_yaml="知晓率: 97\n入户: 998\n总户数: 1000\n")
    assert issue.message == "「入户率」是100%，不会超过99.5%。请核对。"


@pytest.mark.parametrize(
    ("reported", "place"),
    [
        ("", Location("s.yaml", 2, "入户")),  # of a formula the first operand's cell
        ("reported:\n  入户率: {value: 101, reason: 上级核定}\n", Location("s.yaml", 5, "入户率")),
    ],
)
def test_a_rate_above_its_bound_is_told_where_a_person_can_mend_it(
    reported: str, place: Location, tmp_path: Path
) -> None:
    issues = found(tmp_path, BOUNDED, s_yaml=f"知晓率: 97\n入户: 530\n总户数: 500\n{reported}")
    assert [issue.location for issue in issues if issue.check == "超过上限"] == [place]


def test_a_formula_of_formulas_above_its_bound_is_told_at_the_first_cell_below(tmp_path: Path) -> None:
    catalogue = """\
    s:
      tables: {t: {类: [甲, 乙], 数: 人}}
      率: {formula: 多 / 乙类, unit: '%', at_most: 100}
      多: {formula: 乙类 + 1}
      乙类: {sum: 数, where: {类: 乙}}
      全部: {sum: 数}
    """
    (issue,) = found(tmp_path, catalogue, t="类,数\n甲,1\n乙,2\n")
    assert issue.location == Location("t.csv", 3, "数")


def test_a_formula_of_no_input_above_its_bound_is_told_at_its_definition(tmp_path: Path) -> None:
    (issue,) = found(tmp_path, "s:\n  率: {formula: 3 / 2, unit: '%', at_most: 100}\n")
    assert issue.location == Location("catalogue.yaml", 2, "率")


def test_a_typed_rate_above_its_bound_is_told_where_it_is_typed(tmp_path: Path) -> None:
    issues = found(tmp_path, BOUNDED, s_yaml="入户: 5\n总户数: 500\n知晓率: 100.1\n")
    assert told(issues) == ["s.yaml 第3行「知晓率」：「知晓率」是100.1%，不会超过100%。请核对。"]


def test_a_missing_rate_is_not_above_its_bound(tmp_path: Path) -> None:
    issues = found(tmp_path, BOUNDED, s_yaml="入户: 5\n总户数: 500\n知晓率:\n")
    assert [issue.check for issue in issues] == ["缺数据"]


# ---- small counts ------------------------------------------------------------------------------------------------------------

FAMILIES = """\
any_table: {村（社区）: ''}
s:
  tables: {families: {村（社区）: [], 类: [伤残, 死亡], 户数: 户}}
  特殊家庭: {sum: 户数, sensitive: true}
  伤残家庭: {sum: 户数, where: {类: 伤残}}
"""


def families(folder: Path, rows: str, catalogue: str = FAMILIES) -> tuple[Issue, ...]:
    """Check rows written as 「甲村,伤残,5 乙村,伤残,0」."""
    return found(folder, catalogue, families="村（社区）,类,户数\n" + "\n".join(rows.split()) + "\n")


@pytest.mark.parametrize(
    "rows",
    [
        "甲村,伤残,5 甲村,死亡,5 乙村,伤残,6 乙村,死亡,7",
        "甲村,伤残,5 甲村,死亡,0 乙村,伤残,0 乙村,死亡,5",  # 0 tells of nobody, 5 are enough
        "甲村,伤残,0 甲村,死亡,0",
        "甲村,伤残,3 甲村,死亡,2 乙村,伤残,2 乙村,死亡,3",  # told apart by one column at a time, each has 5
    ],
)
def test_counts_of_none_or_of_five_and_more_are_silent(rows: str, tmp_path: Path) -> None:
    assert families(tmp_path, rows) == ()


def test_a_count_of_four_for_one_category_is_told_with_the_category(tmp_path: Path) -> None:
    (issue,) = families(tmp_path, "甲村,伤残,6 甲村,死亡,5 乙村,伤残,4 乙村,死亡,0")
    assert str(issue) == (
        "families.csv 第4行「户数」：「特殊家庭」里有小于5的数（乙村4户），公开后可能认出是哪一户。"
        "公开的报告里请不要分开写，或改写成「少于5」。"
    )
    assert (issue.check, issue.severity, issue.metrics) == ("小数目", Severity.WARNING, ("特殊家庭",))
    assert (issue.expected, issue.found, issue.key) == ("不小于5", "4户", "小数目：特殊家庭")


def test_a_small_whole_is_told_first_and_every_small_part_once(tmp_path: Path) -> None:
    (issue,) = families(tmp_path, "甲村,伤残,1 甲村,死亡,0 乙村,伤残,0 乙村,死亡,2")
    assert "（特殊家庭3户、甲村1户、乙村2户、伤残1户、死亡2户）" in issue.message


def test_a_part_that_is_missing_is_no_small_count(tmp_path: Path) -> None:
    issues = families(tmp_path, "甲村,伤残,7 甲村,死亡, 乙村,伤残,7 乙村,死亡,8")
    assert {issue.check for issue in issues} == {"缺数据"}


DIFFERENCE = """\
s:
  未访: {formula: 全部 - 已访, unit: 户, sensitive: true}
  全部: 户
  已访: 户
"""


@pytest.mark.parametrize(("visited", "small"), [("8", False), ("5", False), ("4", True), ("1", True), ("0", False)])
def test_a_small_count_of_a_formula_is_told_at_its_first_operand_s_cell(
    visited: str, small: bool, tmp_path: Path
) -> None:
    issues = found(tmp_path, DIFFERENCE, s_yaml=f"已访: {10 - int(visited)}\n全部: 10\n")
    assert told(issues) == (
        [
            f"s.yaml 第2行「全部」：「未访」里有小于5的数（未访{visited}户），公开后可能认出是哪一户。"
            "公开的报告里请不要分开写，或改写成「少于5」。"
        ]
        if small
        else []
    )
    assert [issue.key for issue in issues] == (["小数目：未访"] if small else [])


def test_a_small_count_that_was_reported_is_told_where_it_was_reported(tmp_path: Path) -> None:
    text = "已访: 1\n全部: 10\nreported:\n  未访: {value: 3, reason: 上级核定}\n"
    issues = found(tmp_path, DIFFERENCE, s_yaml=text)
    assert [(issue.check, issue.location) for issue in issues] == [
        ("上报数", Location("s.yaml", 4, "未访")),
        ("小数目", Location("s.yaml", 4, "未访")),
    ]


def test_a_small_count_of_no_input_is_told_at_its_definition(tmp_path: Path) -> None:
    (issue,) = found(tmp_path, "s:\n  甲: {formula: 1 + 2, unit: 户, sensitive: true}\n")
    assert issue.location == Location("catalogue.yaml", 2, "甲")


@pytest.mark.parametrize(("thirds", "small"), [(1, False), (2, True), (13, True), (14, False)])
def test_a_computed_count_is_as_small_as_it_is_printed(thirds: int, small: bool, tmp_path: Path) -> None:
    catalogue = "s:\n  户均: {formula: 甲 / 3, unit: 户, sensitive: true}\n  甲: 户\n"  # 0.33 is 0, 4.67 is 5
    assert bool(found(tmp_path, catalogue, s_yaml=f"甲: {thirds}\n")) is small


def test_small_counts_of_what_is_not_sensitive_are_silent(tmp_path: Path) -> None:
    assert families(tmp_path, "甲村,伤残,1 甲村,死亡,2", FAMILIES.replace(", sensitive: true", "")) == ()


# ---- what can't be verified --------------------------------------------------------------------------------------------------

OPTIONAL = """\
s:
  入户率: {value: 入户率, unit: '%'}
  入户: 户
  户数: {value: 户数, unit: 户, optional: true}
  identities: [入户率 == 入户 / 户数]
"""


def test_a_rate_whose_whole_is_given_and_agrees_is_silent(tmp_path: Path) -> None:
    assert found(tmp_path, OPTIONAL, s_yaml="入户率: 50\n入户: 433\n户数: 870\n") == ()  # 49.77…%


def test_a_rate_whose_whole_is_given_and_disagrees_is_an_error(tmp_path: Path) -> None:
    (issue,) = found(tmp_path, OPTIONAL, s_yaml="入户率: 50\n入户: 433\n户数: 886\n")  # 48.87…%
    assert (issue.check, issue.severity, issue.location) == (
        "勾稽关系",
        Severity.ERROR,
        Location("s.yaml", 1, "入户率"),
    )


def test_a_rate_whose_whole_was_left_out_cannot_be_verified(tmp_path: Path) -> None:
    (issue,) = found(tmp_path, OPTIONAL, s_yaml="入户率: 50\n入户: 433\n")
    assert str(issue) == "s.yaml 第1行「入户率」：「入户率」50%没有依据可核：没有填户数。能填上就填上。"
    assert (issue.check, issue.severity, issue.metrics) == ("不可核", Severity.UNVERIFIABLE, ("入户率", "入户", "户数"))
    assert (issue.expected, issue.found, issue.key) == ("户数", "空", "不可核：入户率 == 入户 / 户数")


def test_the_figure_that_cannot_be_verified_is_the_one_that_was_given(tmp_path: Path) -> None:
    catalogue = OPTIONAL.replace("入户率 == 入户 / 户数", "户数 >= 入户")
    (issue,) = found(tmp_path, catalogue, s_yaml="入户率: 50\n入户: 433\n")
    assert str(issue) == "s.yaml 第2行「入户」：「入户」433户没有依据可核：没有填户数。能填上就填上。"


def test_where_nothing_was_given_nothing_is_to_be_verified(tmp_path: Path) -> None:
    catalogue = OPTIONAL.replace("入户率 == 入户 / 户数", "户数 >= 0")
    assert found(tmp_path, catalogue, s_yaml="入户率: 50\n入户: 433\n") == ()


def test_nothing_is_said_to_be_unverifiable_while_a_number_is_missing(tmp_path: Path) -> None:
    issues = found(tmp_path, OPTIONAL, s_yaml="入户率: 50\n入户:\n")
    assert [issue.check for issue in issues] == ["缺数据"]


# ---- how grave an identity is ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "severity", "end"),
    [
        ("甲 <= 乙", Severity.ERROR, "请核对这几个数。"),
        ("{relation: 甲 <= 乙, severity: 错误}", Severity.ERROR, "请核对这几个数。"),
        ("{relation: 甲 <= 乙, severity: 提醒}", Severity.WARNING, "请核对这几个数。"),
        ("{relation: 甲 <= 乙, reason: 一户至少一份}", Severity.ERROR, "请核对这几个数（一户至少一份）。"),
        (
            "{relation: 甲 <= 乙, severity: 提醒, reason: 一户至少一份}",
            Severity.WARNING,
            "请核对这几个数（一户至少一份）。",
        ),
    ],
)
def test_an_identity_says_how_grave_it_is_and_why_it_should_hold(
    said: str, severity: Severity, end: str, tmp_path: Path
) -> None:
    (issue,) = identity(tmp_path, said, "5 4 0")
    assert issue.severity is severity
    assert issue.message == f"甲5人 应不大于 乙4人，相差1。{end}"
    assert issue.key == "勾稽关系：甲 <= 乙"


# ---- keys --------------------------------------------------------------------------------------------------------------------

KEYED = """\
s:
  tables: {t: {类: [甲类, 乙类], 数: 户}}
  家庭: {sum: 数, sensitive: true}
  甲: 人
  乙: 人
  丙: {value: 丙, unit: 人, optional: true}
  率: {formula: 甲 / 乙, unit: '%', at_most: 100}
  identities: [甲 ==  乙, {relation: 甲 <= 家庭, severity: 提醒}, 甲 <= 丙]
"""
KEYS = {
    "缺数据：t.csv「数」甲类",
    "缺数据：t.csv「数」乙类",
    "缺数据：率的除数",
    "合计：t.csv「数」",
    "缺数据：s.yaml「甲」",
    "缺数据：s.yaml「乙」",
    "上报数：家庭",
    "超过上限：率",
    "小数目：家庭",
    "勾稽关系：甲 == 乙",
    "勾稽关系：甲 <= 家庭",
    "勾稽关系：甲 <= 丙",
    "不可核：甲 <= 丙",
}
COUNT = st.one_of(st.none(), st.integers(0, 9), st.integers(0, 20_000))


@settings(max_examples=40, deadline=None)
@given(st.tuples(COUNT, COUNT, COUNT, COUNT, COUNT))
def test_keys_tell_findings_apart_and_do_not_change_with_the_numbers(numbers: tuple[int | None, ...]) -> None:
    first, second, one, other, third = ("" if number is None else str(number) for number in numbers)
    typed = f"甲: {one}\n乙: {other}\n丙: {third}\nreported:\n  家庭: {{value: 77, reason: 公布数}}\n"
    with tempfile.TemporaryDirectory() as folder:
        issues = found(Path(folder), KEYED, t=f"类,数\n甲类,{first}\n乙类,{second}\n合计,9\n", s_yaml=typed)
    keys = [issue.key for issue in issues]
    assert set(keys) <= KEYS
    assert len(set(keys)) == len(keys)
    assert all(issue.key.partition("：")[0] == issue.check for issue in issues)


def test_every_finding_of_the_published_year_has_a_key_of_its_own() -> None:
    catalogue = read_catalogue(TEMPLATE)
    keys = [issue.key for issue in check(catalogue, compute(catalogue, read_sources(DATA / "2018", YEAR, catalogue)))]
    assert len(keys) == 10
    assert "" not in keys
    assert len(set(keys)) == len(keys)


# ---- a tolerance that is given -----------------------------------------------------------------------------------------------

ABOUT = """\
s:
  甲: 元
  乙: 万元
  率: {value: 率, unit: '%', digits: 1}
  identities:
    - {relation: RELATION, within: 5}
"""


@pytest.mark.parametrize(
    ("relation", "values", "holds"),
    [
        ("甲 == 乙", "甲: 20000\n乙: 2\n", True),
        ("甲 == 乙", "甲: 20005\n乙: 2\n", True),  # at the edge, in the unit of the first
        ("甲 == 乙", "甲: 20006\n乙: 2\n", False),
        ("甲 <= 乙", "甲: 20005\n乙: 2\n", True),
        ("甲 <= 乙", "甲: 20006\n乙: 2\n", False),
        ("甲 < 乙", "甲: 20005\n乙: 2\n", False),
        ("甲 >= 乙", "甲: 19995\n乙: 2\n", True),
        ("甲 > 乙", "甲: 19995\n乙: 2\n", False),
        ("率 == 甲 / 甲", "率: 95\n甲: 3\n", True),
        ("率 == 甲 / 甲", "率: 94.9\n甲: 3\n", False),
    ],
)
def test_an_identity_may_say_how_far_its_sides_may_differ(
    relation: str, values: str, holds: bool, tmp_path: Path
) -> None:
    rest = "".join(f"{name}: 1\n" for name in ("甲", "乙", "率") if f"{name}:" not in values)
    issues = found(tmp_path, ABOUT.replace("RELATION", relation), s_yaml=values + rest)
    assert [issue.check for issue in issues] == ([] if holds else ["勾稽关系"])
    unit = "%" if relation.startswith("率") else "元"
    assert all(f"（可以相差5{unit}）。请核对这几个数。" in issue.message for issue in issues)


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (
            "{relation: 甲 == 乙, within_percent: 5}",
            "勾稽关系可以相差多少，写 within: 5，按第一个指标的单位算；within_percent 只用在 stocks 里。",
        ),
        ("{relation: 甲 == 乙, within: 五}", "within「五」不是数字，请填数字；没有就填0，还不知道就留空。"),
        ("{relation: 日一 <= 日二, within: 5}", "勾稽关系「日一 <= 日二」：日期不能写 within。"),
    ],
)
def test_a_tolerance_that_cannot_be_meant_is_told(item: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "catalogue.yaml").write_text(
        f"s:\n  甲: 人\n  乙: 人\n  日一: 日期\n  日二: 日期\n  identities: [{item}]\n", encoding="utf-8"
    )
    with pytest.raises(Unusable) as told_wrong:
        read_catalogue(tmp_path)
    assert [issue.message for issue in told_wrong.value.issues] == [message]


# ---- a bound that only a category's part breaks -------------------------------------------------------------------------------

BY_VILLAGE = """
s:
  tables: {t: {村: [], 应种: 人, 实种: 人}}
  应种: {sum: 应种}
  实种: {sum: 实种}
  接种率: {formula: 实种 / 应种, unit: '%', at_most: 100}
"""


@pytest.mark.parametrize("rows", ["甲村,50,50\n乙村,50,49\n", "甲村,0,0\n乙村,50,49\n"])
def test_parts_within_the_bound_are_silent(rows: str, tmp_path: Path) -> None:
    assert found(tmp_path, BY_VILLAGE, t=f"村,应种,实种\n{rows}") == ()


def test_a_village_above_the_bound_is_told_at_its_cell_though_the_whole_is_not(tmp_path: Path) -> None:
    (issue,) = found(tmp_path, BY_VILLAGE, t="村,应种,实种\n甲村,50,40\n乙村,50,51\n")
    assert str(issue) == "t.csv 第3行「实种」：「接种率·乙村」是102%，不会超过100%。请核对。"
    assert (issue.metrics, issue.key) == (("接种率", "实种", "应种"), "超过上限：接种率·乙村")


def test_where_the_whole_is_above_the_bound_its_parts_are_not_told_again(tmp_path: Path) -> None:
    (issue,) = found(tmp_path, BY_VILLAGE, t="村,应种,实种\n甲村,50,51\n乙村,50,51\n")
    assert issue.key == "超过上限：接种率"
