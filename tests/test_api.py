"""What another Python program calls: the lines in the README, and that they say the same as the commands."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import DATA, ROOT, TEMPLATE

from reportgen import api
from reportgen.commands.cli import main
from reportgen.word.package import read_package
from reportgen.word.text import plain_text

OLDER = ROOT / "tests" / "reference" / "report_2018.txt"


def test_the_lines_in_the_readme_check_compare_draft_and_renew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = re.search(r"```python\n(from pathlib.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert lines is not None
    shutil.copytree(DATA, tmp_path / "data")
    shutil.copytree(TEMPLATE, tmp_path / "templates" / "annual")
    monkeypatch.chdir(tmp_path)
    exec(lines[1], {})
    issues, names, report = capsys.readouterr().out.splitlines()
    assert "流入人口1950人 应等于 跨省流入856人 + 省内流入1323人" in issues and "总人口" in names
    assert read_package(Path("draft.docx").read_bytes()).keys() < read_package(Path(report).read_bytes()).keys()


def test_a_draft_has_the_words_that_the_command_writes(tmp_path: Path) -> None:
    made = api.draft(DATA, TEMPLATE, 2018)
    assert main(["2018", "--data", str(DATA), "--template", str(TEMPLATE), "-o", str(tmp_path / "a.docx")]) == 0
    written = read_package((tmp_path / "a.docx").read_bytes())
    assert plain_text(read_package(made.document)) == plain_text(written)
    assert made.issues == api.check(DATA, TEMPLATE, 2018)


def test_figures_are_exact_and_know_their_cells() -> None:
    found = api.figures(DATA, TEMPLATE, 2018)
    assert found["总人口"].number == 15142
    assert {cell.at.file for cell in found["总人口"].cells} == {"basic_stats_population.csv"}


def test_an_older_report_gives_a_years_files_and_faults_are_raised_with_their_place(tmp_path: Path) -> None:
    shutil.copy(OLDER, tmp_path / "2018年报告.txt")
    files = api.import_report(tmp_path / "2018年报告.txt", TEMPLATE)
    assert files["basic_stats_population.csv"]
    (tmp_path / "2018").mkdir()
    with pytest.raises(api.Unusable) as raised:
        api.figures(tmp_path, TEMPLATE, 2018)
    assert all(issue.location for issue in raised.value.issues)
