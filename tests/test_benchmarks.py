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
