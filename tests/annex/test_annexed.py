"""The annex as people leave it: typed over, sorted, cut, renamed, moved, pasted. Its cells are held against the data and renewed by what they say."""

from __future__ import annotations

import copy
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import assert_sound
from leader import CATALOGUE, OFFICE, POPULATION, Desk, paragraph_of, parse_paragraph, retype
from lxml import etree
from specimens import p, package, row, table

from reportgen.annex.held import held_annexes
from reportgen.annex.table import same
from reportgen.base.issues import Issue, Severity
from reportgen.commands.cli import ERRORS_STAND, OK
from reportgen.verify.as_issues import annex_issues
from reportgen.word.blocks import visible_text
from reportgen.word.package import W, parse_part, read_package

HEAD = ("指标", "单位", "2017年", "2018年", "增减", "增减（%）", "说明")
Edit = Callable[[etree._Element], None]


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return an office whose report was drafted with its annex: 死亡 and 任务 fell, 总人口 and 叶酸 rose. Nobody may change it."""
    made = Desk(tmp_path_factory.mktemp("drafted"))
    before = OFFICE.replace("85", "80").replace("死亡: 45", "死亡: 50").replace("任务: 72", "任务: 75")
    made.writes(before, POPULATION.replace("7000", "6000"), 2017)
    assert made.runs("--annex") == OK
    return made


@pytest.fixture
def desk(drafted: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return a copy of the office at which a leader may do anything."""
    shutil.copytree(drafted.folder, tmp_path, dirs_exist_ok=True)
    return Desk(tmp_path, capsys=capsys)


def messages(drafted: Desk, edit: Edit) -> list[Issue]:
    """Return what is told of the annex of a drafted report after an edit."""
    document = drafted.parts["word/document.xml"]
    root = parse_part(document)
    edit(root)
    return list(annex_issues("报告.docx", held_annexes(root, parse_part(document))))


def annex_of(root: etree._Element) -> etree._Element:
    tables = [one for one in root.iter(f"{W}tbl") if re.search("增减|201.年", visible_text(one))]
    return tables[-1]


def row_of(root: etree._Element, label: str) -> etree._Element:
    rows = annex_of(root).findall(f"{W}tr")
    return next((one for one in rows if visible_text(one.findall(f"{W}tc")[0]).strip() == label), rows[0])


def cell_of(root: etree._Element, label: str, header: str) -> etree._Element:
    heads = [visible_text(one).strip() for one in row_of(root, "指标").findall(f"{W}tc")]
    return row_of(root, label).findall(f"{W}tc")[heads.index(header)]


def typed(label: str, header: str, text: str) -> Edit:
    return lambda root: retype(next(cell_of(root, label, header).iter(f"{W}p")), text)


def both(one: Edit, other: Edit) -> Edit:
    def edit(root: etree._Element) -> None:
        one(root)
        other(root)

    return edit


def line(desk: Desk, label: str) -> str:
    """Return the annex's row with a label, as text; the report's own table has rows of the same names."""
    return next(one for one in desk.lines if one.startswith(f"{label}\t") and one.count("\t") > 2)


def without_column(*headers: str) -> Edit:
    def delete(root: etree._Element) -> None:
        found = annex_of(root)
        heads = [visible_text(one).strip() for one in row_of(root, "指标").findall(f"{W}tc")]
        for at in sorted((heads.index(one) for one in headers), reverse=True):
            grid = found.find(f"{W}tblGrid")
            assert grid is not None
            grid.remove(grid[at])
            for one in found.findall(f"{W}tr"):
                cells = one.findall(f"{W}tc")
                if len(cells) > 1:
                    one.remove(cells[at])
                else:
                    span = cells[0].find(f"{W}tcPr/{W}gridSpan")
                    assert span is not None
                    span.set(f"{W}val", str(int(span.get(f"{W}val", "")) - 1))

    return delete


def with_column(root: etree._Element) -> None:
    """Add a column of notes in front of the last one."""
    found = annex_of(root)
    grid = found.find(f"{W}tblGrid")
    assert grid is not None
    grid.append(copy.deepcopy(grid[-1]))
    for number, one in enumerate(found.findall(f"{W}tr")):
        cells = one.findall(f"{W}tc")
        if len(cells) > 1:
            new = copy.deepcopy(cells[-1])
            retype(next(new.iter(f"{W}p")), f"见台账{number}号" if number else "备注")
            cells[-1].addprevious(new)


