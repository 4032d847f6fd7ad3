"""A double click on Windows opens the page; whoever types gets what they type."""

from __future__ import annotations

import ctypes
from types import SimpleNamespace
from typing import Any

import pytest

from reportgen.commands import cli, window
from reportgen.commands.cli import OK, UNUSABLE

PYTHON = r"C:\Python312\python.exe"


@pytest.mark.parametrize(
    ("programs", "alone"),
    [
        ([PYTHON], True),
        ([PYTHON, r"C:\Windows\py.exe"], True),
        ([PYTHON, r"D:\办公室\.venv\Scripts\python.exe"], True),
        ([r"C:\Users\a\AppData\Local\Microsoft\WindowsApps\python3.13.exe"], True),
        ([r"D:\工作报告\build_report.exe"], True),
        ([PYTHON, r"C:\Windows\System32\cmd.exe"], False),
        ([PYTHON, r"C:\Windows\py.exe", r"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe"], False),
        ([PYTHON, r"C:\Program Files\Git\usr\bin\bash.exe"], False),
        ([PYTHON, r"C:\tools\pycharm64.exe"], False),
        ([PYTHON, ""], False),  # one that Windows doesn't tell
        ([], False),  # no console at all
    ],
)
def test_a_console_with_a_shell_in_it_is_typed_in(programs: list[str], alone: bool) -> None:
    assert window.is_alone(programs, r"D:\工作报告\BUILD_REPORT.EXE") is alone


class Kernel:
    """What Windows says of a console: its programs by their numbers, '' for one that may not be asked."""

    def __init__(self, programs: dict[int, str]) -> None:
        self.programs, self.opened = programs, 0

    def GetConsoleProcessList(self, numbers: Any, most: int) -> int:
        for place, number in enumerate(list(self.programs)[:most]):
            numbers[place] = number
        return len(self.programs)

    def OpenProcess(self, _rights: int, _inherit: bool, number: int) -> int:
        self.opened += bool(self.programs[number])
        return number if self.programs[number] else 0

    def QueryFullProcessImageNameW(self, process: int, _flags: int, path: Any, _size: Any) -> int:
        path.value = self.programs[process]
        return 1

    def CloseHandle(self, _process: int) -> None:
        self.opened -= 1


@pytest.mark.parametrize(
    ("programs", "found"),
    [
        ({7: PYTHON, 9: r"C:\Windows\py.exe"}, [PYTHON, r"C:\Windows\py.exe"]),
        ({7: PYTHON, 9: ""}, [PYTHON, ""]),
        ({}, []),
        (dict.fromkeys(range(1, 66), PYTHON), []),  # more than were asked for: nobody knows which
    ],
)
def test_windows_is_asked_for_every_program_of_the_console(
    programs: dict[int, str], found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = Kernel(programs)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert window._programs() == found
    assert kernel.opened == 0, "everything that was opened is closed again"


def test_no_other_system_is_asked() -> None:
    assert window.is_of_a_double_click() is False


def ran(monkeypatch: pytest.MonkeyPatch, words: list[str], clicked: bool, code: int | Exception = OK) -> list[Any]:
    """Return what a run does one after the other: the command that it runs, what it waits for, its exit code."""
    done: list[Any] = []

    def runs(told: list[str] | None = None) -> int:
        done.append(told)
        if isinstance(code, Exception):
            raise code
        return code

    monkeypatch.setattr("sys.argv", ["build_report.py", *words])
    monkeypatch.setattr(cli, "main", runs)
    monkeypatch.setattr(cli, "is_of_a_double_click", lambda: clicked)
    monkeypatch.setattr("builtins.input", lambda said: done.append(said))
    monkeypatch.setattr("gc.disable", lambda: None)
    monkeypatch.setattr("os._exit", done.append)
    cli.run()
    return done


WAITS = "按回车，这个窗口就关上。"


def test_a_double_click_opens_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ran(monkeypatch, [], clicked=True) == [["page"], OK]


def test_whoever_types_gets_what_they_type(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ran(monkeypatch, [], clicked=False) == [None, OK]
    assert ran(monkeypatch, ["2018"], clicked=True) == [None, OK], "a shortcut that somebody made for a year"
    assert ran(monkeypatch, ["2018"], clicked=True, code=UNUSABLE) == [None, UNUSABLE], "nothing waits for a key"


def test_the_window_of_a_double_click_stays_until_what_went_wrong_is_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ran(monkeypatch, [], clicked=True, code=UNUSABLE) == [["page"], WAITS, UNUSABLE]
    assert ran(monkeypatch, [], clicked=True, code=ZeroDivisionError("ours")) == [["page"], WAITS, UNUSABLE]
    assert "ZeroDivisionError: ours" in capsys.readouterr().err
