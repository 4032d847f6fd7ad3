"""A program is run to its end, or ended with all that it started."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

import pytest

from reportgen.base.program import NotRun, asking, run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="written for a shell")


class Unwanted(Exception):
    pass


def is_gone(process: str) -> bool:
    """Return whether a process has ended, after a moment for the system to end it."""
    time.sleep(0.1)
    with contextlib.suppress(FileNotFoundError):
        return (Path("/proc") / process / "stat").read_text().split()[2] == "Z"
    return True


def test_a_program_that_ends_well_says_nothing(tmp_path: Path) -> None:
    run(["sh", "-c", f"echo done > '{tmp_path / 'out'}'"], "它", 5)
    assert (tmp_path / "out").read_text() == "done\n"


@pytest.mark.parametrize("command", [["sh", "-c", "exit 3"], ["no-such-program"]])
def test_a_program_that_fails_or_is_not_there_is_told_by_its_name(command: list[str]) -> None:
    with pytest.raises(NotRun, match="它 运行不起来"):
        run(command, "它", 5)


@pytest.mark.slow
def test_a_program_that_takes_too_long_is_ended() -> None:
    with pytest.raises(NotRun, match="它 过了1秒还没有转完"):
        run(["sleep", "60"], "它", 1)


def test_a_program_that_nobody_wants_any_more_is_ended_with_what_it_started(tmp_path: Path) -> None:
    child = tmp_path / "child"

    def whether() -> None:
        if child.exists() and child.read_text():
            raise Unwanted

    with pytest.raises(Unwanted), asking(whether):
        run(["sh", "-c", f"sleep 60 & echo $! > '{child}'; wait"], "它", 30)
    assert any(is_gone(child.read_text().strip()) for _ in range(50))
    run(["true"], "它", 5)  # behind it nobody is asked any more
