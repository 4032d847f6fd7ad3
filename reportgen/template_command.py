"""The words of `template` -> a report's folder made or looked at, and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from reportgen.arguments import BadArguments, Parser, one_of
from reportgen.screen import OK, UNUSABLE


def template(words: Sequence[str]) -> int:
    """Run the sub-command that the first word names. Returns the exit code."""
    if not words:
        raise BadArguments(f"template 后面要写 {'、'.join(_WORDS)}")
    return _WORDS[one_of("template", words[0], list(_WORDS))](words[1:])


def new(words: Sequence[str]) -> int:
    """Make a new report's folder: an empty template and a catalogue that explains itself. Returns the exit code."""
    from reportgen import skeleton  # noqa: PLC0415  lxml and pandas cost half a second; --help doesn't need them

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


def _written(folder: Path, files: Mapping[str, bytes]) -> bool:
    from reportgen.saving import CannotWrite, write_folder  # noqa: PLC0415  as above

    try:
        write_folder(folder, files)
    except CannotWrite as error:
        print(error, file=sys.stderr)
        return False
    return True


_WORDS: dict[str, Callable[[Sequence[str]], int]] = {"new": new}
