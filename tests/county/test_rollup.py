"""A county's figures from its offices': exact sums, missing where one is missing, nothing averaged that nobody weighed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from added_up import CATALOGUE, small_county, write_county, write_office
from hypothesis import given, settings
from hypothesis import strategies as some

from reportgen.base.issues import Finder, Unusable
from reportgen.base.numbers import decimals, written
from reportgen.base.yamlfile import parse_yaml
from reportgen.checks.data import check
from reportgen.figures.compute import compute
from reportgen.inputs.catalogue_file import catalogue_of
from reportgen.inputs.folder import read_sources
from reportgen.offices.county import County, read_county
from reportgen.offices.county_catalogue import derive
from reportgen.offices.rollup import Rolled, roll_up

COLUMN = "街道（单位）"


def rolled(county: County, **how: bool) -> Rolled:
    return roll_up(county, county.template, 2025, **how)


def derived(catalogue: str, offices: int = 1) -> tuple[str, dict[str, str]]:
    """Return the county's catalogue of an offices' one, and why what is left out is."""
    found = derive(
        parse_yaml(catalogue.encode(), "catalogue.yaml", Finder()), catalogue_of(catalogue.encode()), None, offices
    )
    return found.text, dict(found.left_out)


# ---- the figures


COUNTS = some.one_of(some.none(), some.integers(0, 10**6))
OFFICE = some.fixed_dictionaries(
    {
        "干部": COUNTS,
        "经费": some.one_of(some.none(), some.integers(0, 10**8).map(lambda n: Fraction(n, 100))),
        "网点": COUNTS,
        "净迁入": some.integers(-(10**4), 10**4),
        "知晓率": some.one_of(some.none(), some.integers(0, 1000).map(lambda n: Fraction(n, 10))),
        "农业": COUNTS,
        "非农业": some.one_of(some.none(), some.integers(1, 10**6)),
        "面积": some.one_of(some.none(), some.integers(0, 10**7).map(lambda n: Fraction(n, 100))),
    }
)
Numbers = dict[str, int | Fraction | None]


def said(value: int | Fraction | None) -> str:
    return "" if value is None else written(value, decimals(value) or 0)


def added(numbers: list[Numbers], *names: str) -> Fraction | None:
    values = [office[name] for office in numbers for name in names]
    return None if None in values else sum((Fraction(value) for value in values if value is not None), Fraction(0))


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(numbers=some.lists(OFFICE, min_size=1, max_size=4))
def test_sums_are_those_of_the_offices_by_hand(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[Numbers]
) -> None:
    folder = tmp_path_factory.mktemp("county")
    write_county(folder, [f"第{n}街道" for n in range(len(numbers))])
    for number, one in enumerate(numbers):
        typed = {name: said(one[name]) for name in ("干部", "经费", "网点", "净迁入")} | {"知晓率": said(one["知晓率"])}
        people = (("农业", said(one["农业"]), said(one["面积"])), ("非农业", said(one["非农业"]), said(one["面积"])))
        write_office(folder, f"{number + 1:04} 第{number}街道", typed, people)
    found = rolled(read_county(folder))
    figures = {name: figure.value for name, figure in found.figures.by_name.items()}
    for name in ("干部", "经费", "网点", "净迁入"):
        assert figures[name] == added(numbers, name)
    total = added(numbers, "农业", "非农业")
    assert figures["总人口"] == total
    assert figures["非农业面积"] == added(numbers, "面积")
    money, farmers = added(numbers, "经费"), added(numbers, "农业")
    assert figures["人均经费"] == (None if total is None or money is None else money * 10_000 / total)
    assert figures["农业比重"] == (None if total is None or farmers is None else farmers * 100 / total)
    rates = [(one["知晓率"], one["农业"], one["非农业"]) for one in numbers]
    if any(None in row for row in rates):
        assert figures["知晓率"] is None
    else:
        weighed = sum(Fraction(rate or 0) * (a + b) for rate, a, b in rates if a is not None and b is not None)
        assert figures["知晓率"] == weighed / Fraction(total or 0)
    for number, one in enumerate(numbers):
        parts = {name: figure.value for name, figure in found.figures.parts("总人口", found.column)}
        assert parts[f"第{number}街道"] == added([one], "农业", "非农业")
    lacking = [f"第{number}街道" for number, one in enumerate(numbers) if None in one.values()]
    assert [office.name for office in found.unfilled()] == lacking


def test_every_figure_of_one_office_alone_is_the_office_s_own(tmp_path: Path) -> None:
    write_county(tmp_path, ["青石街道"])
    folder = write_office(tmp_path, "0001 青石街道")
    county = read_county(tmp_path)
    catalogue = catalogue_of(CATALOGUE.encode())
    own = compute(catalogue, read_sources(folder, 2025, catalogue))
    found = rolled(county)
    common = [name for name in catalogue.metrics if name in found.figures.by_name]
    assert len(common) == 12
    assert {name: found.figures[name].value for name in common} == {name: own[name].value for name in common}


def test_villages_stay_beside_the_office(tmp_path: Path) -> None:
    write_county(tmp_path, ["青石街道", "白水镇"])
    people = (
        ("东村", "农业", "10", "1"),
        ("东村", "非农业", "5", "1"),
        ("西村", "农业", "7", "1"),
        ("西村", "非农业", "", "1"),
    )
    write_office(tmp_path, "0001 青石街道", people=people)
    write_office(tmp_path, "0002 白水镇")
    found = rolled(read_county(tmp_path))
    table = found.sources.tables["population"]
    assert table.dimensions == ("户口", COLUMN, "村")
    assert table.categories["村"] == [*["青石街道东村"] * 2, *["青石街道西村"] * 2, "不分", "不分"]
    assert table.absent == ()
    assert (found.figures["总人口"].value, found.figures["农业人口"].value) == (None, 1017)


def test_villages_of_the_same_name_in_two_offices_are_two(tmp_path: Path) -> None:
    write_county(tmp_path, ["青石街道", "白水镇"])
    for office, number in (("0001 青石街道", "3"), ("0002 白水镇", "4")):
        write_office(tmp_path, office, people=(("新村", "农业", number, "1"), ("新村", "非农业", "0", "1")))
    parts = rolled(read_county(tmp_path)).figures.parts("总人口", "村")
    assert [(name, part.value) for name, part in parts] == [("青石街道新村", 3), ("白水镇新村", 4)]


def test_a_row_that_an_office_forgot_is_missing_and_not_zero(tmp_path: Path) -> None:
    write_county(tmp_path, ["青石街道", "白水镇"])
    write_office(tmp_path, "0001 青石街道", people=(("农业", "10", "1"),))
    write_office(tmp_path, "0002 白水镇")
    found = rolled(read_county(tmp_path))
    assert (found.figures["总人口"].value, found.figures["农业人口"].value) == (None, 1010)
    assert found.sources.tables["population"].origins[1] == "0001 青石街道/population.csv"


def test_each_row_says_where_it_comes_from(tmp_path: Path) -> None:
    found = rolled(small_county(tmp_path))
    assert found.figures["农业人口"].cells[1].origin == "0002 白水镇/population.csv 第2行"
    assert found.figures["干部"].cells[2].origin == "0003 黑土乡/office.yaml 第5行"
    assert str(found.figures["干部"].cells[2].at) == "office_typed.csv 第4行「干部」"


# ---- what is lacking


def late(folder: Path) -> County:
    """Return a county of three, one of which has handed in nothing, and one a number that can't be read."""
    write_county(folder, ["青石街道", "白水镇", "黑土乡"])
    write_office(folder, "0001 青石街道")
    write_office(folder, "0003 黑土乡", {"干部": "三名"})
    return read_county(folder)


