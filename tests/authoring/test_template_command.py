"""`template check` as a clerk runs it: what it says, in which order, its exit codes, and that our own template is free of findings."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import DATA, ROOT, TEMPLATE
from hypothesis import given, settings
from hypothesis import strategies as st
from specimens import CATALOGUE, OFFICE, POPULATION, catalogue, lines, p, package, part, r, row, table

from reportgen.authoring.findings import check_template
from reportgen.authoring.tag_use import cut_notes, empty_issues, slot_issues, unprinted_issues, unprinted_notes, uses
from reportgen.authoring.typed import typed_issues
from reportgen.authoring.units import unit_issues
from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE, main
from reportgen.word.package import DOCUMENT, read_package, write_package

QINGSHI = ROOT / "tests" / "offices" / "qingshi"
USED = "{{ 简介 }}{{ 落款日 }}{{ 活动期间 }}{{ 性别比 }}{% for 项 in 下步工作 %}{{ 项.标题 }}{{ 项.内容 }}{{ 项.items }}{% endfor %}"
USED += "{{ 街道 }}{{ 年度 }}{{ 截止日 }}{{ 农业比重 }}%{{ 死亡 }}人{{ 出生 }}人{% for 项 in 存在的问题 %}{{ 项 }}{% endfor %}"


@pytest.fixture
def small(tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that makes the small office's report folder with a body, all else printed in it."""

    def make(body: str) -> Path:
        folder = tmp_path / "report"
        folder.mkdir()
        (folder / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
        (folder / "report.docx").write_bytes(package(body + p(USED)))
        year = tmp_path / "data" / "2018"
        year.mkdir(parents=True)
        (year / "office.yaml").write_text(OFFICE, encoding="utf-8")
        (year / "population.csv").write_text(POPULATION, encoding="utf-8")
        return folder

    return make


def check(folder: Path, *words: str) -> int:
    return main(["template", "check", str(folder), "--data", str(folder.parent / "data"), *words])


def change(folder: Path, *replaced: tuple[str, str]) -> None:
    """Replace words of a template, each once."""
    path = folder / "report.docx"
    parts = read_package(path.read_bytes())
    text = parts[DOCUMENT].decode()
    for old, new in replaced:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_bytes(write_package(parts | {DOCUMENT: text.encode()}))


def words_alone(printed: str) -> list[str]:
    """Return the findings but those of the layout, which a template of one paragraph hasn't got."""
    return [line for line in findings(printed)[:-1] if "GB/T 9704" not in line]


def findings(printed: str) -> list[str]:
    """Return the lines without those that say how to accept a warning."""
    return [line for line in printed.splitlines() if not line.startswith("      认可这一条")]


# ---- free of findings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [DATA, QINGSHI], ids=["published", "invented"])
def test_our_own_template_is_free_of_findings(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "check", "--data", str(data), "--template", str(TEMPLATE)]) == OK
    assert capsys.readouterr().out.splitlines() == [
        "说明  6个指标没有印，只用于勾稽关系：宣传员补贴年标准、小学奖学金标准、初中奖学金标准、高中奖学金标准、专科奖学金标准、本科奖学金标准。"
        "要印的请写上标签。",
        f"{TEMPLATE}：没有发现问题。",
    ]


def test_our_own_template_is_checked_at_once() -> None:
    check_template(TEMPLATE, DATA)
    begin = time.perf_counter()
    check_template(TEMPLATE, DATA)
    assert time.perf_counter() - begin < 2


