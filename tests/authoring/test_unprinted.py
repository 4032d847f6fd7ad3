"""Metrics and texts that people fill in and no template prints."""

from __future__ import annotations

from pathlib import Path

import pytest
from specimens import lines, p

from reportgen.authoring.tag_use import unprinted_issues, unprinted_notes, uses
from reportgen.base.issues import Severity
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.catalogue_file import read_catalogue

OFFICE = """
any_table: {村（社区）: 村名单}
office:
  title: 单位
  tables:
    births: {性别: [女孩, 男孩], 人数: 人}
  texts:
    村名单: 列表
    简介: 文字
    打算: [标题, 内容]
  截止日: 日期
  上报信息: 条
  女孩: {sum: 人数, where: {性别: 女孩}}
  男孩: {sum: 人数, where: {性别: 男孩}, as_of: 截止日}
  出生: {formula: 女孩 + 男孩, unit: 人}
  比例: {formula: 女孩 / 出生, unit: '%'}
  标准: {value: 标准, unit: 元, steady: true}
  补贴: 元
  户数: {value: 户数, unit: 户, optional: true}
  界线: 人
  identities:
    - 补贴 == 出生 * 标准
"""
ALL = "{{ 简介 }}{{ 上报信息 }}{{ 补贴 }}{{ 比例 }}{% if 出生 > 界线 %}{{ 出生 }}{% endif %}{{ 男孩 }}"
ITEMS = "{% for 项 in 打算 %}{{ 项.标题 }}{{ 项.内容 }}{% endfor %}"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = tmp_path_factory.mktemp("office")
    (folder / "catalogue.yaml").write_text(OFFICE, encoding="utf-8")
    return read_catalogue(folder)


def told(text: str, of: Catalogue) -> list[str]:
    return [str(issue) for issue in unprinted_issues(uses(lines(p(text), of=of), of), of)]


def notes(text: str, of: Catalogue) -> list[str]:
    return list(unprinted_notes(uses(lines(p(text), of=of), of), of))


def test_what_is_printed_or_serves_something_is_fine(office: Catalogue) -> None:
    assert told(ALL + ITEMS, office) == []
    assert notes(ALL + ITEMS, office) == [
        "1个指标没有印，只用于统计时点：截止日。要印的请写上标签。",
        "1个指标没有印，只用于公式：女孩。要印的请写上标签。",
        "1个指标没有印，只用于勾稽关系：标准。要印的请写上标签。",
        "1个指标没有印，只用于条件：界线。要印的请写上标签。",
    ]


def test_a_metric_that_nobody_prints_or_uses_is_filled_in_for_nothing(office: Catalogue) -> None:
    (line,) = told(ALL.replace("{{ 上报信息 }}", "") + ITEMS, office)
    assert line == (
        "catalogue.yaml 第12行「上报信息」：「上报信息」没有印在模板里，也没有别的指标、勾稽关系用到它。"
        "请在模板里写上 {{ 上报信息 }}，不要了就从目录里删去。"
    )


def test_what_only_an_unprinted_formula_needs_is_not_printed_either(tmp_path: Path) -> None:
    text = "office:\n  title: 单位\n  甲: 人\n  乙: {formula: 甲 * 2, unit: 人}\n  丙: {formula: 乙 * 2, unit: 人}\n"
    (tmp_path / "catalogue.yaml").write_text(text, encoding="utf-8")
    of = read_catalogue(tmp_path)
    assert [line.partition("：")[2].partition("。")[0] for line in told("正文", of)] == [
        "「甲」没有印在模板里，只用来算「乙」，而它也没有印",
        "「乙」没有印在模板里，只用来算「丙」，而它也没有印",
        "「丙」没有印在模板里，也没有别的指标、勾稽关系用到它",
    ]
    assert told("{{ 丙 }}人", of) == []


def test_a_metric_printed_by_a_filter_or_as_parts_is_printed(office: Catalogue) -> None:
    parts = "{% for 村 in 男孩 | 按('村（社区）') %}{{ 村 }}{% endfor %}"
    text = ALL.replace("{{ 上报信息 }}", "{{ 上报信息 | 较上年 }}").replace("{{ 男孩 }}", parts)
    assert told(text + ITEMS, office) == []
    assert not any("男孩" in note for note in notes(text + ITEMS, office))


def test_texts_are_missed_like_metrics_and_items_text_by_text(office: Catalogue) -> None:
    shorter = ALL.replace("{{ 简介 }}", "")
    assert [line.partition("：")[2].partition("，")[0] for line in told(shorter, office)] == [
        "文字「简介」没有印在模板里",
        "文字「打算」没有印在模板里",
    ]
    (line,) = told(ALL + ITEMS.replace("{{ 项.内容 }}", ""), office)
    assert line == (
        "catalogue.yaml 第10行「打算」：文字「打算.内容」没有印在模板里，填了也看不到。请在模板里写上它的标签，不要了就从目录里删去。"
    )


def test_a_list_whose_items_are_printed_is_printed(tmp_path: Path) -> None:
    (tmp_path / "catalogue.yaml").write_text("office:\n  title: 单位\n  texts: {打算: 列表}\n", encoding="utf-8")
    of = read_catalogue(tmp_path)
    assert told("{% for 项 in 打算 %}{{ 项 }}{% endfor %}", of) == []
    assert len(told("正文", of)) == 1


def test_the_findings_are_warnings_on_a_metric(office: Catalogue) -> None:
    (issue, *_) = unprinted_issues(uses([], office), office)
    assert (issue.check, issue.severity, issue.metrics) == ("没有印的指标", Severity.WARNING, ("上报信息",))
