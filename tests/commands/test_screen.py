"""What goes to the screen: every character of it is seen, whoever wrote it, and the system's own encoding is no hindrance."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import DATA, ROOT, TEMPLATE
from specimens import p, package

from reportgen.commands.cli import OK, UNUSABLE, main
from reportgen.commands.screen import shown
from reportgen.report.building import file_name

RED, BACK, TURNED, ISOLATED = "\x1b[31m", "\x9b2K", "\u202e", "\u2067"
UNSEEN = [*map(chr, [*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)])]
UNSEEN += list("\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize("sign", UNSEEN, ids=lambda sign: f"U+{ord(sign):04X}")
def test_what_steers_a_terminal_is_printed_as_its_number(sign: str, capsys: pytest.CaptureFixture[str]) -> None:
    with shown():
        print(f"甲{sign}村", end="")
        print(f"乙{sign}村", file=sys.stderr, end="")
    assert capsys.readouterr() == (f"甲\\u{ord(sign):04x}村", f"乙\\u{ord(sign):04x}村")


@pytest.mark.parametrize("seen", ["甲村\t1\n", "甲村,1\r\n", "𠮷、é、①\n", "a\u00a0b\u3000c", "{\\u001b}"])
def test_everything_else_is_printed_as_it_is(seen: str, capsys: pytest.CaptureFixture[str]) -> None:
    with shown():
        print(seen, end="")
    assert capsys.readouterr().out == seen


def test_a_return_alone_does_not_take_the_line_back(capsys: pytest.CaptureFixture[str]) -> None:
    with shown():
        print("错误 12人\r没有错误", end="")
    assert capsys.readouterr().out == "错误 12人\\u000d没有错误"


def test_json_says_what_it_said(capsys: pytest.CaptureFixture[str]) -> None:
    with shown():
        print(json.dumps({"名称": f"甲{BACK}{TURNED}"}, ensure_ascii=False))
    out = capsys.readouterr().out
    assert BACK not in out
    assert json.loads(out) == {"名称": f"甲{BACK}{TURNED}"}


def test_a_documents_text_its_name_and_a_cell_reach_the_screen_so(
    tmp_path: Path, year_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file called 报告<U+202E>.docx, a cell 「十<U+202E>」."""
    document = tmp_path / f"报告{TURNED}.docx"
    document.write_bytes(package(p(f"总人口{ISOLATED}15142{BACK}人")))
    assert main(["text", str(document)]) == OK
    assert capsys.readouterr().out == "总人口\\u206715142\\u009b2K人\n"
    assert main(["text", str(tmp_path / f"没有{RED}.docx")]) == UNUSABLE
    assert "没有\\u001b[31m.docx" in capsys.readouterr().err
    (year_folder / "certificates.csv").write_text(f"孩次,发证数\n一孩{TURNED},十{TURNED}\n", encoding="utf-8")
    assert main(["2018", "--data", str(year_folder.parent), "--template", str(TEMPLATE)]) == UNUSABLE
    told = capsys.readouterr().err
    assert "\\u202e" in told
    assert not {RED[0], BACK[0], TURNED, ISOLATED} & set(told)


def test_a_title_gives_a_name_that_shows_all_of_itself() -> None:
    assert file_name(f"八街{TURNED}街道{RED}\u200b报告\ufeff") == "八街街道[31m报告"


@pytest.mark.skipif(os.name != "posix", reason="Windows has Chinese names whatever its code page")
@pytest.mark.parametrize(
    "locale", ["C", *(pytest.param(name, marks=pytest.mark.slow) for name in ("POSIX", "en_US.ISO-8859-1"))]
)
def test_a_system_without_chinese_gets_its_report_all_the_same(locale: str, tmp_path: Path) -> None:
    """LC_ALL=C python build_report.py 2018, with Python's own UTF-8 mode switched off."""
    environment = {name: said for name, said in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    environment |= {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, str(ROOT / "build_report.py"), "2018", "--output", str(tmp_path / "输出")]
    command += ["--data", str(DATA), "--template", str(TEMPLATE)]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (OK, b"")
    (report,) = (tmp_path / "输出" / "2018").glob("*.docx")
    assert report.name == "禄脿街道办事处2018年计划生育工作执行情况报告.docx"
    assert f"已写 {report}" in done.stdout.decode("utf-8")
