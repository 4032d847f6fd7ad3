"""The packages that this program needs -> the Python of the `.venv` beside it runs the same words, where this one lacks any of them."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

from reportgen.base.program import in_this_place

PACKAGES = ("docxtpl", "jinja2", "lxml", "docx", "pandas", "yaml", "rapidfuzz", "openpyxl", "flask", "waitress")
_VENV = Path(__file__).resolve().parents[2] / ".venv"  # beside build_report.py
_ASKED = "REPORTGEN_VENV_ASKED"  # is set in what it was handed to, which hands nothing on
# How Windows' starter of a .venv ends when the Python that it was made with isn't there any more.
_NO_PYTHON = range(100, 105)


def hand_over(venv: Path = _VENV) -> int | None:
    """Have the `.venv`'s Python run this command where this one lacks a package; return the exit code, None where it can't or needn't be.

    A double click and a plain `python` take the system's Python, while the office's packages lie in the `.venv`.
    """
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if _ASKED in os.environ or not python.is_file() or not _lacks_any():
        return None
    code = in_this_place([str(python), *sys.orig_argv[1:]], {**os.environ, _ASKED: "1"})
    return None if code in _NO_PYTHON else code


def said_of(error: ModuleNotFoundError) -> str:
    """Return what to do where a package isn't there, '' where a module of ours isn't, which is our fault."""
    name = (error.name or "").partition(".")[0]
    if name not in PACKAGES:
        return ""
    return f"没有装程序要用的 {name}。文件夹里有「开始」的，双击「开始」；没有的，照 README.zh-CN.md 开头的那一行装好，再运行一次。"


def _lacks_any() -> bool:
    return any(find_spec(name) is None for name in PACKAGES)