def notes(desk: Desk) -> list[str]:
    """Return our comments in the annex; what stands out in the data has its own."""
    return [one for one in desk.comments if not one.startswith("提醒：")]


def errors(desk: Desk) -> list[str]:
    """Return the errors that verify tells."""
    desk.runs("verify", str(desk.report))
    return [one for one in desk.said.split("\n") if one.startswith("错误")]


# ---- every cell that the data print is held ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "header", "text", "said"),
    [
        ("死亡", "增减", "5", "「死亡（附件）」打字的是5，数据是-5：附件的对比表「死亡」一行「增减」一列。"),
        ("死亡", "增减（%）", "10.0", "「死亡（附件）」打字的是10.0，数据是-10.0：附件的对比表「死亡」一行「增减（%）」一列。"),
        ("死亡", "增减", "+5", "「死亡（附件）」打字的是+5，数据是-5"),
        ("死亡", "增减", "增5", "「死亡（附件）」打字的是增5，数据是-5"),
        ("总人口", "指标", "总人口（万元）", "「总人口（附件）」打字的是总人口（万元），数据是总人口"),
        ("总人口", "单位", "万人", "「总人口（附件）」打字的是万人，数据是人：附件的对比表「总人口」一行「单位」一列。"),
        ("完成率", "增减", "+11.4%", "「完成率（附件）」打字的是+11.4%，数据是+11.4个百分点"),
        ("死亡", "指标", "出生", "「死亡（附件）」打字的是出生，数据是死亡：附件的对比表「死亡」一行「指标」一列。"),
        ("死亡", "指标", "叶酸", "「死亡（附件）」打字的是叶酸，数据是死亡"),
        ("指标", "2017年", "2016年", "「表头（附件）」打字的是2016年，数据是2017年"),
        ("死亡", "2017年", "45", "「死亡（附件）」打字的是45，数据是50：附件的对比表「死亡」一行「2017年」一列。"),
    ],
)  # fmt: skip
def test_a_cell_of_the_annex_that_somebody_typed_over_is_told_with_its_row_and_column(
    drafted: Desk, label: str, header: str, text: str, said: str
) -> None:
    (told,) = messages(drafted, typed(label, header, text))
    assert told.severity is Severity.ERROR and said in told.message


def exchanged(root: etree._Element) -> None:
    """Write 本期 above last year's column, and 上期 above this year's."""
    typed("指标", "2017年", "本期")(root)
    typed("指标", "2018年", "上期")(root)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (exchanged, ["「表头（附件）」打字的是本期，数据是2017年", "「表头（附件）」打字的是上期，数据是2018年"]),
        (typed("指标", "增减（%）", "增减（‰）"), ["「表头（附件）」打字的是增减（‰），数据是增减（%）"]),
        (typed("指标", "2017年", "本年"), ["「表头（附件）」打字的是本年，数据是2017年"]),
        (typed("指标", "2018年", "去年同期"), ["「表头（附件）」打字的是去年同期，数据是2018年"]),
    ],
)
def test_a_head_of_the_annex_that_names_the_other_year_is_an_error(drafted: Desk, edit: Edit, said: list[str]) -> None:
    told = messages(drafted, edit)
    assert [one.message.partition("：")[0] for one in told] == said
    assert all(one.severity is Severity.ERROR for one in told)


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("2017年", "上年"),
        ("2017年", "上年同期"),
        ("2018年", "本期"),
        ("2018年", "本年比上年"),
        ("2018年", "2018年全年"),
    ],
)
def test_a_head_of_the_annex_in_other_words_is_no_finding(drafted: Desk, header: str, text: str) -> None:
    assert messages(drafted, typed("指标", header, text)) == []


@pytest.mark.parametrize("text", ["未死亡", "死亡人口", "全年死亡", "死亡（含外来）"])
def test_a_label_of_the_annex_that_holds_the_old_one_is_asked_about(drafted: Desk, text: str) -> None:
    (told,) = messages(drafted, typed("死亡", "指标", text))
    assert told.severity is Severity.WARNING and f"「死亡」一行的名称写的是{text}。" in told.message


