"""Words of the command line -> the command that they name, and an exit code.

Exit codes: 0 done; 1 errors stand (check, template check, --strict, --final), a report differs (verify), or something is missing (status);
2 inputs, template or arguments can't be used, nothing written.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from reportgen.base.issues import Unusable, nearest
from reportgen.commands.arguments import BadArguments
from reportgen.commands.screen import ERRORS_STAND, OK, UNUSABLE, print_issues, shown, speak_utf8
from reportgen.inputs.years import is_year

__all__ = ["ERRORS_STAND", "OK", "UNUSABLE", "main", "run"]

_USAGE = """\
按表格生成街道、乡镇的工作报告（Word）。

用法：
  python build_report.py [年份] [-o 文件] [--data 文件夹] [--template 文件夹] [--strict] [--annex | --no-annex]
                              [--track-changes] [--dry-run] [--fresh] [--final]
                                        生成报告；不写年份就是最新的一年。报告有人改过的，
                                        把更正的数合并进去，改过的字一个不动
  python build_report.py check [年份] [--format text|json]
                                        只检查不写报告；有「错误」时退出码为1
  python build_report.py figures [年份] [--format text|csv|json]
                                        列出全部数据：数值、单位、怎么算、依据哪几格
  python build_report.py explain 指标 [年份]
                                        一个数的来历，一层一层到单元格，以及印在报告哪里
  python build_report.py diff [年份 [另一年]] [--format text|csv|json|html|xlsx|docx] [-o 文件]
                              [--changed] [--by-size] [--section 部分]
                                        和上年（或另一年）逐个指标对比；--changed 只列有变化的，
                                        --by-size 按变化大小排，--section 只列一个部分
  python build_report.py diff 2016..2018 [--format text|csv|json|html]
                                        几年的数排在一起
  python build_report.py diff [年份] --since-last-build | --record 生成记录.json
                                        和上次生成相比，更正了哪些数、哪几格、印在哪里
  python build_report.py diff 旧.docx 新.docx
                                        两份报告里的数据标记有什么不同
  python build_report.py verify 文件.docx [年份]
                                        签发前核对：每个数和数据对不对，有不同时退出码为1；
                                        不写年份，就按文件自己说的那一年；文件在别处的，生成记录
                                        到 --output 里找
  python build_report.py history [年份|文件]
                                        被替换过的各个版本；restore 版号 [年份|文件] 恢复一版；
                                        用 -o 写到别处的报告，写上它的文件
  python build_report.py import 文件 [--year 2017] [--force]
                                        从往年的报告（.docx、.txt）读回数据，写成 data/年份
  python build_report.py new 年份 [--from 年份]
                                        照上一年建新一年的文件夹：表和村名照旧，数字空着，
                                        列出要填什么、向谁要
  python build_report.py status [年份] [--format text|json]
                                        还差什么没填，按部分、文件和村；填齐了退出码为0，否则为1
  python build_report.py template check [文件夹] [--format text|json]
                                        查模板：写错的标签、和指标不符的单位、打字打进去的数和
                                        年份、没有印的指标、空段；有「错误」时退出码为1
  python build_report.py template new 文件夹
                                        一个空模板和一份带说明的指标目录，版式和默认模板一样
  python build_report.py template adopt 报告.docx 文件夹 [--year 年份]
                                        把现成的报告变成模板：和那一年的数据对得上的数换成标签
  python build_report.py text 文件.docx   把 Word 文件变成纯文本，带自动编号

选项：
  -o 文件            报告写到这个文件（默认 output/年份/标题.docx）
  --data 文件夹      数据在哪里（默认 data，下面一年一个文件夹）
  --template 文件夹  模板和指标目录在哪里（默认 templates/annual）
  --output 文件夹    报告写到哪里（默认 output）
  --strict           有「错误」时退出码为1（报告照样写出）
  --track-changes    更正写成 Word 修订（作者 reportgen），可以逐处接受或拒绝
  --dry-run          只说会怎么改，不写
  --fresh            不要人工的改动，重新生成（改过的那份留在 history 里）
  --annex            报告后面附上「主要指标对比表」（和上年比，带图）；附过的报告以后每次都跟着更新，
                     不要了用 --no-annex
  --final            另出公开版（Word、纯文本、网页、PDF），在报告旁边的「公开版」里；
                     有没认可的「错误」、待补、没决定的修订等，就不出，退出码为1
  -h, --help         看这一页

退出码：0 完成；1 有错误（check、template check，或用了 --strict、--final）、报告里有没认可的不同（verify）、
        没填齐（status）；
        2 数据、模板或参数不能用，什么都没有写。
"""


def run() -> NoReturn:
    """Run one command as a process of its own, once more in UTF-8 where the system's own encoding has no Chinese.

    It ends within a second, so looking for garbage would only cost time, and so would taking pandas down piece by piece at the end:
    together a seventh of a build. All files are closed by then, and what was printed is out.
    """
    if not _has_chinese(sys.getfilesystemencoding()):  # LC_ALL=C, for one: no file of an office could be named
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, "PYTHONUTF8": "1"})
    gc.disable()
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


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
    if {"-h", "--help"} & set(words):
        print(_USAGE, end="")
        return OK
    try:
        name = _named(words)
        code = _COMMANDS[name](words[1:] if name else words)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # whoever read what we print has gone, as `| head` does
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except BadArguments as error:
        print(f"参数不对：{error}\n用 --help 看用法。", file=sys.stderr)
    except Unusable as error:
        print_issues(error.issues, sys.stderr)
        print(f"\n共{len(error.issues)}处问题，改好后再运行一次。什么都没有写。", file=sys.stderr)
    return UNUSABLE


def _named(words: Sequence[str]) -> str:
    """Return the command that the first word names, '' for a build; raises BadArguments where it can be neither."""
    first = words[0] if words else ""
    if first in _COMMANDS:
        return first
    if first and not first.startswith("-") and not is_year(first):
        raise BadArguments(f"「{first}」不是年份也不是命令。{nearest(first, list(_COMMANDS))}年份写四位数，如 2018")
    return ""


Command = Callable[[Sequence[str]], int]


def _of(module: str, name: str) -> Command:
    """Return a command whose module is imported only when it is asked for."""

    def command(words: Sequence[str]) -> int:
        asked: Command = getattr(importlib.import_module(f"reportgen.commands.{module}"), name)
        return asked(words)

    return command


_COMMANDS: dict[str, Command] = {
    "": _of("build", "build"),
    "check": _of("check", "check"),
    "figures": _of("figures", "figures"),
    "explain": _of("figures", "explain"),
    "diff": _of("diff", "diff"),
    "verify": _of("word_file", "verify"),
    "history": _of("versions", "history"),
    "restore": _of("versions", "restore"),
    "import": _of("import_report", "import_report"),
    "new": _of("year", "new"),
    "status": _of("year", "status"),
    "template": _of("template", "template"),
    "text": _of("word_file", "text"),
}
