"""The command as a clerk runs it: what it prints, what it writes, its exit code."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from conftest import DATA, ROOT, TEMPLATE

from reportgen.commands import cli
from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE, main
from reportgen.commands.screen import INTERRUPTED
from reportgen.report import building
from reportgen.word.package import DOCUMENT, write_package

TITLE = "禄脿街道办事处2018年计划生育工作执行情况报告"
FOLDERS = ["--data", str(DATA), "--template", str(TEMPLATE)]


def test_a_build_writes_report_and_record_and_says_what_it_read_found_and_wrote(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*FOLDERS, "--output", str(tmp_path)]) == OK
    printed = capsys.readouterr()
    report = tmp_path / "2018" / f"{TITLE}.docx"
    assert report.exists() and report.with_name(f"{TITLE}.生成记录.json").exists()
    assert "2018年：读了29个文件，151个数据，5个错误、4个提醒、2个不可核。" in printed.out
    assert f"已写 {report}" in printed.out
    assert "流入人口1950人 应等于 跨省流入856人 + 省内流入1323人（2179），相差229" in printed.out
    assert printed.err == ""


def test_strict_gives_1_when_errors_stand_and_writes_all_the_same(tmp_path: Path) -> None:
    assert main([*FOLDERS, "--output", str(tmp_path), "--strict"]) == ERRORS_STAND
    assert (tmp_path / "2018" / f"{TITLE}.docx").exists()


def test_strict_gives_0_when_no_error_stands(tmp_path: Path) -> None:
    invented = ROOT / "tests" / "offices" / "qingshi"
    assert (
        main(["2025", "--data", str(invented), "--template", str(TEMPLATE), "--output", str(tmp_path), "--strict"])
        == OK
    )


def test_unusable_data_gives_2_and_nothing_is_written(
    year_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (year_folder / "certificates.csv").unlink()
    (year_folder / "sex_ratio_births.csv").write_text("性别,出生人数\n女孩,七十六\n男孩,87\n", encoding="utf-8")
    arguments = [
        "2018",
        "--data",
        str(year_folder.parent),
        "--template",
        str(TEMPLATE),
        "--output",
        str(tmp_path / "out"),
    ]
    assert main(arguments) == UNUSABLE
    printed = capsys.readouterr()
    assert "错误  certificates.csv：缺这张表" in printed.err
    assert "sex_ratio_births.csv 第2行「出生人数」" in printed.err
    assert "共2处问题，改好后再运行一次。什么都没有写。" in printed.err
    assert "Traceback" not in printed.err
    assert not (tmp_path / "out").exists()


def test_faults_of_data_and_template_are_told_together(
    year_folder: Path, template_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (year_folder / "certificates.csv").unlink()
    (template_folder / "report.docx").write_bytes(b"no document")
    arguments = [
        "--data",
        str(year_folder.parent),
        "--template",
        str(template_folder),
        "--output",
        str(tmp_path / "out"),
    ]
    assert main(arguments) == UNUSABLE
    printed = capsys.readouterr().err
    assert "certificates.csv" in printed and "report.docx" in printed


BAD_ARGUMENTS = [
    (["figure"], "「figure」不是年份也不是命令。是不是「figures」？"),
    (["--stict"], "不认识「--stict」。是不是「--strict」？"),
    (["../2018"], "「../2018」不是年份也不是命令。"),
    (["２０１８"], "「２０１８」不是年份也不是命令。"),
    (["3018"], "「3018」不是年份也不是命令。"),
    (["new", "3018"], "「3018」不是年份"),
    (["-o", "报告.doc"], "-o 后面应是 .docx 文件"),
    (["figures", "--format", "cvs"], "--format 只能是 text、csv、json。是不是「csv」？"),
    (["explain"], "explain 后面要写指标的名称"),
    (["explain", "总人囗"], "没有指标「总人囗」。是不是「总人口」？"),
    (["text"], "text 后面写一个 .docx 文件"),
    (["2018", "2017"], "不认识「2017」"),
    (["--data"], "--data 后面要写上内容"),
    (["--annex", "--no-annex"], "--no-annex 和 --annex 不能一起用"),
    (["--strict=1"], "--strict 后面不写东西"),
    (["template"], "template 后面写 check、new、adopt"),
    (["template", "chek"], "不认识「template chek」，可用：check、new、adopt。是不是「check」？"),
    (["diff", "--sectoin", "x"], "是不是「--section」？diff 后面能写什么，用 diff --help 看。"),
]


@pytest.mark.parametrize(("words", "message"), BAD_ARGUMENTS, ids=[" ".join(words) for words, _ in BAD_ARGUMENTS])
def test_bad_arguments_are_told_in_chinese_and_give_2(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(words) == UNUSABLE
    assert message in capsys.readouterr().err


def test_a_year_without_folder_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["1999", *FOLDERS]) == UNUSABLE
    assert "没有1999年的数据文件夹" in capsys.readouterr().err


def test_a_folder_without_years_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path), "--template", str(TEMPLATE)]) == UNUSABLE
    assert "没有数据：里面应有以年份命名的文件夹" in capsys.readouterr().err


def test_a_newer_year_whose_folder_has_another_name_is_asked_for_and_no_older_one_is_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["check", "--data", str(tmp_path), "--template", str(TEMPLATE)]
    (tmp_path / "2019年").mkdir()
    for _ in range(2):
        assert main(words) == UNUSABLE
        assert "文件夹的名称只写四位年份：请把「2019年」改名为 2019。" in capsys.readouterr().err
        (tmp_path / "2018").mkdir(exist_ok=True)
    (tmp_path / "2019年").rename(tmp_path / "2017年")
    main(words)
    assert "改名" not in capsys.readouterr().err


def test_the_newest_year_is_taken_when_none_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    invented = ROOT / "tests" / "offices" / "qingshi"
    assert main(["--data", str(invented), "--template", str(TEMPLATE), "--output", str(tmp_path)]) == OK
    assert (tmp_path / "2025").is_dir()
    assert "注意，这是演示数据" in capsys.readouterr().out


def test_the_report_can_be_written_where_the_clerk_says(tmp_path: Path) -> None:
    target = tmp_path / "新文件夹" / "送审稿.docx"
    assert main([*FOLDERS, "-o", str(target)]) == OK
    assert sorted(path.name for path in target.parent.iterdir()) == ["送审稿.docx", "送审稿.生成记录.json"]


def test_explain_prints_the_derivation_to_the_cells_and_the_places_in_the_report(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["explain", "综合节育率", "2018", *FOLDERS]) == OK
    printed = capsys.readouterr().out
    assert printed.startswith("综合节育率 89.2%（上报数；按数据计算是89.9%）\n")
    assert "期末选用避孕方法 / 已婚育龄妇女 = 2364 ÷ 2630 = 89.8859…%" in printed
    assert "basic_stats_population.csv 第3行「已婚育龄妇女」：166" in printed
    assert "（一）加强计划生育工作 4.主要指标：②期末选用各种避孕方法的人数为2364人" in printed
    assert "错误：contraception.yaml 第2行" in printed


def test_explain_says_the_units_without_which_the_sum_would_be_wrong(
    tmp_path: Path, template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue = template_folder / "catalogue.yaml"
    more = "  人均保险: {formula: 意外伤害保险 / 总人口, unit: 元, digits: 2}\n"
    catalogue.write_text(catalogue.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert main(["explain", "人均保险", "2018", "--data", str(DATA), "--template", str(template_folder)]) == OK
    assert "意外伤害保险 / 总人口 = 8.33万元 ÷ 15142 = 5.5012…" in capsys.readouterr().out


def test_explain_takes_the_printed_name_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "村（居）民小组", "2018", *FOLDERS]) == OK
    assert "basic_stats.yaml 第3行「村（居）民小组」：44" in capsys.readouterr().out


def test_figures_are_the_same_in_all_formats(capsys: pytest.CaptureFixture[str]) -> None:
    printed = {}
    for form in ("text", "csv", "json"):
        assert main(["figures", "2018", "--format", form, *FOLDERS]) == OK
        printed[form] = capsys.readouterr().out
    from_json = [(f["name"], f["value"] or "未填", f["unit"]) for f in json.loads(printed["json"])["figures"]]
    from_csv = [tuple(row[1:4]) for row in csv.reader(io.StringIO(printed["csv"].removeprefix("\ufeff")))][1:]
    assert from_csv == from_json
    assert ("总人口", "15142", "人") in from_json
    for name, value, _ in from_json:
        assert any(line.split()[:2] == [name, value] for line in printed["text"].splitlines()), name


def test_text_prints_a_document_with_its_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "report.docx"
    main([*FOLDERS, "-o", str(target)])
    capsys.readouterr()
    assert main(["text", str(target)]) == OK
    assert "\n（十）保障全面两孩政策实施\n" in capsys.readouterr().out


def test_text_prints_headers_and_footers_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "report.docx"
    document = docx.Document()
    document.add_paragraph("正文")
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].footer.paragraphs[0].text = "共15142人"
    document.add_section().header.is_linked_to_previous = False
    document.sections[1].header.paragraphs[0].text = "附表"
    document.save(str(target))
    assert main(["text", str(target)]) == OK
    assert capsys.readouterr().out == "正文\n\n\n页眉：内部资料\n页脚：共15142人\n页眉：附表\n"


@pytest.mark.skipif(shutil.which("bash") is None, reason="no shell")
def test_whoever_stops_reading_a_document_is_not_told_that_it_cannot_be_read(tmp_path: Path) -> None:
    target = tmp_path / "report.docx"
    main([*FOLDERS, "-o", str(target)])
    command = f"{sys.executable} build_report.py text {target} | head -c 10"
    run = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, cwd=ROOT, check=False)
    assert (run.returncode, run.stderr) == (OK, b"") and len(run.stdout) == 10


def test_ctrl_c_stops_any_command_with_a_sentence_and_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "build", interrupted)
    assert main([*FOLDERS, "-o", str(tmp_path / "report.docx")]) == INTERRUPTED
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "按 Ctrl-C 停下了。没有做完的，再运行同一条命令就重新做。\n")


def test_a_document_that_is_not_there_is_told_in_chinese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["text", str(tmp_path / "none.docx")]) == UNUSABLE
    assert "none.docx：找不到这个文件，请看文件名和文件夹。" in capsys.readouterr().err
    assert main(["text", "a\0.docx"]) == UNUSABLE
    assert "读不出来（这个名称不能用）。" in capsys.readouterr().err


def packed(document: bytes) -> bytes:
    """Return a package whose document part holds these bytes."""
    return write_package({"[Content_Types].xml": b"<Types/>", DOCUMENT: document})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 broken",
        b"\xd0\xcf\x11\xe0 old",
        packed(b"<no xml"),
        packed(b"<document xmlns='http://purl.oclc.org'/>"),
    ],
    ids=["empty", "broken", "old .doc", "broken inside", "strict"],
)
def test_text_of_something_else_is_told(content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(content)
    assert main(["text", str(path)]) == UNUSABLE
    assert "另存" in capsys.readouterr().err


def test_help_says_all_commands_and_needs_no_heavy_library() -> None:
    code = "import sys; from reportgen.commands.cli import main; main(['--help']); print('pandas' in sys.modules, 'docx' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT, encoding="utf-8")
    assert run.stdout.endswith("False False\n")
    for word in ("figures", "explain", "text", "--strict", "退出码"):
        assert word in run.stdout


def test_the_script_at_the_top_runs_from_its_folder(tmp_path: Path) -> None:
    command = [sys.executable, "build_report.py", "2018", "--output", str(tmp_path)]
    run = subprocess.run(command, capture_output=True, cwd=ROOT, encoding="utf-8", check=False)
    assert (run.returncode, run.stderr) == (OK, "")
    assert (tmp_path / "2018" / f"{TITLE}.docx").exists()


@pytest.mark.parametrize("name", cli._COMMANDS)
def test_every_command_is_in_the_usage_and_has_a_page_of_its_own(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == OK
    assert f"\n  {name or '[年份]'} " in capsys.readouterr().out
    assert main([*(name.split() or ["2018"]), "--help"]) == OK
    page = capsys.readouterr().out
    assert page.startswith(f"用法：python build_report.py {name}".rstrip()) and "看这一页" in page
    assert not re.search("usage|optional|positional|show this", page)
    assert main([*name.split(), "--nonsense"]) == UNUSABLE
    assert "不认识「--nonsense」" in capsys.readouterr().err


def test_the_folders_that_an_office_typed_once_are_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(DATA, tmp_path / "数据")
    settings = f'data = "数据"\ntemplate = "{TEMPLATE.as_posix()}"  # 大家共用的\noutput = "报告"\n'
    (tmp_path / "reportgen.toml").write_text(settings, encoding="utf-8-sig")
    monkeypatch.chdir(tmp_path)
    assert main([]) == OK
    assert [path.name for path in (tmp_path / "报告").iterdir()] == ["2018"]
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert main(["--data", "../数据", "--dry-run"]) == OK, "the settings beside the data that are asked for"
    assert main(["--output", "这里", "--data", "../数据"]) == OK
    assert (elsewhere / "这里" / "2018").is_dir(), "what is typed comes before what the file says"
    capsys.readouterr()


WRONG_SETTINGS = [
    ('date = "数据"', "reportgen.toml「date」：不认识「date」。是不是「data」？能写的有：data、template、output。"),
    ("data = 2018", 'reportgen.toml「data」：应是一个文件夹，写成 data = "文件夹"。'),
    ('output = "报告"\ndata = 数据', "reportgen.toml 第2行：这一行看不懂"),
]


@pytest.mark.parametrize(("written", "message"), WRONG_SETTINGS, ids=["another word", "a number", "no quotes"])
def test_wrong_settings_are_told_with_their_place(
    written: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "reportgen.toml").write_text(written, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == UNUSABLE
    assert message in capsys.readouterr().err