def test_a_lost_minus_is_not_published(desk: Desk) -> None:
    desk.edits(typed("死亡", "增减", "5"))
    (told,) = errors(desk)
    assert told.endswith(
        "「死亡（附件）」：「死亡（附件）」打字的是5，数据是-5：附件的对比表「死亡」一行「增减」一列。请改过来，或核对数据。"
    )
    assert desk.runs("--final") == ERRORS_STAND and "打字的是5，数据是-5" in desk.said and "公开版没有写" in desk.said


def test_an_error_of_the_annex_can_be_accepted_by_its_key(desk: Desk) -> None:
    desk.edits(typed("死亡", "增减", "5"))
    desk.corrects(
        "死亡: 45", "死亡: 45\naccepted: [{issue: '核对：死亡（附件）写5，数据-5', reason: 领导要求写绝对数}]"
    )
    assert errors(desk) == []


@pytest.mark.parametrize(
    ("label", "header", "text"),
    [
        ("死亡", "增减", "减少5"), ("死亡", "增减", "−5"), ("死亡", "增减", "↓5"), ("死亡", "增减", "-5人"), ("死亡", "增减（%）", "-10%"),
        ("总人口", "2018年", "15,142"), ("总人口", "2018年", "１５１４２"), ("总人口", "增减", "1000"), ("总人口", "增减", "增加1,000"),
        ("死亡", "指标", "其中：死亡"), ("死亡", "指标", "2.死亡"), ("死亡", "指标", "死 亡"), ("死亡", "说明", "含外出人员"),
        ("完成率", "增减", "+11.4 个百分点"), ("指标", "2018年", "本年"), ("指标", "2018年", "2018年1-12月"),
        ("死亡", "指标", "死亡（人）"), ("死亡", "指标", "死亡①"), ("指标", "单位", "计量单位"), ("指标", "增减（%）", "增幅(%)"),
        ("指标", "指标", "项目"),
    ],
)  # fmt: skip
def test_the_same_in_another_form_is_no_error(drafted: Desk, label: str, header: str, text: str) -> None:
    assert messages(drafted, typed(label, header, text)) == []


def test_two_cells_say_the_same_whatever_the_form() -> None:
    assert same("１，０００", "+1000") and same("下降2.50个百分点", "-2.5个百分点") and same("5人", "5", ["人"])
    assert not same("5", "-5") and not same("5万元", "5", ["元"]) and not same("", "0") and not same("0", "")


def test_emptied_cells_are_a_reminder(desk: Desk) -> None:
    desk.edits(typed("死亡", "增减", ""))
    assert errors(desk) == []
    assert "附件的对比表里空着「死亡」一行「增减」一列（数据是-5）。" in desk.said


# ---- what people do to a table is theirs -------------------------------------------------------------------------------------


def sorted_rows(root: etree._Element) -> None:
    found = annex_of(root)
    for one in reversed(found.findall(f"{W}tr")[2:]):
        found.append(one)


def own_row(root: etree._Element) -> None:
    new = copy.deepcopy(row_of(root, "死亡"))
    for cell, text in zip(new.findall(f"{W}tc"), ["信访", "件", "7", "9", "+2", "+28.6", "信访办"], strict=True):
        retype(next(cell.iter(f"{W}p")), text)
    row_of(root, "死亡").addnext(new)


def deleted_row(root: etree._Element) -> None:
    one = row_of(root, "死亡")
    annex_of(root).remove(one)


KEEPING: list[tuple[Edit, str]] = [
    (sorted_rows, "rows sorted"), (own_row, "a row added"), (deleted_row, "a row deleted"), (with_column, "a column of notes"),
    (without_column("说明"), "no remarks"), (without_column("单位"), "no unit"), (without_column("2017年", "增减"), "two columns less"),
    (without_column("增减（%）", "说明", "单位"), "three columns less"),
]  # fmt: skip
IDS = [name for _, name in KEEPING]


@pytest.mark.parametrize("edit", [edit for edit, _ in KEEPING], ids=IDS)
def test_what_people_do_to_the_table_is_no_error(drafted: Desk, edit: Edit) -> None:
    assert messages(drafted, edit) == []


