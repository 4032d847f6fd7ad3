"""A metric that was renamed: what becomes of its old name in people's report, the record and the data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import assert_sound
from leader import BODY, CATALOGUE, LAST_YEAR, POPULATION, Desk, paragraph_of, unmark
from lxml import etree
from specimens import NOTE_ENDS, p, package, part

from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE
from reportgen.word.blocks import printed_in
from reportgen.word.comments import Comments
from reportgen.word.package import DOCUMENT, W, parse_part, write_package
from reportgen.word.relations import stories

# ---- people's report ---------------------------------------------------------------------------------------------------------

RENAMED = {
    "  死亡: 人\n": "  死亡人数: {value: 死亡人数, unit: 人, formerly: 死亡}\n",
    "  截止日: 日期\n": "  统计截止日: {value: 统计截止日, unit: 日期, formerly: 截止日}\n",
    "  总人口: {sum: 人口}\n": "  常住人口: {sum: 人口, formerly: 总人口}\n",
}
SAME = {"死亡": "死亡人数", "截止日": "统计截止日", "总人口": "常住人口"}
DATED = BODY.replace("{{ 截止日 }}", "{{ 截止日 | 月日 }}").replace(
    p("{{ 负责人 }}"),
    p("其中{% for 部分 in 总人口 | 按('村（社区）') %}{{ 部分.名称 }}{{ 部分 }}人，{% endfor %}{{ 总人口 | 较上年 }}。")
    + p("{{ 负责人 }}"),
)


def _under_new_names(template: str) -> str:
    """Return a part of the template with its tags renamed."""
    for old, now in SAME.items():
        template = re.sub(rf"(\{{\{{|in) {old}(?= )", rf"\1 {now}", template)
    return template


def renames(desk: Desk, *, formerly: bool = True, data: bool = True) -> None:
    """Rename three metrics in catalogue, template and data."""
    catalogue = CATALOGUE
    for old, new in RENAMED.items():
        assert old in catalogue
        if not formerly:
            new = re.sub(r", formerly: \w+", "", new)
            new = "  统计截止日: 日期\n" if "日期" in new else new
        catalogue = catalogue.replace(old, new)
    (desk.template / "catalogue.yaml").write_text(catalogue, encoding="utf-8")
    (desk.template / "report.docx").write_bytes(
        package(
            _under_new_names(desk.body),
            {k: _under_new_names(v.decode()).encode() for k, v in (desk.others or {}).items()},
        )
    )
    if data:
        for year in desk.year.parent.iterdir():
            path = year / "office.yaml"
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("死亡:", "死亡人数:").replace("\n截止日:", "\n统计截止日:"), encoding="utf-8")


def edits_all(desk: Desk) -> None:
    """Write a word into each paragraph that prints a figure, so that none follows the template."""

    def write(root: etree._Element) -> None:
        for begins in ("截至", "其中"):
            run = etree.SubElement(paragraph_of(root, begins), f"{W}r")
            etree.SubElement(run, f"{W}t").text = "情况属实。"

    desk.edits(write)


def marks(desk: Desk) -> list[tuple[str, str, str]]:
    """Return the report's marks in all its stories: title, tag, text."""
    parts = desk.parts
    return [
        (mark.title, mark.tag, mark.text) for name in stories(parts) for mark in printed_in(parse_part(parts[name]))
    ]


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return an office with last year's figures whose report a leader has edited."""
    note = f'<w:footnote w:id="1">{p("全年死亡{{ 死亡 }}人，见登记簿。")}</w:footnote>'
    others = {
        "word/footnotes.xml": part("footnotes", NOTE_ENDS + note),
        "word/header1.xml": part("hdr", p("总人口{{ 总人口 }}人")),
    }
    made = Desk(tmp_path, DATED, capsys=capsys, others=others)
    made.writes(LAST_YEAR, POPULATION.replace("7000", "6900"), 2017)
    assert made.runs() == OK, made.said
    edits_all(made)
    return made


