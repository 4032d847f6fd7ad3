"""What an office gets that has no Python, or no network: the folder that brings everything, and the one to install from."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import build_folder
import needed
import office
import offline
import pytest
from bare_system import BareSystem, can_be_had
from conftest import DATA, ROOT
from lxml import html
from small_county import NAMES, SmallCounty

from reportgen.commands.cli import main

PACKAGING = ROOT / "packaging"
STARTS = sorted(PACKAGING.glob("*/开始.*"))
NAME = "我们街道 工作报告"  # as people name folders, with a blank


def is_missing(reason: str) -> None:
    """Skip with the reason; in CI what is missing is a failure."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


# ---- the folder that brings everything ---------------------------------------------------------------------------------------


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Return a folder that the first of the suite's processes makes; those that need it meanwhile wait."""
    import fcntl  # noqa: PLC0415  Windows has none, and runs the quick tests of this module alone

    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            being_made = folder.with_name(f"{folder.name}.part")
            shutil.rmtree(being_made, ignore_errors=True)  # of a process that failed
            make(being_made)
            being_made.rename(folder)
    return folder


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the built folder as an office gets it, the same for all processes of the suite: nothing may be changed in it."""
    if sys.platform != "linux" or not can_be_had():
        is_missing("no root of its own can be had for a test on this system (unshare)")
    if importlib.util.find_spec("PyInstaller") is None:
        is_missing("PyInstaller is not installed")
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    return made_once(shared / "delivered", lambda folder: build_folder.main([str(folder)]))


@pytest.fixture(scope="module")
def system(delivered: Path, tmp_path_factory: pytest.TempPathFactory) -> BareSystem:
    """Return a system without Python, on which somebody has put the built folder."""
    made = BareSystem(tmp_path_factory.mktemp("电脑"))
    shutil.copytree(delivered, made.root / "home" / NAME, symlinks=True)
    return made


@pytest.fixture
def built(system: BareSystem, delivered: Path) -> Path:
    """Return the folder on that system, its data as they came, with 2017 to compare with."""
    folder = system.root / "home" / NAME
    for name in ("data", "templates", "output"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in ("data", "templates"):
        shutil.copytree(delivered / name, folder / name)
    shutil.copytree(DATA / "2017", folder / "data" / "2017")
    return folder


# The three jobs one after the other, and what reads each of the package's own files.
WALK = """
2018
check 2018
2018 --annex
verify output/2018/禄脿街道办事处2018年计划生育工作执行情况报告.docx 2018
diff 2018 --format html -o 对比.html
diff 2017..2018 --format html -o 两年.html
diff 2018 --format docx -o 对比.docx
import output/2018/禄脿街道办事处2018年计划生育工作执行情况报告.docx --year 2016
new 2019 --xlsx
status 2019
template new 新报告
template check
page --help
--help
""".strip().splitlines()


@pytest.mark.slow
def test_without_python_every_command_says_and_writes_what_it_does_with_it(
    system: BareSystem,
    built: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert system.runs(built, "/bin/sh", "-c", "command -v python3 python || echo none").stdout == b"none\n"
    beside = tmp_path / "with Python"
    for name in ("data", "templates"):
        shutil.copytree(built / name, beside / name)
    monkeypatch.chdir(beside)
    for line in WALK:
        words = line.split()
        theirs = system.runs(built, "./build_report", *words)
        with monkeypatch.context() as patch:
            patch.setenv("PATH", "")
            code = main(words)
        said, told = capfdbinary.readouterr()
        assert (theirs.returncode, theirs.stdout, theirs.stderr) == (code, said, told), line
    made = {path: path.read_bytes() for path in files(beside) if path.parent.name != "history"}  # it says at what time
    assert {path: (built / path.relative_to(beside)).read_bytes() for path in made} == made
    assert {path.suffix for path in made} > {".docx", ".xlsx", ".html", ".json"}


@pytest.mark.slow
def test_without_python_the_start_serves_the_page_and_a_table_and_the_report_are_written_in_it(
    system: BareSystem, built: Path, tmp_path: Path
) -> None:
    table = built / "data" / "2018" / "basic_stats_births.csv"
    sheet = f"/2018/tables/{table.name}"
    with system.serving(built, "./开始.sh") as visit:
        assert visit.asks("GET", sheet)[0] == 403, "nobody was let in yet"
        status, overview = visit.asks("GET", visit.address)
        assert status == 200 and "总览" in overview.decode() and "2018年" in overview.decode()
        static = ROOT / "reportgen" / "page" / "static"
        brought = {path.relative_to(static).as_posix(): path.read_bytes() for path in files(static)}
        assert {"page.css", "page.js", "vendored/jspreadsheet.js", "vendored/LICENSE.jspreadsheet"} <= {*brought}
        for name, data in brought.items():
            assert visit.asks("GET", f"/static/{name}") == (200, data), name

        drawn = drawn_in(visit.asks("GET", sheet))
        row = next(one for one in drawn["rows"] if one["cells"][0] == "一孩")
        typed = {"digest": drawn["digest"], "cells": [[row["id"], 2, "77"]], "added": [], "deleted": []}
        told = {"X-Wants": "data", "Content-Type": "application/json"}
        status, answer = visit.asks("POST", f"{sheet}/save", json.dumps(typed).encode(), told)
        assert status == 200, answer.decode()
        assert "一孩,77,0" in table.read_text(encoding="utf-8-sig")

        _, page = visit.asks("GET", "/2018/report/")
        seen = re.search(r'name="seen" value="([^"]*)"', page.decode())
        assert seen is not None
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        status, answer = visit.asks("POST", "/2018/report/build", f"seen={quote(unescape(seen[1]))}".encode(), form)
        assert status == 200 and "已写" in answer.decode()
    assert visit.last_words.endswith("页面已经结束。\n")
    assert main(["2018", *("--data", str(built / "data")), "--output", str(tmp_path)]) == 0
    (report,) = (built / "output" / "2018").glob("*.docx")
    assert report.read_bytes() == (tmp_path / "2018" / report.name).read_bytes()


def drawn_in(answer: tuple[int, bytes]) -> dict[str, Any]:
    """Return what the script of a sheet draws."""
    status, page = answer
    data = html.document_fromstring(page.decode()).xpath("//script[@id='data']")
    assert status == 200 and data, page.decode()
    drawn: dict[str, Any] = json.loads(data[0].text)["sheet"]
    return drawn


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.slow
def test_without_python_a_corrected_table_comes_into_the_report(system: BareSystem, built: Path) -> None:
    table = built / "data" / "2018" / "basic_stats_births.csv"
    text = table.read_text(encoding="utf-8-sig")
    number = re.findall(r",(\d+)", text)[0]
    assert system.runs(built, "./build_report", "2018").returncode == 0
    table.write_text(text.replace(f",{number}", f",{int(number) + 1}", 1), encoding="utf-8")
    done = system.runs(built, "./build_report", "2018")
    assert done.returncode == 0 and f"{number} → {int(number) + 1}" in done.stdout.decode()


@pytest.mark.slow
def test_without_python_a_batch_has_its_workers(system: BareSystem, built: Path) -> None:
    county = SmallCounty(built / "青山县")
    done = system.runs(
        built, "./build_report", "batch", "青山县", "2018", "--template", "青山县/template", "--workers", "2"
    )
    assert done.returncode == 0, done.stderr.decode()
    assert all(county.report(name).is_file() for name in NAMES)


@pytest.mark.slow
def test_another_program_is_started_with_the_libraries_of_the_system_not_with_ours(
    system: BareSystem, built: Path
) -> None:
    """LibreOffice and a browser bring libraries of the same names in other versions."""
    libreoffice = system.root / "opt" / "soffice"
    libreoffice.parent.mkdir()
    libreoffice.write_text('#!/bin/sh\nexport -p >"/home/$NAME/variables"\nexit 1\n', encoding="utf-8")
    libreoffice.chmod(0o755)
    (built / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    variables = built / "variables"
    for before in ("", "/opt/lib"):
        said = f"export PATH=/opt NAME='{NAME}' {before and f'LD_LIBRARY_PATH={before}'}; exec ./build_report import 旧.doc"
        assert system.runs(built, "/bin/sh", "-c", f"{said} --year 2014").returncode == 2
        text = variables.read_text(encoding="utf-8")
        assert re.findall(r"LD_LIBRARY_PATH='(.*)'", text) == ([before] if before else [])
        assert "PATH='/opt'" in text


@pytest.mark.slow
def test_a_batch_over_several_computers_says_that_it_needs_more_than_the_folder(
    system: BareSystem, built: Path
) -> None:
    SmallCounty(built / "白云县")
    words = ("batch", "白云县", "2018", "--template", "白云县/template", "--scheduler", "tcp://127.0.0.1:1")
    done = system.runs(built, "./build_report", *words)
    assert done.returncode == 2 and "没有装 dask" in done.stderr.decode()


@pytest.mark.slow
def test_every_file_of_the_package_comes_along_and_nothing_that_no_command_needs(built: Path) -> None:
    package = ROOT / "reportgen"
    theirs = {path.relative_to(package) for path in files(package) if path.suffix not in (".py", ".pyc")}
    brought = {path.relative_to(built / "_internal/reportgen") for path in files(built / "_internal" / "reportgen")}
    assert theirs - {Path("py.typed")} <= brought and Path("annex/annex.docx") in brought
    names = {path.name.split(".")[0] for path in (built / "_internal").iterdir()}
    assert {"pandas", "lxml", "numpy"} <= names
    assert names & {"pyarrow", "IPython", "dask", "distributed", "matplotlib", "tkinter", "_tkinter", "pytest"} == set()
    assert not list(built.rglob("tests"))
    assert sum(path.stat().st_size for path in files(built / "_internal")) < 200e6
    assert "BOTTLENECK_LICENCE" in " ".join(path.name for path in files(built / "licences" / "pandas"))
    assert (built / "开始.sh").stat().st_mode & 0o111 and (built / "build_report").stat().st_mode & 0o111


def test_the_licence_of_every_library_comes_along_of_the_scripts_within_the_package_too(tmp_path: Path) -> None:
    build_folder.add_licences(tmp_path / "licences")
    licences = {path.parent.name for path in files(tmp_path / "licences")}
    assert licences == {"licences", "jspreadsheet", "jsuites", *(one.metadata["Name"] for one in needed.installed())}
    assert "Jspreadsheet Ltd" in (tmp_path / "licences" / "jspreadsheet" / "LICENSE").read_text(encoding="utf-8")


def test_a_folder_that_stands_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for program in (build_folder, offline):
        with pytest.raises(SystemExit, match="已经有了，不会覆盖：里面可能有填好的表"):
            program.main([str(tmp_path)])
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
    assert office.new_folder(str(tmp_path / "data"), "") == tmp_path / "data"
    assert office.new_folder(None, "工作报告") == ROOT / "dist" / "工作报告"


def test_what_the_program_asks_for_is_what_pyproject_says() -> None:
    assert "pandas>=2.2,<4" in needed.requirements()
    names = {one.metadata["Name"].lower() for one in needed.installed()}
    assert {"pandas", "numpy", "lxml", "markupsafe", "et_xmlfile"} <= names
    assert names & {"distributed", "pytest", "mypy"} == set()
    assert {"pytest", "distributed", "mypy"} <= {*needed.not_needed()}
    assert {"pandas", "numpy", "lxml", "docx", "yaml", "reportgen"} & {*needed.not_needed()} == set()


# ---- what is double-clicked ----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
@pytest.mark.parametrize("kind", ["frozen", "offline"])
def test_the_start_opens_the_page_in_its_own_folder(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / NAME
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "installed").touch()
    for program in (folder / "build_report", folder / ".venv" / "bin" / "python"):
        program.write_text('#!/bin/sh\n[ "$1" = -c ] || echo "$PWD" "$@"\n', encoding="utf-8")
        program.chmod(0o755)
    shutil.copy(PACKAGING / kind / "开始.sh", folder)
    done = subprocess.run([str(folder / "开始.sh")], capture_output=True, check=True, cwd="/", encoding="utf-8")
    assert done.stdout == f"{folder} {'' if kind == 'frozen' else 'build_report.py '}page\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_the_start_says_that_there_is_no_python(tmp_path: Path) -> None:
    shutil.copy(PACKAGING / "offline" / "开始.sh", tmp_path)
    (tmp_path / "bin").mkdir()
    for program in ("dirname", "sh"):
        (tmp_path / "bin" / program).symlink_to(shutil.which(program) or "")
    done = subprocess.run(
        [str(tmp_path / "开始.sh")],
        capture_output=True,
        check=False,
        env={"PATH": str(tmp_path / "bin")},
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (2, "这台电脑上没有 Python（python3）。请先装 Python，再双击「开始」。\n")


BATCHES = [path for path in STARTS if path.suffix == ".bat"]


@pytest.mark.parametrize("start", BATCHES, ids=lambda path: path.parent.name)
def test_windows_reads_the_start_whatever_its_code_page(start: Path) -> None:
    """cmd.exe takes line by line, in the code page of the moment: GBK on a Chinese Windows, UTF-8 behind `chcp 65001`."""
    lines = start.read_bytes().split(b"\r\n")
    assert lines.pop() == b"" and not any(b"\n" in line or b"\r" in line for line in lines)
    speaks_utf8 = next(number for number, line in enumerate(lines) if line.startswith(b"chcp 65001"))
    chinese = [(number, line) for number, line in enumerate(lines) if not line.isascii()]
    assert chinese and all(number > speaks_utf8 and line.strip().startswith(b"echo ") for number, line in chinese)
    assert not any(re.match(rb"\s*(:|goto|call :)", line) for line in lines)
    for _, line in chinese:  # where chcp fails it reads badly, but no sign of cmd's own comes or goes
        signs = [sign for sign in line.decode("gbk", errors="replace") if sign in "()&|<>^%\"'"]
        assert signs == [] and as_gbk(line + b"\r\n").endswith(b"\r\n")
    assert b'pushd "%~dp0"' in lines, "a folder with blanks, or on another computer"
    assert b"if errorlevel 1 pause" in lines, "else the window is gone with what it said"


def as_gbk(line: bytes) -> bytes:
    """Return what is left of a line when each byte above 0x80 takes the next with it, as in GBK."""
    left, place = bytearray(), 0
    while place < len(line):
        if 0x81 <= line[place] <= 0xFE:
            place += 1
        else:
            left.append(line[place])
        place += 1
    return bytes(left)


def test_the_start_names_the_pythons_that_there_are_wheels_for() -> None:
    said = (PACKAGING / "offline" / "开始.bat").read_text(encoding="utf-8")
    assert f"Python {offline.PYTHONS[0]} 到 {offline.PYTHONS[-1]}" in said


# ---- the folder to install from --------------------------------------------------------------------------------------------------


def wheel(folder: Path, name: str, version: str, *asks: str) -> None:
    said = "".join(f"Requires-Dist: {one}\n" for one in asks)
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as archive:
        archive.writestr(f"{name}-{version}.dist-info/METADATA", f"Name: {name}\nVersion: {version}\n{said}")


WINDOWS = {**offline.WINDOWS, "python_version": "3.12", "python_full_version": "3.12.0"}
LINUX = {**WINDOWS, "os_name": "posix", "sys_platform": "linux", "platform_system": "Linux"}


def test_what_only_windows_needs_is_missing_though_pip_ran_on_linux(tmp_path: Path) -> None:
    wheel(tmp_path, "page", "2.0", "screen>=1", "threads[quick]")
    wheel(tmp_path, "screen", "1.2", 'colours>=0.4; sys_platform == "win32"', 'old; python_version < "3.12"')
    wheel(tmp_path, "threads", "1", 'fibres; extra == "quick"', 'docs; extra == "doc"')
    wheel(tmp_path, "fibres", "1", "threads")
    assert offline.missing(["page>=1"], tmp_path, LINUX) == []
    assert offline.missing(["page>=1"], tmp_path, WINDOWS) == ["colours>=0.4"]
    wheel(tmp_path, "colours", "0.3")  # too old
    assert offline.missing(["page>=1"], tmp_path, WINDOWS) == ["colours>=0.4"]
    assert offline.missing(["page>=3", "screen"], tmp_path, LINUX) == ["page>=3"]
    wheel(tmp_path, "threads", "1", 'fibres>=2; extra == "quick"')
    assert offline.missing(["page"], tmp_path, LINUX) == ["fibres>=2"]
    assert offline.missing(["threads"], tmp_path, LINUX) == []


@pytest.mark.parametrize(
    ("wheels", "told"),
    [
        ((), "少了 wheels"),
        (("numpy-2-cp38-cp38-manylinux_2_28_x86_64.whl", "a-1-py3-none-any.whl"), "版本 3.8 里的一个"),
        (
            tuple(f"numpy-2-cp3{minor}-cp3{minor}-win_amd64.whl" for minor in (9, sys.version_info[1])),
            f"请装Windows 的64位 Python，版本 3.9、3.{sys.version_info[1]} 里的一个",
        ),
    ],
    ids=["no wheels", "another Python", "another system"],
)
def test_a_python_that_the_wheels_are_not_for_is_told(wheels: tuple[str, ...], told: str, tmp_path: Path) -> None:
    shutil.copy(PACKAGING / "offline" / "install.py", tmp_path)
    for name in wheels:
        (tmp_path / "wheels").mkdir(exist_ok=True)
        (tmp_path / "wheels" / name).touch()
    done = subprocess.run(
        [sys.executable, str(tmp_path / "install.py")], capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 1 and told in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skip where pip can fetch nothing; in CI that is a failure."""
    probe = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "et_xmlfile", "--dest"]
    if subprocess.run([*probe, str(tmp_path_factory.mktemp("probe"))], capture_output=True, check=False).returncode:
        is_missing("pip can fetch nothing here: no network, or no pip")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the network is taken away with unshare")
