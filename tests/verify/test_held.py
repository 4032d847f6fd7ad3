"""Each number that stands in people's document is held against the data: typed anew, typed over, left behind by a correction."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import Office, assert_sound
from leader import BODY, LAST_YEAR, OFFICE, POPULATION, Desk, paragraph_of, retype, unmark
from lxml import etree
from specimens import NOTE_ENDS, p, part

from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE
from reportgen.word.package import W

SENTENCE = "开展孕前优生服务，服用叶酸85人，完成任务72人的118%。"


def test_a_report_as_it_was_drafted_agrees_with_the_data(desk: Desk) -> None:
    assert "核对过，报告里的数和数据没有不一样的。" in desk.said
    assert desk.runs("verify", str(desk.report)) == OK, desk.said


# ---- a paragraph typed anew --------------------------------------------------------------------------------------------------


def test_an_old_number_in_a_paragraph_typed_anew_stays_and_is_told_everywhere(desk: Desk) -> None:
    desk.retypes("开展孕前")
    desk.corrects("叶酸: 85", "叶酸: 86")
    assert desk.runs() == OK
    assert SENTENCE in desk.lines
    assert desk.comments == ["「叶酸」这里是打字的85，数据现为86。", "「完成率」这里是打字的118，数据现为119。"]
    assert "两边都改了  叶酸 打字的是85，数据是86" in desk.said
    assert "核对过，报告里有2个数和数据不一样：\n  「叶酸」打字的是85，数据是86：开展孕前优生服务" in desk.said
    assert_sound(desk.report.read_bytes(), desk.folder)
    assert desk.runs("verify", str(desk.report)) == ERRORS_STAND
    assert (
        f"错误  {desk.report.name}「叶酸」：「叶酸」打字的是85，数据是86：{SENTENCE.rstrip('。')}。请改过来"
        in desk.said
    )
    assert "「任务」的数据标记少了，打字的72和数据一样；以后更正它不会跟着改。" in desk.said
    assert desk.runs("--final") == ERRORS_STAND
    assert "「叶酸」打字的是85，数据是86" in desk.said and "公开版没有写" in desk.said


def test_running_again_changes_nothing_and_tells_it_again(desk: Desk) -> None:
    desk.retypes("开展孕前")
    desk.corrects("叶酸: 85", "叶酸: 86")
    desk.runs()
    once = desk.report.read_bytes()
    assert desk.runs("--strict") == ERRORS_STAND
    assert desk.report.read_bytes() == once
    assert "报告里有2个数和数据不一样" in desk.said


def test_the_comment_is_brought_up_to_date_and_taken_back_when_both_agree(desk: Desk) -> None:
    desk.retypes("开展孕前")
    for number in (86, 87):
        desk.corrects(f"叶酸: {number - 1}", f"叶酸: {number}")
        desk.runs()
        assert desk.comments[0] == f"「叶酸」这里是打字的85，数据现为{number}。" and len(desk.comments) == 2
    desk.retypes("开展孕前", "开展孕前优生服务，服用叶酸87人，完成任务72人的121%。")
    assert desk.runs() == OK
    assert desk.comments == [] and "没有不一样的" in desk.said


def test_a_typed_number_that_is_right_is_no_error(desk: Desk) -> None:
    desk.retypes("开展孕前")
    assert desk.runs("verify", str(desk.report)) == ERRORS_STAND
    assert "错误" not in desk.said and "提醒" in desk.said
    assert desk.runs() == OK and "没有不一样的" in desk.said


def test_one_mark_that_became_typed_text_is_told_when_its_figure_changes(desk: Desk) -> None:
    desk.edits(lambda root: unmark(paragraph_of(root, "开展孕前"), "叶酸"))
    desk.corrects("叶酸: 85", "叶酸: 86")
    assert desk.runs() == OK
    assert "开展孕前优生服务，服用叶酸85人，完成任务72人的119%。" in desk.lines
    assert desk.comments == ["「叶酸」这里是打字的85，数据现为86。"]
    assert "「叶酸」打字的是85，数据是86" in desk.said


def test_a_wrong_number_that_was_typed_in_is_told_though_no_figure_has_changed(desk: Desk) -> None:
    desk.retypes("开展孕前", SENTENCE.replace("85", "58"))
    assert desk.runs() == OK
    assert "「叶酸」打字的是58，数据是85" in desk.said and desk.comments == []


@pytest.mark.parametrize(
    "written",
    [
        "今年，开展孕前优生服务，服用叶酸85人，完成任务72人的118%，很不容易。",
        "截至9月30日，全街道总人口15142人，全年死亡45人。开展孕前优生服务，服用叶酸85人，完成任务72人的118%。",
        "完成任务72人的118%，服用叶酸85人。",
    ],
    ids=["lengthened", "joined with another", "turned round"],
)
def test_a_sentence_that_people_wrote_otherwise_is_known_by_the_words_around_its_numbers(
    desk: Desk, written: str
) -> None:
    desk.retypes("开展孕前", written)
    desk.corrects("叶酸: 85", "叶酸: 86")
    desk.runs()
    assert "「叶酸」打字的是85，数据是86" in desk.said


@pytest.mark.parametrize(
    "written",
    [
        "上年服用叶酸80人，完成任务72人的111%。",
        "2017年，开展孕前优生服务，服用叶酸80人，完成任务70人的114%。",
        "其中甲村服用叶酸12人。",
    ],
    ids=["last year", "another year", "a village"],
)
def test_a_number_of_another_time_or_place_is_not_taken_for_the_figure(desk: Desk, written: str) -> None:
    desk.retypes("开展孕前", written)
    desk.runs()
    assert "没有不一样的" in desk.said


def test_a_date_that_was_typed_anew_is_held_too(desk: Desk) -> None:
    desk.retypes("截至")
    desk.corrects("截止日: 9月30日", "截止日: 10月31日")
    desk.runs()
    assert "「截止日」打字的是2018年9月30日，数据是2018年10月31日" in desk.said


def test_a_table_s_cell_that_was_typed_over_is_held_against_its_row(desk: Desk) -> None:
    def overtype(root: etree._Element) -> None:
        for line in root.iter(f"{W}tr"):
            unmark(line, "总人口")

    desk.edits(overtype)
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    desk.runs()
    assert "总人口\t15142" in desk.lines and any("总人口15242人" in line for line in desk.lines)
    assert "「总人口」打字的是15142，数据是15242" in desk.said


# ---- what a figure was before it was corrected -------------------------------------------------------------------------------


def test_a_copy_that_somebody_typed_elsewhere_is_told_when_its_figure_is_corrected(desk: Desk) -> None:
    desk.adds("综上所述，全街道15142人的服务工作都有成效。")
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    desk.runs()
    assert "「总人口」打字的是15142人，数据是15242人：综上所述" in desk.said


def test_a_number_that_is_another_figure_s_now_is_no_copy(desk: Desk) -> None:
    desk.adds("综上所述，任务72人都已落实。")
    desk.corrects("任务: 72", "任务: 85")
    desk.corrects("叶酸: 85", "叶酸: 72")
    desk.runs()
    assert "打字的是72" not in desk.said and "没有不一样的" in desk.said


# ---- acceptance --------------------------------------------------------------------------------------------------------------

ACCEPTED = "accepted:\n  - issue: 核对：叶酸写58，数据85，在「开展孕前优生服务服用叶酸…人」\n    reason: 领导定的口径\n"


def test_a_difference_that_the_year_accepts_stands_with_its_reason_and_goes_out(desk: Desk) -> None:
    desk.retypes("开展孕前", SENTENCE.replace("85", "58"))
    desk.writes(OFFICE + ACCEPTED)
    assert desk.runs() == OK and "没有不一样的" in desk.said and "现在没有这条问题" not in desk.said
    desk.runs("verify", str(desk.report))
    assert "已认可" in desk.said and "（认可的原因：领导定的口径）" in desk.said
    assert desk.runs("--final") == OK, desk.said


def test_what_was_accepted_of_one_correction_is_not_accepted_of_the_next(desk: Desk) -> None:
    desk.retypes("开展孕前", SENTENCE.replace("85", "58"))
    desk.writes(OFFICE.replace("叶酸: 85", "叶酸: 86") + ACCEPTED)
    desk.runs()
    assert "「叶酸」打字的是58，数据是86" in desk.said
    desk.runs("verify", str(desk.report))
    assert "accepted 里的「核对：叶酸写58，数据85，在「开展孕前优生服务服用叶酸…人」」现在没有这条问题" in desk.said


# ---- what a run says of it ---------------------------------------------------------------------------------------------------


def test_a_correction_is_told_where_it_stands_in_the_document_on_disk(desk: Desk) -> None:
    desk.edits(lambda root: paragraph_of(root, "截至").insert(0, paragraph_of(root, "人手")[-1]))
    desk.corrects("死亡: 45", "死亡: 46")
    desk.runs()
    assert "印在 人手不足截至2018年9月30日，全街道总人口15142人，全年死亡46人。" in desk.said


def test_a_number_of_peoples_is_told_with_its_unit_alone(desk: Desk) -> None:
    desk.adds("全年开展宣传37次，反响很好。")
    desk.runs("verify", str(desk.report))
    assert "「37次」是人写的，和数据里的数都不一样。" in desk.said


def test_a_build_tells_of_a_number_of_peoples_that_nothing_vouches_for_until_it_is_accepted(desk: Desk) -> None:
    desk.adds("全年开展宣传37次，反响很好。")
    desk.runs()
    assert "核对过，报告里的数和数据没有不一样的。\n另有1个人写的数拿不准，请逐个核对，用 verify 看。\n" in desk.said
    key = "核对：人写的37次，在「全年开展宣传…次」"
    desk.writes(f"{OFFICE}accepted:\n  - {{issue: {key}, reason: 宣传记录有据}}\n")
    desk.runs()
    assert "核对过，报告里的数和数据没有不一样的。" in desk.said and "拿不准" not in desk.said


def test_a_figure_that_is_printed_as_before_is_no_correction_of_the_report(desk: Desk) -> None:
    desk.corrects("任务: 72", "任务: 7200")
    desk.corrects("叶酸: 85", "叶酸: 8500")
    desk.runs()
    desk.corrects("叶酸: 8500", "叶酸: 8501")
    desk.runs()
    assert "和上次生成相比，1个数变了：\n叶酸 8500人 → 8501人（+1）\n" in desk.said
    assert "另有1个数只在四舍五入以后的位数上变了，印出来一样：完成率\n" in desk.said


def test_a_paragraph_that_comes_or_goes_is_told_of_a_report_that_nobody_edited(desk: Desk) -> None:
    desk.corrects("[人手不足, 经费不足]", "[人手不足, 设备陈旧老化]")
    desk.corrects("死亡: 45", "死亡: 46")
    desk.runs()
    assert "报告里有增减的段落：\n  删去段落  经费不足\n  新增段落  设备陈旧老化\n" in desk.said


def test_paragraphs_that_people_wrote_and_deleted_are_told(desk: Desk) -> None:
    desk.adds("全年工作平稳有序。")

    def delete(root: etree._Element) -> None:
        root[0].remove(paragraph_of(root, "人手"))

    desk.edits(delete)
    desk.corrects("死亡: 45", "死亡: 46")
    desk.runs()
    assert "人工改动保留  人写的：全年工作平稳有序。\n  人工改动保留  人删去的：人手不足\n" in desk.said


def test_tracked_changes_that_wait_are_told(desk: Desk) -> None:
    desk.corrects("死亡: 45", "死亡: 46")
    desk.runs("--track-changes")
    assert "报告里有4处修订等人接受或拒绝（Word 的「审阅」）。" in desk.said


def test_numbers_in_a_header_and_a_footnote_are_held_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = f'{NOTE_ENDS}<w:footnote w:id="1">{p("含上年转入，死亡{{ 死亡 }}人。")}</w:footnote>'
    others = {"header1.xml": part("hdr", p("总人口{{ 总人口 }}人")), "footnotes.xml": part("footnotes", note)}
    body = BODY + p("附注", '<w:r><w:footnoteReference w:id="1"/></w:r>')
    desk = Desk(tmp_path, body, capsys, others)
    assert desk.runs() == OK
    desk.edits(lambda root: retype(paragraph_of(root, "总人口"), "总人口15241人"), "word/header1.xml")
    desk.edits(lambda root: retype(paragraph_of(root, "含上年"), None), "word/footnotes.xml")
    desk.corrects("死亡: 45", "死亡: 46")
    desk.runs()
    assert "「总人口」打字的是15241，数据是15142：总人口15241人" in desk.said
    assert "「死亡」打字的是45，数据是46：含上年转入，死亡45人" in desk.said


def test_a_mark_typed_over_in_a_header_is_held_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(tmp_path, BODY, capsys, {"header1.xml": part("hdr", p("总人口{{ 总人口 }}人"))})
    desk.runs()

    def overtype(root: etree._Element) -> None:
        next(node for node in root.iter(f"{W}t") if node.text == "15142").text = "15,241"

    desk.edits(overtype, "word/header1.xml")
    assert desk.runs("verify", str(desk.report)) == ERRORS_STAND
    assert "「总人口」写的是15,241，数据是15142。请核对。" in desk.said


# ---- the annex ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def annexed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return an office whose report was drafted with its annex."""
    made = Desk(tmp_path, capsys=capsys)
    made.writes(LAST_YEAR.replace("85", "80").replace("45", "40"), POPULATION.replace("7000", "6000"), 2017)
    assert made.runs("--annex") == OK
    return made


