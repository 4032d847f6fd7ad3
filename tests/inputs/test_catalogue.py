"""`catalogue.yaml`: what the shorthand means, and what is told, with its line, of everything that can't be meant."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from conftest import TEMPLATE

from reportgen.base.dates import DateKind
from reportgen.base.issues import Severity, Unusable
from reportgen.inputs.catalogue import Catalogue, Properties, TextKind
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.metric_rules import DateOf, FormulaOf, SumOf, ValueOf, YearOf

NAME_31 = "一二三四五六七八九十" * 3 + "一"


def read(folder: Path, text: str) -> Catalogue:
    (folder / "catalogue.yaml").write_text(textwrap.dedent(text), encoding="utf-8")
    return read_catalogue(folder)


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(Unusable) as caught:
        read(folder, text)
    assert all(issue.location and issue.location.file == "catalogue.yaml" for issue in caught.value.issues)
    return [str(issue).removeprefix("catalogue.yaml ") for issue in caught.value.issues]


# ---- what the shorthand means ------------------------------------------------------------------------------------------------

SMALL = """\
any_table: {村（社区）: 名单}
subsidies:
  title: 奖励扶助
  tables:
    scholarships: {学段: [小学, 初中], 人数: 人, 金额: {unit: 元, digits: 2}}
    supplies: {品种: [只装, 盒装], 数量: ''}
  texts:
    说明: 文字
    名单: 列表
    问题: [标题, 内容]
  奖学金: {sum: 金额}
  奖学金万元: {sum: 金额, unit: 万元, digits: 1}
  小学人数: {sum: 人数, where: {学段: 小学}, label: 小学（人数）}
  两种人数: {sum: 人数, where: {学段: [小学, 初中]}}
  盒装: {sum: 数量, where: {品种: 盒装}, unit: 盒}
  人均: {formula: 奖学金 / 两种人数, unit: 元, digits: 2}
  养老补助: 人
  年度: {year: 0}
  去年: {year: -1}
  兑现日: 日期
  兑现月: 月份
  服务期: 期间
  领补贴村: {value: 领补贴村（社区）, unit: 个}
  identities:
    - 小学人数 <= 两种人数
    - 兑现日 <= 兑现月
