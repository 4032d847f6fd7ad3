"""The source tree -> a folder with the program and all that it needs, for the kind of system that this runs on: no Python has to be there.

    python packaging/build_folder.py [FOLDER]

FOLDER is dist/工作报告 unless another is named; nothing may stand there. This Python needs PyInstaller and the libraries of pyproject.toml.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from needed import installed, not_needed
from office import ROOT, add_office, megabytes, new_folder

FROZEN = Path(__file__).resolve().parent / "frozen"
PROGRAM = "build_report"  # as in all that the commands say
# Of Python and of the libraries that the program needs, what none of its commands comes to.
UNUSED = ["tkinter", "_tkinter", "idlelib", "turtledemo", "lib2to3", "ensurepip", "test", "sqlite3", "curses"]
UNUSED += ["pandas.tests", "numpy.tests", "numpy.f2py", "numpy.testing"]
VENDORED = ROOT / "reportgen" / "page" / "static" / "vendored"  # scripts of others, each with a LICENSE.NAME
LICENCE = re.compile(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS)", re.IGNORECASE)


def main(words: list[str]) -> None:
    """Build the folder that the words name, and say its size."""
    folder = new_folder(words[0] if words else None, "工作报告")
    with tempfile.TemporaryDirectory() as work:
        subprocess.run([sys.executable, "-m", "PyInstaller", *arguments(Path(work))], check=True, cwd=work)
        shutil.copytree(Path(work, "dist", PROGRAM), folder, symlinks=True, dirs_exist_ok=True)
    add_office(folder, FROZEN / ("开始.bat" if sys.platform == "win32" else "开始.sh"))
    add_licences(folder / "licences")
    print(megabytes(folder))


def arguments(work: Path) -> list[str]:
    """Return what PyInstaller is told: every module and every file of the package come along, and of the libraries what is needed."""
    # A batch keeps in mind which pandas added up: libraries are asked for their version.
    told = [word for library in installed() for word in ("--copy-metadata", library.metadata["Name"])]
    unused = [word for name in (*UNUSED, *not_needed()) for word in ("--exclude-module", name)]
    return [
        str(FROZEN / "program.py"),
        *("--name", PROGRAM, "--onedir", "--console", "--noupx", "--log-level", "ERROR"),
        *("--python-option", "X utf8"),  # the system's own encoding may have no Chinese
        *("--paths", str(ROOT), "--collect-submodules", "reportgen", "--collect-data", "reportgen"),
        *("--distpath", str(work / "dist"), "--workpath", str(work / "work"), "--specpath", str(work)),
        *told,
        *unused,
    ]


def add_licences(folder: Path) -> None:
    """Write the licences of Python and of each library that comes along, those within the package too; of one without a licence's text,
    what it says of itself."""
    for library in installed():
        files = [file for file in library.files or () if LICENCE.search(file.name)]
        files = files or [file for file in library.files or () if file.name == "METADATA"]
        for file in files:
            target = folder / library.metadata["Name"] / "-".join(file.parts[1:])
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(str(library.locate_file(file)), target)
    for file in VENDORED.glob("LICENSE.*"):
        target = folder / file.suffix[1:] / "LICENSE"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)
    # Python's own stands at its top on Windows, among its modules elsewhere.
    own = [base / "LICENSE.txt" for base in (Path(sys.base_prefix), Path(sysconfig.get_path("stdlib")))]
    shutil.copy(next(path for path in own if path.is_file()), folder / "Python-LICENSE.txt")


if __name__ == "__main__":
    main(sys.argv[1:])