@pytest.mark.slow
def test_the_annex_of_an_edited_report_is_renewed_with_it(annexed: Desk) -> None:
    annexed.retypes("人手", "人手仍然不足")
    annexed.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    assert annexed.runs() == OK
    assert "人手仍然不足" in annexed.lines and any("总人口15242人" in line for line in annexed.lines)
    assert any(line.startswith("总人口\t人\t14142\t15242\t+1100") for line in annexed.lines)
    assert "15142" not in "".join(annexed.lines) and "没有不一样的" in annexed.said
    assert "附件：更新了3处" in annexed.said
    charts = [data for name, data in annexed.parts.items() if name.startswith("word/charts/chart")]
    assert charts and all("14142→15242人".encode() in chart for chart in charts)
    assert_sound(annexed.report.read_bytes(), annexed.folder)
    once = annexed.report.read_bytes()
    assert annexed.runs() == OK and annexed.report.read_bytes() == once


def test_a_report_keeps_its_annex_until_somebody_says_otherwise(annexed: Desk) -> None:
    annexed.corrects("死亡: 45", "死亡: 46")
    annexed.runs()
    assert any(line.startswith("死亡\t人\t40\t46") for line in annexed.lines)
    annexed.retypes("人手", "人手仍然不足")
    annexed.runs("--no-annex")
    assert "主要指标对比表" not in annexed.lines and "人手仍然不足" in annexed.lines
    assert not any(name.startswith("word/charts/") for name in annexed.parts)
    assert "删去段落  附件：按要求不再附对比表" in annexed.said
    assert_sound(annexed.report.read_bytes(), annexed.folder)


