"""Words of the command line -> options, or what about them can't be understood, in Chinese."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from reportgen.base.issues import Issue, Location, Severity, Unusable, nearest
from reportgen.inputs.years import is_year, years

Options = argparse.Namespace


class BadArguments(Exception):
    """The command line can't be understood; the message says why."""


class Parser(argparse.ArgumentParser):
    """Speaks through our own usage text and errors: argparse's own are in English."""

    def __init__(self) -> None:
        super().__init__(add_help=False, allow_abbrev=False)
        self.add_argument("--data", type=Path, default=Path("data"))
        self.add_argument("--template", type=Path, default=Path("templates/annual"))

    def error(self, message: str) -> NoReturn:
        raise BadArguments(message)

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """Return the parsed words; raises BadArguments naming what isn't understood."""
        found, unknown = self.parse_known_args(words)
        if unknown:
            known = [option for action in self._actions for option in action.option_strings]
            raise BadArguments(f"不认识「{unknown[0]}」。{nearest(unknown[0], known)}")
        return found


def one_of(option: str, word: str, known: Sequence[str]) -> str:
    """Return the word; raises BadArguments when it isn't one of those known."""
    if word not in known:
        raise BadArguments(f"{option} 只能是 {'、'.join(known)}。{nearest(word, known)}")
    return word


def year_of(word: str | None, data: Path) -> int:
    """Return the year asked for, or the newest that has a folder; raises BadArguments, and Unusable without any folder."""
    if word is None:
        known = years(data)
        if not known:
            message = "没有数据：里面应有以年份命名的文件夹，如 2018。"
            raise Unusable([Issue("文件", Severity.ERROR, message, Location(str(data)))])
        return known[-1]
    if not is_year(word):
        raise BadArguments(f"「{word}」不是年份也不是命令。年份写四位数，如 2018")
    return int(word)
