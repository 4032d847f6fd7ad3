"""Offices as they end -> how far a run is: a bar with the time that is left on a terminal, else a line for each."""

from __future__ import annotations

import sys
from typing import TextIO

from reportgen.base.terminal import width
from reportgen.commands.clock import seconds
from reportgen.offices.outcome import Outcome, State

_CELLS = 24
_COLUMNS = 78  # a terminal has 80; a longer line would be broken, and its beginning stay


class Bar:
    """Says how far a run over `total` offices is; `terminal` is where a bar can be drawn, None where nobody sits at one."""

    def __init__(self, total: int, terminal: TextIO | None) -> None:
        self._total, self._terminal = total, terminal
        self._done = self._built = 0
        self._began = seconds()
        self._drawn = ""

    def ended(self, outcome: Outcome) -> None:
        """Say that an office ended; those in which nothing changed take no time, and say nothing of how long the others take."""
        self._done += 1
        if outcome.state is State.UNCHANGED:
            if not self._built:
                self._began = seconds()
        else:
            self._built += 1
            if self._terminal is None:
                print(
                    f"[{self._done}/{self._total}] {outcome.code} {outcome.name}  {outcome.state.value}",
                    file=sys.stderr,
                )
        self._draw(f"{outcome.code} {outcome.name}")

    def say(self, sentence: str) -> None:
        """Print a sentence on a line of its own."""
        self.clear()
        print(sentence, file=sys.stderr)

    def clear(self) -> None:
        """Take the bar away."""
        self._write("")

    def _draw(self, name: str) -> None:
        full = _CELLS * self._done // self._total
        said = f"[{'█' * full}{'░' * (_CELLS - full)}] {self._done}/{self._total}"
        left = self._total - self._done
        if self._built and left:
            remaining = (seconds() - self._began) / self._built * left
            said += f"  还要约{int(remaining // 60)}分{int(remaining % 60):02}秒"
        said = f"{said}  {name}"
        while width(said) > _COLUMNS:
            said = said[:-1]
        self._write(said)

    def _write(self, said: str) -> None:
        if self._terminal is not None:
            gap = " " * max(0, width(self._drawn) - width(said))
            self._terminal.write(f"\r{said}{gap}" if said else f"\r{gap}\r")
            self._terminal.flush()
        self._drawn = said
