"""A number typed where a figure stands is taken for the figure where the words say so, and compared by what it states."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from leader import BODY, Desk, paragraph_of, retype, unmark
from lxml import etree
from specimens import p

from reportgen.commands.cli import OK
from reportgen.word.package import W


def told(desk: Desk, severity: str) -> list[str]:
    """Return the lines of one severity that a look at the report gives."""
    desk.runs("verify", str(desk.report))
    return [line for line in desk.said.split("\n") if line.startswith(severity)]


def puts(desk: Desk, begins: str, old: str, new: str) -> None:
    """Type something else over words of a paragraph, its marks kept."""

    def change(root: etree._Element) -> None:
        node = next(one for one in paragraph_of(root, begins).iter(f"{W}t") if old in (one.text or ""))
        node.text = (node.text or "").replace(old, new)

    desk.edits(change)


# ---- words put in beside a figure --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("人，完成任务", "人，其中流动人口服用叶酸30人，超额完成了年初任务"),
        ("人，完成任务", "人，农村服用叶酸30人，全年服用叶酸30人，完成任务"),
        ("服务，服用叶酸", "服务，服用叶酸30人，完成任务，全年一共有"),
        ("人，完成任务", "例，服用叶酸30人，完成任务"),
    ],
)
def test_a_clause_put_in_beside_a_figure_is_not_taken_for_it(desk: Desk, old: str, new: str) -> None:
    puts(desk, "开展孕前", old, new)
    assert told(desk, "错误") == []
    assert any("「30人」是人写的" in line for line in told(desk, "提醒"))


def test_a_number_typed_in_a_copy_of_a_sentence_gets_a_comment_when_its_figure_changes(desk: Desk) -> None:
    def copies(root: etree._Element) -> None:
        sentence = paragraph_of(root, "开展孕前")
        sentence.addnext(copied := copy.deepcopy(sentence))
        unmark(copied, "叶酸")

    desk.edits(copies)
    assert told(desk, "错误") == []
    desk.corrects("叶酸: 85", "叶酸: 86")
    desk.runs()
    assert desk.comments == ["「叶酸」这里是打字的85，数据现为86。"]
    (line,) = told(desk, "错误")
    assert "「叶酸」打字的是85，数据是86" in line


def test_a_row_of_people_s_own_that_reads_like_one_of_ours_is_no_copy_of_it(desk: Desk) -> None:
    def copies(root: etree._Element) -> None:
        own = copy.deepcopy(next(root.iter(f"{W}tbl")))
        unmark(own, "死亡")
        next(one for one in own.iter(f"{W}t") if one.text == "45").text = "30"
        next(root.iter(f"{W}body")).insert(1, own)

    desk.edits(copies)
    assert told(desk, "错误") == []


def test_a_clause_put_in_where_the_figure_lost_its_mark_leaves_the_figure_s_own_number_to_it(desk: Desk) -> None:
    desk.retypes("开展孕前", "开展孕前优生服务，服用叶酸86人，其中流动人口服用叶酸30人，完成任务72人的118%。")
    (line,) = told(desk, "错误")
    assert "「叶酸」打字的是86，数据是85" in line


# ---- whether the words speak of the same -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "12月死亡3人",
        "十二月死亡3人",
        "12月，死亡3人",
        "其中流动人口死亡3人",
        "男性死亡3人",
        "老年人死亡3人",
        "因病死亡3人",
        "死亡男性3人",
        "截至目前死亡3人",
        "截至11月底，死亡3人",
        "国庆期间死亡3人",
        "去年死亡40人",
        "去年，死亡40人",
        "2017年，全街道死亡40人",
        "上年工作中出生30人，死亡40人",
        "甲村：死亡2人",
    ],
)
def test_a_number_of_a_part_or_another_time_is_not_taken_for_the_figure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], written: str
) -> None:
    body = BODY.replace(p("{{ 负责人 }}"), p("做好服务工作，全年死亡{{ 死亡 }}人，及时注销。") + p("{{ 负责人 }}"))
    desk = Desk(tmp_path, body, capsys)
    desk.runs()
    desk.retypes("做好服务", f"做好服务工作，{written}，及时注销。")
    assert told(desk, "错误") == []


@pytest.mark.parametrize(
    "written",
    [
        "全年共死亡46人",
        "今年死亡46人",
        "去年工作扎实，今年死亡46人",
        "去年死亡40人，今年死亡46人",
        "去年工作扎实，全年死亡46人",
        "截至12月31日，全街道死亡46人",
        "2018年，全年死亡46人",
        "其他工作照常，全年死亡46人",
        "除日常工作外，全年死亡46人",
        "深入各村，全年死亡46人",
        "全年死亡46余人",
        "全年死亡四十六人",
    ],
)
def test_a_wrong_number_in_words_that_speak_of_the_whole_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], written: str
) -> None:
    body = BODY.replace(p("{{ 负责人 }}"), p("做好服务工作，全年死亡{{ 死亡 }}人，及时注销。") + p("{{ 负责人 }}"))
    desk = Desk(tmp_path, body, capsys)
    desk.runs()
    desk.retypes("做好服务", f"做好服务工作，{written}，及时注销。")
    (line,) = told(desk, "错误")
    assert "「死亡」打字的是" in line and "数据是45" in line


def test_the_unit_of_a_number_before_is_no_group_of_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(tmp_path, BODY + p("死亡登记其中男{{ 死亡 }}人，共登记{{ 叶酸 }}户。"), capsys)
    desk.runs()
    desk.retypes("死亡登记", "死亡登记其中男44人，共登记86户。")
    assert [line.split("「")[1].split("」")[0] for line in told(desk, "错误")] == ["死亡", "叶酸"]


def test_two_figures_that_were_typed_alike_in_one_sentence_are_told_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(
        tmp_path,
        BODY + p("建立台帐，死亡登记{{ 死亡 }}人，叶酸登记{{ 叶酸 }}人。"),
        capsys,
    )
    desk.runs()
    desk.retypes("建立台帐", "建立台帐，死亡登记99人，叶酸登记99人。")
    assert [line.split("「")[1].split("」")[0] for line in told(desk, "错误")] == ["死亡", "叶酸"]


# ---- the same in another form ------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    "typed", ["9月30日", "2018-09-30", "2018.9.30", "2018/9/30", "9月30号", "九月三十日", "二〇一八年九月三十日"]
)
def test_a_date_typed_in_another_form_is_the_date(desk: Desk, typed: str) -> None:
    desk.retypes("截至", f"截至{typed}，全街道总人口15142人，全年死亡45人。")
    assert told(desk, "错误") == []
    assert not any("是人写的" in line for line in told(desk, "提醒"))
    desk.corrects("截止日: 9月30日", "截止日: 10月31日")
    desk.runs()
    (line,) = told(desk, "错误")
    assert f"「截止日」打字的是{typed}，数据是2018年10月31日" in line


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "errors", "warnings"),
    [
        ("1.5142万", 0, 0),
        ("15,142", 0, 0),
        ("一万五千一百四十二", 0, 0),
        ("1.5万", 0, 1),
        ("15000余", 0, 1),
        ("1.5241万", 1, 0),
        ("1.6万", 1, 0),
    ],
)
@pytest.mark.parametrize("over", [False, True], ids=["typed anew", "typed over the mark"])
def test_a_number_typed_in_another_form_is_compared(
    desk: Desk, typed: str, errors: int, warnings: int, over: bool
) -> None:
    if over:
        puts(desk, "截至", "15142", typed)
    else:
        desk.retypes("截至", f"截至2018年9月30日，全街道总人口{typed}人，全年死亡45人。")
    assert len(told(desk, "错误")) == errors
    near = [line for line in told(desk, "提醒") if "位数不一样" in line]
    assert len(near) == warnings and not any("是人写的" in line for line in told(desk, "提醒"))


@pytest.fixture
def rated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return an office that prints rates with two decimals: 118.06%, and 7.90 that was typed so."""
    made = Desk(tmp_path, BODY + p("人均纯收入增长{{ 增长 }}%。"), capsys)
    catalogue = made.template / "catalogue.yaml"
    text = catalogue.read_text(encoding="utf-8").replace("unit: '%'}", "unit: '%', digits: 2}")
    catalogue.write_text(text + "  增长: {value: 增长, unit: '%', digits: 2}\n", encoding="utf-8")
    office = made.year / "office.yaml"
    office.write_text(office.read_text(encoding="utf-8") + "增长: 7.9\n", encoding="utf-8")
    assert made.runs() == OK, made.said
    return made


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "errors", "warnings"),
    [
        ("118.06", 0, 0),
        ("118.1", 0, 1),
        ("118", 0, 1),
        ("118.0556", 0, 0),
        ("118.0566", 1, 0),
        ("118.07", 1, 0),
        ("119", 1, 0),
    ],
)
@pytest.mark.parametrize("over", [False, True], ids=["typed anew", "typed over the mark"])
def test_a_rate_with_more_or_fewer_decimals_is_compared(
    rated: Desk, typed: str, errors: int, warnings: int, over: bool
) -> None:
    if over:
        puts(rated, "开展孕前", "118.06", typed)
    else:
        rated.retypes("开展孕前", f"开展孕前优生服务，服用叶酸85人，完成任务72人的{typed}%。")
    assert len(told(rated, "错误")) == errors
    assert len([line for line in told(rated, "提醒") if "位数不一样" in line]) == warnings


