"""Numbers split by two columns at once, and loops in an order: parts add up, each mark names both categories, ties stay as the table has them."""

from __future__ import annotations

import pytest
from specimens import draft, faults, p, row, table, values

from reportgen.base.issues import Unusable
from reportgen.template.content import Shown
from reportgen.template.filters import part_like, parts_by

VILLAGES, KINDS = "按('村（社区）')", "按('户口')"
FOUR = (
    "村（社区）,户口,人口\n丙村,农业,5\n甲村,农业,60\n甲村,非农业,20\n乙村,农业,30\n乙村,非农业,0\n丙村,非农业,75\n"
    "10组,农业,30\n10组,非农业,0\n2组,农业,7\n2组,非农业,0\n"
)
NESTED = (
    f"{{% for 村 in 总人口 | {VILLAGES} %}}{{{{ 村.名称 }}}}{{{{ 村 }}}}人，其中"
    f"{{% for 类 in 村 | {KINDS} %}}{{{{ 类.名称 }}}}{{{{ 类 }}}}人；{{% endfor %}}{{% endfor %}}"
)


def said(loop: str, each: str = "{{ 项.名称 }}{{ 项 }}，", population: str = FOUR) -> str:
    """Return what a loop in a paragraph prints, each entry under the name 项."""
    body = p(f"{{% for 项 in {loop} %}}{each}{{% endfor %}}")
    return draft(body, values(population=population)).lines()[0]


# ---- two columns at once -----------------------------------------------------------------------------------------------------


def test_a_part_has_parts_by_another_column_each_in_a_mark_that_names_both_categories() -> None:
    done = draft(p(NESTED))
    assert done.lines() == ["甲村80人，其中农业60人；非农业20人；乙村30人，其中农业30人；非农业0人；"]
    assert done.titled == [
        ("总人口·甲村", "80"),
        ("总人口·甲村·农业", "60"),
        ("总人口·甲村·非农业", "20"),
        ("总人口·乙村", "30"),
        ("总人口·乙村·农业", "30"),
        ("总人口·乙村·非农业", "0"),
    ]


def test_parts_by_two_columns_add_up_however_they_are_nested() -> None:
    one = (
        f"{{% for 村 in 总人口 | {VILLAGES} %}}{{% for 类 in 村 | {KINDS} %}}{{{{ 类 }}}} {{% endfor %}}{{% endfor %}}"
    )
    other = (
        f"{{% for 类 in 总人口 | {KINDS} %}}{{% for 村 in 类 | {VILLAGES} %}}{{{{ 村 }}}} {{% endfor %}}{{% endfor %}}"
    )
    told = values(population=FOUR)
    for body in (one, other):
        numbers = [int(text) for text in draft(p(body), told).lines()[0].split()]
        assert sum(numbers) == 227 == int(str(told["总人口"]))


@pytest.mark.parametrize("tag", ["总人口 | 在(村, 类)", "村 | 在(类)", "(总人口 | 在(村)) | 在(类)"])
def test_another_figure_s_part_of_two_categories_is_said_in_one_tag(tag: str) -> None:
    rows = (
        f"{{%tr for 村 in 农业人口 | {VILLAGES} %}}"
        if tag.startswith("总")
        else f"{{%tr for 村 in 总人口 | {VILLAGES} %}}"
    )
    cells = f"{{% for 类 in 总人口 | {KINDS} %}}{{{{ {tag} }}}} {{% endfor %}}"
    done = draft(table(row(rows, ""), row("{{ 村.名称 }}", cells), row("{%tr endfor %}", "")) + p("完"))
    assert done.lines() == ["甲村", "60 20 ", "乙村", "30 0 ", "完"]
    assert [title for title, _ in done.titled if title.count("·") == 2] == [
        "总人口·甲村·农业",
        "总人口·甲村·非农业",
        "总人口·乙村·农业",
        "总人口·乙村·非农业",
    ]


