"""What people copied into words of their own is told when its figure is corrected, in whatever form they wrote it."""

from __future__ import annotations

import pytest
from leader import Desk, parse_paragraph
from lxml import etree
from specimens import p, row, table

from reportgen.base.stated import Agreement
from reportgen.commands.cli import ERRORS_STAND, OK
from reportgen.verify.copies import outdated, unvouched
from reportgen.word.package import DOCUMENT, W, parse_part
from reportgen.word.units import units_of


def told(desk: Desk, severity: str) -> list[str]:
    """Return the lines of one severity that a look at the report gives."""
    desk.runs("verify", str(desk.report))
    return [line for line in desk.said.split("\n") if line.startswith(severity)]


def adds_rows(desk: Desk, *rows: tuple[str, ...]) -> None:
    """Put a table of people's own at the report's end."""

    def add(root: etree._Element) -> None:
        root[0].insert(len(root[0]) - 1, parse_paragraph(p("x")))
        mark = root[0][-2]
        whole = etree.fromstring(
            table(*(row(*one) for one in rows)).replace("<w:tbl", f'<w:tbl xmlns:w="{root.nsmap["w"]}"', 1)
        )
        mark.addprevious(whole)

    desk.edits(add)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("会上表扬了服用叶酸的85名妇女。", "「叶酸」打字的是85名，数据是86人"),
        ("叶酸受益妇女85位。", "「叶酸」打字的是85位，数据是86人"),
        ("叶酸受益85余人。", "「叶酸」打字的是85余人，数据是86人"),
        ("叶酸受益八十五人。", "「叶酸」打字的是八十五人，数据是86人"),
        ("服务覆盖1.5142万人。", "「总人口」打字的是1.5142万人，数据是15242人"),
        ("服务覆盖一万五千一百四十二人。", "「总人口」打字的是一万五千一百四十二人，数据是15242人"),
        ("服务覆盖全街道（15142）。", "「总人口」打字的是15142，数据是15242"),
        ("完成率118%。", "「完成率」打字的是118%，数据是119%"),
    ],
)
def test_a_copy_in_another_form_is_an_error_when_its_figure_is_corrected(desk: Desk, written: str, said: str) -> None:
    desk.adds(written)
    assert desk.runs() == OK and "没有不一样的" in desk.said
    desk.corrects("叶酸: 85", "叶酸: 86")
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    desk.runs()
    (line,) = told(desk, "错误")
    assert said in line


@pytest.mark.slow
@pytest.mark.parametrize(
    "written",
    [
        "会上表扬了85户家庭。",  # other things
        "服务覆盖1.5万人。",
        "服务时间85个工作日。",
        "共开展85人次培训。",
        "上年服用叶酸85人。",
        "第八十五次例会。",
    ],
)
def test_what_is_another_quantity_is_no_copy(desk: Desk, written: str) -> None:
    desk.adds(written)
    desk.runs()
    desk.corrects("叶酸: 85", "叶酸: 86")
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    desk.runs()
    assert told(desk, "错误") == []


def test_a_copy_in_a_cell_of_people_s_own_table_is_told(desk: Desk) -> None:
    adds_rows(desk, ("项目", "数量"), ("服务对象", "15,142"), ("妇女", "85"))
    desk.runs()
    desk.corrects("叶酸: 85", "叶酸: 86")
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    desk.runs()
    (error,) = told(desk, "错误")
    assert "「总人口」打字的是15,142，数据是15242：服务对象 15,142" in error
    (warning,) = [line for line in told(desk, "提醒") if "85" in line]
    assert "「叶酸」更正以前是85，数据现在是86：妇女 85。请看说的是不是这个数。" in warning


def test_a_short_number_in_brackets_may_be_another_and_is_asked_about(desk: Desk) -> None:
    desk.adds("妇女（85）都已建档。")
    desk.runs()
    desk.corrects("叶酸: 85", "叶酸: 86")
    assert desk.runs() == OK
    assert told(desk, "错误") == []
    assert any("「叶酸」更正以前是85，数据现在是86" in line for line in told(desk, "提醒"))


def test_a_year_in_a_cell_is_no_copy_of_a_figure_that_was_as_large(desk: Desk) -> None:
    desk.corrects("任务: 72", "任务: 2017")
    desk.runs()
    adds_rows(desk, ("项目", "2017", "2018"), ("活动", "3", "4"))
    desk.corrects("任务: 2017", "任务: 2071")
    assert desk.runs() == OK
    assert told(desk, "错误") == []


def test_a_number_that_today_s_draft_types_itself_is_no_copy(desk: Desk) -> None:
    desk.corrects("[人手不足, 经费不足]", "[人手不足, 经费缺85人的份]")
    desk.runs()
    desk.adds("经费缺口按85人测算。")
    desk.corrects("叶酸: 85", "叶酸: 86")
    assert desk.runs() == OK
    assert told(desk, "错误") == []


