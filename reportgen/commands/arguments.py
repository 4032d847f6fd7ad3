"""Words of the command line, and the folders that an office typed once in `reportgen.toml` -> options, or what isn't understood, in Chinese."""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from reportgen.base.issues import Finder, Issue, Location, Severity, Unusable, nearest
from reportgen.base.textfile import read_bytes, read_text
from reportgen.inputs.years import is_year, misnamed, years

Options = argparse.Namespace
TEXT_OR_JSON = ("text", "json")  # in what a command's result is printed, where it has a --format of no more
SETTINGS = "reportgen.toml"
# Each folder, where it is unless somebody says otherwise, and what stands there.
FOLDERS = {
    "data": ("data", "数据在哪里，下面一年一个文件夹（默认 data）"),
    "template": ("templates/annual", "模板和指标目录在哪里（默认 templates/annual）"),
    "output": ("output", "报告写到哪里（默认 output）"),
}
_MOST_BYTES = 100_000  # of the settings


class BadArguments(Exception):
    """The command line can't be understood; the message says why."""


@dataclass(frozen=True)
class Command:
    """A command: what it does, in one line, what may stand behind its name, and what carries it out and returns the exit code."""

    summary: str
    declare: Callable[[Parser], None]
    run: Callable[[Options], int]

    def parser(self, name: str) -> Parser:
        """Return what reads the words behind its name, '' for the build, which has none."""
        parser = Parser(name, self.summary)
        self.declare(parser)
        return parser


class _Page(argparse.RawDescriptionHelpFormatter):
    """A command's page of help in Chinese; argparse writes 「usage: 」 itself."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=100)

    def add_usage(self, usage: str | None, actions: object, groups: object, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, prefix="用法：")  # type: ignore[arg-type]


class Parser(argparse.ArgumentParser):
    """Reads the words behind a command's name; speaks Chinese, where argparse's own errors and headings are in English."""

    def __init__(self, name: str, summary: str) -> None:
        program = f"python build_report.py {name}".strip()
        super().__init__(
            program, description=summary, add_help=False, allow_abbrev=False, exit_on_error=False, formatter_class=_Page
        )
        self._positionals.title, self._optionals.title = "写在后面的", "选项"
        self.name = name
        self.add_argument("-h", "--help", action="store_true", help="看这一页")

    def folders(self, *names: str) -> None:
        """Let the command take the folders that it works with: data, template, output."""
        for name in names:
            self.add_argument(f"--{name}", type=Path, metavar="文件夹", help=FOLDERS[name][1])

    def year(self, said: str = "哪一年；不写就是最新的一年") -> None:
        """Let a year stand behind the command's name."""
        self.add_argument("year", nargs="?", metavar="年份", help=said)

    def format(self, known: Sequence[str], said: str = "印成什么样子") -> None:
        """Let the command's result be printed in one of several forms, the first unless another is asked for."""
        choice = f"{said}：{'、'.join(known)}（默认 {known[0]}）"
        self.add_argument("--format", default=known[0], metavar="样子", help=choice)
        self.set_defaults(formats=tuple(known))

    def annex(self) -> None:
        """Let the report have its annex, or not; unless somebody says so it is as the last one was."""
        annex = self.add_mutually_exclusive_group()
        said = "报告后面附上「主要指标对比表」（和上年比，带图）；附过的以后每次都跟着更新"
        annex.add_argument("--annex", action="store_true", default=None, help=said)
        annex.add_argument("--no-annex", dest="annex", action="store_false", default=None, help="不要附件了")

    def error(self, message: str) -> NoReturn:
        raise BadArguments(message)

    def read(self, words: Sequence[str]) -> Options:
        """Return what the words say, with the folders of the office's settings; raises BadArguments naming what isn't understood."""
        try:
            found, unknown = self.parse_known_args(words)
        except argparse.ArgumentError as error:
            raise BadArguments(_said(error)) from None
        if unknown and not found.help:
            known = [option for action in self._actions for option in action.option_strings]
            raise BadArguments(f"不认识「{unknown[0]}」。{nearest(unknown[0], known)}{self._hint()}")
        if "formats" in found:
            one_of("--format", found.format, found.formats)
        if not found.help:
            _add_folders(found)
        return found

    def _hint(self) -> str:
        return f"{self.name} 后面能写什么，用 {self.name} --help 看。" if self.name else ""


