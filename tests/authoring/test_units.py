"""The unit behind a tag: the metric's, another, none, or one that the tag brings along itself."""

from __future__ import annotations

import pytest
from specimens import NOTE_ENDS, catalogue, lines, p, part, r, row, table

from reportgen.authoring.units import unit_issues
from reportgen.base.issues import Issue, Severity
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.catalogue_file import read_catalogue

UNITS = """
money:
  title: 经费
  年度: {year: 0}
  截止日: 日期
  截止月: 月份
  活动期间: 期间
  保险: {value: 保险, unit: 万元, digits: 2}
  补贴: 元
  兑现率: {value: 兑现率, unit: '%'}
  出生率: {formula: 出生 / 人口, unit: ‰, digits: 2}
  提高: {formula: 出生率 - 兑现率, unit: ‰, digits: 2}
  比值: {formula: 出生 / 人口, digits: 2}
  比上年: {formula: 兑现率 - 上年兑现率, unit: 个百分点, digits: 2}
  上年兑现率: {value: 上年兑现率, unit: '%'}
  降幅: {value: 降幅, unit: 千分点, digits: 2}
  得分: {value: 得分}
  出生: 人
  人口: 人
  咨询: 人次
  村: 个
  宣传员: 名
  绿化: ㎡
  垃圾: kg
  性别比: {value: 性别比, unit: 女=100, digits: 2}
"""


@pytest.fixture(scope="module")
def money(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = tmp_path_factory.mktemp("money")
    (folder / "catalogue.yaml").write_text(UNITS, encoding="utf-8")
    return read_catalogue(folder)


def found(body: str, of: Catalogue | None = None) -> list[Issue]:
    return list(unit_issues(lines(body, of=of), of or catalogue()))


def told(text: str, of: Catalogue) -> list[str]:
    return [f"{issue.severity.value} {issue.message}" for issue in found(p(text), of)]


@pytest.mark.parametrize(
    "text",
    [
        "出生{{ 出生 }}人，",
        "出生{{ 出生 }} 人",
        "出生{{ 出生 }}余人",
        "兑现率{{ 兑现率 }}%。",
        "兑现率{{ 兑现率 }}％",
        "出生率{{ 出生率 }}‰",
        "提高{{ 提高 }}个千分点",
        "高出{{ 兑现率 }}个百分点",
        "高出{{ 兑现率 }}百分点",
        "提高{{ 比上年 }}个百分点",
        "提高{{ 比上年 }}百分点",
        "下降{{ 降幅 }}个千分点",
        "保险{{ 保险 }}万元的",
        "咨询{{ 咨询 }}人次",
        "辖{{ 村 }}个村民委员会",
        "性别比{{ 性别比 }}，",
        "性别比为{{ 性别比 }}:100。",
        "性别比为{{ 性别比 }}：100。",
        "性别比为{{ 性别比 }}∶100。",
        "性别比为{{ 性别比 }}（女=100）",
        "男女分别为{{ 出生 }}、{{ 人口 }}人",
        "{{ 出生 }}和{{ 人口 }}人",
        "出生（人）：{{ 出生 }}",
        "第{{ 出生 }}，",
        "得分{{ 得分 }}",
        "得分{{ 得分 }}分",
        "{{ 年度 }}年至{{ 截止日 }}止，{{ 截止日 | 月日 }}前，{{ 截止月 }}底",
        "{{ 截止月 }}月底",
        "{{ 出生 | 较上年 }}，{{ 出生 | 增减 }}；{{ 出生 | 上年 }}人{{ 出生 | 上年同期 }}",
        "比值{{ 比值 }}",
        "绿化{{ 绿化 }}㎡，清运{{ 垃圾 }}kg",
        "清运{{ 垃圾 }}㎏，{{ 垃圾 }}ｋｇ",
    ],
)
def test_a_unit_as_the_metric_has_it_is_fine(text: str, money: Catalogue) -> None:
    assert told(text, money) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ 出生 }}户", "「出生」的单位是「人」，后面写的是「户」，请改成「人」，或改指标目录。"),
        ("{{ 出生 }}名", "「出生」的单位是「人」，后面写的是「名」，请改成「人」，或改指标目录。"),
        ("{{ 宣传员 }}人", "「宣传员」的单位是「名」，后面写的是「人」，请改成「名」，或改指标目录。"),
        ("{{ 出生 }}人次", "「出生」的单位是「人」，后面写的是「人次」，请改成「人」，或改指标目录。"),
        ("{{ 咨询 }}人", "「咨询」的单位是「人次」，后面写的是「人」，请改成「人次」，或改指标目录。"),
        ("{{ 村 }}个工作日", "「村」的单位是「个」，后面写的是「个工作日」，请改成「个」，或改指标目录。"),
        ("{{ 保险 }}元", "「保险」的单位是「万元」，后面写的是「元」，请改成「万元」，或改指标目录。"),
        ("{{ 补贴 }}万元", "「补贴」的单位是「元」，后面写的是「万元」，请改成「元」，或改指标目录。"),
        ("{{ 出生 }}万人", "「出生」的单位是「人」，后面写的是「万人」，请改成「人」，或改指标目录。"),
        ("{{ 兑现率 }}‰", "「兑现率」的单位是「%」，后面写的是「‰」，请改成「%」，或改指标目录。"),
        ("{{ 出生率 }}%", "「出生率」的单位是「‰」，后面写的是「%」，请改成「‰」，或改指标目录。"),
        ("{{ 出生率 }}个千分点", "「出生率」的单位是「‰」，后面写的是「个千分点」，请改成「‰」，或改指标目录。"),
        ("{{ 比上年 }}%", "「比上年」的单位是「个百分点」，后面写的是「%」，请改成「个百分点」，或改指标目录。"),
        (
            "{{ 比上年 }}个千分点",
            "「比上年」的单位是「个百分点」，后面写的是「个千分点」，请改成「个百分点」，或改指标目录。",
        ),
        ("{{ 比上年 }}，", "后面没有写单位，「比上年」的单位是「个百分点」，请加上。"),
        ("{{ 兑现率 }}，", "后面没有写单位，「兑现率」的单位是「%」，请加上。"),
        ("{{ 兑现率 }}", "后面没有写单位，「兑现率」的单位是「%」，请加上。"),
        ("{{ 性别比 }}%", "「性别比」的单位是女=100，后面不写单位，或写「:100」，现写「%」，请删去。"),
        ("{{ 性别比 }}:1000", "「性别比」的单位是女=100，后面应写「:100」，现写「:1000」。"),
        ("{{ 出生 | 上年 }}户", "「出生」的单位是「人」，后面写的是「户」，请改成「人」，或改指标目录。"),
        ("{{ 出生 | 较上年 }}人", "「较上年」印出来已经带单位，后面又写了「人」，请删去。"),
        ("{{ 兑现率 | 增减 }}个百分点", "「增减」印出来已经带单位，后面又写了「个百分点」，请删去。"),
        (
            "{{ 比值 }}%",
            "「比值」在指标目录里没有单位，印的是比值（如0.89），后面却写了「%」。请在目录里给它 unit: '%'。",
        ),
        (
            "{{ 比值 }}个百分点",
            "「比值」在指标目录里没有单位，印的是比值（如0.89），后面却写了「个百分点」。请在目录里给它 unit: '个百分点'。",
        ),
        ("至{{ 截止日 }}日止", "印出来的日期已经有「日」字，后面又写了「日」，请删去。"),
        ("至{{ 截止日 | 月日 }}日止", "印出来的日期已经有「日」字，后面又写了「日」，请删去。"),
        ("至{{ 截止月 }}月止", "印出来的日期已经有「月」字，后面又写了「月」，请删去。"),
        (
            "{{ 年度 }}年{{ 截止日 }}",
            "印出来的日期已经有年份，前面的「{{ 年度 }}年」请删去，或写成 | 月日。",
        ),
    ],
)
def test_another_unit_makes_a_wrong_report(text: str, message: str, money: Catalogue) -> None:
    (line,) = told(text, money)
    assert line.startswith("错误 标签 {{ ") and line.endswith(f" }}}}：{message}")