@pytest.mark.slow
@pytest.mark.parametrize("edit", [edit for edit, _ in KEEPING], ids=IDS)
def test_what_is_left_of_the_table_is_renewed_and_what_people_did_stays(desk: Desk, edit: Edit) -> None:
    desk.edits(edit)
    assert errors(desk) == []
    was = [one for one in desk.lines if one.startswith(("信访\t", "见台账"))]
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    assert desk.runs() == OK
    assert "15242" in line(desk, "总人口") and "15142" not in "".join(desk.lines)
    assert "没有不一样的" in desk.said and notes(desk) == []
    assert [one for one in desk.lines if one.startswith(("信访\t", "见台账"))] == was
    assert_sound(desk.report.read_bytes(), desk.folder)
    once = desk.report.read_bytes()
    assert desk.runs() == OK and desk.report.read_bytes() == once


@pytest.mark.parametrize("edit", [edit for edit, _ in KEEPING], ids=IDS)
def test_a_wrong_number_is_told_whatever_else_people_did(drafted: Desk, edit: Edit) -> None:
    (told,) = messages(drafted, both(edit, typed("总人口", "2018年", "15124")))
    assert "「总人口（附件）」打字的是15124，数据是15142" in told.message


def test_a_row_that_the_data_add_comes_in_the_columns_that_people_left(desk: Desk) -> None:
    desk.edits(without_column("单位", "2017年"))
    for year in ("2017", "2018"):
        path = desk.folder / "data" / year / "office.yaml"
        path.write_text(path.read_text(encoding="utf-8") + "出生: 60\n", encoding="utf-8")
    (desk.template / "catalogue.yaml").write_text(
        CATALOGUE.replace("叶酸: 人", "出生: 人\n  叶酸: 人"), encoding="utf-8"
    )
    assert desk.runs() == OK
    assert line(desk, "出生") == "出生\t60\t0\t0.0\t"
    assert desk.lines.index(line(desk, "出生")) == desk.lines.index(line(desk, "死亡")) + 1
    assert_sound(desk.report.read_bytes(), desk.folder)


def test_a_row_that_the_data_take_away_goes_where_nobody_touched_it(desk: Desk) -> None:
    desk.edits(typed("任务", "说明", "上级下达"))
    desk.edits(deleted_row)
    catalogue = CATALOGUE.replace("  叶酸: 人\n  任务: 人\n  完成率: {formula: 叶酸 / 任务, unit: '%'}\n", "")
    (desk.template / "catalogue.yaml").write_text(catalogue, encoding="utf-8")
    for year in ("2017", "2018"):
        path = desk.folder / "data" / year / "office.yaml"
        path.write_text(re.sub("(叶酸|任务): .*\n", "", path.read_text(encoding="utf-8")), encoding="utf-8")
    body = desk.body.replace("服用叶酸{{ 叶酸 }}人，完成任务{{ 任务 }}人的{{ 完成率 }}%。", "")
    (desk.template / "report.docx").write_bytes(package(body))
    assert desk.runs() == OK
    assert not any(one.startswith(("叶酸\t", "完成率\t")) for one in desk.lines)
    assert (
        line(desk, "任务").endswith("上级下达") and "任务（现在的对比表里没有这一行，有人改过，所以留着）" in desk.said
    )


@pytest.mark.slow
def test_a_comment_at_a_typed_cell_says_the_cell_and_goes_when_both_agree(desk: Desk) -> None:
    desk.edits(typed("总人口", "2018年", "15124"))
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    desk.runs()
    assert notes(desk) == ["「总人口（附件）」这里是打字的15124，数据现为15242。"]
    assert desk.said.count("总人口（附件） 打字的是15124，数据是15242") == 1
    desk.corrects("甲村,农业,7100", "甲村,农业,7200", "population.csv")
    desk.runs()
    assert notes(desk) == ["「总人口（附件）」这里是打字的15124，数据现为15342。"]
    desk.edits(typed("总人口", "2018年", "15342"))
    desk.runs()
    assert notes(desk) == [] and errors(desk) == []