@pytest.mark.slow
def test_the_annex_can_be_put_behind_a_report_that_people_edited(annexed: Desk) -> None:
    annexed.runs("--no-annex")
    annexed.retypes("人手", "人手仍然不足")
    assert annexed.runs("--annex") == OK
    assert "人手仍然不足" in annexed.lines and "主要指标对比表" in annexed.lines
    assert "新增段落  附件「主要指标对比表」" in annexed.said
    assert_sound(annexed.report.read_bytes(), annexed.folder)


@pytest.mark.slow
def test_nothing_in_an_annex_that_nobody_touched_is_peoples(annexed: Desk) -> None:
    assert annexed.runs("verify", str(annexed.report)) == OK, annexed.said
    assert annexed.runs("--final") == OK, annexed.said
    assert "是人写的" not in annexed.said


@pytest.mark.slow
def test_a_number_of_the_annex_that_somebody_changed_is_kept_told_and_not_published(annexed: Desk) -> None:
    def overtype(root: etree._Element) -> None:
        next(node for node in reversed(list(root.iter(f"{W}t"))) if node.text == "15142").text = "15124"

    annexed.edits(overtype)
    annexed.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    annexed.runs()
    assert any(line.startswith("总人口\t人\t14142\t15124\t+1100") for line in annexed.lines)
    assert "「总人口（附件）」打字的是15124，数据是15242" in annexed.said
    assert annexed.runs("--final") == ERRORS_STAND and "公开版没有写" in annexed.said


