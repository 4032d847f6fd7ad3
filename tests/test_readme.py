"""What the READMEs say of the catalogue: every key is named in both, and the Chinese chapter's office, examples and faults are run."""

from __future__ import annotations

import ast
import datetime
import functools
import importlib
import os
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT, TEMPLATE, document_text
from photographs import png

from reportgen.authoring.findings import check_template
from reportgen.base.dates import DateKind
from reportgen.base.issues import Severity, Unusable
from reportgen.commands.cli import ERRORS_STAND, OK, main
from reportgen.figures.wording import WORDINGS
from reportgen.inputs.catalogue import TextKind
from reportgen.inputs.catalogue_file import TOP_KEYS, read_catalogue
from reportgen.inputs.definitions import SECTION_KEYS
from reportgen.inputs.folder import read_sources
from reportgen.inputs.section import OWN_KEYS
from reportgen.template.blank import Line, blank
from reportgen.word.package import read_package

ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
PROGRAM = "python build_report.py "
OFFICE, COUNTY = (
    CHINESE.partition(f"<!-- {name} -->")[2].partition(f"<!-- /{name} -->")[0] for name in ("office", "county")
)
# A block of code with the words in front of it, or a slip of the pen between them: <!-- file: 356 -> 536 -->.
STEP = re.compile(
    r"<!-- (?P<file>\S+): (?P<old>\S+) -> (?P<new>\S+) -->|^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.M | re.S
)
FILE = re.compile(r"`([\w\\]+\.(?:yaml|csv|toml|docx))`")


def chapter(text: str, title: str) -> str:
    """Return what stands under a heading of the second level."""
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


ENGLISH_CHAPTER = chapter(ENGLISH, "Adding a metric")
CHINESE_CHAPTER = chapter(CHINESE, "指标目录的写法")


# ---- every key ---------------------------------------------------------------------------------------------------------------


@functools.cache
def keys() -> frozenset[str]:
    """Return the keys that the readers of a catalogue and of a year know: what they hold an entry's keys against, wherever they do."""
    found = {*TOP_KEYS, *SECTION_KEYS, *OWN_KEYS}
    for path in sorted((ROOT / "reportgen" / "inputs").glob("*.py")):
        module = importlib.import_module(f"reportgen.inputs.{path.stem}")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "check_keys":
                known = node.args[1]
                found.update(getattr(module, known.id) if isinstance(known, ast.Name) else ast.literal_eval(known))
    return frozenset(found)


def code(text: str) -> str:
    """Return what stands in blocks and spans of code."""
    blocks = re.findall(r"^```\w*\n(.*?)^```$", text, re.M | re.S)
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S))])


def test_the_keys_are_those_that_the_readers_ask_for() -> None:
    assert {"any_table", "title", "digits", "kind", "within", "flow", "percent", "author", "demo"} <= keys()
    assert "label" in keys() and "合格率" not in keys()


@pytest.mark.parametrize("said", [ENGLISH_CHAPTER, CHINESE_CHAPTER], ids=["english", "chinese"])
def test_every_key_of_the_catalogue_is_shown_in_its_chapter(said: str) -> None:
    shown = set(re.findall(r"(?<!\w)([a-z_]+):", code(said)))
    assert keys() - shown == set()


@pytest.mark.parametrize("said", [ENGLISH_CHAPTER, CHINESE_CHAPTER], ids=["english", "chinese"])
def test_every_kind_of_date_and_text_is_shown_in_its_chapter(said: str) -> None:
    kinds = {kind.value for kind in DateKind if kind is not DateKind.YEAR}
    assert {*kinds, *(kind.value for kind in TextKind if kind is not TextKind.RECORDS)} - words(said) == set()


@pytest.mark.parametrize("said", [ENGLISH, CHINESE], ids=["english", "chinese"])
def test_every_wording_of_a_figure_is_shown(said: str) -> None:
    assert WORDINGS.keys() - words(said) == set()


def words(text: str) -> set[str]:
    """Return the words that stand in code."""
    return set(re.findall(r"\w+", code(text)))


# ---- the new office ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """What the chapter has one do next: write a `file`, correct it (`old` is what stood there), type commands; or what they print."""

    text: str
    file: str = ""
    old: str = ""
    is_commands: bool = False