def test_the_annex_is_renewed_as_revisions_where_changes_are_tracked(desk: Desk) -> None:
    desk.edits(without_column("说明"))
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    assert desk.runs("--track-changes") == OK
    assert "15242" in line(desk, "总人口") and b"<w:delText" in desk.parts["word/document.xml"]
    assert_sound(desk.report.read_bytes(), desk.folder)


# ---- known wherever it stands and whatever it is called ----------------------------------------------------------------------


def title(root: etree._Element) -> etree._Element:
    return paragraph_of(root, "主要指标对比表")


def retitled(text: str) -> Edit:
    return lambda root: retype(title(root), text)


def without(*texts: str) -> Edit:
    def delete(root: etree._Element) -> None:
        for text in texts:
            root[0].remove(paragraph_of(root, text))

    return delete


def words_between(root: etree._Element) -> None:
    for number in range(8):
        title(root).addnext(parse_paragraph(p(f"说明之{'甲乙丙丁戊己庚辛'[number]}：按统计口径整理。")))


def in_one_paragraph(root: etree._Element) -> None:
    without("附件")(root)
    retitled("附件：主要指标对比表")(root)


def named_above(root: etree._Element) -> None:
    without("附件", "主要指标对比表")(root)
    for text in ("八街街道办事处", "2018年12月31日"):
        root[0].insert(list(root[0]).index(annex_of(root)), parse_paragraph(p(text)))
    paragraph_of(root, "八街街道办事处").addprevious(parse_paragraph(p("附件：主要指标对比表")))


def headed_otherwise(root: etree._Element) -> None:
    typed("指标", "指标", "项目")(root)
    retitled("附表：各项指标两年对比")(root)


def moved_up(root: etree._Element) -> None:
    root[0].insert(2, annex_of(root))


def moved_whole(root: etree._Element) -> None:
    children = list(root[0])
    begin = children.index(paragraph_of(root, "附件"))
    for at, one in enumerate(children[begin:-1]):
        root[0].insert(2 + at, one)


def signed_behind(root: etree._Element) -> None:
    for text in ("八街街道办事处", "（此页无正文）", "抄送：区卫健委"):
        root[0].insert(len(root[0]) - 1, parse_paragraph(p(text)))


KNOWN: list[tuple[Edit, str]] = [
    (retitled("主要指标对比表（2018年）"), "title added to"), (retitled("附表：各项指标两年对比"), "another title"),
    (without("附件", "主要指标对比表"), "title and label deleted"), (words_between, "words between"),
    (in_one_paragraph, "label and title in one"), (named_above, "named in the text, title deleted"),
    (headed_otherwise, "another title and 项目 for 指标"), (moved_up, "table moved"), (moved_whole, "all moved"), (signed_behind, "signed behind"),
]  # fmt: skip
KNOWN_IDS = [name for _, name in KNOWN]


@pytest.mark.slow
@pytest.mark.parametrize("edit", [edit for edit, _ in KNOWN], ids=KNOWN_IDS)
def test_the_annex_is_renewed_and_not_added_again_whatever_it_is_called_and_wherever_it_stands(
    desk: Desk, edit: Edit
) -> None:
    desk.edits(edit)
    assert errors(desk) == []
    said = desk.lines
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    assert desk.runs("--annex") == OK
    assert sum("增减（%）" in one for one in desk.lines) == 1
    assert "15242" in line(desk, "总人口") and "15142" not in "".join(desk.lines) and "没有不一样的" in desk.said
    assert [one for one in desk.lines if "\t" not in one and "15242" not in one] == [
        one for one in said if "\t" not in one and "15142" not in one
    ]
    charts = [data for name, data in desk.parts.items() if name.startswith("word/charts/chart")]
    assert len(charts) == 1 and "14142→15242人".encode() in charts[0]
    assert_sound(desk.report.read_bytes(), desk.folder)


def test_the_colour_that_people_gave_the_annex_s_chart_stays_with_today_s_numbers(desk: Desk) -> None:
    def recoloured(root: etree._Element) -> None:
        for colour in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}srgbClr"):
            colour.set("val", "C55A11" if colour.get("val") == "44546A" else colour.get("val", ""))

    (chart,) = [name for name in desk.parts if name.startswith("word/charts/chart")]
    desk.edits(recoloured, chart)
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    assert desk.runs("--annex") == OK
    assert "14142→15242人".encode() in desk.parts[chart] and b"C55A11" in desk.parts[chart]