@pytest.mark.usefixtures("network")
def test_without_a_network_the_start_installs_and_the_draft_is_the_same(tmp_path: Path) -> None:
    if not can_be_had():
        is_missing("the network can't be taken away from a test on this system (unshare)")
    wheelhouse = tmp_path / NAME
    offline.main([str(wheelhouse), "--here"])
    assert brought_by(wheelhouse / "reportgen") == brought_by(ROOT / "reportgen")
    program = wheelhouse / "build_report.py"
    real = program.read_text(encoding="utf-8")
    program.write_text("import sys\nprint(sys.prefix, sys.argv[1:])\n", encoding="utf-8")
    alone = ["unshare", "-rn"]
    environment = {"PATH": f"{Path(sys.base_prefix, 'bin')}:/usr/bin:/bin", "LANG": "C.UTF-8"}
    for said in ("第一次用，正在安装，请等一两分钟……\n装好了。\n", ""):  # the second time it is there
        done = subprocess.run(
            [*alone, str(wheelhouse / "开始.sh")], capture_output=True, check=False, env=environment, encoding="utf-8"
        )
        assert (done.stdout, done.stderr) == (f"{said}{wheelhouse / '.venv'} ['page']\n", "")
    program.write_text(real, encoding="utf-8")
    draft = [str(program), "2018", "--data", "data", "--template", "templates/annual", "--output"]
    python = str(wheelhouse / ".venv" / "bin" / "python")
    subprocess.run([*alone, python, *draft, "output"], check=True, cwd=wheelhouse, env=environment)
    beside = tmp_path / "ours"
    subprocess.run([sys.executable, str(ROOT / "build_report.py"), *draft[1:], str(beside)], check=True, cwd=ROOT)
    (ours,) = beside.rglob("*.docx")
    assert (wheelhouse / "output" / ours.relative_to(beside)).read_bytes() == ours.read_bytes()


