"""The application's own ways: what it keeps for the next time, where it can."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from clerk import Clerk
from conftest import ROOT

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


LOOK = """
import sys
from pathlib import Path
sys.path[:0] = {support!r}
from on_a_page import OnAPage
assert "下一步" in OnAPage(Path({folder!r}), template={template!r}).words("/2018/")
print(*(name for name in sys.modules if name.startswith("reportgen.")))
"""


def test_the_first_page_imports_nothing_that_only_other_pages_need(tmp_path: Path) -> None:
    clerk = Clerk(tmp_path)
    code = LOOK.format(
        support=[str(ROOT), str(ROOT / "tests" / "support")], folder=str(tmp_path), template=str(clerk.folders.template)
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    rooms = {".".join(name.split(".")[1:3]) for name in done.stdout.split()}
    others = {"page.tables", "page.report", "page.offices", "begin.next_year", "compare.page", "report.building"}
    assert "page.overview" in rooms
    assert not rooms & others and not [name for name in rooms if name.startswith("editing.")]
