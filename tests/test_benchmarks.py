"""The programs in `benchmarks/` find what they measure: nothing else runs them between one release and the next."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

BENCHMARKS = sorted((Path(__file__).parent.parent / "benchmarks").glob("*.py"))


@pytest.mark.parametrize("program", BENCHMARKS, ids=lambda path: path.stem)
def test_a_benchmark_imports_what_there_is(program: Path) -> None:
    imports = [
        one for one in ast.walk(ast.parse(program.read_text(encoding="utf-8"))) if isinstance(one, ast.ImportFrom)
    ]
    asked = [(one.module or "", name.name) for one in imports for name in one.names]
    ours = [(module, name) for module, name in asked if module.partition(".")[0] == "reportgen"]
    assert [(module, name) for module, name in ours if not _is_there(module, name)] == []


def _is_there(module: str, name: str) -> bool:
    if hasattr(importlib.import_module(module), name):
        return True
    try:
        importlib.import_module(f"{module}.{name}")
    except ModuleNotFoundError:
        return False
    return True


@pytest.mark.slow
def test_a_county_s_run_is_measured_to_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    """It has a scheduler, two workers and every command of a county's run; three offices are enough for it to break."""
    importlib.import_module("offices").main(3, 1, 4)
    said = capsys.readouterr().out.splitlines()
    assert [line.split("|")[1].strip() for line in said if line.startswith("| ")][1:] == [
        "docxtpl's bare loop",
        "one `build` after the other",
        "`batch --workers 1`",
        "`batch --workers 2`",
        "`batch --scheduler`, two workers",
        "the same again, nothing changed",
        "one cell changed",
    ]
    assert [line.partition(":")[0] for line in said[-2:]] == ["3 offices", "4 offices"]