@pytest.mark.parametrize("edit", [edit for edit, _ in KNOWN], ids=KNOWN_IDS)
def test_the_annex_is_held_whatever_it_is_called_and_wherever_it_stands(drafted: Desk, edit: Edit) -> None:
    (told,) = messages(drafted, both(edit, typed("死亡", "增减", "5")))
    assert "「死亡（附件）」打字的是5，数据是-5" in told.message


def test_two_copies_of_the_annex_are_both_renewed_and_both_held(desk: Desk) -> None:
    def copied(root: etree._Element) -> None:
        children = list(root[0])
        for at, one in enumerate(children[children.index(paragraph_of(root, "附件")) : -1]):
            root[0].insert(2 + at, copy.deepcopy(one))

    desk.edits(copied)
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    assert desk.runs("--annex") == OK
    assert sum("15242" in one and "14142" in one for one in desk.lines) == 2 and "没有不一样的" in desk.said
    desk.edits(lambda root: typed("死亡", "增减", "5")(root))
    (told,) = errors(desk)
    assert "「死亡（附件）」打字的是5，数据是-5" in told


def test_an_annex_in_two_pieces_is_one(desk: Desk) -> None:
    def split(root: etree._Element) -> None:
        found = annex_of(root)
        rest = copy.deepcopy(found)
        for one in rest.findall(f"{W}tr")[:4]:
            rest.remove(one)
        for one in found.findall(f"{W}tr")[4:]:
            found.remove(one)
        found.addnext(rest)
        found.addnext(parse_paragraph(p("")))

    desk.edits(split)
    assert errors(desk) == []
    desk.corrects("叶酸: 85", "叶酸: 86")
    desk.corrects("死亡: 45", "死亡: 46")
    assert desk.runs() == OK and "没有不一样的" in desk.said
    assert line(desk, "叶酸").startswith("叶酸\t人\t80\t86") and line(desk, "死亡").startswith("死亡\t人\t50\t46")