def test_an_office_that_is_missing_makes_sums_missing_and_is_named(tmp_path: Path) -> None:
    found = rolled(late(tmp_path))
    assert [str(office) for office in found.counted] == ["0001 青石街道"]
    assert [(str(office), why[:14]) for office, why in found.lacking] == [
        ("0002 白水镇", str(tmp_path / "offices")[:14]),
        ("0003 黑土乡", "office.yaml 第5"),
    ]
    assert {found.figures[name].value for name in ("总人口", "干部", "知晓率", "人均经费")} == {None}
    missing = "\n".join(map(str, check(found.catalogue, found.figures)))
    assert "population.csv「农业、白水镇」：缺这一行（共2处：农业、白水镇、农业、黑土乡）" in missing
    assert "office_typed.csv「白水镇」：缺这一行（共2处：白水镇、黑土乡），报告里暂写「待补」：干部、" in missing
    assert (found.figures["已报单位"].value, found.figures["应报单位"].value) == (1, 3)


def test_empty_cells_of_many_offices_are_told_together(tmp_path: Path) -> None:
    names = [f"第{number}街道" for number in range(1, 9)]
    write_county(tmp_path, names)
    for number, name in enumerate(names, 1):
        write_office(tmp_path, f"{number:04} {name}", people=(("农业", "", "1"), ("非农业", "5", "1")))
    found = rolled(read_county(tmp_path))
    (told,) = [issue for issue in check(found.catalogue, found.figures) if "农业人口" in issue.metrics]
    assert str(told).startswith(
        "population.csv 第2行「人口」：是空的（共8处：农业、第1街道、农业、第2街道、农业、第3街道、农业、第4街道、农业、第5街道等8个），"
    )


