"""The application's own ways: what it keeps for the next time, where it can."""

from __future__ import annotations

from pathlib import Path

import pytest
from clerk import Clerk

from reportgen.page import app


@pytest.fixture(autouse=True)
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which compiled templates are kept, which isn't there yet."""
    folder = tmp_path / "beside"
    monkeypatch.setattr(app, "_BESIDE_PYTHON_S", folder)
    return folder


def shown(folder: Path) -> str:
    """Return what a new server says of a year first."""
    folder.mkdir()
    clerk = Clerk(folder)
    clerk.gets("/2018/")
    return clerk.said


def test_templates_are_compiled_once_for_all_servers(tmp_path: Path, beside: Path) -> None:
    beside.mkdir()
    first = shown(tmp_path / "first")
    kept = {path: path.stat().st_mtime_ns for path in beside.iterdir()}
    assert kept and shown(tmp_path / "second") == first
    assert {path: path.stat().st_mtime_ns for path in beside.iterdir()} == kept


def test_where_nothing_can_be_kept_the_page_is_there_all_the_same(tmp_path: Path, beside: Path) -> None:
    assert "下一步" in shown(tmp_path / "first")
    assert not beside.exists()