def test_the_marks_of_a_renamed_metric_follow_in_every_part_of_the_report(desk: Desk) -> None:
    before = marks(desk)
    renames(desk)
    desk.corrects("死亡人数: 45", "死亡人数: 46")
    desk.corrects("甲村,农业,7000", "甲村,农业,7001", "population.csv")
    assert desk.runs() == OK, desk.said
    assert not {title.partition("·")[0] for title, _, _ in marks(desk)} & set(SAME)
    assert len(marks(desk)) == len(before)
    assert "截至9月30日，全街道总人口15143人，全年死亡46人。情况属实。" in desk.lines
    assert any(line.startswith("其中甲村7143人，乙村8000人，比上年增加101人") for line in desk.lines)
    assert {("死亡人数", "死亡人数", "46"), ("统计截止日", "统计截止日|月日", "9月30日")} < set(marks(desk))
    assert {"常住人口·甲村", "常住人口·较上年"} < {title for title, _, _ in marks(desk)}
    assert sum(text == "46" for title, _, text in marks(desk) if title == "死亡人数") == 3  # sentence, table, footnote
    assert desk.said.count("指标改名") == 3
    assert (
        "指标改名  「死亡」改名为「死亡人数」：3处" in desk.said
        and "指标改名  「截止日」改名为「统计截止日」：1处" in desk.said
    )
    assert "核对过，报告里的数和数据没有不一样的。" in desk.said
    assert_sound(desk.report.read_bytes(), desk.folder)


def test_a_report_that_nobody_edited_is_drafted_anew_without_a_correction(desk: Desk) -> None:
    assert desk.runs("--fresh") == OK
    renames(desk)
    assert desk.runs() == OK
    assert "和上次生成相比" not in desk.said and "指标改名" not in desk.said
    assert ("死亡人数", "死亡人数", "45") in marks(desk)


def test_a_figure_that_the_draft_doesn_t_print_is_renewed_under_the_new_name(desk: Desk) -> None:
    desk.corrects("死亡: 45", "死亡: 44")
    old, gone = (
        p("截至{{ 截止日 | 月日 }}，全街道总人口{{ 总人口 }}人，全年死亡{{ 死亡 }}人。"),
        p("总人口{{ 总人口 }}。"),
    )
    assert old in desk.body
    desk.body, desk.others = desk.body.replace(old, gone).replace("死亡{{ 死亡 }}", "").replace("{{ 死亡 }}", ""), None
    (desk.template / "report.docx").write_bytes(package(desk.body))
    assert desk.runs() == OK and "全年死亡44人" in "".join(desk.lines), desk.said
    renames(desk)
    desk.corrects("死亡人数: 44", "死亡人数: 46")
    assert desk.runs() == OK
    assert "全年死亡46人" in "".join(desk.lines) and "人工改为" not in desk.said


def test_changes_tracked_and_names_that_were_renamed_go_together(desk: Desk) -> None:
    renames(desk)
    desk.corrects("死亡人数: 45", "死亡人数: 46")
    assert desk.runs("--track-changes") == OK
    assert "截至9月30日，全街道总人口15142人，全年死亡46人。情况属实。" in desk.lines
    assert desk.runs() == OK and "没有变化" in desk.said


def test_a_second_run_changes_nothing_and_says_nothing_of_it(desk: Desk) -> None:
    renames(desk)
    assert desk.runs() == OK
    once = desk.report.read_bytes()
    assert desk.runs() == OK
    assert desk.report.read_bytes() == once and "改名" not in desk.said and "没有变化" in desk.said


def test_what_was_corrected_is_said_of_the_metric_and_not_as_one_gone_and_one_new(desk: Desk) -> None:
    renames(desk)
    desk.corrects("死亡人数: 45", "死亡人数: 46")
    assert desk.runs("diff", "2018", "--since-last-build") == OK
    assert "死亡人数" in desk.said and "office.yaml 第6行「死亡人数」：45 → 46" in desk.said
    assert "常住人口" not in desk.said and "没有了" not in desk.said
    assert desk.runs() == OK
    assert "和上次生成相比，1个数变了" in desk.said


def test_verify_holds_the_old_marks_against_the_renamed_metric(desk: Desk) -> None:
    renames(desk)
    assert desk.runs("verify", str(desk.report)) == OK, desk.said
    desk.corrects("死亡人数: 45", "死亡人数: 46")
    assert desk.runs("verify", str(desk.report)) == ERRORS_STAND
    assert "「死亡人数」写的是45，数据是46。请核对。" in desk.said and "写 formerly" not in desk.said