def test_partly_adds_up_those_that_handed_in_and_says_how_many(tmp_path: Path) -> None:
    found = rolled(late(tmp_path), partly=True)
    assert (found.figures["总人口"].value, found.figures["干部"].value) == (1500, 3)
    assert (found.figures["已报单位"].value, found.figures["应报单位"].value) == (1, 3)
    told = [issue for issue in check(found.catalogue, found.figures) if "已报单位" in issue.metrics]
    assert [(issue.severity.value, issue.message) for issue in told] == [
        ("提醒", "已报单位1个 应等于 应报单位3个，相差2。请核对这几个数（没有报的单位，数不在合计里）。")
    ]


def test_when_all_have_handed_in_nothing_is_told(tmp_path: Path) -> None:
    found = rolled(small_county(tmp_path), partly=True)
    assert [issue for issue in check(found.catalogue, found.figures) if "已报单位" in issue.metrics] == []


def test_upper_offices_are_not_added(tmp_path: Path) -> None:
    small_county(tmp_path, ["青石街道", "白水镇"])
    (tmp_path / "offices.csv").write_text(
        "代码,名称,上级\n53,青山县,\n0001,青石街道,青山县\n0002,白水镇,青山县\n", encoding="utf-8"
    )
    write_office(tmp_path, "53 青山县")
    found = rolled(read_county(tmp_path))
    assert (found.figures["总人口"].value, found.figures["应报单位"].value) == (3000, 2)


def test_an_earlier_year_counts_nothing_as_zero_that_some_office_lacks(tmp_path: Path) -> None:
    county = late(tmp_path)
    write_office(tmp_path, "0003 黑土乡", people=(("农业", "10", "1"),))
    found = rolled(county, earlier=True)
    assert (found.figures["总人口"].value, found.figures["农业人口"].value, found.figures["干部"].value) == (None,) * 3
    write_office(tmp_path, "0002 白水镇")
    found = rolled(county, earlier=True)
    assert (found.figures["总人口"].value, found.figures["农业人口"].value, found.figures["干部"].value) == (
        None,
        2010,
        9,
    )


# ---- what is told


def test_an_upper_office_that_handed_in_is_told_not_to_be_added(tmp_path: Path) -> None:
    told = "「青山县」是青石街道的上级，只加所属单位的数，它自己的数没有加。"
    small_county(tmp_path, ["青石街道"])
    (tmp_path / "offices.csv").write_text("代码,名称,上级\n01,青山县,\n0001,青石街道,青山县\n", encoding="utf-8")
    assert told not in {issue.message for issue in rolled(read_county(tmp_path)).issues}
    write_office(tmp_path, "01 青山县")
    assert told in {issue.message for issue in rolled(read_county(tmp_path)).issues}


def test_an_office_that_handed_in_another_s_numbers_is_told_when_they_are_added(tmp_path: Path) -> None:
    county = write_county(tmp_path, ["青石街道", "白水镇", "黑土乡", "红河街道", "云水镇"])
    for number, office in enumerate(("0001 青石街道", "0002 白水镇", "0003 黑土乡", "0004 红河街道", "0005 云水镇")):
        own = 0 if number == 2 else number
        people = (("农业", f"{1234 + 37 * own}", f"8{own}1.25"), ("非农业", f"{567 + 41 * own}", f"4{own}7.75"))
        write_office(county, office, people=people)
    (told,) = [issue for issue in rolled(read_county(county)).issues if "照抄" in issue.message]
    assert told.message.startswith("0001 青石街道、0003 黑土乡的population.csv里4个数一个也不差")
    assert not any("照抄" in issue.message for issue in rolled(read_county(county), earlier=True).issues)


