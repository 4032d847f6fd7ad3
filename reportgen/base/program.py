"""A command -> the program run to its end with nothing on the screen, stopped when it takes too long or isn't wanted; or in the place of this one."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar

_LOOKS = 5  # a second


class NotRun(Exception):
    """A program could not be started, failed or took too long; the message says which, in Chinese, as the end of a sentence."""


def _nobody_asks() -> None:
    return None


_asked: ContextVar[Callable[[], None]] = ContextVar("asked", default=_nobody_asks)


@contextlib.contextmanager
def asking(whether: Callable[[], None]) -> Iterator[None]:
    """Have `whether` asked some times a second while a program runs in here: what it raises ends the program, and goes on to the caller."""
    token = _asked.set(whether)
    try:
        yield
    finally:
        _asked.reset(token)


def run(command: Sequence[str], name: str, most_seconds: int) -> None:
    """Run a program, called `name`, to its end; one that starts a second process takes it along: they are a group where there are such.

    Raises NotRun.
    """
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=os.name == "posix",
        )
    except (OSError, ValueError) as error:
        raise NotRun(f"{name} 运行不起来") from error
    try:
        if _ended(process, most_seconds) is None:
            raise NotRun(f"{name} 过了{most_seconds}秒还没有转完")
    finally:
        if process.poll() is None:
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()
    if process.returncode != 0:
        raise NotRun(f"{name} 运行不起来")


def _ended(process: subprocess.Popen[bytes], most_seconds: int) -> int | None:
    """Return a program's exit code, None where it hasn't ended in time; asks meanwhile whether it is still wanted."""
    for _ in range(most_seconds * _LOOKS):
        _asked.get()()
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(1 / _LOOKS)
    return None


def in_this_place(command: Sequence[str], environment: Mapping[str, str]) -> int | None:
    """Run a program in the place of this one, with its screen and keys.

    Return its exit code where the system doesn't put the one in the other's place, None where it can't be started.
    """
    try:
        if os.name == "posix":
            os.execve(command[0], [*command], environment)
        return waited_for(command, environment)
    except OSError:
        return None


def waited_for(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a program on this one's screen and return its exit code; Ctrl-C is the program's alone."""
    before = signal.signal(signal.SIGINT, lambda *_: None)  # a function, for a program takes over what is ignored
    try:
        with subprocess.Popen(command, env=environment) as process:
            return process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