def test_a_small_template_that_says_all_rightly_is_free_of_findings(
    small: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    body = p("总人口{{ 总人口 }}人，农业人口{{ 农业人口 }}人，男{{ 男孩 }}人，女{{ 女孩 }}人。")
    assert check(small(body)) == OK
    assert words_alone(capsys.readouterr().out) == []


# ---- findings ----------------------------------------------------------------------------------------------------------------


def test_everything_is_told_at_once_in_the_order_of_the_text(
    template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(
        template_folder,
        ("基本情况", "一、基本情况"),
        ("{{ 流入人口 }}人", "{{ 流入人口 }}户"),
        ("{{ 死亡 }}", "{{ 死忘 }}"),
        ("领取独生子女证{{ 领取独生子女证 }}人", "领取独生子女证621人"),
        ("{{ 走访慰问次数 }}次", "两次"),
        ("符合政策生育率{{ 符合政策生育率 }}%", "符合政策生育率{{ 符合政策生育率 }}"),
    )
    assert main(["template", "check", str(template_folder), "--data", str(DATA)]) == ERRORS_STAND
    printed = findings(capsys.readouterr().out)
    catalogue = (template_folder / "catalogue.yaml").read_text(encoding="utf-8").splitlines()
    row_of = catalogue.index("  走访慰问次数: 次") + 1
    assert [line.partition("「")[0].partition("：")[0] for line in printed if line[:2] != "说明"][:-1] == [
        "提醒  report.docx 第4段",
        "错误  report.docx 第5段",
        "错误  report.docx 第5段",
        "提醒  report.docx 第5段",
        "错误  report.docx 第13段",
        f"提醒  catalogue.yaml 第{row_of}行",
    ]
    assert "没有「死忘」这个名称。是不是「死亡」？" in printed[1]
    assert "「走访慰问次数」没有印在模板里" in printed[5]
    assert printed[-1] == f"{template_folder}：3个错误、3个提醒。"


def test_warnings_alone_are_no_failure(small: Callable[[str], Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert check(small(p("2018年总人口{{ 总人口 }}人，农业人口{{ 农业人口 }}人，{{ 男孩 }}人，{{ 女孩 }}人。"))) == OK
    assert len(words_alone(capsys.readouterr().out)) == 1


def test_the_same_stands_in_the_json(small: Callable[[str], Path], capsys: pytest.CaptureFixture[str]) -> None:
    folder = small(p("总人口{{ 总人口 }}户，农业人口{{ 农业人口 }}人，男{{ 男孩 }}人，女{{ 女孩 }}人。"))
    assert check(folder, "--format", "json") == ERRORS_STAND
    told = json.loads(capsys.readouterr().out)
    assert (told["template"], told["notes"]) == (str(folder), [])
    (issue,) = (one for one in told["issues"] if one["check"] != "公文格式")
    assert (issue["check"], issue["severity"], issue["file"], issue["row"]) == ("单位", "error", "report.docx", 1)
    assert (issue["column"], issue["metrics"], issue["expected"]) == ("总人口{{ 总人口 }}户", ["总人口"], "人")


def test_what_a_tag_s_fault_hides_is_not_told_of_the_rest(small: Callable[[str], Path]) -> None:
    body = (
        p("死亡{{ 死亡 }}户{{ 没有 }}") + p("死亡{{ 死亡 }户") + p("{% if 死亡 %}死亡{{ 死亡 }}户") + p("{% endfor %}")
    )
    folder = small(body)
    checked = check_template(folder, folder.parent / "data")
    of_tags = [issue.location.row for issue in checked.issues if issue.check == "模板标签" and issue.location]
    assert of_tags == [1, 2, 3, 4]
    assert [issue.location.row for issue in checked.issues if issue.check == "单位" and issue.location] == [1, 3]


@pytest.mark.parametrize("typed", ["死亡｛｛ 死亡 ｝｝人", "死亡{{ 死亡 }人", "死亡{ 死亡 }人"])
def test_a_metric_whose_tag_has_a_wrong_brace_is_not_told_to_be_unprinted(
    typed: str, small: Callable[[str], Path]
) -> None:
    folder = small("")

    def unprinted(body: str) -> set[str]:
        (folder / "report.docx").write_bytes(package(body))
        found = check_template(folder, folder.parent / "data").issues
        return {name for issue in found if issue.check == "没有印的指标" for name in issue.metrics}

    assert "死亡" in unprinted(p("死亡85人"))
    assert unprinted(p(typed)) == unprinted(p("死亡{{ 死亡 }}人"))


# ---- what can't be read ------------------------------------------------------------------------------------------------------


def test_a_folder_without_a_report_can_t_be_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path / "nowhere") == UNUSABLE
    assert "找不到文件 catalogue.yaml" in capsys.readouterr().err
    shutil.copy(TEMPLATE / "catalogue.yaml", tmp_path)
    assert check(tmp_path) == UNUSABLE
    assert "找不到模板" in capsys.readouterr().err
    for damaged in (b"", b"PK\x03\x04", write_package({"[Content_Types].xml": b"<a/>", DOCUMENT: b"<w:document"})):
        (tmp_path / "report.docx").write_bytes(damaged)
        assert check(tmp_path) == UNUSABLE
        assert "模板" in capsys.readouterr().err


def test_a_year_that_can_t_be_read_is_left_out_with_a_word(
    small: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small(p("死亡85人，总人口{{ 总人口 }}人，农业人口{{ 农业人口 }}人，男{{ 男孩 }}人，女{{ 女孩 }}人。"))
    year = Path(shutil.copytree(folder.parent / "data" / "2018", folder.parent / "data" / "2017"))
    (year / "population.csv").write_text("村（社区）,户口,人口\n甲村,农业,六十\n", encoding="utf-8")
    assert check(folder) == OK
    printed = capsys.readouterr().out
    assert "和2018年「死亡」的数一样" in printed
    assert "说明  2017年的数据读不出来，没有拿它的数去认打字的数：population.csv 第2行" in printed


def test_without_any_data_numbers_are_known_by_their_units(
    small: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small(p("死亡85人，总人口{{ 总人口 }}人，农业人口{{ 农业人口 }}人，男{{ 男孩 }}人，女{{ 女孩 }}人。"))
    assert main(["template", "check", str(folder), "--data", "没有"]) == OK
    printed = capsys.readouterr().out
    assert "「85人」像是数据" in printed
    assert "说明  没有 里没有能读的数据，打字的数只按单位认。" in printed


def test_words_that_are_no_command_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template"]) == UNUSABLE
    assert "参数不对：template 后面写 check" in capsys.readouterr().err
    assert main(["template", "chek"]) == UNUSABLE
    assert "不认识「template chek」，可用：check" in capsys.readouterr().err
    assert main(["template", "check", "--format", "xml"]) == UNUSABLE
    assert "--format 只能是 text、json" in capsys.readouterr().err


# ---- how Word writes things --------------------------------------------------------------------------------------------------


def test_a_line_is_what_a_person_reads() -> None:
    inserted = f'<w:ins w:id="1" w:author="甲">{r("{{ 死亡 }}")}</w:ins>'
    deleted = '<w:del w:id="2" w:author="甲"><w:r><w:delText>户</w:delText></w:r></w:del>'
    moved = f'<w:moveFrom w:id="3" w:author="甲">{r("次")}</w:moveFrom>'
    link = f'<w:hyperlink w:anchor="a">{r("人")}</w:hyperlink>'
    comment = "{# 说明 #}"
    (line,) = lines(p("死亡", inserted, deleted, moved, link, comment, "。"))
    assert [getattr(piece, "tag", piece) for piece in line.pieces] == ["死亡", "{{ 死亡 }}", "人。"]


def test_a_text_box_is_a_line_of_its_own_and_counts_once() -> None:
    box = f"<w:txbxContent>{p('死亡{{ 死亡 }}户')}</w:txbxContent>"
    both = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    every = lines(p("正文", both, "。"))
    assert [[getattr(piece, "tag", piece) for piece in line.pieces] for line in every] == [
        ["正文。"],
        ["死亡", "{{ 死亡 }}", "户"],
    ]
    assert [line.at.row for line in every] == [1, 2]


def test_lines_know_their_place_their_number_and_what_is_around_them() -> None:
    body = p("{%p if 死亡 %}") + p("甲") + p("{%p else %}") + p("乙") + p("{%p endif %}")
    body += table(row("{%tr for 项 in 存在的问题 %}"), row("{{ 项 }}"), row("{%tr endfor %}"))
    every = lines(body, {"footer1.xml": part("ftr", p("丙"))})
    assert [(str(line.at), line.in_table, line.in_body) for line in every] == [
        ("report.docx 第2段", False, True),
        ("report.docx 第4段", False, True),
        ("report.docx 第7段", True, True),
        ("report.docx（页脚1） 第1段", False, False),
    ]
    assert [[branch.tag for branch in line.within] for line in every] == [
        ["{%p if 死亡 %}"],
        ["{%p if 死亡 %}"],
        ["{%tr for 项 in 存在的问题 %}"],
        [],
    ]


def test_a_huge_template_is_checked_in_no_time(small: Callable[[str], Path]) -> None:
    paragraph = p("2018年总人口{{ 总人口 }}户，{% if 死亡 %}死亡{{ 死亡 }}人{% else %}无{% endif %}，新建123人。")
    folder = small(paragraph * 100)
    begin = time.perf_counter()
    checked = check_template(folder, folder.parent / "data")
    assert len([issue for issue in checked.issues if issue.check == "单位"]) == 100
    assert time.perf_counter() - begin < 3


FRAGMENTS = (
    "{{ 死亡 }}",
    "{{ 死",
    "亡 }}",
    "{{ 没有 }}",
    "{{ 出生 | 较上年 }}",
    "{{ 截止日 }}",
    "{{ 性别比 }}",
    "{# 注 #}",
    "{{5}}",
)
FRAGMENTS += (
    "{% if 死亡 %}",
    "{% elif 出生 %}",
    "{% else %}",
    "{% endif %}",
    "{% for 项 in 存在的问题 %}",
    "{{ 项 }}",
    "{% endfor %}",
)
FRAGMENTS += (
    "人",
    "户",
    "%",
    ":100",
    "日",
    "2018年",
    "9月30日",
    "85人",
    "一、",
    "，",
    "。",
    " ",
    "（",
    "〔",
    "《",
    "\t",
    "{%p if 死亡 %}",
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.lists(st.sampled_from(FRAGMENTS), max_size=4), max_size=4), max_size=3))
def test_whatever_stands_in_a_template_no_check_falls_over_it(paragraphs: list[list[list[str]]]) -> None:
    body = "".join(p(*[r("".join(run)) for run in runs]) for runs in paragraphs)
    every, of = lines(body), catalogue()
    issues = [
        *unit_issues(every, of),
        *typed_issues(every, of, [], [2018]),
        *slot_issues(every, of),
        *empty_issues(every, of),
    ]
    used = uses(every, of)
    assert all(str(issue) for issue in (*issues, *unprinted_issues(used, of)))
    assert all((*unprinted_notes(used, of), *cut_notes(every)))


# ---- accepted in the catalogue -----------------------------------------------------------------------------------------------


RIGHT = "总人口{{ 总人口 }}人，农业人口{{ 农业人口 }}人，男{{ 男孩 }}人，女{{ 女孩 }}人。"


def accept(folder: Path, *issues: str) -> None:
    """Have the catalogue accept issues by these keys, as a person copies them from the screen."""
    said = "accepted:\n" + "".join(f"  - issue: {issue}\n    reason: 文件是那年印发的\n" for issue in issues)
    path = folder / "catalogue.yaml"
    path.write_text(said + path.read_text(encoding="utf-8"), encoding="utf-8")


def test_a_warning_that_the_catalogue_accepts_stays_visible_with_its_reason_and_counts_no_longer(
    small: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small(p("2018年印发。" + RIGHT))
    check(folder)
    (asked,) = (line for line in capsys.readouterr().out.splitlines() if "里写 issue: 打字的年份" in line)
    assert asked == "      认可这一条就在指标目录的 accepted 里写 issue: 打字的年份：2018年印发。"
    accept(folder, asked.partition("issue: ")[2])
    assert check(folder) == OK
    (told,) = (line for line in capsys.readouterr().out.splitlines() if "年份" in line)
    assert told.startswith("已认可  report.docx 第1段「2018年印发。") and told.endswith(
        "（认可的原因：文件是那年印发的）"
    )


def test_what_is_accepted_of_the_layout_and_the_language_too(
    small: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small(p("2018年印发。" + RIGHT))
    check(folder, "--format", "json")
    issues = json.loads(capsys.readouterr().out)["issues"]
    assert all(issue["key"] for issue in issues)
    accept(folder, *(issue["key"] for issue in issues))
    assert check(folder) == OK
    assert capsys.readouterr().out.splitlines()[-1].endswith("：没有发现问题。")


def test_a_stale_acceptance_is_told_with_its_row_and_the_nearest(
    small: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small(p("2018年印发。" + RIGHT))
    accept(folder, "打字的年份：2017年印发。")
    assert check(folder) == OK
    told = words_alone(capsys.readouterr().out)
    assert told[-1] == (
        "提醒  catalogue.yaml 第2行「accepted」：accepted 里的「打字的年份：2017年印发。」现在没有这条问题，请删去或改正。"
        "是不是「打字的年份：2018年印发。」？"
    )


def test_an_error_can_t_be_accepted(small: Callable[[str], Path], capsys: pytest.CaptureFixture[str]) -> None:
    folder = small(p("人口{{ 总人口 }}户。" + RIGHT))
    accept(folder, "单位：人口 总人口 户")
    assert check(folder) == ERRORS_STAND
    wrong, told = words_alone(capsys.readouterr().out)
    assert wrong.startswith("错误  report.docx 第1段「人口{{ 总人口 }}户")
    assert told.startswith(
        "错误  catalogue.yaml 第2行「accepted」：accepted 里的「单位：人口总人口户」是错误，不能认可，只能改正。"
    )


def test_a_second_place_of_the_same_words_needs_an_acceptance_of_its_own(
    small: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small(p("2018年印发。") + p("2018年印发。" + RIGHT))
    accept(folder, "打字的年份：2018年印发。")
    check(folder)
    printed = capsys.readouterr().out.splitlines()
    assert [line[:3] for line in printed if "年份「2018」" in line] == ["提醒 ", "已认可"]
    assert "      认可这一条就在指标目录的 accepted 里写 issue: 打字的年份：2018年印发。第2处" in printed


def test_an_acceptance_without_reason_is_a_fault_of_the_catalogue(
    small: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small(p(RIGHT))
    path = folder / "catalogue.yaml"
    path.write_text("accepted: [{issue: 打字的年份}]\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert check(folder) == UNUSABLE
    assert "catalogue.yaml 第1行「accepted」：要写 issue" in capsys.readouterr().err


def test_what_the_catalogue_accepts_of_its_template_no_build_says_again(
    small: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small(p(RIGHT))
    path = folder / "catalogue.yaml"
    text = path.read_text(encoding="utf-8").replace("人口: 人}", "人口: 人, 户数: 户}")
    path.write_text(text, encoding="utf-8")
    table = folder.parent / "data" / "2018" / "population.csv"
    rows = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([rows[0] + ",户数", *(f"{row},1" for row in rows[1:])]), encoding="utf-8")
    accept(folder, "未用的列：population「户数」")
    assert main(["check", "2018", "--data", str(folder.parent / "data"), "--template", str(folder)]) == OK
    (told,) = (line for line in capsys.readouterr().out.splitlines() if "没有指标用到" in line)
    assert told.startswith("已认可  catalogue.yaml")
