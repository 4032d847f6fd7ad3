"""The walls of the design, read from the imports: who may know pandas, Word, YAML, the screen and the clock."""

from __future__ import annotations

import ast
import functools
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
    ("lxml|jinja2|markupsafe", r"word/[\w/]+"),
    ("openpyxl", r"newyear/emptied|formats/(book|sheet)"),
    ("argparse", r"arguments"),
    ("time|sys", r"cli|commands|\w+_command|screen"),
    ("subprocess", r"libreoffice"),
]


@functools.cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return the nodes of a module, itself first; all tests look through all modules."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imported(path: Path) -> Iterator[str]:
    """Yield the top-level packages that a module imports, anywhere in it."""
    for node in nodes(path):
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
    printing = {path.stem for path in MODULES if re.search(r"\bprint\(", path.read_text(encoding="utf-8"))}
    assert "cli" in printing
    assert {name for name in printing if not re.fullmatch(r"cli|commands|\w+_command|screen", name)} == set()


def test_only_the_command_line_reads_the_clock() -> None:
    clocks = re.compile(r"\.(now|today|utcnow)\(|time\.time\(")
    assert [path.name for path in MODULES if clocks.search(path.read_text(encoding="utf-8"))] == ["commands.py"]


REPORTS = [ROOT / "templates" / "annual", ROOT / "tests" / "reports" / "halfyear" / "template"]


@pytest.mark.parametrize("report", REPORTS, ids=["annual", "halfyear"])
def test_no_module_knows_a_metric_a_section_or_a_title_of_a_report(report: Path) -> None:
    catalogue = (report / "catalogue.yaml").read_text(encoding="utf-8")
    sections = re.findall(r"^([a-z_]+):", catalogue, re.MULTILINE)
    titles = re.findall(r"^  title: (.+)$", catalogue, re.MULTILINE)
    metrics = re.findall(r"^  ([^\s:#]{3,}):", catalogue, re.MULTILINE)
    assert len(sections) > 5 and len(titles) > 5 and len(metrics) > 30
    for path in MODULES:
        docstrings = {
            ast.get_docstring(node, clean=False)
            for node in nodes(path)
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        }
        texts = [
            node.value
            for node in nodes(path)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in docstrings
        ]
        known = {name for name in (*sections, *titles, *metrics) if name in texts} - {
            "any_table",
            "period",
            "title",
            "from",
            "tables",
            "texts",
            "identities",
            "changes",
            "stocks",
            "as_of",
            "properties",
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
        module = nodes(path)[0]
        assert isinstance(module, ast.Module) and ast.get_docstring(module), path.name
