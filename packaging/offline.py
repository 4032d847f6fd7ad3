"""The source tree and a package index -> a folder from which an office installs without a network, on Windows or a system like this one.

    python packaging/offline.py [FOLDER] [--python 3.12 …]     for Windows of 64 bits, and these Pythons (all that there are wheels for)
    python packaging/offline.py [FOLDER] --here                for systems and a Python like those that this runs on

FOLDER is dist/离线安装 unless another is named; nothing may stand there. In it are the program, wheels/ and what to double-click.
"""

from __future__ import annotations

import argparse
import email
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from needed import requirements, wanted
from office import ROOT, add_office, megabytes, new_folder
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

OFFLINE = Path(__file__).resolve().parent / "offline"
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
WINDOWS = {
    "os_name": "nt",
    "sys_platform": "win32",
    "platform_system": "Windows",
    "platform_machine": "AMD64",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
}


def main(words: list[str]) -> None:
    """Write the folder that the words name, and say its size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--python", nargs="+", default=PYTHONS, metavar="VERSION")
    parser.add_argument("--here", action="store_true")
    options = parser.parse_args(words)
    folder = new_folder(options.folder, "离线安装")
    add_office(folder, OFFLINE / ("开始.sh" if options.here else "开始.bat"))
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "reportgen", folder / "reportgen", ignore=ignored)
    for file in (ROOT / "build_report.py", OFFLINE / "install.py"):
        shutil.copy(file, folder / file.name)
    (folder / "requirements.txt").write_text("\n".join(requirements()) + "\n", encoding="utf-8")
    if options.here:
        download(requirements(), folder / "wheels", (), {key: str(said) for key, said in default_environment().items()})
    else:
        for version in options.python:
            asked = ("--platform", "win_amd64", "--implementation", "cp", "--python-version", version)
            told = {**WINDOWS, "python_version": version, "python_full_version": f"{version}.0"}
            download(requirements(), folder / "wheels", asked, told)
    print(megabytes(folder))


def download(lines: Iterable[str], wheels: Path, options: Iterable[str], environment: Mapping[str, str]) -> None:
    """Put into a folder the wheels that requirements ask for on a system: pip's options for it, and its markers.

    pip asks each library what it needs on the system that pip runs on, whatever system the wheels are for; what is needed on that one
    besides is asked for until nothing is missing. Raises CalledProcessError where pip finds no wheel.
    """
    asked = [_bare(one) for one in wanted(lines, environment)]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--only-binary", ":all:", *options]
    wheels.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as fresh:
        lacking = asked
        while lacking:
            subprocess.run([*pip, "--dest", fresh, *asked], check=True)
            lacking = missing(asked, Path(fresh), environment)
            asked = [*asked, *lacking]
        shutil.copytree(fresh, wheels, dirs_exist_ok=True)


def missing(lines: Iterable[str], wheels: Path, environment: Mapping[str, str]) -> list[str]:
    """Return what requirements, and the wheels that they lead to, ask for on a system and no wheel of the folder is."""
    held = {parse_wheel_filename(path.name)[0]: path for path in sorted(wheels.glob("*.whl"))}
    waiting = wanted(lines, environment)
    seen: set[str] = set()
    lacking: list[str] = []
    while waiting:
        one = waiting.pop()
        if _bare(one) in seen:
            continue
        seen.add(_bare(one))
        wheel = held.get(canonicalize_name(one.name))
        if wheel is None or not one.specifier.contains(parse_wheel_filename(wheel.name)[1], prereleases=True):
            lacking.append(_bare(one))
        else:
            waiting += wanted(asked_by(wheel), environment, one.extras)
    return sorted(lacking)


def asked_by(wheel: Path) -> list[str]:
    """Return the requirements that a wheel states."""
    with zipfile.ZipFile(wheel) as archive:
        said = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(archive.read(said)).get_all("Requires-Dist") or []


def _bare(one: Requirement) -> str:
    """Return a requirement without its marker, which pip would hold against the system that it runs on."""
    extras = f"[{','.join(sorted(one.extras))}]" if one.extras else ""
    return f"{one.name}{extras}{one.specifier}"


if __name__ == "__main__":
    main(sys.argv[1:])