def test_what_is_accepted_under_the_old_name_stays_accepted(desk: Desk) -> None:
    desk.edits(lambda root: unmark(paragraph_of(root, "截至"), "死亡"))
    key = "核对：死亡少了1处标记"
    with (desk.year / "office.yaml").open("a", encoding="utf-8") as file:
        file.write(f"accepted: [{{issue: '{key}', reason: 领导改的}}]\n")
    assert desk.runs("verify", str(desk.report)) == OK and f"已认可  {desk.report.name}「死亡」" in desk.said
    renames(desk)
    assert desk.runs("verify", str(desk.report)) == OK, desk.said
    assert f"已认可  {desk.report.name}「死亡人数」" in desk.said


def test_what_people_typed_into_a_mark_is_still_theirs(desk: Desk) -> None:
    def over(root: etree._Element) -> None:
        next(one for one in paragraph_of(root, "截至").iter(f"{W}t") if one.text == "45").text = "50"

    desk.edits(over)
    renames(desk)
    desk.corrects("死亡人数: 45", "死亡人数: 46")
    assert desk.runs() == OK
    assert "全年死亡50人。情况属实。" in "".join(desk.lines)
    assert desk.comments == ["人工改为50，数据现为46"]


def test_a_comment_at_a_typed_number_is_brought_under_the_new_name(desk: Desk) -> None:
    desk.edits(lambda root: unmark(paragraph_of(root, "截至"), "死亡"))
    desk.corrects("死亡: 45", "死亡: 46")
    assert desk.runs() == OK and desk.comments == ["「死亡」这里是打字的45，数据现为46。"]
    renames(desk)
    assert desk.runs() == OK
    assert desk.comments == ["「死亡人数」这里是打字的45，数据现为46。"]


def test_a_remark_that_people_deleted_stays_away_under_the_new_name(desk: Desk) -> None:
    desk.corrects("死亡: 45", "死亡: 450")
    assert desk.runs() == OK
    (remark,) = [one for one in desk.comments if "「死亡」" in one]

    parts = desk.parts
    comments = Comments(parts, parse_part(parts[DOCUMENT]))
    comments.remove(next(number for number, text in comments.ours().items() if text == remark))
    desk.report.write_bytes(write_package(comments.parts()))
    renames(desk)
    assert desk.runs() == OK
    assert not any("死亡" in one for one in desk.comments), desk.comments


def test_two_documents_are_compared_under_the_names_of_today(desk: Desk) -> None:
    old = desk.folder / "旧.docx"
    old.write_bytes(desk.report.read_bytes())
    renames(desk)
    desk.corrects("死亡人数: 45", "死亡人数: 46")
    assert desk.runs() == OK
    assert desk.runs("diff", str(old), str(desk.report), "--changed", "--format", "csv") == OK
    (line,) = [one for one in desk.said.split("\n") if "死亡" in one]
    assert "死亡人数" in line and "45,46" in line


def test_an_older_report_is_imported_under_the_names_of_today(desk: Desk) -> None:
    renames(desk)
    assert desk.runs("import", str(desk.report), "--force") == OK, desk.said
    written = (desk.year / "office.yaml").read_text(encoding="utf-8")
    assert "死亡人数: 45" in written and "统计截止日: 9月30日" in written
    assert "合计,15142" in (desk.year / "population.csv").read_text(encoding="utf-8-sig")


def test_explain_knows_the_old_name(desk: Desk) -> None:
    renames(desk)
    assert desk.runs("explain", "死亡") == OK, desk.said
    assert "「死亡」改名为「死亡人数」了。" in desk.said and "死亡人数 45人" in desk.said


def test_a_year_s_files_that_still_say_the_old_name_are_read(desk: Desk) -> None:
    renames(desk, data=False)
    assert desk.runs("diff", "2017", "2018", "--format", "csv") == OK, desk.said
    (line,) = [one for one in desk.said.split("\n") if "死亡人数" in one]
    assert "45,45" in line
    assert desk.runs("new", "2019") == OK, desk.said
    assert "死亡:   # 2018年：45" in (desk.folder / "data" / "2019" / "office.yaml").read_text(encoding="utf-8")
    assert "差6项：死亡人数、叶酸" in desk.said