def test_what_people_write_behind_the_annex_stays_behind_it(annexed: Desk) -> None:
    annexed.adds("联系电话见封底。")
    annexed.corrects("死亡: 45", "死亡: 46")
    annexed.runs()
    assert annexed.lines[-1] == "联系电话见封底。"
    assert annexed.lines.index("主要指标对比表") < len(annexed.lines) - 3


def test_without_last_year_an_annex_can_be_neither_renewed_nor_published(annexed: Desk) -> None:
    shutil.rmtree(annexed.folder / "data" / "2017")
    assert annexed.runs() == UNUSABLE
    assert "没有2017年的数据，附不了对比表。" in annexed.said and "--no-annex" in annexed.said
    annexed.runs("verify", str(annexed.report))
    assert "后面附着对比表，可是没有2017年的数据，核对不了。" in annexed.said


@pytest.mark.slow
def test_an_annex_that_libreoffice_saved_is_renewed_with_the_report(annexed: Desk, office: Office) -> None:
    annexed.report.write_bytes(office(annexed.report, "docx").read_bytes())
    annexed.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    assert annexed.runs() == OK
    assert any(line.startswith("总人口\t人\t14142\t15242\t+1100") for line in annexed.lines), annexed.lines
    assert "没有不一样的" in annexed.said
    charts = [data for name, data in annexed.parts.items() if name.startswith("word/charts/chart")]
    assert charts and all("14142→15242人".encode() in chart for chart in charts)
