"""Words of the command line -> the command that they name, and an exit code.

Exit codes: 0 done; 1 errors stand (check, template check, --strict, --final), a report differs (verify), something is missing (status), an
office has not handed in (status, rollup without --partly), or its report could not be made (batch); 2 inputs, template or arguments can't be
used, nothing written; 130 somebody pressed Ctrl-C, which only ends a page: 0.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from reportgen.base.issues import Unusable, nearest
from reportgen.base.saving import CannotWrite
from reportgen.base.terminal import table
from reportgen.commands.arguments import FOLDERS, SETTINGS, BadArguments, Command
from reportgen.commands.own_python import hand_over, said_of
from reportgen.commands.screen import ERRORS_STAND, INTERRUPTED, OK, UNUSABLE, print_issues, shown, speak_utf8
from reportgen.commands.window import is_of_a_double_click
from reportgen.inputs.years import is_year

__all__ = ["ERRORS_STAND", "OK", "UNUSABLE", "main", "run"]

_HEAD = """\
按表格生成街道、乡镇的工作报告（Word）。

用法：python build_report.py [命令] [写在后面的] [选项]
      不写命令就是生成报告：python build_report.py 2018
      不想打命令：python build_report.py page 打开一个网页，都在里面做；在 Windows 上双击 build_report.py 也是打开它

命令（每个命令后面能写什么，用 命令 --help 看，如 diff --help）：
"""
_OPTIONS = "\n几个命令都有的选项：\n"
_TAIL = f"""\
  这三个文件夹不是默认的，可以写在 {SETTINGS} 里（一行一个，如 data = "数据"），以后就不用再写。

退出码：0 完成；1 有错误（check、template check，或用了 --strict、--final）、报告里有没认可的不同（verify）、
        没填齐（status）、没报齐（status、不加 --partly 的 rollup）、有单位没做成（batch）；
        2 数据、模板或参数不能用，什么都没有写；130 按 Ctrl-C 停下了。
"""


def run() -> NoReturn:
    """Run one command as a process of its own: in UTF-8 where the system's own encoding has no Chinese, by the Python that has the packages.

    It ends within a second, so looking for garbage would only cost time, and so would taking pandas down piece by piece at the end:
    together a seventh of a build. All files are closed by then, and what was printed is out.
    """
    if not _has_chinese(sys.getfilesystemencoding()):  # LC_ALL=C, for one: no file of an office could be named
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, "PYTHONUTF8": "1"})
    gc.disable()
    code = hand_over()
    if code is None:
        code = _ended() if sys.argv[1:] or not is_of_a_double_click() else _double_clicked()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def _double_clicked() -> int:
    """Open the page for somebody who types no commands; the window stays until what went wrong has been read."""
    code = UNUSABLE
    try:
        code = _ended(["page"])
    except Exception:
        import traceback  # ten milliseconds that no other run waits for

        traceback.print_exc()
    if code != OK:
        with contextlib.suppress(EOFError, KeyboardInterrupt):
            input("按回车，这个窗口就关上。")
    return code


def _ended(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; where a package isn't there, say what to do."""
    try:
        return main(words)
    except ModuleNotFoundError as error:
        if not (said := said_of(error)):
            raise
        print(said, file=sys.stderr)
    return UNUSABLE


def _has_chinese(encoding: str) -> bool:
    try:
        return bool("年".encode(encoding))
    except UnicodeEncodeError:
        return False


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    speak_utf8()
    with shown():
        return _run(words)


def _run(words: list[str]) -> int:
    try:
        if words[:1] in (["-h"], ["--help"]):
            print(_page(), end="")
            return OK
        name = _named(words)
        command = _command(name)
        parser = command.parser(name)
        options = parser.read(words[len(name.split()) :])
        if options.help:
            parser.print_help()
            return OK
        code = command.run(options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # whoever read what we print has gone, as `| head` does
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        print("按 Ctrl-C 停下了。没有做完的，再运行同一条命令就重新做。", file=sys.stderr)
        return INTERRUPTED
    except BadArguments as error:
        print(f"参数不对：{error}\n用 --help 看用法。", file=sys.stderr)
    except Unusable as error:
        print_issues(error.issues, sys.stderr)
        print(f"\n共{len(error.issues)}处问题，改好后再运行一次。什么都没有写。", file=sys.stderr)
    except CannotWrite as error:
        print(error, file=sys.stderr)
    return UNUSABLE


def _named(words: Sequence[str]) -> str:
    """Return the command that the first words name, '' for a build; raises BadArguments where they can be neither."""
    first, behind = (*words[:2], "", "")[:2]
    if first in _COMMANDS:
        return first
    if below := [name.removeprefix(f"{first} ") for name in _COMMANDS if first and name.startswith(f"{first} ")]:
        if behind in below:
            return f"{first} {behind}"
        known = "、".join(below)
        if not behind:
            raise BadArguments(f"{first} 后面写 {known}")
        raise BadArguments(f"不认识「{first} {behind}」，可用：{known}。{nearest(behind, below)}")
    if first and not first.startswith("-") and not is_year(first):
        known_words = list(dict.fromkeys(name.split()[0] for name in _COMMANDS if name))
        raise BadArguments(f"「{first}」不是年份也不是命令。{nearest(first, known_words)}年份写四位数，如 2018")
    return ""


def _command(name: str) -> Command:
    """Return a command; its module is imported only when somebody asks for it."""
    module, constant = _COMMANDS[name]
    found: Command = getattr(importlib.import_module(f"reportgen.commands.{module}"), constant)
    return found


def _page() -> str:
    commands = ((name or "[年份]", _command(name).summary) for name in _COMMANDS)
    folders = ((f"--{name} 文件夹", said) for name, (_, said) in FOLDERS.items())
    options = [*folders, ("-h, --help", "看这一页；写在命令后面，看那个命令的")]
    lines = [[f"  {line}\n" for line in table(rows)] for rows in ([*commands], options)]
    return "".join((_HEAD, *lines[0], _OPTIONS, *lines[1], _TAIL))


# What is typed -> the module and the command in it. A new command is one line here and its module.
_COMMANDS = {
    "": ("build", "BUILD"),
    "check": ("figures", "CHECK"),
    "figures": ("figures", "FIGURES"),
    "explain": ("figures", "EXPLAIN"),
    "diff": ("diff", "DIFF"),
    "verify": ("word_file", "VERIFY"),
    "history": ("versions", "HISTORY"),
    "restore": ("versions", "RESTORE"),
    "import": ("import_report", "IMPORT"),
    "new": ("year", "NEW"),
    "status": ("year", "STATUS"),
    "batch": ("batch", "BATCH"),
    "compare": ("league", "COMPARE"),
    "forms": ("forms", "FORMS"),
    "collect": ("forms", "COLLECT"),
    "rollup": ("rollup", "ROLLUP"),
    "template check": ("template", "CHECK"),
    "template new": ("template", "NEW"),
    "template adopt": ("template", "ADOPT"),
    "text": ("word_file", "TEXT"),
    "page": ("page", "PAGE"),
}
