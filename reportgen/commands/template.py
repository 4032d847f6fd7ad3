"""The words of `template` -> a report's folder made or looked at, and an exit code."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from reportgen.base.issues import nearest
from reportgen.commands.arguments import BadArguments, Parser, one_of, year_of
from reportgen.commands.screen import ERRORS_STAND, OK, UNUSABLE, counted, errors_stand, print_issues

_FORMATS = ("text", "json")


def template(words: Sequence[str]) -> int:
    """Do what the first word says. Returns the exit code."""
    known = "、".join(_WORDS)
    if not words:
        raise BadArguments(f"template 后面写 {known}")
    if words[0] not in _WORDS:
        raise BadArguments(f"不认识「template {words[0]}」，可用：{known}。{nearest(words[0], list(_WORDS))}")
    return _WORDS[words[0]](words[1:])


def check(words: Sequence[str]) -> int:
    """Say what is found in a template. Returns the exit code."""
    from reportgen.authoring.findings import check_template  # noqa: PLC0415  --help needs neither pandas nor lxml
    from reportgen.base.issues import issue_entry  # noqa: PLC0415  as above

    parser = Parser()
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--format", default=_FORMATS[0])
    options = parser.read(words)
    one_of("--format", options.format, _FORMATS)
    folder: Path = options.folder or options.template
    checked = check_template(folder, options.data)
    if options.format == "json":
        entries = [issue_entry(issue) for issue in checked.issues]
        shown = {"template": str(folder), "issues": entries, "notes": checked.notes}
        print(json.dumps(shown, ensure_ascii=False, indent=1))
    else:
        print_issues(checked.issues, sys.stdout)
        for note in checked.notes:
            print(f"说明  {note}")
        print(f"{folder}：{counted(checked.issues)}。")
    return ERRORS_STAND if errors_stand(checked.issues) else OK


def new(words: Sequence[str]) -> int:
    """Make a new report's folder: an empty template and a catalogue that explains itself. Returns the exit code."""
    from reportgen.authoring import skeleton  # noqa: PLC0415  as above

    parser = Parser()
    parser.add_argument("folder", nargs="?", type=Path)
    options = parser.read(words)
    if options.folder is None:
        raise BadArguments("template new 后面写新文件夹，如 templates/halfyear")
    if not _written(options.folder, skeleton.skeleton(options.template)):
        return UNUSABLE
    print(f"已写 {options.folder}：report.docx（空模板）、catalogue.yaml（指标目录，里面有说明）。")
    print("数据每年一个文件夹（如 data/2018），照现在的指标目录要有这些文件：")
    for wanted in skeleton.wanted_files(options.folder):
        print(f"  {wanted.name}：{wanted.content}")
    print(f"填好后生成：python build_report.py 2018 --template {options.folder}")
    return OK


def adopt(words: Sequence[str]) -> int:
    """Make a template out of a report that an office has. Returns the exit code."""
    from reportgen.authoring.adopt.from_report import adopt_report, told  # noqa: PLC0415  as above

    parser = Parser()
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--year")
    options = parser.read(words)
    if options.folder is None:
        raise BadArguments("template adopt 后面写报告和新文件夹，如 template adopt 去年的报告.docx templates/ours")
    if _is_there(options.folder):  # said before the work
        return UNUSABLE
    year = year_of(options.year, options.data)
    adoption = adopt_report(options.file, options.data, options.template, year)
    if not _written(options.folder, adoption.files):
        return UNUSABLE
    print(f"已写 {options.folder}：report.docx（模板）、catalogue.yaml（照 {options.template} 抄的指标目录）。")
    for line in told(adoption):
        print(line)
    print(f"接下来：用 Word 打开模板看一遍，再生成一次：python build_report.py {year} --template {options.folder}")
    return OK


def _written(folder: Path, files: Mapping[str, bytes]) -> bool:
    from reportgen.base.saving import CannotWrite, write_folder  # noqa: PLC0415  as above

    if _is_there(folder):
        return False
    try:
        write_folder(folder, files)
    except CannotWrite as error:
        print(error, file=sys.stderr)
        return False
    return True


def _is_there(folder: Path) -> bool:
    if os.path.lexists(folder):
        print(f"已经有 {folder} 了，没有动它。请换一个文件夹名。", file=sys.stderr)
        return True
    return False


_WORDS: dict[str, Callable[[Sequence[str]], int]] = {"check": check, "new": new, "adopt": adopt}