def test_a_combination_that_the_table_lacks_is_wanting_and_stays_a_mark() -> None:
    told = values(population="村（社区）,户口,人口\n甲村,农业,60\n甲村,非农业,20\n")
    body = f"{{% for 村 in 总人口 | {VILLAGES} %}}{{% for 类 in 总人口 | {KINDS} %}}{{{{ 农业人口 | 在(村, 类) }}}} {{% endfor %}}{{% endfor %}}"
    done = draft(p(body), told)
    assert done.titled == [("农业人口·甲村·农业", "60"), ("农业人口·甲村·非农业", "待补")]


def test_a_title_that_no_mark_can_hold_is_refused_with_what_to_do() -> None:
    village, kind = "甲" * 30, "乙" * 30
    told = values(population=f"村（社区）,户口,人口\n{village},农业,60\n{village},非农业,20\n")
    assert draft(p(NESTED), told).titled[0] == (f"总人口·{village}", "80")
    whole = told["总人口"]
    assert isinstance(whole, Shown)
    (part,) = parts_by(whole, "村（社区）")
    reason = r"有65个字，Word 的数据标记最多记64个字。请把指标的名称或表里的名称改短，或者只按一列分。"
    with pytest.raises(Unusable, match=reason):
        part_like(part, Shown(whole.figure, whole.figures, within=(("户口", kind),)))


@pytest.mark.parametrize(
    ("loop", "reason"),
    [
        (f"甲 in 总人口 | {VILLAGES} | {KINDS}", "「按」只能用于从表里合计的数"),
        ("甲 in 存在的问题 | 按('户口')", "「按」只能用于从表里合计的数"),
        ("甲 in 死亡 | 按('户口')", "「按」只能用于从表里合计的数"),
        ("甲 in (总人口 | 千分位) | 按('户口')", "「按」只能用于从表里合计的数"),
        ("甲 in 总人口 | 按('户囗')", "列名可用：户口、村（社区）。是不是「户口」？"),
    ],
)
def test_what_has_no_parts_is_told(loop: str, reason: str) -> None:
    first, *_ = faults(p(f"{{% for {loop} %}}{{% endfor %}}"))
    assert reason in first.message


def test_parts_of_parts_of_parts_are_refused() -> None:
    loops = (f"村 in 总人口 | {VILLAGES}", f"类 in 村 | {KINDS}", "又 in 类 | 按('户口')")
    body = "".join(f"{{% for {loop} %}}" for loop in loops) + "{% endfor %}" * 3
    (issue,) = faults(p(body))
    assert "「按」最多套两层：一个数最多按表里的两列分。" in issue.message
    (issue,) = faults(
        p(f"{{% for 村 in 总人口 | {VILLAGES} %}}{{% for 又 in 村 | {VILLAGES} %}}{{% endfor %}}{{% endfor %}}")
    )
    assert "列名可用：户口。" in issue.message
    (issue,) = faults(p(f"{{% for 村 in 总人口 | {VILLAGES} %}}{{{{ 村 | 在(村) }}}}{{% endfor %}}"))
    assert "可以按「村（社区）」分的数" in issue.message


# ---- in an order -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "printed"),
    [
        ("数", "2组7，乙村30，10组30，丙村80，甲村80，"),
        ("-数", "丙村80，甲村80，乙村30，10组30，2组7，"),
        ("-总人口", "丙村80，甲村80，乙村30，10组30，2组7，"),
        ("农业人口", "丙村80，2组7，乙村30，10组30，甲村80，"),
        ("-农业人口", "甲村80，乙村30，10组30，2组7，丙村80，"),
        ("名称", "2组7，10组30，丙村80，甲村80，乙村30，"),
        ("-名称", "乙村30，甲村80，丙村80，10组30，2组7，"),
    ],
)
def test_parts_stand_in_an_order_and_equal_ones_as_the_table_has_them(by: str, printed: str) -> None:
    assert said(f"总人口 | {VILLAGES} | 排序('{by}')") == printed