"""


def test_a_sum_takes_unit_and_digits_from_its_column(tmp_path: Path) -> None:
    metric = read(tmp_path, SMALL).metrics["奖学金"]
    assert (metric.unit, metric.digits, metric.label) == ("元", 2, "奖学金")
    assert metric.rule == SumOf("scholarships", "金额", "元", {})


def test_a_sum_may_say_another_unit_digits_and_label(tmp_path: Path) -> None:
    metrics = read(tmp_path, SMALL).metrics
    assert (metrics["奖学金万元"].unit, metrics["奖学金万元"].digits) == ("万元", 1)
    assert metrics["小学人数"].label == "小学（人数）"
    assert metrics["小学人数"].rule == SumOf("scholarships", "人数", "人", {"学段": ("小学",)})


def test_where_takes_one_category_or_a_list(tmp_path: Path) -> None:
    rule = read(tmp_path, SMALL).metrics["两种人数"].rule
    assert isinstance(rule, SumOf)
    assert rule.where == {"学段": ("小学", "初中")}


def test_a_column_without_a_unit_counts_in_the_unit_of_each_metric(tmp_path: Path) -> None:
    assert read(tmp_path, SMALL).metrics["盒装"].rule == SumOf("supplies", "数量", "盒", {"品种": ("盒装",)})


def test_a_single_word_is_a_unit_or_a_kind_of_date(tmp_path: Path) -> None:
    metrics = read(tmp_path, SMALL).metrics
    assert (metrics["养老补助"].rule, metrics["养老补助"].unit) == (ValueOf("养老补助"), "人")
    assert metrics["兑现日"].rule == DateOf(DateKind.DAY)
    assert metrics["兑现月"].rule == DateOf(DateKind.MONTH)
    assert metrics["服务期"].rule == DateOf(DateKind.PERIOD)


def test_a_year_is_told_from_the_folder(tmp_path: Path) -> None:
    metrics = read(tmp_path, SMALL).metrics
    assert (metrics["年度"].rule, metrics["去年"].rule) == (YearOf(0), YearOf(-1))


def test_a_key_that_is_no_name_stands_under_value(tmp_path: Path) -> None:
    assert read(tmp_path, SMALL).metrics["领补贴村"].rule == ValueOf("领补贴村（社区）")


def test_texts_are_one_text_a_list_or_items(tmp_path: Path) -> None:
    texts = read(tmp_path, SMALL).texts
    assert [text.kind for text in texts.values()] == [TextKind.TEXT, TextKind.LIST, TextKind.RECORDS]
    assert texts["问题"].keys == ("标题", "内容")


def test_a_text_may_be_the_same_every_year(tmp_path: Path) -> None:
    texts = read(tmp_path, "s:\n  texts: {甲: {kind: 文字, steady: true}, 乙: {kind: [一, 二]}, 丙: 列表}\n").texts
    assert [(text.kind, text.steady) for text in texts.values()] == [
        (TextKind.TEXT, True),
        (TextKind.RECORDS, False),
        (TextKind.LIST, False),
    ]


def test_a_section_may_say_from_whom_its_numbers_come(tmp_path: Path) -> None:
    sections = read(tmp_path, "s:\n  from: 卫生院\nt:\n  title: 乙\n").sections
    assert (sections["s"].source, sections["t"].source) == ("卫生院", "")


def test_metrics_keep_the_order_of_the_file(tmp_path: Path) -> None:
    assert list(read(tmp_path, SMALL).metrics)[:4] == ["奖学金", "奖学金万元", "小学人数", "两种人数"]


def test_in_order_has_each_metric_after_those_it_names(tmp_path: Path) -> None:
    catalogue = read(tmp_path, "s:\n  丙: {formula: 乙 * 2}\n  乙: {formula: 甲 + 1}\n  甲: 人\n")
    assert [metric.name for metric in catalogue.in_order] == ["甲", "乙", "丙"]
    assert list(catalogue.metrics) == ["丙", "乙", "甲"]


def test_a_formula_may_name_a_metric_of_a_later_section(tmp_path: Path) -> None:
    rule = read(tmp_path, "s:\n  率: {formula: 甲 / 乙, unit: '%'}\nt:\n  甲: 人\n  乙: 人\n").metrics["率"].rule
    assert isinstance(rule, FormulaOf)
    assert rule.formula.names == ("甲", "乙")


def test_a_section_without_title_is_called_as_its_file(tmp_path: Path) -> None:
    assert read(tmp_path, "births:\n  甲: 人\n").sections["births"].title == "births"


def test_names_of_thirty_characters_are_taken(tmp_path: Path) -> None:
    name = NAME_31[:30]
    catalogue = read(tmp_path, f"s:\n  tables: {{t: {{类: [{name}], 数: 人}}}}\n  {name}: {{sum: 数}}\n")
    assert list(catalogue.metrics) == [name]


def test_the_shipped_catalogue_uses_every_column() -> None:
    assert read_catalogue(TEMPLATE).issues == ()


def test_a_column_that_no_metric_uses_is_a_warning_with_its_line(tmp_path: Path) -> None:
    text = """\
    births:
      tables:
        births:
          孩次: [一孩, 二孩]
          计划内: 人
          计划外: 人
      计划内出生: {sum: 计划内}
    """
    (issue,) = read(tmp_path, text).issues
    assert str(issue) == "catalogue.yaml 第6行「计划外」：表「births」的列「计划外」没有指标用到，请删去或补上指标。"
    assert issue.severity is Severity.WARNING


# ---- what can't be meant -----------------------------------------------------------------------------------------------------


def section(*lines: str) -> str:
    """Return a section with one table; the first of `lines` is line 3 of the file."""
    return "births:\n  tables: {births: {孩次: [一孩, 二孩], 人数: 人, 金额: 元}}\n" + "".join(
        f"  {line}\n" for line in lines
    )


FAULTS = [
    # Unknown names.
    pytest.param(
        section("出生: {sum: 人数}", "率: {formula: 出声 / 出生}"),
        ["第4行「率」：「率」的算式里「出声」没有定义。是不是「出生」？"],
        id="formula names what isn't defined",
    ),
    pytest.param(
        section("出生: {sum: 人数}", "identities: [出生 <= 出声]"),
        ["第4行：勾稽关系「出生 <= 出声」里的「出声」没有定义。是不是「出生」？"],
        id="identity names what isn't defined",
    ),
    pytest.param(
        section("出生: {sum: 人次}"),
        ["第3行「出生」：「出生」要合计的列「人次」不在这个部分的表里。是不是「人数」？"],
        id="unknown column",
    ),
    pytest.param(
        section("出生: {sum: 户口}"),
        ["第3行「出生」：「出生」要合计的列「户口」不在这个部分的表里。表里的数字列有：人数、金额。"],
        id="unknown column near none",
    ),
    pytest.param(
        section("出生: {sum: 人数, table: birth}"),
        ["第3行「出生」：没有表「birth」。是不是「births」？"],
        id="unknown table",
    ),
    pytest.param(
        section("出生: {sum: 人数, where: {孩此: 一孩}}"),
        ["第3行「出生」：「出生」：表「births」没有分类列「孩此」。是不是「孩次」？"],
        id="unknown dimension",
    ),
    pytest.param(
        section("出生: {sum: 人数, where: {孩次: [一孩, 三孩]}}"),
        ["第3行「出生」：「出生」：表「births」的「孩次」没有「三孩」这一类。是不是「二孩」？"],
        id="unknown category",
    ),
    pytest.param(
        section("出生: {sum: 人数, wher: {孩次: 一孩}}"),
        ["第3行「出生」：不认识「wher」。是不是「where」？"],
        id="unknown key",
    ),
    pytest.param(
        section("identites: [出生 <= 出生]"),
        ["第3行「identites」：「identites」应写单位，或 {sum: 列名} 的样子，不能是列表。是不是「identities」？"],
        id="misspelled identities",
    ),
    pytest.param(
        "any_table: {村: 名单}\ns:\n  texts: {村名单: 列表, 名册: 文字}\n",
        ["第1行「村」：「村」的名单「名单」不是 texts 里的列表。是不是「村名单」？"],
        id="unknown list",
    ),
    # Cycles.
    pytest.param(
        section("甲: {formula: 乙 + 1}", "乙: {formula: 丙 + 1}", "丙: {formula: 甲 + 1}"),
        ["第3行「甲」：算式绕成了圈：甲 → 乙 → 丙 → 甲。"],
        id="cycle",
    ),
    pytest.param(section("甲: {formula: 甲 + 1}"), ["第3行「甲」：算式绕成了圈：甲 → 甲。"], id="cycle of one"),
    pytest.param(
        section(
            "甲: {formula: 乙}", "乙: {formula: 甲}", "丙: {formula: 丁}", "丁: {formula: 丙}", "戊: {formula: 甲}"
        ),
        ["第3行「甲」：算式绕成了圈：甲 → 乙 → 甲。", "第5行「丙」：算式绕成了圈：丙 → 丁 → 丙。"],
        id="two cycles",
    ),
    # Double definitions.
    pytest.param(
        section("甲: 人", "甲: 户"),
        ["第4行「甲」：「甲」写了两次（前一次在第3行），请留一个。"],
        id="metric twice in a section",
    ),
    pytest.param(
        section("甲: 人") + "deaths:\n  甲: 人\n",
        ["第5行「甲」：「甲」定义了两次，前一次在第3行，请改名或删去一个。"],
        id="metric in two sections",
    ),
    pytest.param(
        section("texts: {甲: 文字}", "甲: 人"),
        ["第4行「甲」：「甲」定义了两次，前一次在第3行，请改名或删去一个。"],
        id="text and metric",
    ),
    pytest.param(
        section("甲: {sum: 人数}") + "deaths:\n  tables: {births: {死因: [病], 人数: 人}}\n",
        ["第5行「births」：表「births」定义了两次，前一次在第2行，请改名或删去一个。"],
        id="table twice",
    ),
    pytest.param(
        section("甲: 人", "乙: {value: 甲, unit: 户}"),
        ["第4行「乙」：「乙」不能填在「甲」下面：「甲」已经填在那里，请换一个。"],
        id="two metrics under one key",
    ),
    pytest.param(
        section("reported: 人"),
        ["第3行「reported」：「reported」不能填在「reported」下面：「reported」是固定的写法，请换一个。"],
        id="key that means something else",
    ),
    pytest.param(
        "s:\n  tables: {t: {类: [甲, 乙, 甲], 数: 人, 数 : 户}}\n",
        ["第2行「数」：「数」写了两次（前一次在第2行），请留一个。"],
        id="column twice",
    ),
    pytest.param(
        "s:\n  tables: {t: {类（甲）: [甲, 乙, '甲 '], 数: 人, 类(甲): 户}}\n",
        [
            "第2行「类（甲）」：类别「甲」和「甲」分不开，请删去或改名。",
            "第2行「类(甲)」：列名「类(甲)」和「类（甲）」分不开，请改名。",
        ],
        id="names that a table can't tell apart",
    ),
    # Names.
    *[
        pytest.param(
            section(f"'{name}': 人"),
            [f"第3行「{name}」：「{name}」不能作名称：只用汉字、字母、数字和下划线，不以数字开头，不带括号和标点。"],
            id=f"name {name}",
        )
        for name in ["村（居）委会", "18周岁", "甲 乙", "甲-乙", "甲·乙", "if", "Ａ", "甲.乙", "甲{{"]
    ],
    pytest.param(
        section(f"{NAME_31}: 人"),
        [f"第3行「{NAME_31}」：「{NAME_31}」超过30个字，请用短一些的名称；表里要印的全称写在 label 里。"],
        id="name of 31 characters",
    ),
    pytest.param(
        f"s:\n  tables: {{t: {{类: [{NAME_31}, ''], 数: 人}}}}\n",
        [f"第2行「类」：类别「{NAME_31}」超过30个字，请用短一些的名称。", "第2行「类」：列「类」有一个类别是空的。"],
        id="category of 31 characters",
    ),
    pytest.param(
        "Births:\n  甲: 人\n",
        ["第1行「Births」：部分名「Births」就是文件名，只用小写英文字母、数字和下划线。"],
        id="section in capitals",
    ),
    pytest.param(
        "s:\n  tables: {出生: {数: 人}}\n",
        ["第2行「出生」：表名「出生」就是文件名，只用小写英文字母、数字和下划线。"],
        id="table in Chinese",
    ),
    # Rules.
    pytest.param(
        section("甲: {sum: 人数, formula: 1}"),
        ["第3行「甲」：「甲」要写 sum、formula、value、year 中的一个，写了2个。"],
        id="two rules",
    ),
    pytest.param(
        section("甲: {unit: 人}"),
        ["第3行「甲」：「甲」要写 sum、formula、value、year 中的一个，写了0个。"],
        id="no rule",
    ),
    pytest.param(
        section("甲: {value: 甲, where: {孩次: 一孩}}"),
        ["第3行「甲」：「甲」的 where、table 只能和 sum 一起用。"],
        id="where without sum",
    ),
    pytest.param(section("甲: {value: ''}"), ["第3行「甲」：「甲」的 value 后面是空的，要写名称。"], id="empty value"),
    pytest.param(
        section("甲: {sum: 人数, where: {孩次: []}}"),
        ["第3行「甲」：「甲」的 where 里「孩次」没有写类别。"],
        id="empty where",
    ),
    pytest.param(
        section("甲: {sum: 人数, where: 一孩}"),
        ["第3行「甲」：「甲」的 where 应是 {列名: 类别} 的样子。"],
        id="where without column",
    ),
    pytest.param(
        section("甲: {sum: [人数]}"), ["第3行「甲」：「sum」应是一个词，不是列表或下一层。"], id="list for a word"
    ),
    *[
        pytest.param(
            section(f"甲: {{year: '{text}'}}"),
            [f"第3行「甲」：「甲」的 year 应是与报告年度相差的年数，如 -1，不是「{text}」。"],
            id=f"year {text}",
        )
        for text in ["2018", "--1", "+-1", "去年", ""]
    ],
    *[
        pytest.param(
            section(f"甲: {{sum: 人数, digits: '{text}'}}"),
            [f"第3行「甲」：digits（小数位数）应是0到6的整数，填几位印几位的写范围（0-2），不是「{text}」。"],
            id=f"digits {text}",
        )
        for text in ["-1", "7", "二", "9" * 5000]
    ],
    pytest.param(
        section("甲: {sum: 人数, unit: 户}"),
        ["第3行「甲」：「甲」的单位是户，要合计的列「人数」的单位是人，换算不了。"],
        id="unit that isn't the column's",
    ),
    pytest.param(
        "s:\n  tables: {a: {类: [甲], 数: 人}, b: {类: [甲], 数: 人}}\n  甲: {sum: 数, where: {类: 甲}}\n",
        ["第3行「甲」：「甲」的列「数」在几个表里都有（a、b），请加 table: 指明。"],
        id="column in two tables",
    ),
    pytest.param(
        "s:\n  tables: {t: {类: [甲]}}\n",
        ["第2行「t」：表「t」没有数字列，请写成「列名: 单位」。"],
        id="table without numbers",
    ),
    pytest.param(
        "s:\n  tables: {t: {数: {unti: 人}}}\n",
        ["第2行「数」：不认识「unti」。是不是「unit」？", "第2行「t」：表「t」没有数字列，请写成「列名: 单位」。"],
        id="column's key",
    ),
    pytest.param(
        "any_table: {村: ''}\ns:\n  tables: {t: {村: 个, 数: 人}}\n",
        ["第3行「村」：「村」在 any_table 里是分类列，这里不能是数字列。"],
        id="column of any table as a number",
    ),
    pytest.param("s:\n  tables: {t: {'': 人, 数: 人}}\n", ["第2行「」：有一列没有名称。"], id="column without a name"),
    pytest.param(
        "s:\n  identities: [{甲: 乙}]\n",
        ["第2行：不认识「甲」。这里可以写：relation、severity、reason、within。"],
        id="identity with an unknown key",
    ),
    pytest.param(
        "s:\n  甲: 人\n  identities: [{relation: 甲 <= 5, severity: 警告}]\n",
        ["第3行：severity 只能写「错误」或「提醒」，不是「警告」。"],
        id="identity of an unknown severity",
    ),
    pytest.param(
        "s:\n  甲: {value: 甲, at_most: 一百}\n",
        ["第2行「甲」：at_most「一百」不是数字，请填数字；没有就填0，还不知道就留空。"],
        id="bound that is no number",
    ),
    pytest.param(
        "s:\n  甲: {value: 甲, optional: 是}\n",
        ["第2行「甲」：optional 只能写 true 或 false，不是「是」。"],
        id="flag that is none",
    ),
    # Formulas and identities.
    pytest.param(
        section("甲: {formula: 1 +}"),
        ["第3行「甲」：「甲」：算式读不懂：只能用指标名称、数字、+ - * / %（余数）和半角括号。"],
        id="half a formula",
    ),
    pytest.param(
        section("日: 日期", "甲: {formula: 日 + 1}"),
        ["第4行「甲」：「甲」的算式里「日」是日期，不能计算。"],
        id="formula with a date",
    ),
    pytest.param(
        section("texts: {话: 文字}", "甲: {formula: 话 + 1}"),
        ["第4行「甲」：「甲」的算式里「话」是文字，不能计算。"],
        id="formula with a text",
    ),
    pytest.param(
        section("texts: {话: 文字}", "甲: 人", "identities: [甲 <= 话]"),
        ["第5行：勾稽关系「甲 <= 话」里的「话」是文字，不能比较。"],
        id="identity with a text",
    ),
    pytest.param(
        section("日: 日期", "甲: 人", "identities:", "  - 甲 <= 日", "  - 日 + 1 <= 日"),
        [
            "第6行：勾稽关系「甲 <= 日」：日期只能和日期直接比早晚，不能计算。",
            "第7行：勾稽关系「日 + 1 <= 日」：日期只能和日期直接比早晚，不能计算。",
        ],
        id="identity that calculates with dates",
    ),
    pytest.param(
        section("甲: 人", "identities: [甲 = 甲, 1 == 1]"),
        [
            "第4行：勾稽关系「甲 = 甲」：勾稽关系应是两个算式中间一个 ==、<=、>=、< 或 >，如「总人口 == 农业人口 + 非农业人口」。",
            "第4行：勾稽关系「1 == 1」：勾稽关系里没有指标。",
        ],
        id="no identities",
    ),
    # Form.
    pytest.param(
        "s: 人\n",
        ["第1行「s」：「s」下面应是「名称: 值」的样子，冒号用半角、后面空一格。"],
        id="section without anything below",
    ),
    pytest.param(
        "any_table: 村\n",
        ["第1行「any_table」：「any_table」下面应是「名称: 值」的样子，冒号用半角、后面空一格。"],
        id="any_table without a list",
    ),
    pytest.param("s:\n  title: [甲]\n", ["第2行：这里应是一个词，不是列表或下一层。"], id="title that is a list"),
    pytest.param(
        "s:\n  texts: {话: 文章, 条: [], 项: [标题, 标 题]}\n",
        [
            "第2行「话」：「话」应写「文字」「列表」「图」，或每条的各项名称，如 [标题, 内容]。",
            "第2行「条」：「条」每条的各项名称要各不相同，只用汉字、字母、数字和下划线。",
            "第2行「项」：「项」每条的各项名称要各不相同，只用汉字、字母、数字和下划线。",
        ],
        id="texts",
    ),
    pytest.param(
        "s:\n  from: [甲]\n  texts: {话: {kind: 文字, stedy: true}, 条: {steady: true}, 项: {kind: 列表, steady: 是}}\n",
        [
            "第2行：这里应是一个词，不是列表或下一层。",
            "第3行「话」：不认识「stedy」。是不是「steady」？",
            "第3行「条」：「条」应写「文字」「列表」「图」，或每条的各项名称，如 [标题, 内容]。",
            "第3行「项」：steady 只能写 true 或 false，不是「是」。",
        ],
        id="texts that are the same every year",
    ),
    pytest.param(
        "s:\n  甲：人\n",
        ["第1行「s」：「s」下面应是「名称: 值」的样子，冒号用半角、后面空一格。"],
        id="full-width colon",
    ),
    pytest.param("s:\n\t甲: 人\n", ["第2行：这一行用了 Tab 键，请换成空格。"], id="Tab"),
    pytest.param(
        "s:\n  甲: &a 人\n  乙: *a\n",
        [
            "第2行：不能用 & 和 * 的引用写法；以这些符号开头的文字请加引号。",
            "第3行：不能用 & 和 * 的引用写法；以这些符号开头的文字请加引号。",
        ],
        id="alias",
    ),
]


@pytest.mark.parametrize(("text", "told"), FAULTS)
def test_what_cannot_be_meant_is_told_with_its_line(text: str, told: list[str], tmp_path: Path) -> None:
    assert faults(tmp_path, text) == told


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = """\
    births:
      tables: {births: {孩次: [一孩], 人数: 人}}
      出生: {sum: 人次}
      18岁: 人
      甲: {formula: 甲 + 丁}
      identities: [出声 <= 甲]
    """
    assert [fault.split("：")[0] for fault in faults(tmp_path, text)] == [
        "第3行「出生」",
        "第4行「18岁」",
        "第5行「甲」",
        "第5行「甲」",
        "第6行",
    ]


def test_a_missing_catalogue_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"找不到文件 catalogue\.yaml，请放到"):
        read_catalogue(tmp_path)


# ---- the public edition's properties -------------------------------------------------------------------------------------------

OFFICE = "s:\n  texts: {单位: 文字, 名单: 列表}\n  落款日: 日期\n  截止月: 月份\n  人数: 人\n"


def test_the_properties_name_a_text_and_a_day(tmp_path: Path) -> None:
    assert read(tmp_path, "properties: {author: 单位, date: 落款日}\n" + OFFICE).properties == Properties(
        "单位", "落款日"
    )
    assert read(tmp_path, "properties: {date: 落款日}\n" + OFFICE).properties == Properties("", "落款日")
    assert (
        read(tmp_path, OFFICE).properties == read(tmp_path, "properties:\n" + OFFICE).properties == Properties("", "")
    )


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ("{author: 单立}", "properties 的 author（单位）应是 texts 里的一段文字，「单立」不是。是不是「单位」？"),
        ("{author: 名单}", "properties 的 author（单位）应是 texts 里的一段文字，「名单」不是。"),
        ("{author: 落款日}", "properties 的 author（单位）应是 texts 里的一段文字，「落款日」不是。"),
        ("{date: 落款}", "properties 的 date（日期）应是填「日期」的指标，「落款」不是。是不是「落款日」？"),
        ("{date: 截止月}", "properties 的 date（日期）应是填「日期」的指标，「截止月」不是。"),
        ("{date: 人数}", "properties 的 date（日期）应是填「日期」的指标，「人数」不是。"),
        ("{date: 单位}", "properties 的 date（日期）应是填「日期」的指标，「单位」不是。"),
    ],
)
def test_properties_that_cannot_be_meant_are_told(properties: str, message: str, tmp_path: Path) -> None:
    (said,) = faults(tmp_path, f"properties: {properties}\n{OFFICE}")
    assert said.startswith(f"第1行「properties」：{message}")


def test_an_unknown_property_is_told(tmp_path: Path) -> None:
    (said,) = faults(tmp_path, f"properties: {{auther: 单位}}\n{OFFICE}")
    assert said.startswith("第1行「properties」：") and "auther" in said