def test_a_table_of_the_reports_own_text_is_not_the_annex(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = p("{{ 街道 }}{{ 年度 }}年工作报告") + table(
        row(*HEAD), row("死亡", "人", "50", "{{ 死亡 }}", "-5", "-10.0", "")
    )
    made = Desk(tmp_path, body, capsys)
    made.writes(OFFICE, POPULATION, 2017)
    assert made.runs() == OK and "主要指标对比表" not in made.lines
    made.adds("另附。")
    made.corrects("死亡: 45", "死亡: 46")
    assert made.runs() == OK
    assert line(made, "死亡").startswith("死亡\t人\t50\t46") and "附件" not in "".join(made.lines)


def test_a_table_that_a_leader_adds_is_not_the_annex(desk: Desk) -> None:
    def add(root: etree._Element) -> None:
        new = parse_table(
            table(row("指标", "单位", "数量", "说明"), row("死亡", "人", "3", "本月"), row("信访", "件", "9", ""))
        )
        root[0].insert(2, new)

    desk.edits(add)
    desk.corrects("死亡: 45", "死亡: 46")
    assert desk.runs() == OK
    assert "死亡\t人\t3\t本月" in desk.lines and "（附件）" not in desk.said


def parse_table(xml: str) -> etree._Element:
    return etree.fromstring(re.sub(r"^<w:tbl\b", f'<w:tbl xmlns:w="{W.strip("{}")}"', xml))


# ---- pasted, or another one --------------------------------------------------------------------------------------------------


def annex_blocks(parts: dict[str, bytes]) -> list[etree._Element]:
    root = etree.fromstring(parts["word/document.xml"])
    children = list(root[0])
    return [one for one in children[children.index(paragraph_of(root, "附件")) : -1] if "�" not in visible_text(one)]


def pasted(blocks: list[etree._Element]) -> Edit:
    def paste(root: etree._Element) -> None:
        for one in blocks:
            if next(one.iter(f"{W}drawing"), None) is None:
                root[0].insert(len(root[0]) - 1, copy.deepcopy(one))

    return paste


def test_an_annex_that_was_pasted_is_renewed_and_peoples_words_in_it_stay(desk: Desk) -> None:
    desk.edits(typed("死亡", "说明", "含外出死亡人员"))
    desk.edits(own_row)
    blocks = annex_blocks(desk.parts)
    blocks.insert(3, parse_paragraph(p("本表由统计站核对。")))
    assert desk.runs("--no-annex", "--fresh") == OK and "主要指标对比表" not in desk.lines
    desk.edits(pasted(blocks))
    desk.corrects("甲村,农业,7000", "甲村,农业,7100", "population.csv")
    assert desk.runs() == OK
    assert line(desk, "死亡").endswith("含外出死亡人员") and line(desk, "信访") and "本表由统计站核对。" in desk.lines
    assert "14142\t15242\t+1100" in line(desk, "总人口")
    assert "总人口「2018年」 15142 → 15242" in desk.said and "没有不一样的" in desk.said
    assert errors(desk) == []


MANY = [f"指标{one}" for one in "甲乙丙丁戊己庚辛壬癸子丑"]


@pytest.fixture
def large(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return an office with a dozen more metrics, all of which rose by one against 2017, and by ten from 2016."""
    made = Desk(tmp_path, capsys=capsys)
    more = "".join(f"  {name}: 人\n" for name in MANY)
    (made.template / "catalogue.yaml").write_text(CATALOGUE + more, encoding="utf-8")
    for year, less in ((2018, 0), (2017, 1), (2016, 11)):
        values = "".join(f"{name}: {300 + 7 * at - less}\n" for at, name in enumerate(MANY))
        made.writes(OFFICE + values, POPULATION, year)
    assert made.runs("2018", "--annex") == OK
    return made


def test_an_annex_of_another_year_is_told_once_and_not_published(large: Desk) -> None:
    def older(root: etree._Element) -> None:
        retype(next(cell_of(root, "指标", "2018年").iter(f"{W}p")), "2016年")
        for at, name in enumerate(MANY):
            for header, number in (("2016年", 289 + 7 * at), ("增减", -10)):
                retype(next(cell_of(root, name, header).iter(f"{W}p")), str(number))

    large.edits(older)
    (told,) = errors(large)
    assert "附件的对比表多数和今天的数据对不上：17行里有12行的数或字不一样" in told, told
    assert "「指标甲」一行「增减」一列写的是-10，数据是+1" in told and "等12行" not in told
    assert "是人写的" not in large.said
    assert large.runs("2018", "--final") == ERRORS_STAND and "公开版没有写" in large.said
    assert notes(large) == []


def test_an_annex_of_another_report_is_told_once_and_kept(large: Desk) -> None:
    def foreign(root: etree._Element) -> None:
        for at, name in enumerate(MANY):
            for header, text in (("指标", f"道路{name}"), ("单位", "公里"), ("2017年", str(1200 + at)), ("2018年", str(1310 + 3 * at)),
                                 ("增减", f"+{110 + 2 * at}"), ("增减（%）", f"+{9 + at}.7")):  # fmt: skip
                label = name if header == "指标" else f"道路{name}"
                retype(next(cell_of(root, label, header).iter(f"{W}p")), text)
        for label in ("总人口", "死亡"):
            annex_of(root).remove(row_of(root, label))

    large.edits(foreign)
    (told,) = errors(large)
    assert "12行不是现在的指标" in told and "「道路指标甲」一行现在没有" in told
    assert "是人写的" not in large.said


def test_what_was_accepted_of_another_annex_is_not_accepted_when_it_changes(large: Desk) -> None:
    def over(text: str) -> Edit:
        return lambda root: [typed(name, "2018年", f"{text}{at}")(root) for at, name in enumerate(MANY)] and None

    large.edits(over("88"))
    assert len(errors(large)) == 1
    key = re.search(r"核对：附件的对比表有12行对不上（[0-9a-f]{8}）", large.said)
    assert key, large.said
    large.corrects("死亡: 45", f"死亡: 45\naccepted: [{{issue: '{key[0]}', reason: 领导要求}}]")
    assert errors(large) == []
    large.edits(over("99"))
    assert len(errors(large)) == 1
    assert read_package(large.report.read_bytes())