def test_a_missing_number_stands_last_whichever_way_it_goes() -> None:
    rows = "甲村,农业,\n乙村,农业,30\n丙村,农业,40\n甲村,非农业,0\n乙村,非农业,0\n丙村,非农业,0\n"
    population = f"村（社区）,户口,人口\n{rows}"
    assert said(f"总人口 | {VILLAGES} | 排序('数')", population=population) == "乙村30，丙村40，甲村待补，"
    assert said(f"总人口 | {VILLAGES} | 排序('-数')", population=population) == "丙村40，乙村30，甲村待补，"


def test_numbers_that_are_printed_alike_are_equal() -> None:
    population = "村（社区）,户口,人口\n甲村,农业,300\n甲村,非农业,100\n乙村,农业,301\n乙村,非农业,100\n"
    assert said(f"农业比重 | {VILLAGES} | 排序('-数')", population=population) == "甲村75，乙村75，"


def test_lists_stand_in_an_order_too() -> None:
    told = {
        "存在的问题": ("第10组人手不足", "第2组经费不足", "本级"),
        "下步工作": ({"标题": "乙", "内容": "3户"}, {"标题": "甲", "内容": "12户"}, {"标题": "丙", "内容": ""}),
    }

    def lines(loop: str, each: str) -> list[str]:
        return draft(p(f"{{% for 项 in {loop} %}}{each}{{% endfor %}}"), told).lines()

    assert lines("存在的问题 | 排序('名称')", "{{ 项 }}；") == ["本级；第2组经费不足；第10组人手不足；"]
    assert lines("下步工作 | 排序('-内容')", "{{ 项.标题 }}") == ["甲乙丙"]
    assert lines("下步工作 | 排序('标题')", "{{ 项.标题 }}") == ["丙甲乙"]


def test_an_order_goes_before_a_condition_and_counts_its_own_rounds() -> None:
    assert (
        said(f"总人口 | {VILLAGES} | 排序('-数') if 项 > 20", "{{ loop.index }}{{ 项.名称 }}") == "1丙村2甲村3乙村410组"
    )


def test_parts_of_a_part_stand_in_an_order() -> None:
    inner = f"{{% for 类 in 村 | {KINDS} | 排序('数') %}}{{{{ 类.名称 }}}}{{{{ 类 }}}} {{% endfor %}}"
    body = f"{{% for 村 in 总人口 | {VILLAGES} %}}{inner}{{% endfor %}}"
    assert draft(p(body)).lines() == ["非农业20 农业60 非农业0 农业30 "]


@pytest.mark.parametrize(
    ("loop", "reason"),
    [
        ("总人口 | 排序('数')", "「排序」只能用于列表，和「数 | 按('列名')」。"),
        (f"总人口 | {VILLAGES} | 排序", "「排序」应写成 | 排序('-数')，前面加「-」从大到小。可以按：名称、数、"),
        (f"总人口 | {VILLAGES} | 排序('农业人囗')", "是不是「农业人口」？"),
        (f"总人口 | {VILLAGES} | 排序('死亡')", "「排序」应写成"),
        ("存在的问题 | 排序('数')", "「排序」应写成 | 排序('名称')"),
        ("下步工作 | 排序('名称')", "「排序」应写成 | 排序('标题')，前面加「-」从大到小。可以按：标题、内容、items。"),
        (f"总人口 | {VILLAGES} | 排序('数', '名称')", "「排序」应写成"),
        (f"总人口 | {VILLAGES} | 排序(by='数')", "「排序」应写成"),
    ],
)
def test_what_can_t_be_put_in_an_order_is_told(loop: str, reason: str) -> None:
    first, *_ = faults(p(f"{{% for 项 in {loop} %}}{{% endfor %}}"))
    assert reason in first.message