def test_reported_numbers_are_not_added_and_each_is_told(tmp_path: Path) -> None:
    county = small_county(tmp_path)
    more = "reported:\n  {}: {{value: 1600, reason: 按上级核定数}}\n"
    write_office(tmp_path, "0001 青石街道")
    (tmp_path / "offices" / "0001 青石街道" / "data" / "2025" / "population.yaml").write_text(
        more.format("总人口"), encoding="utf-8"
    )
    found = rolled(county)
    assert found.figures["总人口"].value == 4500
    assert "「总人口」青石街道印的是上报数；汇总的是表里的数，不是上报数。" in [issue.message for issue in found.issues]


def test_money_that_is_the_same_everywhere_may_be_a_standard(tmp_path: Path) -> None:
    county = small_county(tmp_path)
    (told,) = rolled(county).issues
    assert told.message.startswith("「经费」各单位都一样，像是标准，汇总时加起来了。")
    write_office(tmp_path, "0001 青石街道", {"经费": "8.34"})
    assert rolled(county).issues == ()
    write_county(
        tmp_path,
        ["青石街道", "白水镇", "黑土乡"],
        CATALOGUE.replace("digits: 2}\n  标准", "digits: 2, rollup: sum}\n  标准"),
    )
    write_office(tmp_path, "0001 青石街道")
    assert rolled(county).issues == ()


def test_two_offices_with_the_same_money_say_little(tmp_path: Path) -> None:
    issues = rolled(small_county(tmp_path, ["青石街道", "白水镇"])).issues
    assert [issue.check for issue in issues] == [
        "单位之间"
    ]  # all their numbers are the same, and nothing is said of a standard


def test_a_village_that_would_be_read_as_no_name_is_told(tmp_path: Path) -> None:
    write_county(tmp_path, ["青石街道"])
    people = (("东片：甲村", "农业", "10", "1"), ("东片：甲村", "非农业", "5", "1"))
    write_office(tmp_path, "0001 青石街道", people=people)
    with pytest.raises(Unusable) as raised:
        rolled(read_county(tmp_path))
    assert [str(issue) for issue in raised.value.issues] == [
        "0001 青石街道/population.csv「村」：「东片：甲村」在汇总表里会看成说明、合计或公式，请改一个名称。"
    ]


def test_an_office_that_lists_a_total_as_a_village_is_left_out_and_says_so(tmp_path: Path) -> None:
    write_county(tmp_path, ["青石街道"])
    people = (("全镇合计", "农业", "10", "1"), ("全镇合计", "非农业", "5", "1"))
    write_office(tmp_path, "0001 青石街道", people=people)
    ((office, why),) = rolled(read_county(tmp_path)).lacking
    assert str(office) == "0001 青石街道" and "「全镇合计」是合计，不是一个名称" in why


# ---- the county's catalogue


def test_what_can_t_be_added_up_is_left_out_with_the_reason() -> None:
    _, out = derived(CATALOGUE)
    assert {name: why.partition("；")[0] for name, why in out.items()} == {
        "截止日": "是日期，各单位的不能相加",
        "落款日": "是日期，各单位的不能相加",
        "标准": "年年相同，像是标准，不能相加",
        "满意率": "是率（单位：%），不能相加",
        "合格率": "是率（单位：%），不能相加",
        "率差": "要用「满意率」来算，它没有汇总",
        "差中差": "要用「率差」来算，它没有汇总",
    }


@pytest.mark.parametrize("unit", ["'%'", "‰", "个百分点", "女=100", "元/人", "元／人", "人/平方公里", "岁", "倍"])
def test_a_typed_rate_is_never_added(unit: str) -> None:
    text, out = derived(f"a:\n  数: {{value: 数, unit: {unit}}}\n  另: 人\n")
    assert list(out) == ["数"]
    assert catalogue_of(text.encode()).metrics.keys() == {"已报单位", "应报单位", "另"}


@pytest.mark.parametrize("unit", ["人", "万元", "名", "公顷", "''", "千克"])
def test_a_count_is_added(unit: str) -> None:
    assert derived(f"a:\n  数: {{value: 数, unit: {unit}, digits: 2}}\n")[1] == {}


