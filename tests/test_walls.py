"""The walls of the design, read from the imports: who may know pandas, Word, YAML, the screen and the clock."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "reportgen"
MODULES = sorted(PACKAGE.rglob("*.py"))

WALLS = [
    ("pandas", r"figures|sources"),
    ("yaml", r"yamlfile"),
    ("lxml|jinja2|markupsafe", r"word/\w+"),
    ("openpyxl", r"workbook|formats/(book|sheet)"),
    ("argparse", r"arguments"),
    ("time|sys", r"cli|commands|diff_command|template_command|screen"),
]


def imported(path: Path) -> Iterator[str]:
    """Yield the top-level packages that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


@pytest.mark.parametrize(("library", "allowed"), WALLS, ids=[wall[0] for wall in WALLS])
def test_only_the_named_modules_know_a_library(library: str, allowed: str) -> None:
    knowing = {
        path.relative_to(PACKAGE).with_suffix("").as_posix()
        for path in MODULES
        if any(re.fullmatch(library, name) for name in imported(path))
    }
    assert knowing, f"the wall around {library} is stale"
    assert {name for name in knowing if not re.fullmatch(allowed, name)} == set()


def test_only_the_command_line_prints() -> None:
    printing = {path.name for path in MODULES if re.search(r"\bprint\(", path.read_text(encoding="utf-8"))}
    assert printing == {"cli.py", "commands.py", "diff_command.py", "template_command.py", "screen.py"}


def test_only_the_command_line_reads_the_clock() -> None:
    clocks = re.compile(r"\.(now|today|utcnow)\(|time\.time\(")
    assert [path.name for path in MODULES if clocks.search(path.read_text(encoding="utf-8"))] == ["commands.py"]


def test_no_module_knows_a_metric_or_a_section_of_the_report() -> None:
    catalogue = (ROOT / "templates" / "annual" / "catalogue.yaml").read_text(encoding="utf-8")
    sections = re.findall(r"^([a-z_]+):", catalogue, re.MULTILINE)
    metrics = re.findall(r"^  ([^\s:#]{3,}):", catalogue, re.MULTILINE)
    for path in MODULES:
        code = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {
            ast.get_docstring(node, clean=False)
            for node in ast.walk(code)
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        }
        texts = [
            node.value
            for node in ast.walk(code)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in docstrings
        ]
        known = {name for name in (*sections, *metrics) if name in texts} - {
            "any_table",
            "title",
            "tables",
            "texts",
            "identities",
            "changes",
            "stocks",
            "as_of",
        }
        assert known == set(), path.name


def test_the_map_names_every_module_and_no_other() -> None:
    text = (PACKAGE / "__init__.py").read_text(encoding="utf-8")
    mapped = re.findall(r"^    ([a-z_.]+) {2,}\S", text, re.MULTILINE)
    modules = [
        path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".")
        for path in MODULES
        if path.stem != "__init__"
    ]
    assert sorted(mapped) == sorted(modules)


def test_every_module_says_first_what_comes_in_and_what_goes_out() -> None:
    for path in MODULES:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path.name