def _said(error: argparse.ArgumentError) -> str:
    """Return in Chinese what argparse can't take."""
    name, message = error.argument_name, error.message or ""
    if "ignored explicit argument" in message:
        return f"{name} 后面不写东西"
    if found := re.search(r"not allowed with argument (\S+)", message):
        return f"{name} 和 {found[1]} 不能一起用"
    return f"{name} 后面要写上{'' if name and name.startswith('-') else '它的'}内容"


def _add_folders(options: Options) -> None:
    """Fill in the folders that the words don't name: from the office's settings, else the usual ones; note those that they do name."""
    wanted = [name for name in FOLDERS if name in options]
    options.typed = frozenset(name for name in wanted if getattr(options, name) is not None)
    if any(getattr(options, name) is None for name in wanted):
        data = options.data if "data" in options else None
        usual = usual_folders(Path() if data is None else data.parent)
        for name in wanted:
            if getattr(options, name) is None:
                setattr(options, name, usual[name])


def usual_folders(beside: Path) -> dict[str, Path]:
    """Return the folders by name: those that the file in `beside` says, and the usual ones; raises Unusable with every fault in it.

    data = "数据"                     # from the file's own folder
    template = "templates/annual"
    output = "报告"
    """
    found = {name: Path(folder) for name, (folder, _) in FOLDERS.items()}
    path = beside / SETTINGS
    if not path.is_file():
        return found
    finder = Finder()
    data = read_bytes(path, SETTINGS, _MOST_BYTES, finder)
    text = None if data is None else read_text(data, SETTINGS, "另存为 UTF-8", finder)
    try:
        said = tomllib.loads(text or "")
    except tomllib.TOMLDecodeError as error:
        row = re.search(r"at line ([0-9]+)", str(error))
        message = '这一行看不懂，应写成 data = "数据" 这样，文件夹的名称放在英文引号里，\\ 写成 /。'
        finder.error("设置", Location(SETTINGS, int(row[1]) if row else None), message)
        said = {}
    known = "、".join(FOLDERS)
    for name, value in said.items():
        at = Location(SETTINGS, None, name)
        if name not in FOLDERS:
            message = f"不认识「{name}」。{nearest(name, list(FOLDERS))}能写的有：{known}。"
            finder.error("设置", at, message, expected=known, found=name)
        elif not isinstance(value, str) or not value.strip():
            finder.error(
                "设置", at, f'应是一个文件夹，写成 {name} = "文件夹"。', expected="一个文件夹", found=str(value)
            )
        else:
            found[name] = beside / value
    finder.stop_if_any()
    return found


def one_of(option: str, word: str, known: Sequence[str]) -> str:
    """Return the word; raises BadArguments when it isn't one of those known."""
    if word not in known:
        raise BadArguments(f"{option} 只能是 {'、'.join(known)}。{nearest(word, known)}")
    return word


def year_of(word: str | None, data: Path) -> int:
    """Return the year asked for, or the newest that has a folder; raises BadArguments, and Unusable without any folder."""
    if word is None:
        known, others = years(data), misnamed(data)
        if others and max(others) > max(known, default=0):
            message = f"文件夹的名称只写四位年份：请把「{others[max(others)]}」改名为 {max(others)}。"
            raise Unusable([Issue("文件", Severity.ERROR, message, Location(str(data)))])
        if not known:
            message = "没有数据：里面应有以年份命名的文件夹，如 2018。用「new 年份」照指标目录建第一年的，如 new 2018。"
            raise Unusable([Issue("文件", Severity.ERROR, message, Location(str(data)))])
        return known[-1]
    if not is_year(word):
        raise BadArguments(f"「{word}」不是年份也不是命令。年份写四位数，如 2018")
    return int(word)
