"""What the tests share: the shipped report's folders, copies of them that a test may break, and the clients that read what we write."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from leader import BODY, Desk
from old_office import BEFORE
from sound import assert_sound as assert_sound  # tests take it from here

from reportgen.base import libreoffice
from reportgen.commands.cli import OK
from reportgen.word.opening import opened
from reportgen.word.text import plain_text

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
TEMPLATE = ROOT / "templates" / "annual"
REFERENCE = Path(__file__).resolve().parent / "reference"


def document_text(data: bytes) -> str:
    """Return the plain text of anybody's .docx, as the command `text` prints it."""
    return plain_text(opened(data))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow whatever starts LibreOffice."""
    for item in items:
        if "office" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never among what stands until the end: all modules, and the tests themselves."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, *gc.get_threshold()[1:])


@pytest.fixture(scope="session", autouse=True)
def no_wait_for_the_disk() -> Iterator[None]:
    """Wait for no disk: what fsync is for, a power failure, happens in no test; those that ask for its order put their own in place."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield


@pytest.fixture(autouse=True)
def no_libreoffice_in_quick_tests(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no quick test start LibreOffice: where a report is published it is told that there is no PDF."""
    if request.node.get_closest_marker("slow") is None:
        monkeypatch.setattr(libreoffice, "program", lambda: None)


@pytest.fixture
def year_folder(tmp_path: Path) -> Path:
    """Return a copy of data/2018 that a test may change."""
    return Path(shutil.copytree(DATA / "2018", tmp_path / "data" / "2018"))


@pytest.fixture
def template_folder(tmp_path: Path) -> Path:
    """Return a copy of templates/annual that a test may change."""
    return Path(shutil.copytree(TEMPLATE, tmp_path / "templates" / "annual"))


@pytest.fixture
def body() -> str:
    """Return what the small office's template says; where it says more, a module has a `body` of its own."""
    return BODY


@pytest.fixture
def desk(tmp_path: Path, body: str, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return the small office with its report drafted."""
    made = Desk(tmp_path, body, capsys)
    assert made.runs() == OK, made.said
    return made


@pytest.fixture
def old_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return the small office as version 0.1.0 left it, without a report, in its folder."""
    for name in ("data", "template"):
        shutil.copytree(BEFORE / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path, capsys=capsys)


Office = Callable[[Path, str], Path]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return a function that has LibreOffice convert a file: office(path, "pdf") or office(path, "txt:Text (encoded):UTF8").

    Skips where LibreOffice is missing, with the reason; in CI (CI=true) its absence is a failure.
    """
    program = shutil.which("soffice")
    if program is None:
        reason = "LibreOffice (soffice) is not installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    profile = tmp_path_factory.mktemp("libreoffice")

    def convert(path: Path, form: str) -> Path:
        folder = path.parent / "converted"
        result = folder / f"{path.stem}.{form.split(':')[0]}"
        result.unlink(missing_ok=True)
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", form]
        subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=120)
        assert result.exists(), "LibreOffice exits with 0 even when it wrote nothing"
        return result

    return convert


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Yield a running Chromium: the machine's own, no downloaded one. Skips where it is missing; in CI its absence is a failure."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  the quick tests needn't wait for it

    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        reason = "Chromium is not installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()
