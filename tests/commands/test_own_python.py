"""The packages lie in the `.venv` beside the program: whoever starts it with another Python gets what it does with that one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from conftest import ROOT
from test_walls import EXTRAS, LIBRARIES

from reportgen.base.program import in_this_place, waited_for
from reportgen.commands import own_python

pytestmark = pytest.mark.skipif(os.name != "posix", reason="where a .venv has its Python is another place on Windows")
SAYS = "没有装程序要用的 {}。文件夹里有「开始」的，双击「开始」；没有的，照 README.zh-CN.md 开头的那一行装好，再运行一次。\n"


def test_what_is_looked_for_is_what_the_program_needs() -> None:
    page = [packages for packages, _ in EXTRAS["page"].values()]
    named = "|".join([*(packages for packages, *_ in LIBRARIES.values()), *page]).split("|")
    brought_along = {"markupsafe", "werkzeug"}
    assert set(own_python.PACKAGES) == {*named} - brought_along


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Python as a system has it, with no package of ours."""
    folder = tmp_path_factory.mktemp("system")
    venv.create(folder, symlinks=True)
    return str(folder / "bin" / "python")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office's folder: the program, its data, nothing installed yet."""
    folder = tmp_path / "办公室 的"
    folder.mkdir()
    for name in ("data", "templates"):
        (folder / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "build_report.py", folder)
    # Where the program lies is where it looks for a `.venv`.
    shutil.copytree(ROOT / "reportgen", folder / "reportgen", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def installed(office: Path) -> None:
    """Give an office its `.venv`, with the packages that these tests run on."""
    venv.create(office / ".venv", symlinks=True)
    packages = next((office / ".venv").rglob("site-packages"))
    paths = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "those.pth").write_text("\n".join(paths), encoding="utf-8")


def ran(python: str, office: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, "build_report.py", *words], cwd=office, capture_output=True, check=False, encoding="utf-8"
    )


def test_a_plain_python_runs_the_words_with_the_packages_beside_the_program(bare: str, office: Path) -> None:
    installed(office)
    asked = ["figures", "2018", "--data", "data"]
    ours, theirs = ran(bare, office, *asked), ran(str(office / ".venv" / "bin" / "python"), office, *asked)
    assert (ours.returncode, ours.stderr) == (0, "")
    assert ours.stdout == theirs.stdout and len(ours.stdout.splitlines()) > 30
    assert ran(bare, office, "Figures").returncode == 2, "the exit code is that of the command"


def test_without_packages_anywhere_it_says_how_they_are_installed(bare: str, office: Path) -> None:
    for words in (["figures", "2018"], ["page", "--no-browser"]):
        done = ran(bare, office, *words)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == SAYS.format("pandas" if words[0] == "figures" else "flask")
    assert ran(bare, office, "--help").returncode == 0, "what needs no package runs without"


def test_a_venv_without_the_packages_is_asked_once(bare: str, office: Path) -> None:
    venv.create(office / ".venv", symlinks=True)
    done = ran(bare, office, "figures", "2018")
    assert (done.returncode, done.stderr) == (2, SAYS.format("pandas"))
    (office / ".venv" / "pyvenv.cfg").unlink()
    python = office / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to(bare)  # one that doesn't know itself for a .venv's
    assert ran(bare, office, "figures", "2018").stderr == SAYS.format("pandas")


def test_a_venv_whose_python_has_gone_is_none(bare: str, office: Path) -> None:
    installed(office)
    python = office / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to(office / "gone" / "python3")
    assert ran(bare, office, "figures", "2018").stderr == SAYS.format("pandas")


@pytest.mark.parametrize(("code", "said"), [(0, 0), (2, 2), (130, 130), (103, None), (None, None)])
def test_where_the_system_waits_the_exit_code_is_handed_back(
    code: int | None, said: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    monkeypatch.setattr(own_python, "_lacks_any", lambda: True)
    monkeypatch.setattr(own_python, "in_this_place", lambda *_: code)
    assert own_python.hand_over(tmp_path) == said


def test_a_program_that_can_t_be_started_leaves_this_one_running(tmp_path: Path) -> None:
    (tmp_path / "python").touch()
    assert in_this_place([str(tmp_path / "python")], {}) is None


def test_ctrl_c_is_for_the_program_that_is_waited_for() -> None:
    there = f"import os, signal, time; os.kill({os.getpid()}, signal.SIGINT); time.sleep(0.2); raise SystemExit(7)"
    assert waited_for([sys.executable, "-c", there], dict(os.environ)) == 7
    asked = "import signal; raise SystemExit(signal.getsignal(signal.SIGINT) is signal.default_int_handler)"
    assert waited_for([sys.executable, "-c", asked], dict(os.environ)) == 1, "there it still ends what runs"
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
