"""Twelve offices as a bureau has them in December: one is late, one is wrong, one has a broken workbook, one report was edited by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from invented_county import Twelve, the_twelve

from reportgen.commands.cli import ERRORS_STAND, main
from reportgen.word.package import read_package
from reportgen.word.text import plain_text

pytestmark = pytest.mark.slow


def batch(county: Twelve, *words: str) -> int:
    return main(["batch", str(county.folder), *words, "--workers", "2"])


def states(said: str) -> dict[str, str]:
    """Return how each office ended by its folder's name, as the screen says it."""
    return {f"{code} {name}": state for code, name, state in re.findall(r"^(\d{4})  (\S+)\s+(\S+)", said, re.M)}


def test_twelve_offices_end_as_they_are_and_the_next_run_passes_over_what_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    county = the_twelve(tmp_path / "青山县")
    assert batch(county) == ERRORS_STAND
    said = capsys.readouterr().out
    ended = states(said)
    assert {name for name, state in ended.items() if state == "不能用"} == {county.late, county.broken}
    assert list(ended) == county.offices and [*ended.values()].count("已写") == 10
    assert "没有2025年的数据文件夹" in said and "certificates.xlsx：打不开" in said
    assert re.search(rf"^{county.wrong.replace(' ', '  ')}\s+已写\s+\d个错误", said, re.M)
    county.edit_by_hand()
    table = county.data(county.edited) / "sex_ratio_births.csv"
    table.write_bytes(
        re.sub(rb"(\xe5\xa5\xb3\xe5\xad\xa9,)(\d+)", lambda one: one[1] + b"%d" % (int(one[2]) + 1), table.read_bytes())
    )
    assert batch(county) == ERRORS_STAND
    ended = states(capsys.readouterr().out)
    assert ended.pop(county.edited) == "已合并"
    assert {name for name, state in ended.items() if state == "不能用"} == {county.late, county.broken}
    assert [*ended.values()].count("没有变化") == 9
    assert "常住总人口" in plain_text(read_package(county.report(county.edited).read_bytes()))


def test_an_office_that_hands_in_late_is_all_that_is_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    county = the_twelve(tmp_path / "青山县")
    assert batch(county, "--only", *county.offices[:4]) == ERRORS_STAND
    data = county.data(county.late, 2024)
    county.data(county.late).mkdir()
    for path in data.iterdir():
        (county.data(county.late) / path.name).write_bytes(path.read_bytes())
    capsys.readouterr()
    batch(county, "--only", *county.offices[:4])
    assert states(capsys.readouterr().out)[county.late] == "已写"
    assert county.report(county.late).is_file()