def test_a_figure_that_is_printed_as_reported_may_stand_under_the_old_name(desk: Desk) -> None:
    with (desk.year / "office.yaml").open("a", encoding="utf-8") as file:
        file.write("reported: {总人口: {value: 15000, reason: 按上级核定数}}\n")
    renames(desk)
    assert desk.runs() == OK
    assert "截至9月30日，全街道总人口15000人，全年死亡45人。情况属实。" in desk.lines
    desk.corrects("reported: {", "reported: {常住人口: {value: 15001, reason: 又核定}, ")
    assert desk.runs() == UNUSABLE
    assert "「总人口」不是由表计算的指标，不能写在 reported 里。" in desk.said


def test_a_year_that_says_both_names_is_asked_which_is_meant(desk: Desk) -> None:
    renames(desk, data=False)
    desk.corrects("死亡: 45", "死亡: 45\n死亡人数: 46")
    assert desk.runs() == UNUSABLE
    assert "不认识「死亡」" in desk.said


# ---- a metric that is gone, and nothing says what it is called now -------------------------------------------------------------

GONE = "「死亡」写的是45，指标目录里没有这个指标了，这个数没有核对、以后也不会更新；改了名的，在新的指标下写 formerly: 死亡。"


@pytest.mark.slow
def test_a_mark_whose_metric_is_gone_is_told_by_build_and_verify_until_it_is_named(desk: Desk) -> None:
    renames(desk, formerly=False)
    for _ in range(2):  # the second record doesn't know the old name's figure any more
        assert desk.runs() == OK
        assert GONE in desk.said
    assert desk.runs("verify", str(desk.report)) == ERRORS_STAND
    assert f"提醒  {desk.report.name}「死亡」：{GONE}" in desk.said
    assert "认可这一条就在 accepted 里写 issue: 核对：指标目录里没有死亡" in desk.said
    desk.corrects("死亡人数: 45", "死亡人数: 46")
    assert desk.runs() == OK and GONE in desk.said
    renames(desk, data=False)
    assert desk.runs() == OK
    assert "指标目录里没有" not in desk.said and "人工改为" not in desk.said
    assert "截至9月30日，全街道总人口15142人，全年死亡46人。情况属实。" in desk.lines
    assert ("死亡人数", "死亡人数", "46") in marks(desk)


def test_it_is_told_too_where_a_word_processor_dropped_the_tags(desk: Desk) -> None:
    def untag(root: etree._Element) -> None:
        for tag in list(root.iter(f"{W}tag")):
            tag.getparent().remove(tag)

    desk.edits(untag)
    renames(desk, formerly=False)
    for _ in range(2):
        assert desk.runs() == OK and GONE in desk.said


def test_it_is_a_warning_that_a_year_may_accept(desk: Desk) -> None:
    renames(desk, formerly=False)
    keys = ", ".join(f"{{issue: 核对：指标目录里没有{name}, reason: 照旧}}" for name in SAME)
    with (desk.year / "office.yaml").open("a", encoding="utf-8") as file:
        file.write(f"accepted: [{keys}]\n")
    assert desk.runs() == OK and "没有这个指标了" not in desk.said
    desk.runs("verify", str(desk.report))
    assert f"已认可  {desk.report.name}「死亡」" in desk.said and f"提醒  {desk.report.name}「死亡」" not in desk.said


def test_the_public_edition_says_it_as_a_warning(desk: Desk) -> None:
    renames(desk, formerly=False)
    assert desk.runs("--final") == OK, desk.said
    assert f"提醒  {desk.report.name}「死亡」：{GONE}" in desk.said


def test_controls_of_people_s_own_are_not_told(desk: Desk) -> None:
    def add(root: etree._Element) -> None:
        paragraph = paragraph_of(root, "截至")
        control = etree.SubElement(paragraph, f"{W}sdt")
        settings = etree.SubElement(control, f"{W}sdtPr")
        etree.SubElement(settings, f"{W}alias").set(f"{W}val", "审核人")
        etree.SubElement(settings, f"{W}tag").set(f"{W}val", "reviewer")
        run = etree.SubElement(etree.SubElement(control, f"{W}sdtContent"), f"{W}r")
        etree.SubElement(run, f"{W}t").text = "张某"

    desk.edits(add)
    assert desk.runs() == OK and "没有这个指标" not in desk.said
    desk.runs("verify", str(desk.report))
    assert "没有这个指标" not in desk.said