@pytest.mark.parametrize(
    ("definition", "why"),
    [
        ("{value: 率, unit: '%', rollup: {by: 比}}", "权数「比」要是填的数或合计数，不能是率"),
        ("{value: 率, unit: '%', rollup: {by: 均}}", "权数「均」要是填的数或合计数，不能是率"),
        ("{value: 率, unit: '%', rollup: {by: 净}}", "权数「净」可以是负数，不能作权数"),
        ("{value: 率, unit: '%', rollup: {by: 差}}", "权数「差」可以是负数，不能作权数"),
        ("{value: 率, unit: '%', rollup: {by: 准}}", "要用「准」来算，它没有汇总"),
        ("{value: 率, unit: '%', digits: 5, rollup: {by: 人}}", "和权数「人」相乘，小数超过6位"),
        (
            "{value: 率, unit: '%', rollup: sum}",
            "是率（单位：%），不能相加；要汇总的，在指标目录里写 rollup: {by: 作权数的指标}",
        ),
    ],
)
def test_a_weight_that_can_t_weigh_is_told(definition: str, why: str) -> None:
    catalogue = f"""
a:
  人: 人
  比: {{value: 比, unit: '%'}}
  均: {{formula: 人 / 人}}
  准: {{value: 准, unit: 元, steady: true}}
  净: {{value: 净, unit: 人, below_zero: true}}
  差: {{formula: 人 - 净, unit: 人, below_zero: true}}
  率: {definition}
"""
    assert derived(catalogue)[1]["率"] == why


def test_what_is_left_of_a_count_may_weigh() -> None:
    catalogue = (
        "a:\n  人: 人\n  免: 人\n  应: {formula: 人 - 免, unit: 人}\n  率: {value: 率, unit: '%', rollup: {by: 应}}\n"
    )
    assert derived(catalogue)[1] == {}


def test_the_county_s_catalogue_keeps_what_holds_of_sums() -> None:
    catalogue = catalogue_of(derived(CATALOGUE, offices=3)[0].encode())
    assert [one.identity.text for one in catalogue.identities] == [
        "已报单位 == 应报单位",
        "干部 <= 总人口",
        "网点 == 干部",
        "农业人口 <= 总人口",
    ]
    assert catalogue.identities[2].within == 6, "2 in each of three offices"
    assert [stock.name for stock in catalogue.stocks] == ["总人口"]
    assert catalogue.any_table == {COLUMN: "街道单位名单", "村": ""}
    assert catalogue.within == {"村": COLUMN}
    assert catalogue.texts.keys() == {"街道单位名单"}
    assert (catalogue.properties.author, catalogue.properties.date) == ("", "")
    assert (catalogue.metrics["总人口"].at_most, catalogue.metrics["农业比重"].at_most) == (None, 100)
    assert catalogue.tables["quality"].measures.keys() == {"检查"}
    assert catalogue.tables["office_typed"].measures["净迁入"].below_zero
    assert catalogue.issues == ()


@pytest.mark.parametrize(
    "taken",
    ["any_table: {街道（单位）: ''}\n", "b:\n  tables: {b: {街道（单位）: [甲], 数: 人}}\n", "b:\n  已报单位: 个\n"],
)
def test_the_first_name_that_nobody_uses_names_the_offices(taken: str) -> None:
    catalogue = f"{taken}a:\n  另: 人\n"
    assert next(iter(catalogue_of(derived(catalogue)[0].encode()).any_table)) == "县（单位）"


def test_a_fifth_level_is_refused() -> None:
    catalogue = "a:\n  另: 人\n"
    for _ in range(4):
        catalogue, _ = derived(catalogue)
    with pytest.raises(Unusable, match="「省（单位）」也用过了，不能再往上汇总。"):
        derived(catalogue)


def test_what_was_added_up_once_is_added_up_again(tmp_path: Path) -> None:
    text, out = derived(derived(CATALOGUE)[0])
    assert out == {}
    twice = catalogue_of(text.encode())
    once = catalogue_of(derived(CATALOGUE)[0].encode())
    assert twice.metrics.keys() - once.metrics.keys() == {"已报县", "应报县"}
    assert replace(twice, issues=()).issues == ()