def test_a_trailing_zero_that_is_left_out_changes_nothing(rated: Desk) -> None:
    puts(rated, "人均纯收入", "7.90", "7.9")
    assert told(rated, "错误") == [] and not any("位数不一样" in line for line in told(rated, "提醒"))


# ---- one fault, one line -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("typed", ["15241", "15,241", "１５２４１", "1.5241万", "15 241"])
def test_a_cell_that_was_typed_over_is_told_once(desk: Desk, typed: str) -> None:
    def overtype(root: etree._Element) -> None:
        line = next(one for one in root.iter(f"{W}tr") if "15142" in "".join(one.itertext()))
        retype(list(line.iter(f"{W}p"))[-1], typed)

    desk.edits(overtype)
    about = [line for severity in ("错误", "提醒") for line in told(desk, severity)]
    assert len(about) == 1 and about[0].startswith("错误") and "「总人口」打字的是" in about[0], about


def test_a_sign_that_was_lost_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(tmp_path, BODY + p("全年人口净增{{ 净增 }}人。"), capsys)
    catalogue = desk.template / "catalogue.yaml"
    catalogue.write_text(
        catalogue.read_text(encoding="utf-8") + "  净增: {formula: 任务 - 叶酸, unit: 人}\n", encoding="utf-8"
    )
    assert desk.runs() == OK, desk.said
    assert "全年人口净增-13人。" in desk.lines
    desk.retypes("全年人口", "全年人口净增13人。")
    about = [line for severity in ("错误", "提醒") for line in told(desk, severity)]
    assert len(about) == 1 and "「净增」打字的是13，数据是-13" in about[0], about
    desk.retypes("全年人口", "全年人口净增−13人。")
    assert told(desk, "错误") == []