@pytest.mark.slow
@pytest.mark.usefixtures("network")
def test_a_folder_for_windows_has_all_that_windows_needs(tmp_path: Path) -> None:
    folder = tmp_path / NAME
    offline.main([str(folder), "--python", "3.12"])
    wheels = folder / "wheels"
    assert {path.name.rsplit("-", 1)[1] for path in wheels.iterdir()} <= {"win_amd64.whl", "any.whl"}
    assert offline.missing(needed.requirements(), wheels, WINDOWS) == []
    assert {path.name.split("-")[0] for path in wheels.iterdir()} >= {"pandas", "numpy", "lxml", "tzdata"}
    assert (folder / "开始.bat").is_file() and not list(folder.rglob("__pycache__"))
    assert brought_by(folder / "reportgen") == brought_by(ROOT / "reportgen")


# ---- what pip installs -------------------------------------------------------------------------------------------------------------


def brought_by(package: Path) -> dict[str, bytes]:
    """Return every file of a package, by its path in it, without what Python compiles for itself."""
    paths = [path for path in files(package) if path.suffix != ".pyc"]
    return {path.relative_to(package).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.slow
@pytest.mark.usefixtures("network")  # pip fetches setuptools for it
def test_a_wheel_has_every_file_of_the_package(tmp_path: Path) -> None:
    source = tmp_path / "source"  # setuptools writes beside what it reads
    shutil.copytree(ROOT / "reportgen", source / "reportgen", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(source)]
    subprocess.run(command, check=True)
    (path,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist() if name.startswith("reportgen/")}
    ours = brought_by(ROOT / "reportgen")
    assert held == {f"reportgen/{name}": data for name, data in ours.items()}
    of_the_page = (
        "html/layout.html",
        "static/page.css",
        "static/vendored/jspreadsheet.js",
        "static/vendored/LICENSE.jsuites",
    )
    assert {f"page/{name}" for name in of_the_page} <= {*ours}