# ---- what people wrote of their own ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("新建服务用房320平方米。", "320平方米"),
        ("满意度提高了6.5个百分点。", "6.5个百分点"),
        ("开展宣传37次，反响很好。", "37次"),
        ("发放宣传品3.6万份。", "3.6万份"),
        ("活动从12月5日开始。", "12月5日"),
        ("新聘人员6名工作者。", "6名"),
        ("受益37余场。", "37余场"),
    ],
)
def test_a_number_of_people_s_own_is_told_with_its_whole_unit_and_once(desk: Desk, written: str, said: str) -> None:
    desk.adds(written)
    own = [line for line in told(desk, "提醒") if "是人写的" in line]
    assert len(own) == 1 and f"「{said}」是人写的" in own[0], own


@pytest.mark.parametrize("sign", ["3.", "3、", "（3）", "(3)", "3）", "③", "3．"])
def test_the_number_of_an_item_that_people_typed_is_no_number_of_the_report(desk: Desk, sign: str) -> None:
    desk.adds(f"{sign}加强队伍建设。")
    assert desk.runs("verify", str(desk.report)) == OK
    assert "是人写的" not in desk.said


def test_a_number_behind_an_item_s_is_told(desk: Desk) -> None:
    desk.adds("3.6个村完成任务。")
    desk.adds("（3）共37次。")
    own = [line for line in told(desk, "提醒") if "是人写的" in line]
    assert len(own) == 2 and "「3.6个」" in own[0] and "「37次」" in own[1]


def test_a_date_that_the_report_says_in_another_form_is_known(desk: Desk) -> None:
    desk.adds("数据截至九月三十日，即2018-09-30。")
    assert desk.runs("verify", str(desk.report)) == OK
    assert "是人写的" not in desk.said


def test_errors_stand_where_a_copy_was_left(desk: Desk) -> None:
    desk.adds("会上表扬了服用叶酸的85名妇女。")
    desk.runs()
    desk.corrects("叶酸: 85", "叶酸: 86")
    desk.runs()
    assert desk.runs("--final") == ERRORS_STAND and "「叶酸」打字的是85名" in desk.said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("服务总人口15142万人。", "「15142万人」是人写的"),
        ("走访85户，发放72册。", "「85户」是人写的"),
        ("走访85户，发放72册。", "「72册」是人写的"),
        ("完成率118‰。", "「118‰」是人写的"),
    ],
)
def test_a_number_of_the_report_in_another_scale_or_unit_is_a_number_of_people_s_own(
    desk: Desk, written: str, said: str
) -> None:
    desk.adds(written)
    assert any(said in line for line in told(desk, "提醒")), desk.said


@pytest.mark.parametrize(
    "written", ["服用叶酸85名。", "总人口1.5142万人。", "服用叶酸（85）。", "完成率118％。", "2018年的任务是72人。"]
)
def test_a_number_of_the_report_in_its_own_unit_is_vouched_for(desk: Desk, written: str) -> None:
    desk.adds(written)
    assert told(desk, "提醒") == [] and told(desk, "错误") == []


def test_another_figure_s_number_behind_a_figure_s_name_is_asked_about(desk: Desk) -> None:
    desk.adds("据悉今年死亡85人。")
    (line,) = told(desk, "提醒")
    assert "「死亡」后面打字的是85人，数据是45人：据悉今年死亡85人。85人是别的指标的数" in line
    assert told(desk, "错误") == []


def test_an_old_number_that_is_another_figure_s_today_is_asked_about_behind_its_own_name(desk: Desk) -> None:
    desk.adds("全年死亡45人，上年死亡72人。")
    assert told(desk, "提醒") == []
    desk.corrects("死亡: 45", "死亡: 46")
    desk.corrects("叶酸: 85", "叶酸: 45")
    desk.runs()
    (line,) = told(desk, "提醒")
    assert "「死亡」后面打字的是45人，数据是46人" in line


@pytest.mark.parametrize("unit", ["㎡", "m²", "%", "km", "kg", "万元"])
@pytest.mark.parametrize("written", ["{}", " {}", "{}的"])
def test_a_copy_is_known_with_whatever_sign_its_unit_is_written(unit: str, written: str) -> None:
    """An office writes ㎡ in its catalogue, and Word's menu of signs gives it ㎡ and ％ too."""
    said = list(
        units_of(
            parse_part(
                f'<w:p xmlns:w="{W.strip("{}")}"><w:r><w:t>绿化了4500{written.format(unit)}。</w:t></w:r></w:p>'.encode()
            ),
            DOCUMENT,
        )
    )
    (copy,) = outdated(said, [], {("4600", unit): ["绿化面积"]}, {("4500", unit): "绿化面积"}, ())
    assert (copy.name, copy.typed, copy.due) == ("绿化面积", f"4500{unit}", f"4600{unit}")
    assert list(unvouched(said, [], {("4500", unit): ["绿化面积"]}, (), lambda *_: Agreement.OTHER)) == []
