"""Charts of the public edition: a small count that the office masks stands in no chart, no workbook and no alternative text."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn import DOC_PR, C, chart_xml, described, drawing, key, points, with_charts
from leader import Desk
from lxml import etree
from sound import assert_sound
from specimens import p

from reportgen.base import libreoffice
from reportgen.commands.cli import ERRORS_STAND, OK
from reportgen.word.package import DOCUMENT, W, parse_part, read_package, write_package
from reportgen.word.relations import with_part

CHART = "word/charts/chart1.xml"
CATALOGUE = """
any_table: {村（社区）: ''}
office:
  title: 单位
  tables:
    families: {户数: 户}
  texts: {街道: 文字}
  特殊家庭: {sum: 户数, sensitive: true}
  死亡: 人
"""
OFFICE = """
街道: 八街街道
死亡: 45
public:
  特殊家庭·甲村: {text: 若干, reason: 户数太少}
  特殊家庭·丁村: {text: 若干, reason: 一减就知道}
"""
FAMILIES = "村（社区）,户数\n甲村,3\n乙村,61\n丙村,72\n丁村,83\n"


@pytest.fixture(autouse=True)
def no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: None)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return an office with few special families in one village, and a chart of them."""
    made = Desk(tmp_path, capsys=capsys)
    (made.year / "population.csv").unlink()
    made.writes(OFFICE)
    (made.year / "families.csv").write_text(FAMILIES, encoding="utf-8")
    (made.template / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    body = p("{{ 街道 }}工作报告") + p("全年死亡{{ 死亡 }}人。")
    body += p(drawing(key(1), "各村特殊家庭：{{ 特殊家庭 | 按('村（社区）') }}。"))
    (made.template / "report.docx").write_bytes(with_charts(body, chart_xml()))
    assert made.runs() == OK, made.said
    return made


def public(desk: Desk) -> dict[str, bytes]:
    return read_package((desk.output / "公开版" / desk.report.name).read_bytes())


def test_a_masked_count_is_a_gap_in_the_public_chart_and_stands_nowhere_in_it(desk: Desk) -> None:
    assert points(desk.parts[CHART]) == {"特殊家庭": {"甲村": "3", "乙村": "61", "丙村": "72", "丁村": "83"}}
    assert desk.runs("--final") == OK, desk.said
    parts = public(desk)
    assert points(parts[CHART]) == {"特殊家庭": {"甲村": "", "乙村": "61", "丙村": "72", "丁村": ""}}
    assert b">3<" not in parts[CHART] and b">83<" not in parts[CHART]
    assert not [name for name in parts if "embeddings" in name] and b"externalData" not in parts[CHART]
    ((name, text),) = described(parse_part(parts[DOCUMENT]))
    assert name == "图1" and text == "各村特殊家庭：甲村若干、乙村61户、丙村72户、丁村若干。"
    assert_sound((desk.output / "公开版" / desk.report.name).read_bytes(), desk.folder)


@pytest.mark.parametrize("shown", [True, False])
def test_a_chart_that_the_report_does_not_show_is_in_no_public_part(desk: Desk, shown: bool) -> None:
    condition = p("{%p if 死亡 > 90 %}")
    body = p("{{ 街道 }}工作报告") + p("全年死亡{{ 死亡 }}人。") + ("" if shown else condition)
    body += p(drawing(key(1), "各村特殊家庭：{{ 特殊家庭 | 按('村（社区）') }}。")) + (
        "" if shown else p("{%p endif %}")
    )
    (desk.template / "report.docx").write_bytes(with_charts(body, chart_xml()))
    assert desk.runs("--fresh", "--final") == OK, desk.said
    assert [name for name in public(desk) if "chart" in name] == ([CHART] if shown else [])


def test_a_chart_and_a_picture_that_people_deleted_are_in_no_public_part(desk: Desk) -> None:
    parts, image = with_part(desk.parts, DOCUMENT, "word/media/map.png", b"a map", "image", "image/png")
    desk.report.write_bytes(write_package(parts))  # as a word processor leaves one that nothing shows any more
    desk.edits(lambda root: [one.getparent().remove(one) for one in list(root.iter(f"{W}drawing"))])
    assert CHART in desk.parts and image
    assert desk.runs("--final") == OK, desk.said
    assert not [name for name in public(desk) if "chart" in name or "media" in name]


def test_the_report_itself_keeps_its_chart(desk: Desk) -> None:
    before = desk.parts[CHART]
    assert desk.runs("--final") == OK
    assert desk.parts[CHART] == before


def test_a_count_that_the_other_bars_and_the_total_give_away_is_an_error(desk: Desk) -> None:
    desk.adds("全街道特殊家庭219户。")
    desk.corrects("  特殊家庭·丁村: {text: 若干, reason: 一减就知道}\n", "")
    body = p("{{ 街道 }}工作报告") + p("全年死亡{{ 死亡 }}人，特殊家庭{{ 特殊家庭 }}户。")
    body += p(drawing(key(1), "{{ 特殊家庭 | 按('村（社区）') }}"))
    (desk.template / "report.docx").write_bytes(with_charts(body, chart_xml()))
    assert desk.runs("--fresh", "--final") == ERRORS_STAND
    assert "「特殊家庭·甲村」换掉了，可是「特殊家庭」的合计和其余各部分都印着，一减就知道" in desk.said


def test_a_bar_that_people_took_away_is_given_away_by_the_others_and_the_total_all_the_same(desk: Desk) -> None:
    desk.corrects("  特殊家庭·丁村: {text: 若干, reason: 一减就知道}\n", "")
    body = p("{{ 街道 }}工作报告") + p("全年死亡{{ 死亡 }}人，特殊家庭{{ 特殊家庭 }}户。")
    body += p(drawing(key(1), "各村：{{ 特殊家庭 | 按('村（社区）') }}"))
    (desk.template / "report.docx").write_bytes(with_charts(body, chart_xml()))
    assert desk.runs("--fresh") == OK

    def taken(root: etree._Element) -> None:
        for one in [one for one in root.iter(f"{C}pt") if one.findtext(f"{C}v") in ("甲村", "3")]:
            one.getparent().remove(one)

    desk.edits(taken, CHART)
    desk.edits(lambda root: next(root.iter(DOC_PR)).set("descr", "各村"))
    assert desk.runs("--final") == ERRORS_STAND
    assert "一减就知道" in desk.said


def test_an_alternative_text_of_people_s_that_says_a_masked_count_is_an_error(desk: Desk) -> None:
    desk.edits(lambda root: next(root.iter(DOC_PR)).set("descr", "甲村只有3户"))
    assert desk.runs("--final") == ERRORS_STAND
    assert "「特殊家庭·甲村」公开时印「若干」，这里还有打字的3户" in desk.said


def test_a_chart_that_has_lost_its_name_is_masked_all_the_same(desk: Desk) -> None:
    desk.edits(lambda root: next(root.iter(DOC_PR)).set("name", "Object1"))
    assert desk.runs("--final") == OK, desk.said
    assert points(public(desk)[CHART])["特殊家庭"]["甲村"] == ""


def test_a_chart_of_people_s_own_may_not_name_a_masked_village(desk: Desk) -> None:
    def renamed(root: etree._Element) -> None:
        next(one for one in root.iter(f"{C}v") if one.text == "特殊家庭").text = "户数"

    desk.edits(lambda root: next(root.iter(DOC_PR)).set("name", "Object1"))
    desk.edits(renamed, CHART)
    assert desk.runs("--final") == ERRORS_STAND
    assert "「特殊家庭·甲村」公开时印「若干」，图里还画着它" in desk.said
