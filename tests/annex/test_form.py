"""The form of the annex: a template `annex.docx` in the report's folder, which the office edits in Word."""

from __future__ import annotations

import io
import re
import shutil
import tomllib
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import DATA, ROOT, TEMPLATE, assert_sound
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment
from specimens import p, package
from test_annex import FEW, change, comparison

from reportgen.annex import form as module
from reportgen.annex.annexed import annexes
from reportgen.annex.drawing import append_annex
from reportgen.annex.form import AFTER, BEFORE, CELLS, CHART, FILE, NOTICES, ROWS, SECTION, form_issues, read_form
from reportgen.base.issues import Unusable
from reportgen.commands.cli import OK, UNUSABLE, main
from reportgen.word.package import DOCUMENT, W, body_of, parse_part, read_package, serialized, write_package
from reportgen.word.text import plain_text

SHIPPED = TEMPLATE / FILE
FIXED = ('<w:tblLayout w:type="autofit"/>', '<w:tblLayout w:type="fixed"/>')
LANDSCAPE = (
    '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:left="1588" w:right="1474"/></w:sectPr>'
)


@pytest.fixture
def edited(tmp_path: Path) -> Callable[..., Path]:
    """Return what makes a report's folder whose form somebody edited: (old, new) pairs of its XML."""

    def made(*edits: tuple[str, str]) -> Path:
        folder = tmp_path / "report"
        shutil.copytree(TEMPLATE, folder)
        parts = read_package(SHIPPED.read_bytes())
        body = parts[DOCUMENT].decode()
        for old, new in edits:
            assert old in body
            body = body.replace(old, new)
        (folder / FILE).write_bytes(write_package(parts | {DOCUMENT: body.encode()}))
        return folder

    return made