@pytest.mark.slow
def test_a_range_of_dates_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(tmp_path, BODY + p("活动从{{ 活动期间 }}开展。"), capsys)
    catalogue = desk.template / "catalogue.yaml"
    catalogue.write_text(catalogue.read_text(encoding="utf-8") + "  活动期间: 期间\n", encoding="utf-8")
    desk.writes((desk.year / "office.yaml").read_text(encoding="utf-8") + "活动期间: 4月17日至5月2日\n")
    assert desk.runs() == OK, desk.said
    desk.retypes("活动从", "活动从2018年4月17日至5月12日开展。")
    about = [line for severity in ("错误", "提醒") for line in told(desk, severity)]
    assert len(about) == 1 and "「活动期间」打字的是2018年4月17日至5月12日" in about[0], about
    desk.retypes("活动从", "活动从4月17日-5月2日开展。")
    about = [line for severity in ("错误", "提醒") for line in told(desk, severity)]
    assert len(about) == 1 and "「活动期间」的数据标记少了" in about[0], about


def test_a_mark_that_became_text_in_another_form_is_told_as_lost_alone(desk: Desk) -> None:
    desk.edits(lambda root: unmark(paragraph_of(root, "截至"), "总人口"))
    puts(desk, "截至", "15142", "1.5142万")
    about = [line for severity in ("错误", "提醒") for line in told(desk, severity)]
    assert len(about) == 1 and "「总人口」的数据标记少了，打字的1.5142万和数据一样" in about[0], about


@pytest.mark.slow
@pytest.mark.parametrize("where", ["服务，服￼用叶酸", "服用叶￼酸", "人，￼完成任务", "叶酸￼"])
def test_a_typed_number_is_known_with_a_picture_among_the_words_around_it(desk: Desk, where: str) -> None:
    before, _, behind = where.partition("￼")

    def edits(root: etree._Element) -> None:
        sentence = paragraph_of(root, "开展孕前")
        unmark(sentence, "叶酸")
        node = next(one for one in sentence.iter(f"{W}t") if f"{before}{behind}" in (one.text or ""))
        said, _, rest = (node.text or "").partition(f"{before}{behind}")
        run = node.getparent()
        assert run is not None
        later = copy.deepcopy(run)
        picture = copy.deepcopy(run)
        node.text, later.find(f"{W}t").text = said + before, behind + rest  # type: ignore[union-attr]
        picture.replace(picture.find(f"{W}t"), etree.Element(f"{W}drawing"))  # type: ignore[arg-type]
        run.addnext(picture)
        picture.addnext(later)

    desk.edits(edits)
    assert told(desk, "错误") == []
    desk.corrects("叶酸: 85", "叶酸: 275")
    assert any("「叶酸」打字的是85，数据是275" in line for line in told(desk, "错误"))
    assert told(desk, "提醒") == [], "one place is told once"
    desk.runs()
    assert "「叶酸」这里是打字的85，数据现为275。" in desk.comments