def steps(walk: str = OFFICE) -> Iterator[Step]:
    """Yield the steps of a walk in order; a block of code is a file where the words before it name one."""
    end = 0
    for found in STEP.finditer(walk):
        named = FILE.findall(walk[end : found.start()])
        end = found.end()
        if found["file"]:
            yield Step(found["new"], same_signs(found["file"]), found["old"])
        elif found["kind"] == "bat":
            yield Step(found["text"], is_commands=True)
        else:
            yield Step(found["text"], same_signs(named[-1]) if named else "")


def same_signs(text: str) -> str:
    """Return a text with the sign between folders that every system knows."""
    return text.replace("\\", "/")


def do(step: Step) -> None:
    """Write or correct a file as the chapter says it."""
    path = Path(step.file)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".docx":  # typed in Word into the empty template: a paragraph's kind, two blanks, its words
        lines = [Line(*line.split("  ", 1)) for line in step.text.splitlines()]
        path.write_bytes(blank(read_package(path.read_bytes()), lines))
    elif step.old:
        text = path.read_text(encoding="utf-8")
        assert text.count(step.old) == 1
        path.write_text(text.replace(step.old, step.text), encoding="utf-8")
    else:
        path.write_text(step.text, encoding="utf-8")


@pytest.fixture
def beginning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with the report that comes with the program, and nothing else."""
    shutil.copytree(TEMPLATE, tmp_path / "templates" / "annual")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def follow(walk: str, said_by: Callable[[], str]) -> Iterator[tuple[str, int]]:
    """Do every step of a walk and hold what is printed against it; yield each command and its exit code."""
    said = ""
    for step in steps(walk):
        if step.is_commands:
            said_by()
            for line in step.text.splitlines():
                assert line.startswith(PROGRAM)
                words = same_signs(line.removeprefix(PROGRAM))
                yield words, main(shlex.split(words))
            said = same_signs(said_by())
        elif step.file:
            do(step)
        else:
            assert said == same_signs(step.text)


def test_the_new_office_begins_from_nothing_and_the_screen_says_what_the_chapter_says(
    beginning: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    walked = follow(OFFICE, lambda: "".join(capsys.readouterr()))
    typed = {f"{number} {words.partition(' 白水')[0]}": code for number, (words, code) in enumerate(walked, start=1)}
    assert typed == {
        "1 template new templates/ours": OK,
        "2 template check": OK,
        "3 new 2025": OK,
        "4 new 2025": OK,
        "5 status": ERRORS_STAND,
        "6 status": OK,
        "7 check": OK,
        "8 2025": OK,
        "9 text": OK,
        "10 check": ERRORS_STAND,
        "11 2025": OK,
    }
    text = document_text(next((beginning / "白水报告" / "2025").glob("*.docx")).read_bytes())
    assert "家庭医生签约1708人，签约率87.8%，比上年提高3.2个百分点。发放高龄补贴14.46万元，人均600.00元。" in text


# ---- the county ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def offices(beginning: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand where the office's chapter ended, with what the county's has people copy; it is 11 December 2025, and one core is there."""
    for step in steps():
        if step.file.endswith("report.docx"):
            shutil.copy(TEMPLATE / "report.docx", step.file)
        if step.file:
            do(step)
    (beginning / "reportgen.toml").unlink()
    county = beginning / "青山县"
    shutil.copytree("templates/ours", county / "template")
    shutil.copytree("白水数据/2025", county / "offices" / "白水街道" / "data" / "2025")
    (county / "report").mkdir()
    shutil.copy(county / "template" / "report.docx", county / "report")
    monkeypatch.setattr("reportgen.commands.year.today", lambda: datetime.date(2025, 12, 11))
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    return county