def annexed(folder: Path, body: str = p("正文"), others: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Return a small report with an annex in the form of a folder."""
    return append_annex(read_package(package(body, others)), comparison(*FEW), read_form(folder))


def columns(parts: Mapping[str, bytes]) -> list[int]:
    return [int(one.get(f"{W}w", "")) for one in parse_part(parts[DOCUMENT]).iter(f"{W}gridCol")]


def told(folder: Path) -> str:
    return "\n".join(map(str, form_issues(folder)))


# ---- what the office edits -----------------------------------------------------------------------------------------------------


def test_what_the_office_writes_into_the_form_is_printed(edited: Callable[..., Path], tmp_path: Path) -> None:
    folder = edited(("注：增减按", "注：单位由各村填报，增减按"), ("主要指标对比表", "主要指标对比表（两年）"))
    parts = annexed(folder)
    said = plain_text(parts)
    assert "主要指标对比表（两年）" in said and "注：单位由各村填报，增减按" in said
    assert "甲\t人\t100\t120\t+20\t+20.0" in said
    assert_sound(write_package(parts), tmp_path)
    (again,) = annexes(body_of(parse_part(parts[DOCUMENT])))
    assert (
        len(again.blocks) == len(parse_part(parts[DOCUMENT])[0]) - 2
    )  # but for the report's own paragraph and its section


def test_a_column_that_the_office_deletes_is_not_printed(edited: Callable[..., Path], tmp_path: Path) -> None:
    folder = edited()
    root = parse_part(read_package((folder / FILE).read_bytes())[DOCUMENT])
    for row in root.iter(f"{W}tr"):
        cells = row.findall(f"{W}tc")
        if len(cells) > 1:
            row.remove(cells[-1])
        else:
            span = cells[0].find(f"{W}tcPr/{W}gridSpan")
            assert span is not None
            span.set(f"{W}val", "6")
    (grid,) = root.iter(f"{W}tblGrid")
    grid.remove(grid[-1])
    parts = read_package((folder / FILE).read_bytes())
    (folder / FILE).write_bytes(write_package(parts | {DOCUMENT: serialized(root)}))
    found = annexed(folder)
    assert "说明" not in plain_text(found)
    assert len(columns(found)) == 6 and sum(columns(found)) == 8844
    assert_sound(write_package(found), tmp_path)


@pytest.mark.parametrize(("section", "total"), [("", 8844), (LANDSCAPE, 13776)], ids=["upright", "landscape"])
def test_columns_that_the_office_fixed_stay_in_proportion(
    edited: Callable[..., Path], section: str, total: int
) -> None:
    parts = read_package(package(p("正文")))
    if section:
        parts[DOCUMENT] = re.sub(rb"<w:sectPr>.*</w:sectPr>", section.encode(), parts[DOCUMENT])
    found = columns(append_annex(parts, comparison(*FEW), read_form(edited(FIXED))))
    drawn = columns(read_package(SHIPPED.read_bytes()))
    assert sum(found) == total
    assert all(
        abs(Fraction(one, total) - Fraction(other, 8844)) < Fraction(1, 4000)
        for one, other in zip(found, drawn, strict=True)
    )


def test_columns_that_word_fits_are_as_wide_as_what_they_hold() -> None:
    short, long = (
        columns(append_annex(read_package(package(p("正文"))), comparison(*rows), read_form(TEMPLATE)))
        for rows in (FEW, (*FEW, change("一个名称很长很长很长很长的指标", 100, 120)))
    )
    assert sum(short) == sum(long) == 8844
    assert long[0] > short[0]


def test_a_folder_without_a_form_gets_the_one_that_comes_with_the_program(tmp_path: Path) -> None:
    assert annexed(tmp_path)[DOCUMENT] == annexed(TEMPLATE)[DOCUMENT]


def test_the_form_of_the_shipped_report_is_the_one_that_comes_with_the_program() -> None:
    assert SHIPPED.read_bytes() == Path(module.__file__).with_name(FILE).read_bytes()
    packaged = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    assert FILE in packaged["package-data"]["reportgen.annex"]


def test_plain_docxtpl_prints_the_form_alike() -> None:
    row = {SECTION: "人口", **dict(zip(CELLS, ("甲", "人", "100", "120", "+20", "+20.0", ""), strict=True))}
    values = {
        BEFORE: "2017年",
        AFTER: "2018年",
        CHART: "",
        NOTICES: ("数字是虚构的",),
        ROWS: (row, {**row, SECTION: ""}),
    }
    theirs = DocxTemplate(SHIPPED)
    theirs.render(values, SandboxedEnvironment(autoescape=True), autoescape=True)
    buffer = io.BytesIO()
    theirs.save(buffer)
    assert plain_text(read_package(buffer.getvalue())) == plain_text(read_form(TEMPLATE).rendered(values))


# ---- what can't be used --------------------------------------------------------------------------------------------------------


def test_a_tag_that_the_form_may_not_say_is_named_with_its_place(
    edited: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = edited(("{{ 行.增幅 }}", "{{ 行.增副 }}"))
    assert "annex.docx 第" in told(folder) and "没有「增副」这一项" in told(folder) and "增幅" in told(folder)
    assert main(["template", "check", str(folder), "--data", str(DATA)]) != OK
    assert "没有「增副」这一项" in capsys.readouterr().out
    words = ["2018", "--template", str(folder), "--data", str(DATA), "--output", str(tmp_path / "out")]
    assert main([*words, "--annex"]) == UNUSABLE
    assert "没有「增副」这一项" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert main(words) == OK


def test_a_figure_of_the_report_is_no_name_of_the_form(edited: Callable[..., Path]) -> None:
    assert "没有「总人口」这个名称" in told(edited(("{{ 上年 }}", "{{ 总人口 }}")))


def test_what_lies_in_another_part_of_its_package_is_refused(edited: Callable[..., Path]) -> None:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    picture = f'<w:r><w:drawing><a:blip xmlns:a="urn:a" xmlns:r="{relation}" r:embed="rId1"/></w:drawing></w:r>'
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    folder = edited(("</w:p><w:tbl>", f"{picture}{note}</w:p><w:tbl>"))
    assert told(folder) == "annex.docx：附件的样张里有图片、链接、脚注、尾注，带不进报告，请删去。"


def test_an_annex_that_no_later_build_would_know_again_is_refused(edited: Callable[..., Path]) -> None:
    unknown = edited(("主要指标对比表", "两年的数"))
    assert "没法更新。题目里请留着「主要指标对比表」" in told(unknown)
    with pytest.raises(Unusable):
        read_form(unknown)


def test_the_head_may_say_what_the_office_likes(edited: Callable[..., Path]) -> None:
    assert told(edited((">增减（%）<", ">百分比<"))) == ""


def test_text_far_behind_the_table_is_refused_since_no_later_build_would_renew_it(edited: Callable[..., Path]) -> None:
    assert "没法更新" in told(edited(("<w:sectPr", f"{p('联系人')}{p('电话')}<w:sectPr")))
