"""Charts in people's report: a corrected figure goes into them, their look and people's own charts stay."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from drawn import DOC_PR, C, cells, chart_xml, described, drawing, key, points, with_charts
from leader import BODY, Desk
from lxml import etree
from sound import assert_sound
from specimens import p

from reportgen.commands.cli import OK
from reportgen.word.package import DOCUMENT, parse_part, read_package, write_package
from reportgen.word.relations import related, with_part

CHART = "word/charts/chart1.xml"
BY_VILLAGE = "各村总人口：{{ 总人口 | 按('村（社区）') }}"
OWN = "word/charts/chart2.xml"


def a_desk(folder: Path, *runs: str, charts: int = 1) -> Desk:
    """Return an office whose template shows charts behind its text, with the report drafted."""
    made = Desk(folder)
    body = BODY + "".join(p(run) for run in runs)
    (made.template / "report.docx").write_bytes(with_charts(body, *[chart_xml()] * charts))
    assert made.runs() == OK
    return made


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return an office whose report was drafted with a chart by village. Nobody may change it."""
    return a_desk(tmp_path_factory.mktemp("drafted"), drawing(key(1), BY_VILLAGE))


@pytest.fixture
def desk(drafted: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return a copy of the office at which a leader may do anything."""
    shutil.copytree(drafted.folder, tmp_path, dirs_exist_ok=True)
    return Desk(tmp_path, capsys=capsys)


def rewritten(desk: Desk) -> None:
    """Rewrite a sentence, as people do."""
    desk.adds("以上数据截至九月底。")


def recoloured(root: etree._Element) -> None:
    for one in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}schemeClr"):
        one.set("val", "accent5")


def typed(desk: Desk, old: str, new: str, part: str = CHART) -> None:
    """Type another number into a chart's data sheet."""

    def change(root: etree._Element) -> None:
        next(one for one in root.iter(f"{C}v") if one.text == old).text = new

    desk.edits(change, part)


def test_a_corrected_figure_goes_into_the_chart_and_the_workbook_of_people_s_report(desk: Desk) -> None:
    rewritten(desk)
    assert points(desk.parts[CHART]) == {"总人口": {"甲村": "7142", "乙村": "8000"}}
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    assert desk.runs() == OK
    assert points(desk.parts[CHART]) == {"总人口": {"甲村": "7242", "乙村": "8000"}}
    assert cells(desk.parts, CHART) == [["名称", "总人口"], ["甲村", 7242], ["乙村", 8000]]
    assert described(parse_part(desk.parts[DOCUMENT]))[0][1] == "各村总人口：甲村7242人、乙村8000人"
    assert "甲村 7142→7242" in desk.said
    assert_sound(desk.report.read_bytes(), desk.folder)


@pytest.mark.parametrize("name", ["", "Object1"])
def test_a_report_whose_only_figures_are_drawn_in_a_chart_is_renewed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    desk = Desk(tmp_path, capsys=capsys)
    body = p("工作报告") + p(drawing(key(1), BY_VILLAGE)) + p("特此报告。")
    (desk.template / "report.docx").write_bytes(with_charts(body, chart_xml()))
    assert desk.runs() == OK, desk.said
    rewritten(desk)
    if name:  # as LibreOffice leaves it
        desk.edits(lambda root: next(root.iter(DOC_PR)).set("name", name))
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    assert desk.runs() == OK, desk.said
    assert points(desk.parts[CHART])["总人口"]["甲村"] == "7242"
    assert "以上数据截至九月底。" in desk.lines


def test_a_correction_that_puts_villages_in_another_order_moves_their_bars(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    greatest_first = "{{ 总人口 | 按('村（社区）') | 排序('-数') }}"
    desk = Desk(a_desk(tmp_path, drawing(key(1), greatest_first)).folder, capsys=capsys)
    rewritten(desk)
    assert list(points(desk.parts[CHART])["总人口"]) == ["乙村", "甲村"]
    desk.corrects("甲村,农业,7000", "甲村,农业,9000", "population.csv")
    assert desk.runs() == OK
    assert points(desk.parts[CHART]) == {"总人口": {"甲村": "9142", "乙村": "8000"}}
    assert list(points(desk.parts[CHART])["总人口"]) == ["甲村", "乙村"]
    assert cells(desk.parts, CHART)[1:] == [["甲村", 9142], ["乙村", 8000]]
    desk.runs("verify", str(desk.report))
    assert "人写的九月" in desk.said and "1个提醒" in desk.said  # of the sentence, none of the chart


def in_a_condition(folder: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return an office whose report shows its chart where more than 40 have died, which 45 have."""
    made = Desk(folder, capsys=capsys)
    body = BODY + p("{%p if 死亡 > 40 %}") + p(drawing(key(1), BY_VILLAGE)) + p("{%p endif %}") + p("特此报告。")
    (made.template / "report.docx").write_bytes(with_charts(body, chart_xml()))
    assert made.runs() == OK, made.said
    rewritten(made)
    return made


@pytest.mark.parametrize("words", [(), ("--track-changes",)])
def test_a_chart_whose_condition_holds_no_more_goes_with_its_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    desk = in_a_condition(tmp_path, capsys)
    desk.corrects("死亡: 45", "死亡: 40")
    assert desk.runs(*words) == OK, desk.said
    left = [name for name in desk.parts if "chart" in name or "embeddings" in name]
    assert bool(left) == bool(words)  # while nobody has decided on a tracked change, the chart may come back
    assert_sound(desk.report.read_bytes(), desk.folder)


def test_a_chart_whose_condition_holds_again_is_told_and_nothing_is_broken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = in_a_condition(tmp_path, capsys)
    desk.corrects("死亡: 45", "死亡: 40")
    assert desk.runs() == OK, desk.said
    desk.corrects("死亡: 40", "死亡: 45")
    assert desk.runs() == OK, desk.said
    assert "新的一段带图片、链接或脚注，请自己加上" in desk.said
    assert_sound(desk.report.read_bytes(), desk.folder)


def test_a_village_more_is_a_bar_more(desk: Desk) -> None:
    rewritten(desk)
    desk.corrects("乙村,非农业,0\n", "乙村,非农业,0\n丙村,农业,5\n丙村,非农业,0\n", "population.csv")
    assert desk.runs() == OK
    assert points(desk.parts[CHART]) == {"总人口": {"甲村": "7142", "乙村": "8000", "丙村": "5"}}
    assert "丙村 空→5" in desk.said


def test_the_look_that_people_gave_a_chart_stays(desk: Desk) -> None:
    desk.edits(recoloured, CHART)
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    assert desk.runs() == OK
    assert b"accent5" in desk.parts[CHART] and points(desk.parts[CHART])["总人口"]["甲村"] == "7242"


def test_a_chart_that_is_right_stays_the_same_bytes(desk: Desk) -> None:
    rewritten(desk)
    desk.edits(recoloured, CHART)
    before = desk.parts[CHART]
    desk.corrects("死亡: 45", "死亡: 46")
    assert desk.runs() == OK
    assert desk.parts[CHART] == before and "45→46" in "".join(desk.said.split())


def test_a_chart_that_people_moved_into_another_place_and_another_part_is_still_ours(desk: Desk) -> None:
    parts = desk.parts
    moved = {name.replace("charts/chart1.xml", "charts/chart7.xml"): data for name, data in parts.items()}
    for name in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        moved[name] = moved[name].replace(b"charts/chart1.xml", b"charts/chart7.xml")
    desk.report.write_bytes(write_package(moved))

    def change(root: etree._Element) -> None:
        paragraph = next(next(root.iter(DOC_PR)).iterancestors(f"{{{root.nsmap['w']}}}p"))
        root[0].insert(0, paragraph)

    desk.edits(change)
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    assert desk.runs() == OK
    assert points(desk.parts["word/charts/chart7.xml"])["总人口"]["甲村"] == "7242"


def test_people_s_own_chart_stays_the_same_bytes(desk: Desk) -> None:
    parts = desk.parts
    parts, own = with_part(
        parts,
        DOCUMENT,
        OWN,
        chart_xml("pie", 1, "人口"),
        "chart",
        "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    )
    parts[DOCUMENT] = parts[DOCUMENT].replace(
        b"<w:sectPr", (p(drawing(own, "自己画的", number=9)) + "<w:sectPr").encode(), 1
    )
    desk.report.write_bytes(write_package(parts))
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    assert desk.runs() == OK
    assert desk.parts[OWN] == parts[OWN] and points(desk.parts[CHART])["总人口"]["甲村"] == "7242"


def test_numbers_that_people_typed_into_a_chart_stay_and_are_told_where_the_data_changed_too(desk: Desk) -> None:
    typed(desk, "7142", "7150")
    assert desk.runs() == OK
    assert points(desk.parts[CHART])["总人口"]["甲村"] == "7150" and "两边都改了" not in desk.said
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    assert desk.runs() == OK
    assert points(desk.parts[CHART])["总人口"]["甲村"] == "7150"
    assert "有人改过图里的数，没有更新：甲村 7150→7242" in desk.said


def test_a_label_that_people_typed_at_a_bar_is_told_as_it_would_keep_the_old_number(desk: Desk) -> None:
    def change(root: etree._Element) -> None:
        text = '<c:rich xmlns:c="%s" xmlns:a="%s"><a:bodyPr/><a:p><a:r><a:t>7142人</a:t></a:r></a:p></c:rich>'
        label = etree.Element(f"{C}dLbl")
        etree.SubElement(label, f"{C}idx", val="0")
        main = "http://schemas.openxmlformats.org/drawingml/2006/main"
        etree.SubElement(label, f"{C}tx").append(etree.fromstring(text % (C.strip("{}"), main)))
        next(root.iter(f"{C}dLbls")).insert(0, label)

    desk.edits(change, CHART)
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    assert desk.runs() == OK
    assert points(desk.parts[CHART])["总人口"]["甲村"] == "7142"
    assert "自定的数据标签" in desk.said and "没有更新：甲村 7142→7242" in desk.said


def test_a_number_that_excel_stores_otherwise_is_the_same(desk: Desk) -> None:
    typed(desk, "7142", "7142.0000000000009")
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    assert desk.runs() == OK
    assert points(desk.parts[CHART])["总人口"]["甲村"] == "7242"


def test_an_alternative_text_that_people_wrote_stays(desk: Desk) -> None:
    desk.edits(lambda root: next(root.iter(DOC_PR)).set("descr", "人口图"))
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    assert desk.runs() == OK
    assert described(parse_part(desk.parts[DOCUMENT]))[0][1] == "人口图"
    assert points(desk.parts[CHART])["总人口"]["甲村"] == "7242"


def test_a_chart_that_people_deleted_stays_deleted(desk: Desk) -> None:
    def change(root: etree._Element) -> None:
        one = next(next(root.iter(DOC_PR)).iterancestors(f"{{{root.nsmap['w']}}}p"))
        one.getparent().remove(one)

    desk.edits(change)
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    assert desk.runs() == OK
    assert described(parse_part(desk.parts[DOCUMENT])) == []


def test_a_chart_that_the_template_has_got_since_is_told_like_every_picture(desk: Desk) -> None:
    rewritten(desk)
    body = BODY + p(drawing(key(1), BY_VILLAGE)) + p("另附图：", drawing(key(2), "{{ 死亡 }}{{ 叶酸 }}", number=2))
    (desk.template / "report.docx").write_bytes(with_charts(body, chart_xml(), chart_xml("pie", 1)))
    assert desk.runs() == OK
    assert "新的一段带图片、链接或脚注，请自己加上：另附图" in desk.said
    assert [kind for kind, _ in related(desk.parts, DOCUMENT).values()].count("chart") == 1


def test_a_metric_of_another_name_is_still_the_one_that_the_chart_draws(desk: Desk) -> None:
    rewritten(desk)
    catalogue, template = desk.template / "catalogue.yaml", desk.template / "report.docx"
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(
        text.replace("总人口: {sum: 人口}", "常住人口: {sum: 人口, formerly: 总人口}"), encoding="utf-8"
    )
    parts = read_package(template.read_bytes())
    parts[DOCUMENT] = parts[DOCUMENT].replace("{{ 总人口".encode(), "{{ 常住人口".encode())
    template.write_bytes(write_package(parts))
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    assert desk.runs() == OK
    assert points(desk.parts[CHART]) == {"常住人口": {"甲村": "7242", "乙村": "8000"}}
    assert described(parse_part(desk.parts[DOCUMENT]))[0][0] == "图：常住人口|按('村（社区）')"


@pytest.mark.slow
def test_a_chart_that_libreoffice_saved_is_still_ours(desk: Desk) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("needs LibreOffice")
    out = desk.folder / "saved"
    profile = f"-env:UserInstallation=file://{desk.folder}/profile"
    told = ["soffice", "--headless", profile, "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out)]
    subprocess.run([*told, str(desk.report)], check=True, capture_output=True)
    desk.report.write_bytes((out / desk.report.name).read_bytes())
    assert not any(name.startswith("图：") for name, _ in described(parse_part(desk.parts[DOCUMENT])))
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    assert desk.runs() == OK
    parts = desk.parts
    (chart,) = [name for kind, name in related(parts, DOCUMENT).values() if kind == "chart"]
    assert points(parts[chart]) == {"总人口": {"甲村": "7242", "乙村": "8000"}}
    assert described(parse_part(parts[DOCUMENT])) == [
        ("图：总人口|按('村（社区）')", "各村总人口：甲村7242人、乙村8000人")
    ]