def test_a_count_without_any_unit_may_be_meant() -> None:
    (issue,) = found(p("全街道死亡{{ 死亡 }}，"))
    assert (issue.severity, issue.metrics, issue.expected) == (Severity.WARNING, ("死亡",), "人")
    assert (
        str(issue)
        == "report.docx 第1段「全街道死亡{{ 死亡 }}」：标签 {{ 死亡 }}：后面没有写单位，「死亡」的单位是「人」，请加上。"
    )


def test_words_that_only_begin_like_a_unit_are_none() -> None:
    assert [issue.severity for issue in found(p("死亡{{ 死亡 }}本街道"), None)] == [Severity.WARNING]
    assert found(p("性别比{{ 性别比 }}位于正常范围")) == []


def test_a_unit_in_the_next_run_or_behind_a_condition_counts() -> None:
    assert found(p(r("死亡{{ 死亡 }}"), r("人", "<w:b/>"))) == []
    assert found(p("死亡{{ 死亡 }}{% if 出生 %}人，出生{{ 出生 }}人{% else %}人{% endif %}。")) == []


def test_each_way_through_a_condition_is_followed() -> None:
    both = p("死亡{{ 死亡 }}{% if 出生 %}户，{% elif 男孩 %}人，{% endif %}次")
    assert [issue.message.partition("后面写的是")[2][:3] for issue in found(both)] == ["「户」", "「次」"]
    skipped = p("{% if 死亡 %}死亡{{ 死亡 }}{% else %}无{% endif %}人")
    assert found(skipped) == []  # from the if's end on, never through the else


def test_nested_conditions_without_words_between_take_no_time() -> None:
    depth = 8
    opened = "".join("{% if 出生 %}{% endif %}" * 40 for _ in range(depth))
    (issue,) = found(p(f"死亡{{{{ 死亡 }}}}{opened}户"))
    assert "「户」" in issue.message


def test_a_table_has_its_units_in_its_head() -> None:
    assert found(table(row("死亡（人）", "{{ 死亡 }}"), row("农业比重", "{{ 农业比重 }}"))) == []
    (issue,) = found(table(row("死亡", "{{ 死亡 }}户")))
    assert str(issue.location) == "report.docx 第2段「{{ 死亡 }}户」"


def test_the_part_of_a_breakdown_has_the_unit_of_the_whole() -> None:
    loop = "{{% for 部分 in 总人口 | 按('村（社区）') %}}{{{{ 部分.名称 }}}}{{{{ 部分 }}}}{unit}{{% endfor %}}。"
    assert found(p(loop.format(unit="人"))) == []
    (issue,) = found(p(loop.format(unit="户")))
    assert issue.metrics == ("总人口",)


def test_units_are_looked_at_wherever_there_is_text() -> None:
    wrong = p("死亡{{ 死亡 }}户")
    others = {
        "header1.xml": part("hdr", wrong),
        "footnotes.xml": part("footnotes", f'{NOTE_ENDS}<w:footnote w:id="1">{wrong}</w:footnote>'),
    }
    issues = unit_issues(lines(p("正文"), others), catalogue())
    assert [issue.location and issue.location.file for issue in issues] == [
        "report.docx（页眉1）",
        "report.docx（脚注）",
    ]
