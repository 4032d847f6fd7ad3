"""What was read of an older report, shown to a person with its sentences; what that person corrects is what becomes of the year."""

from __future__ import annotations

from pathlib import Path

import pytest
from specimens import CATALOGUE, p, package

from reportgen.begin.old_report.confirming import Said, not_taken, tidied, values_said, with_typed
from reportgen.begin.old_report.importing import Heard, heard, placed
from reportgen.begin.old_report.year_files import year_files
from reportgen.template.reading import FILE

BODY = (
    p("{{ 街道 }}{{ 年度 }}年工作报告")
    + p("截止{{ 截止日 }}，全街道总人口{{ 总人口 }}人，年末核对无误。")
    + p("全年死亡{{ 死亡 }}人，年末核对无误。")
    + p("死亡的{{ 死亡 }}人都已注销户口。")
    + p("{%p for 村 in 总人口 | 按('村（社区）') %}")
    + p("{{ 村.名称 }}总人口{{ 村 }}人。")
    + p("{%p endfor %}")
)
REPORT = """\
八街街道2018年工作报告
截止9月30日，全街道总人口110人，年末核对无误。
全年死亡45人，年末核对无误。
死亡的54人都已注销户口。
甲村总人口80人。
乙村总人口30人。
"""


@pytest.fixture
def read(tmp_path: Path) -> Heard:
    (tmp_path / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / FILE).write_bytes(package(BODY))
    path = tmp_path / "往年报告.txt"
    path.write_text(REPORT, encoding="utf-8")
    return heard(path, tmp_path, None)


def said(one: Heard) -> dict[str, Said]:
    """Return the values by what they are called."""
    return {value.label: value for value in values_said(one, placed(one))}


def typed(one: Heard, **texts: str) -> tuple[Heard, dict[str, str]]:
    by_key = {said(one)[label.replace("_", "·")].key: text for label, text in texts.items()}
    return with_typed(one, by_key), by_key


def files(one: Heard) -> dict[str, str]:
    return {name: data.decode("utf-8-sig") for name, data in year_files(placed(one), one.catalogue).items()}


def test_each_value_stands_with_the_sentences_that_say_it_in_the_form_in_which_it_is_typed(read: Heard) -> None:
    values = said(read)
    assert {label: value.text for label, value in values.items()} == {
        "街道": "八街街道",
        "截止日": "9月30日",
        "总人口": "110",
        "死亡": "",
        "总人口·甲村": "80",
        "总人口·乙村": "30",
    }
    assert [(one.line, one.text) for one in values["死亡"].readings] == [(3, "45"), (4, "54")]
    assert values["总人口"].readings[0].sentence == "截止9月30日，全街道总人口110人，年末核对无误。"
    assert values["总人口"].unit == "人"


def test_nothing_typed_is_the_import_as_it_was(read: Heard) -> None:
    assert files(with_typed(read, {})) == files(read)


def test_a_value_that_two_places_say_otherwise_is_the_one_that_a_person_types(read: Heard) -> None:
    assert "死亡: # 导入：没有读到，请填" in files(read)["office.yaml"]
    now, by_key = typed(read, 死亡="45")
    assert "死亡: 45   # 导入：人改的，第3行：全年死亡45人，年末核对无误。" in files(now)["office.yaml"]
    assert not [one for one in placed(now).issues if "死亡" in one.metrics]
    assert not_taken(by_key, values_said(now, placed(now))) == []


def test_texts_dates_and_parts_are_corrected_as_numbers_are(read: Heard) -> None:
    now, by_key = typed(read, 街道="禄脿街道", 截止日="10月31日", 总人口="120", 总人口_甲村="90")
    made = files(now)
    assert "街道: 禄脿街道   # 导入：人改的" in made["office.yaml"]
    assert "截止日: 10月31日   # 导入：人改的" in made["office.yaml"]
    assert made["population.csv"].endswith("合计,甲村,90\n合计,乙村,30\n合计,合计,120\n")
    values = said(now)
    assert (values["总人口"].text, values["总人口·甲村"].text, values["总人口·乙村"].text) == ("120", "90", "30")
    assert not_taken(by_key, values.values()) == []


@pytest.mark.parametrize(
    ("label", "text", "told"),
    [
        ("死亡", "四五", "「死亡」读到的是「四五」"),
        ("死亡", "45.5", "小数比指标目录里的多"),
        ("截止日", "9月31日", "「截止日」读到的是「9月31日」"),
        ("总人口_甲村", "81", "加起来和合计"),
        ("街道", "八街{{街道}}", "里有花括号"),
    ],
)
def test_what_cannot_be_meant_is_told_and_not_taken(read: Heard, label: str, text: str, told: str) -> None:
    now, by_key = typed(read, **{label: text})
    assert not_taken(by_key, values_said(now, placed(now))) == list(by_key)
    assert any(told in str(issue) for issue in placed(now).issues), [str(issue) for issue in placed(now).issues]


def test_a_value_that_a_person_leaves_empty_is_left_out(read: Heard) -> None:
    now, by_key = typed(read, 总人口="", 总人口_甲村="", 总人口_乙村="")
    assert set(said(now)) == {"街道", "截止日", "死亡"}
    assert not_taken(by_key, values_said(now, placed(now))) == []
    assert "甲村" not in files(now)["population.csv"]


def test_what_is_typed_is_tidied_of_what_no_report_can_carry() -> None:
    assert tidied("　八街\x07街道 \n") == "八街街道"