def test_three_offices_are_added_up_and_the_screen_says_what_the_chapter_says(
    offices: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    walked = follow(COUNTY, lambda: capsys.readouterr().out)
    assert [(words.partition(" ")[0], code) for words, code in walked] == [
        ("batch", ERRORS_STAND),
        ("status", ERRORS_STAND),
        ("batch", OK),
        ("rollup", OK),
        ("rollup", OK),
        ("text", OK),
        ("explain", OK),
        ("compare", OK),
    ]
    assert [path.name for path in offices.glob("output/2025/*.docx")] == ["青山县2025年老龄工作情况报告.docx"]


# ---- every example, and every fault --------------------------------------------------------------------------------------------


def rows() -> Iterator[tuple[str, list[str], str, str]]:
    """Yield the rows of the chapter's tables: where the examples stand, what is right, what is wrong, and what is said of it."""
    for level, table in re.findall(r"<!-- catalogue: (\w+) -->\n\n((?:\|.*\n)+)", CHINESE_CHAPTER):
        for row in table.splitlines()[2:]:
            right, _, wrong = (cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1])
            slip = re.fullmatch(r"`([^`]+)`：(.+)", wrong)
            assert slip, row
            yield level, [plain(one) for one in re.findall(r"`([^`]+)`", right)], plain(slip[1]), slip[2]


def plain(cell: str) -> str:
    """Return a table's code as it is meant: a bar would end the cell."""
    return cell.replace("\\|", "|")


ROWS = list(rows())
EXAMPLES = [(level, one) for level, right, _, _ in ROWS for one in right]
FAULTS = [(level, wrong, said) for level, _, wrong, said in ROWS]
_FILES = {step.file: step.text for step in steps() if step.file and not step.old}
CATALOGUE, YEAR = _FILES["templates/ours/catalogue.yaml"], _FILES["白水数据/2025/elderly.yaml"]


def _on_top(line: str) -> str:
    key = line.partition(":")[0]
    return re.sub(rf"^{key}:.*\n", "", CATALOGUE, flags=re.MULTILINE) + line


# Where in the office's catalogue a line of each table is put.
PLACES: dict[str, Callable[[str], str]] = {
    "top": _on_top,
    "section": lambda line: f"{CATALOGUE}beds:\n  床位: 张\n  {line}",
    "metric": lambda line: f"{CATALOGUE}  {line}",
    "column": lambda line: f"{CATALOGUE}beds:\n  tables:\n    beds:\n      床位: 张\n      {line}",
    "text": lambda line: f"{CATALOGUE}beds:\n  texts:\n    {line}",
    "identity": lambda line: f"{CATALOGUE}beds:\n  identities:\n    {line}",
    "stock": lambda line: f"{CATALOGUE}beds:\n  stocks:\n    {line}",
}


def told(level: str, line: str) -> list[str]:
    """Return the errors that the office is told of when it writes the line where the table says."""
    for step in steps():
        if step.file and not step.old and not step.file.endswith(".docx"):
            do(step)
    ours = Path("templates/ours")
    shutil.copy(TEMPLATE / "report.docx", ours)
    if level in PLACES:
        (ours / "catalogue.yaml").write_text(PLACES[level](line), encoding="utf-8")
    if level == "sentence":
        do(Step(f"正文  {line}\n", "templates/ours/report.docx"))
        return [
            str(issue) for issue in check_template(ours, Path("白水数据")).issues if issue.severity is Severity.ERROR
        ]
    if level == "picture":
        (ours / "catalogue.yaml").write_text(
            CATALOGUE.replace("  texts:\n", "  texts:\n    印章: 图\n"), encoding="utf-8"
        )
        Path("白水数据/2025/印章.png").write_bytes(png())
    if level in {"year", "picture"}:
        Path("白水数据/2025/elderly.yaml").write_text(f"{YEAR}{line}\n", encoding="utf-8")
    try:
        catalogue = read_catalogue(ours)
        if level in {"year", "picture"}:
            read_sources(Path("白水数据/2025"), 2025, catalogue)
    except Unusable as refused:
        return [str(issue) for issue in refused.issues]
    return []


def test_every_table_of_the_chapter_is_run() -> None:
    assert {level for level, _, _, _ in ROWS} == {*PLACES, "year", "sentence", "picture"}
    assert len(ROWS) == len(re.findall(r"^\| `", CHINESE_CHAPTER, re.MULTILINE)) > 50


@pytest.mark.parametrize(("level", "line"), EXAMPLES)
def test_an_example_can_be_written_as_it_stands(beginning: Path, level: str, line: str) -> None:
    assert told(level, line) == []


@pytest.mark.parametrize(("level", "line", "said"), FAULTS)
def test_a_fault_is_told_in_the_words_of_the_table(beginning: Path, level: str, line: str, said: str) -> None:
    assert said in "\n".join(told(level, line))
