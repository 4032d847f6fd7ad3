"""The console that this program prints to -> whether a double click made it for this program alone; then nobody types commands in it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from pathlib import PureWindowsPath

_MOST = 64  # programs of one console
_LONGEST = 32_768  # characters of a path
_MAY_BE_ASKED = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
_PYTHON = re.compile(r"py(thon)?w?[0-9.]*")


def is_of_a_double_click() -> bool:
    """Return whether Windows opened this program's console for it; a shell's, and one of any other system, isn't."""
    return os.name == "nt" and is_alone(_programs(), sys.executable)


def is_alone(programs: Iterable[str], own: str) -> bool:
    """Return whether a console has no program but this one and what started it, given by their paths.

    py.exe and a .venv's python.exe each wait for another Python; a shell is what a person types in. '' is one that can't be told.
    """
    names = [PureWindowsPath(program).stem.lower() for program in programs]
    return bool(names) and all(_PYTHON.fullmatch(name) or name == PureWindowsPath(own).stem.lower() for name in names)


def _programs() -> list[str]:
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    numbers = (ctypes.c_uint32 * _MOST)()
    count = kernel.GetConsoleProcessList(numbers, _MOST)  # 0 without a console, more than fit where there are more
    return [_path(kernel, number) for number in numbers[:count]] if count <= _MOST else []


def _path(kernel: object, number: int) -> str:
    """Return a running program's path, '' where Windows doesn't tell."""
    import ctypes

    process = kernel.OpenProcess(_MAY_BE_ASKED, False, number)  # type: ignore[attr-defined]
    if not process:
        return ""
    path, size = ctypes.create_unicode_buffer(_LONGEST), ctypes.c_uint32(_LONGEST)
    told = kernel.QueryFullProcessImageNameW(process, 0, path, ctypes.byref(size))  # type: ignore[attr-defined]
    kernel.CloseHandle(process)  # type: ignore[attr-defined]
    return path.value if told else ""
