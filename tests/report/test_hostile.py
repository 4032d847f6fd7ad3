"""Inputs that somebody broke on purpose, or that broke on the way: the right report, or a refusal in Chinese and nothing written.

The same changes run for as long as one likes in benchmarks/fuzz.py. What a clerk's slip is answered with is in test_bad_inputs.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import DATA, ROOT, TEMPLATE
from fuzz import Fuzz
from hypothesis import given, settings
from hypothesis import strategies as st
from specimens import p, package

from reportgen.base.formula import MOST_BITS
from reportgen.base.hashing import sha256
from reportgen.base.issues import MOST_ISSUES
from reportgen.base.saving import keep_aside
from reportgen.commands.cli import OK, UNUSABLE, main
from reportgen.report import building, drafting, replacing
from reportgen.report.building import file_name
from reportgen.report.records.record import record_path

pytestmark = pytest.mark.slow  # every bound of every reader

POSIX = pytest.mark.skipif(os.name != "posix", reason="pipes, links and users as Linux has them")

SECONDS = 12  # of the processor for one refusal; what hangs takes hours
FAMILIES = "special_families.csv"
DOCUMENT = "word/document.xml"
BUILD = [sys.executable, str(ROOT / "build_report.py"), "2018"]


@pytest.fixture(scope="module")
def fuzz(tmp_path_factory: pytest.TempPathFactory) -> Fuzz:
    return Fuzz(tmp_path_factory.mktemp("fuzz"))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**31))
def test_whatever_is_broken_gives_the_right_report_or_a_refusal(fuzz: Fuzz, seed: int) -> None:
    assert fuzz.case(seed) is None


def test_the_fuzzer_notices_a_wrong_sum(fuzz: Fuzz, monkeypatch: pytest.MonkeyPatch) -> None:
    summed = drafting.figures_of

    def wrong(*inputs: object) -> object:
        figures = summed(*inputs)  # type: ignore[arg-type]
        object.__setattr__(figures["死亡"], "computed", 86)
        return figures

    monkeypatch.setattr(drafting, "figures_of", wrong)
    found = next(finding for seed in range(100) if (finding := fuzz.case(seed)))
    assert "死亡 is 86, by the table 85" in found.what
    assert found.changes


# ---- what is refused, and how ------------------------------------------------------------------------------------------------


def refusal(data: Path, template: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    """Return what is told; fail where it is no refusal in Chinese, takes long, or leaves a file."""
    out = data.parent / "refused"
    began = time.process_time()
    assert main(["2018", "--data", str(data), "--template", str(template), "--output", str(out), *more]) == UNUSABLE
    assert time.process_time() - began < SECONDS
    assert not out.exists()
    told = capsys.readouterr().err
    assert re.search("[一-鿿]", told) and "Traceback" not in told
    return told


ALIASES = "\n".join(["甲0: &a0 [1, 2]", *(f"甲{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))])
YAML = {
    "aliases that double": (ALIASES, "引用写法"),
    "brackets in brackets": ("甲: " + "[" * 100_000, "层次超过"),
    "braces in braces": ("甲: " + "{a: " * 100_000, "层次超过"),
    "rows ever further in": ("\n".join(" " * n + f"k{n}:" for n in range(1_900)), "层次超过"),
    "lists in lists": ("- " * 100_000, "层次超过"),
    "a row without end": ("甲: " + "字" * 600_000, "甲"),
    "a key without end": ("字" * 600_000 + ": 1", "第1行"),
    "a huge file": ("甲: 1\n" * 400_000, "文件超过2兆字节"),
    "unknown names without end": ("".join(f"名称{n}: 1\n" for n in range(30_000)), f"问题超过{MOST_ISSUES}处"),
    "one name without end": ("死亡: 1\n" * 30_000, f"问题超过{MOST_ISSUES}处"),
    "questions without end": ("? [a]\n: 1\n" * 30_000, f"问题超过{MOST_ISSUES}处"),
    "a tag that runs code": ("甲: !!python/object/apply:os.system ['true']", "标签"),
    "merged keys": ("甲: {<<: *b}", "引用写法"),
    "documents without end": ("甲: 1\n---\n" * 30_000, f"问题超过{MOST_ISSUES}处"),
    "control characters": ("甲: \x1b[31m\n" * 100_000, f"问题超过{MOST_ISSUES}处"),
    "nothing but zeros": ("\0" * 100_000, "控制字符"),
}


@pytest.mark.parametrize("file", ["basic_stats.yaml", "catalogue.yaml"])
@pytest.mark.parametrize("what", YAML)
def test_yaml_without_end_is_refused_soon(
    what: str, file: str, year_folder: Path, template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, told = YAML[what]
    folder = template_folder if file == "catalogue.yaml" else year_folder
    (folder / file).write_text(content, encoding="utf-8")
    said = refusal(year_folder.parent, template_folder, capsys)
    assert file in said
    if file != "catalogue.yaml":
        assert told in said


LAUGHS = b'<!DOCTYPE a [<!ENTITY a0 "ha">' + b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)
)
DTDS = {
    "billion laughs": (LAUGHS + b"]>", b"&a11;"),
    "a file of the system": (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', b"&x;"),
    "a page of the web": (b'<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">', b""),
    "an entity that nobody names": (b'<!DOCTYPE a [<!ENTITY x "y">]>', b""),
}


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(entries: list[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, data in entries:
            info = zipfile.ZipInfo("x")
            info.filename = name  # as it is, backslashes and all
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "part", [DOCUMENT, "word/styles.xml", "word/footer1.xml", "[Content_Types].xml", "_rels/.rels"]
)
@pytest.mark.parametrize("what", DTDS)
def test_entities_and_dtds_are_refused(
    what: str, part: str, year_folder: Path, template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = parts_of((template_folder / "report.docx").read_bytes())
    dtd, entity = DTDS[what]
    declaration, end, root = parts[part].partition(b"?>")
    opening = root.index(b">", root.index(b"<")) + 1
    parts[part] = declaration + end + dtd + root[:opening] + entity + root[opening:]
    (template_folder / "report.docx").write_bytes(zipped(list(parts.items())))
    assert part in refusal(year_folder.parent, template_folder, capsys)


def encrypted(data: bytes) -> bytes:
    """Return a zip whose entries all say that they need a password."""
    flagged = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(signature), data):
            flagged[found.start() + offset] |= 1
    return bytes(flagged)


GOOD = list(parts_of((TEMPLATE / "report.docx").read_bytes()).items())
HEAD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
ZIPS = {
    "a part that unpacks to hundreds of megabytes": zipped([*GOOD, ("word/media/a.bin", bytes(301_000_000))]),
    "a text that unpacks to dozens of megabytes": zipped(
        [(name, HEAD + b"<w:p/>" * 6_000_000 if name == DOCUMENT else data) for name, data in GOOD]
    ),
    "parts without end": zipped([*GOOD, *((f"word/media/{n}.png", b"") for n in range(5_001))]),
    "a part above the package": zipped([*GOOD, ("../../etc/cron.d/x", b"")]),
    "a part at the root": zipped([*GOOD, ("/etc/passwd", b"")]),
    "a part on a drive": zipped([*GOOD, ("C:/x.xml", b"<a/>")]),
    "a part with backslashes": zipped([*GOOD, ("..\\..\\x.xml", b"<a/>")]),
    "a part that ends early": zipped([*GOOD, ("word/a.xml\0.png", b"<a/>")]),
    "a part twice": zipped([*GOOD, (DOCUMENT, b"<a/>")]),
    "a part twice, once in capitals": zipped([*GOOD, ("word/STYLES.xml", b"<a/>")]),
    "a password for each part": encrypted(zipped(GOOD)),
    "elements in elements": zipped(
        [(name, b"<a>" * 5_000 + b"</a>" * 5_000 if name == "word/styles.xml" else data) for name, data in GOOD]
    ),
    "another main part": zipped(
        [(name, data.replace(b"word/document.xml", b"word/other.xml")) for name, data in GOOD]
        + [("word/other.xml", dict(GOOD)[DOCUMENT])]
    ),
    "half of it": zipped(GOOD)[:9_000],
}


@pytest.mark.parametrize("what", ZIPS)
def test_a_hostile_zip_is_refused(
    what: str, year_folder: Path, template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (template_folder / "report.docx").write_bytes(ZIPS[what])
    assert "report.docx：模板" in refusal(year_folder.parent, template_folder, capsys)


def test_a_template_of_gigabytes_is_not_read(
    year_folder: Path, template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (template_folder / "report.docx").open("r+b") as file:
        file.truncate(10**11)  # of holes
    assert "太大" in refusal(year_folder.parent, template_folder, capsys)


# ---- paths -------------------------------------------------------------------------------------------------------------------

PATHS = {
    "a year with a path": ["../2018"],
    "a year of other digits": ["２０１８"],
    "no year": ["0000"],
    "a folder with a zero in its name": ["2018", "--data", "a\0b"],
    "a folder whose name has no end": ["--data", "名" * 5_000],
    "a template folder with a zero in its name": ["2018", "--template", "a\0b"],
    "a template folder whose name has no end": ["2018", "--template", "名" * 5_000],
    "a report with a zero in its name": ["2018", "-o", "a\0b.docx"],
    "a report whose name has no end": ["2018", "-o", "名" * 5_000 + ".docx"],
    "a report whose record's name is too long": ["2018", "-o", "a" * 249 + ".docx"],
    "a report below a file": ["2018", "-o", "file/report.docx"],
    "a report that is a folder": ["2018", "-o", "folder.docx"],
    "a report that is a pipe": ["2018", "-o", "pipe.docx"],
    "a report in a loop of links": ["2018", "-o", "loop/report.docx"],
    "a year's folder that is a file": ["2018", "--data", "."],
    "data in a loop of links": ["2018", "--data", "loop"],
    "a template in a loop of links": ["2018", "--template", "loop"],
    "an output that is a file": ["2018", "--output", "file"],
    "the system's own memory": ["2018", "-o", "/proc/self/report.docx"],
    "the template itself": ["2018", "-o", str(TEMPLATE / "report.docx")],
    "the template itself, the long way": ["2018", "-o", str(TEMPLATE / ".." / "annual" / "report.docx")],
    "a document of nothing": ["text", "a\0b.docx"],
    "a pipe for a document": ["text", "pipe.docx"],
}


@POSIX
@pytest.mark.parametrize("what", PATHS)
def test_a_path_that_leads_nowhere_is_told(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("a file", encoding="utf-8")
    Path("2018").write_text("a file", encoding="utf-8")
    Path("folder.docx").mkdir()
    Path("loop").symlink_to("loop")
    os.mkfifo("pipe.docx")
    before = {path.name for path in tmp_path.iterdir()}, sha256((TEMPLATE / "report.docx").read_bytes())
    words = PATHS[what]
    for option, folder in (("--data", DATA), ("--template", TEMPLATE)):
        words = words if option in words or words[0] == "text" else [*words, option, str(folder)]
    assert main(words) == UNUSABLE
    told = capsys.readouterr()
    assert re.search("[一-鿿]", told.err) and "Traceback" not in told.err
    assert "已写" not in told.out
    assert ({path.name for path in tmp_path.iterdir()}, sha256((TEMPLATE / "report.docx").read_bytes())) == before


@POSIX
@pytest.mark.parametrize("name", ["office.yaml", "certificates.csv", "catalogue.yaml", "report.docx"])
@pytest.mark.parametrize("kind", ["folder", "pipe", "loop", "nothing", "device"])
def test_what_is_no_file_is_told(
    kind: str, name: str, year_folder: Path, template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = next(folder / name for folder in (year_folder, template_folder) if (folder / name).exists())
    path.unlink()
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind != "nothing":
        path.symlink_to({"loop": path, "device": "/dev/zero"}[kind])
    assert name in refusal(year_folder.parent, template_folder, capsys)


@pytest.mark.parametrize("name", ["certificates.csv", "office.yaml", "catalogue.yaml", "report.docx"])
def test_a_file_that_goes_away_while_it_is_read_is_told(
    name: str,
    year_folder: Path,
    template_folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = Path.read_bytes

    def gone(path: Path) -> bytes:
        if path.name == name and path.parent.name in {"2018", "annual"}:
            path.unlink(missing_ok=True)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", gone)
    assert name in refusal(year_folder.parent, template_folder, capsys)


@pytest.mark.parametrize("name", ["catalogue.yaml", "report.docx"])
def test_a_template_that_changes_while_it_is_read_is_told(
    name: str,
    year_folder: Path,
    template_folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = building.read_all

    def change(*inputs: object) -> object:
        found = read(*inputs)  # type: ignore[arg-type]
        with (template_folder / name).open("ab") as file:
            file.write(b"\n")
        return found

    monkeypatch.setattr(building, "read_all", change)
    assert "正在被改动" in refusal(year_folder.parent, template_folder, capsys)


def test_a_title_of_characters_of_many_bytes_becomes_a_name_that_the_record_fits_beside() -> None:
    for text in ("长" * 500, "𠮷" * 500, "a" * 500, "长a𠮷" * 100):
        name = file_name(text)
        assert text.startswith(name)
        for path in (record_path(Path(f"{name}.docx")), Path(f"{name}（人工修改，留存99）.docx")):
            assert len(path.name.encode()) <= 255


# ---- tables ------------------------------------------------------------------------------------------------------------------

TABLES = {
    "a cell without end": ("村（社区）,户数\n" + "甲" * 100_000 + ",1\n", "超过1000个字"),
    "a cell beyond what csv reads": ("村（社区）,户数\n" + "甲" * 200_000 + ",1\n", "一格超过131072个字"),
    "columns without end": ("村（社区）,户数" + ",甲" * 1_000_000 + "\n甲村,1\n", "列，不像一张数据表"),
    "faults without end": (
        "村（社区）,户数\n" + "".join(f"村{n},多\n" for n in range(100_000)),
        f"问题超过{MOST_ISSUES}处",
    ),
    "one row without end": ("村（社区）,户数\n" + "甲村,1\n" * 100_000, f"问题超过{MOST_ISSUES}处"),
    "quotes without end": ("村（社区）,户数\n" + '"' * 1_000_001, "一格超过"),
    "control characters": ("村（社区）,户数\n" + "\x1b甲,1\n" * 1_000, f"问题超过{MOST_ISSUES}处"),
    "zeros": ("\0" * 1_000_000, "一格超过"),
}


@pytest.mark.parametrize("what", TABLES)
def test_a_table_without_end_is_refused_soon(what: str, year_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content, told = TABLES[what]
    (year_folder / FAMILIES).write_text(content, encoding="utf-8")
    said = refusal(year_folder.parent, TEMPLATE, capsys)
    assert FAMILIES in said and told in said


def workbook_of(sheets: int, rows: bytes, shared: bytes = b"") -> bytes:
    """Return a workbook of equal sheets, written by hand as no program writes it."""
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    ids = range(1, sheets + 1)
    names = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="r{n}"/>' for n in ids)
    relations = "".join(f'<Relationship Id="r{n}" Type="{kind}/worksheet" Target="worksheets/s{n}.xml"/>' for n in ids)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/s{n}.xml" ContentType="{types}.worksheet+xml"/>' for n in ids
    )
    package_space = "http://schemas.openxmlformats.org/package/2006"
    entries = [
        (
            "[Content_Types].xml",
            f'<Types xmlns="{package_space}/content-types"><Override PartName="/xl/workbook.xml" '
            f'ContentType="{types}.sheet.main+xml"/>{overrides}</Types>'.encode(),
        ),
        (
            "_rels/.rels",
            f'<Relationships xmlns="{package_space}/relationships"><Relationship Id="a" Type="{kind}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>'.encode(),
        ),
        (
            "xl/workbook.xml",
            b"<workbook %s xmlns:r='%s'><sheets>%s</sheets></workbook>" % (space, kind.encode(), names.encode()),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package_space}/relationships">{relations}</Relationships>'.encode(),
        ),
        *(
            (f"xl/worksheets/s{n}.xml", shared + b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (space, rows))
            for n in ids
        ),
    ]
    return zipped(entries)


CELL = b'<c r="A1" t="inlineStr"><is><t>%s</t></is></c>'
WORKBOOKS = {
    "sheets without end": workbook_of(400, b'<row r="1048576"/>'),
    "a row far below": workbook_of(1, b'<row r="1">' + CELL % b"a" + b'</row><row r="99999999"/>'),
    "entities": workbook_of(1, b'<row r="1">' + CELL % b"&a11;" + b"</row>", LAUGHS + b"]>"),
    "an entity of the system": workbook_of(
        1, b'<row r="1">' + CELL % b"&x;" + b"</row>", DTDS["a file of the system"][0]
    ),
}


@pytest.mark.parametrize("what", WORKBOOKS)
def test_a_hostile_workbook_is_refused_soon(what: str, year_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (year_folder / FAMILIES).unlink()
    (year_folder / "special_families.xlsx").write_bytes(WORKBOOKS[what])
    told = refusal(year_folder.parent, TEMPLATE, capsys)
    assert "special_families.xlsx" in told and "root:" not in told


@pytest.mark.slow
def test_a_million_rows_are_refused_in_bounded_time_and_memory(year_folder: Path, tmp_path: Path) -> None:
    rows = "".join(f"村{number},{number % 7}\n" for number in range(1_000_000))
    (year_folder / FAMILIES).write_text("村（社区）,户数\n" + rows, encoding="utf-8")
    words = ["--data", str(year_folder.parent), "--template", str(TEMPLATE), "--output", str(tmp_path / "out")]
    resource = pytest.importorskip("resource", reason="Windows does not tell what a process took")
    began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    run = subprocess.run([*BUILD, *words], capture_output=True, encoding="utf-8", timeout=300, check=False)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert run.returncode == UNUSABLE and "special_families.csv：这张表超过150000行" in run.stderr
    assert used.ru_utime - began < 20
    assert used.ru_maxrss < 2_000_000  # KiB


def test_categories_whose_combinations_have_no_end_are_refused(
    year_folder: Path, template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue = template_folder / "catalogue.yaml"
    many = ", ".join(f"类{n}" for n in range(1_000))
    catalogue.write_text(
        catalogue.read_text(encoding="utf-8")
        + f"\nmore:\n  tables:\n    wide: {{甲: [{many}], 乙: [{many}], 丙: [{many}], 数: 人}}\n  总数: {{sum: 数}}\n",
        encoding="utf-8",
    )
    (year_folder / "wide.csv").write_text("甲,乙,丙,数\n类1,类1,类1,1\n", encoding="utf-8")
    assert "wide.csv：分类的组合超过" in refusal(year_folder.parent, template_folder, capsys)


def test_no_cell_of_the_list_of_figures_runs_as_a_formula(
    year_folder: Path, template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue = template_folder / "catalogue.yaml"
    signs = ["=", "+", "-", "@", "＝", "＋", "－", "＠"]
    units = "".join(f"  数{n}: '{sign}cmd|x'\n" for n, sign in enumerate(signs))
    catalogue.write_text(
        catalogue.read_text(encoding="utf-8")
        + f"\nmore:\n  title: '=1+1'\n{units}  负: {{formula: -1 * 数1 + 死亡, unit: 人}}\n".replace("-1 *", "1 *"),
        encoding="utf-8",
    )
    (year_folder / "more.yaml").write_text("".join(f"数{n}: 1\n" for n in range(len(signs))), encoding="utf-8")
    (year_folder / "office.yaml").write_text(
        (year_folder / "office.yaml").read_text(encoding="utf-8") + "demo: '=cmd'\n", encoding="utf-8"
    )
    words = [
        "figures",
        "2018",
        "--format",
        "csv",
        "--data",
        str(year_folder.parent),
        "--template",
        str(template_folder),
    ]
    assert main(words) == OK
    cells = [cell for row in csv.reader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))) for cell in row]
    assert "'=cmd|x" in cells and "'=1+1" in cells
    assert [cell for cell in cells if cell.startswith((*signs, "\t", "\r"))] == []


# ---- formulas ----------------------------------------------------------------------------------------------------------------


def with_formulas(template: Path, formulas: str) -> None:
    catalogue = template / "catalogue.yaml"
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(f"{text}\nchain:\n{formulas}", encoding="utf-8")


def commands(year_folder: Path, template: Path, metric: str) -> Iterator[list[str]]:
    folders = ["2018", "--data", str(year_folder.parent), "--template", str(template)]
    yield [*folders, "--output", str(year_folder.parent.parent / "out")]
    yield ["check", *folders]
    yield ["figures", *folders]
    yield ["figures", "--format", "json", *folders]
    yield ["explain", metric, *folders]


@pytest.mark.slow
@pytest.mark.parametrize("step", ["({}) / 2 + {} / 2", "{} + {}", "{} + 1", "{} * 1 - {} + {}"])
def test_two_thousand_metrics_in_a_chain_are_computed_and_explained(
    step: str, year_folder: Path, template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chain = "".join(f"  链{n}: {{formula: {step.replace('{}', f'链{n - 1}')}, unit: 人}}\n" for n in range(1, 2_001))
    with_formulas(template_folder, "  链0: {formula: 死亡, unit: 人}\n" + chain)
    began = time.process_time()
    for words in commands(year_folder, template_folder, "链2000"):
        assert main(words) in {OK, 1}
    assert time.process_time() - began < 30
    assert "链2000" in capsys.readouterr().out


def test_a_chain_of_five_thousand_typed_numbers_is_listed_soon(
    year_folder: Path, template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = "".join(f"  值{n}: 人\n  链{n}: {{formula: 链{n - 1} + 值{n}, unit: 人}}\n" for n in range(1, 5_001))
    with_formulas(template_folder, "  链0: {formula: 死亡, unit: 人}\n" + steps)
    (year_folder / "chain.yaml").write_text("".join(f"值{n}: 1\n" for n in range(1, 5_001)), encoding="utf-8")
    began = time.process_time()
    assert main(["figures", "2018", "--data", str(year_folder.parent), "--template", str(template_folder)]) == OK
    assert time.process_time() - began < 20
    last = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("  链5000 "))
    assert last.endswith("chain.yaml「值99」第99行等")


@pytest.mark.parametrize(
    "step", ["{} * {}", "{} * 999999999999999", "{} / 999999999999999 + 1", "{} * {} / 7", "1 / {} / {} / 7"]
)
def test_a_formula_that_grows_without_end_is_refused(
    step: str, year_folder: Path, template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chain = "".join(f"  链{n}: {{formula: {step.replace('{}', f'链{n - 1}')}, unit: 人}}\n" for n in range(1, 200))
    with_formulas(template_folder, "  链0: {formula: 死亡, unit: 人}\n" + chain)
    for words in commands(year_folder, template_folder, "链199"):
        assert main(words) == UNUSABLE
        assert "算出来的数太大" in capsys.readouterr().err


def test_an_identity_that_grows_without_end_is_told(
    year_folder: Path, template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 85**500 < 2**MOST_BITS < 85**1000
    power = " * ".join(["死亡"] * 50)
    with_formulas(
        template_folder,
        f"  大: {{formula: {power}, unit: 人}}\n  更大: {{formula: {' * '.join(['大'] * 9)}, unit: 人}}\n"
        f"  identities: ['{' * '.join(['更大'] * 9)} == 死亡']\n",
    )
    words = ["check", "2018", "--data", str(year_folder.parent), "--template", str(template_folder)]
    assert main(words) == 1
    assert "算出来的数太大，比较不了" in capsys.readouterr().out


@pytest.mark.parametrize(
    "formula",
    ["(" * 190 + "死亡" + ")" * 190, "+".join(["死亡"] * 130), "-" * 300 + "死亡", "死亡" + " % 2" * 90, "9" * 390],
    ids=["brackets", "sums", "signs", "remainders", "digits"],
)
def test_a_formula_as_long_as_it_may_be_is_computed_or_refused(
    formula: str, year_folder: Path, template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_formulas(template_folder, f"  链: {{formula: '{formula}', unit: 人}}\n")
    for words in commands(year_folder, template_folder, "链"):
        assert main(words) in {OK, 1, UNUSABLE}
        assert "Traceback" not in capsys.readouterr().err


def test_metrics_that_all_need_themselves_are_refused_soon(
    year_folder: Path, template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_formulas(template_folder, "".join(f"  自{n}: {{formula: 自{n} + 1}}\n" for n in range(4_000)))
    assert "算式绕成了圈" in refusal(year_folder.parent, template_folder, capsys)


@pytest.mark.parametrize("name", ["self", "loop", "caller", "varargs", "super", "true", "none"])
def test_a_metric_cannot_have_a_name_that_means_something_else_to_a_template(
    name: str, year_folder: Path, template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_formulas(template_folder, f"  {name}: {{formula: 死亡, unit: 人}}\n")
    assert f"「{name}」在模板的标签里另有意思" in refusal(year_folder.parent, template_folder, capsys)


# ---- templates ---------------------------------------------------------------------------------------------------------------


def test_loops_in_loops_over_a_long_list_are_refused_or_bounded(
    year_folder: Path, template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loops = [p(f"{{%p for 项{n} in 村社区名单 %}}") for n in range(6)]
    ends = [p("{%p endfor %}")] * 6
    (template_folder / "report.docx").write_bytes(package("".join([*loops, p("{{ 项0 }}"), *ends])))
    office = year_folder / "office.yaml"
    text = office.read_text(encoding="utf-8")
    villages = [line.split(",")[0] for line in (year_folder / FAMILIES).read_text("utf-8-sig").splitlines()[1:]]
    names = [*(v for v in villages if v != "合计"), *(f"村{n}" for n in range(900))]
    assert "村社区名单:" in text
    text = re.sub(r"村社区名单:.*\n(?:\s*- .*\n)*", "", text)
    office.write_text(text + f"\n村社区名单: [{', '.join(names)}]\n", encoding="utf-8")
    assert "循环" in refusal(year_folder.parent, template_folder, capsys)


def test_a_list_without_end_is_refused(year_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outlook = year_folder / "subsidies.yaml"
    text = outlook.read_text(encoding="utf-8")
    text = re.sub(r"报表报送期限:.*\n(?:\s*- .*\n)*", "", text)
    outlook.write_text(text + "\n报表报送期限:\n" + "- 一\n" * 100_000, encoding="utf-8")
    assert "100000条，最多1000条" in refusal(year_folder.parent, TEMPLATE, capsys)


STRAY_TAGS = {
    "in a namespace": '<w:p><w:r xmlns:x="{{ 1 }}"><w:t>字</w:t></w:r></w:p>',
    "a block in a namespace": '<w:p xmlns:x="{% if %}"><w:r><w:t>字</w:t></w:r></w:p>',
    "outside of a paragraph": "<w:r><w:t>{{ 死亡 }}</w:t></w:r>",
    "a number outside of a paragraph": "<w:r><w:t>{{0}}</w:t></w:r>",
    "a number too large outside of a paragraph": "<w:r><w:t>{{99}}</w:t></w:r>",
    "half a block outside of a paragraph": "<w:t>{% if</w:t>",
}


@pytest.mark.parametrize("what", STRAY_TAGS)
def test_a_tag_where_none_can_stand_is_refused(
    what: str, year_folder: Path, template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (template_folder / "report.docx").write_bytes(package(p("{{ 死亡 }}") + STRAY_TAGS[what]))
    assert "report.docx" in refusal(year_folder.parent, template_folder, capsys)


def test_braces_without_end_are_refused_soon(
    year_folder: Path, template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (template_folder / "report.docx").write_bytes(package(p("{{ " * 1_000_000)))
    refusal(year_folder.parent, template_folder, capsys)


def test_a_document_without_body_is_refused(
    year_folder: Path, template_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = [(name, HEAD.replace(b"<w:body>", b"</w:document>") if name == DOCUMENT else data) for name, data in GOOD]
    (template_folder / "report.docx").write_bytes(zipped(parts))
    (year_folder / "outlook.yaml").write_text(
        (year_folder / "outlook.yaml").read_text(encoding="utf-8") + "demo: 虚构\n", encoding="utf-8"
    )
    assert "report.docx" in refusal(year_folder.parent, template_folder, capsys)


# ---- writing -----------------------------------------------------------------------------------------------------------------


def is_whole(report: Path) -> bool:
    """Return whether a report is a .docx to its last part."""
    with zipfile.ZipFile(report) as archive:
        return archive.testzip() is None and DOCUMENT in archive.namelist()


def test_four_builds_at_once_leave_one_whole_report_and_its_record(tmp_path: Path) -> None:
    report = tmp_path / "report.docx"
    words = [*BUILD, "--data", str(DATA), "--template", str(TEMPLATE), "-o", str(report)]
    running = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    ended = [(*process.communicate(timeout=120), process.returncode) for process in running]
    assert [(error, code) for _, error, code in ended] == [(b"", OK)] * 4
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.docx", "report.生成记录.json"]
    assert is_whole(report)
    assert json.loads(record_path(report).read_bytes())["output"] == {
        "file": report.name,
        "sha256": sha256(report.read_bytes()),
        "edited": False,
    }


def correct(year_folder: Path, number: int) -> None:
    (year_folder / "certificates.csv").write_text(f"孩次,发证数\n一孩,{number}\n二孩,1\n多孩,1\n", encoding="utf-8")


@POSIX
@pytest.mark.slow
def test_a_build_killed_at_any_moment_leaves_a_whole_report_that_nobody_edited(
    year_folder: Path, tmp_path: Path
) -> None:
    report = tmp_path / "out" / "report.docx"
    words = [*BUILD, "--data", str(year_folder.parent), "--template", str(TEMPLATE), "-o", str(report)]
    subprocess.run(words, check=True, capture_output=True)
    began = time.monotonic()
    subprocess.run(words, check=True, capture_output=True)
    takes = time.monotonic() - began
    for number in range(30):
        correct(year_folder, number + 10)
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(takes * (0.7 + number / 60))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert is_whole(report)
    correct(year_folder, 99)
    subprocess.run(words, check=True, capture_output=True)
    assert is_whole(report)
    assert [path.name for path in report.parent.iterdir() if "新稿" in path.name] == []


@pytest.mark.parametrize("moment", ["before the record", "before the report", "after the report"])
def test_a_crash_at_any_moment_is_not_taken_for_an_edit(
    moment: str, year_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "out" / "report.docx"
    write = replacing.write_safely
    left = {"before the record": 0, "before the report": 1, "after the report": 2}[moment]

    def crash(path: Path, data: bytes) -> None:
        nonlocal left
        if not left:
            raise KeyboardInterrupt
        left -= 1
        write(path, data)

    building.build(year_folder.parent, TEMPLATE, 2018, report.parent, report)
    correct(year_folder, 50)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(replacing, "write_safely", crash)
        building.build(year_folder.parent, TEMPLATE, 2018, report.parent, report)
    correct(year_folder, 51)
    assert not building.build(year_folder.parent, TEMPLATE, 2018, report.parent, report).edited
    assert len(list(report.parent.iterdir())) == 2


def test_a_record_that_cannot_be_read_leaves_the_report_as_it_was(
    year_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "out" / "report.docx"
    building.build(year_folder.parent, TEMPLATE, 2018, report.parent, report)
    before = report.read_bytes()
    record_path(report).unlink()
    record_path(report).mkdir()
    correct(year_folder, 50)
    folders = ["--data", str(year_folder.parent), "--template", str(TEMPLATE), "--output", str(tmp_path / "output")]
    assert main(["2018", *folders, "-o", str(report)]) == OK
    told = capsys.readouterr().out
    assert "原来的报告没有动，新稿另写一份：旁边没有生成记录" in told and "report（新稿）.docx" in told
    assert report.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"[" * 100_000, b'{"output": []}', b'{"output": {"sha256": {}, "file": 1}}', b"\xff\xfe"]
)
def test_a_hostile_record_counts_as_none(content: bytes, tmp_path: Path) -> None:
    report = tmp_path / "report.docx"
    report.write_bytes(b"whoever wrote this")
    record_path(report).write_bytes(content)
    assert building.build(DATA, TEMPLATE, 2018, tmp_path, report).apart
    assert report.read_bytes() == b"whoever wrote this"


@POSIX
def test_a_folder_with_the_name_of_a_kept_report_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "report（留存1）.docx").mkdir()
    (tmp_path / "report（留存2）.docx").symlink_to("report（留存2）.docx")
    assert keep_aside(tmp_path / "report.docx", b"edited", "留存").name == "report（留存3）.docx"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of 64 KiB; skips where none may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [str(mount), "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if (
        mount is None
        or os.name != "posix"
        or os.geteuid()
        or subprocess.run(command, capture_output=True, check=False).returncode
    ):
        pytest.skip("a disk of 64 KiB can only be mounted by root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("there", [True, False], ids=["over an older report", "in an empty folder"])
def test_a_full_disk_leaves_what_was_there(there: bool, small_disk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = small_disk / "report.docx"
    if there:
        report.write_bytes(b"old")
        record_path(report).write_text(json.dumps({"output": {"file": report.name, "sha256": sha256(b"old")}}))
    before = {path.name: path.read_bytes() for path in small_disk.iterdir()}
    assert main(["2018", "--data", str(DATA), "--template", str(TEMPLATE), "-o", str(report)]) == UNUSABLE
    assert "请检查磁盘空间" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in small_disk.iterdir()} == before


@contextlib.contextmanager
def nobody() -> Iterator[None]:
    """Be a user who may write into no folder of root's; whoever isn't root is one already."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@POSIX
def test_a_read_only_folder_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with tempfile.TemporaryDirectory() as above:  # pytest's own folders are closed to other users
        Path(above).chmod(0o755)
        shutil.copytree(DATA, Path(above) / "data")
        shutil.copytree(TEMPLATE, Path(above) / "annual")
        words = ["2018", "--data", f"{above}/data", "--template", f"{above}/annual", "-o"]
        assert main([*words, f"{above}/first.docx"]) == OK  # imports what another user may not be able to read
        folder = Path(above) / "read only"
        folder.mkdir(mode=0o555)
        with nobody():
            assert main([*words, str(folder / "report.docx")]) == UNUSABLE
        assert "只读" in capsys.readouterr().err
        assert list(folder.iterdir()) == []


def test_a_reader_that_goes_away_gives_no_traceback() -> None:
    command = [sys.executable, str(ROOT / "build_report.py"), "figures", "2018", "--format", "json"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout and process.stderr
    process.stdout.close()
    told = process.stderr.read()
    process.stderr.close()
    process.wait(timeout=60)
    assert b"Traceback" not in told and b"Exception" not in told
