"""The words of history and restore -> the versions that were replaced, listed or brought back."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.base.issues import reason_of
from reportgen.commands.arguments import BadArguments, Command, Options, Parser, year_of
from reportgen.commands.clock import now
from reportgen.commands.screen import OK, UNUSABLE

if TYPE_CHECKING:
    from reportgen.report.records.history import Version


def _of_report(parser: Parser) -> None:
    said = "报告的年份，或者报告的文件（用 -o 写到别处的）；不写就是最新的一年"
    parser.add_argument("what", nargs="*", metavar="年份|文件", help=said)
    parser.folders("data", "template", "output")  # the words that an office types behind every command


def _history(options: Options) -> int:
    kept, of = _versions(options.what, options.data, options.output)
    for version in kept:
        print(f"第{version.number}版  {version.when}  {version.reason}  {version.document}")
    if not kept:
        print(f"{of}还没有被替换过的版本。用 -o 写到别处的报告，请写上文件，如 history 送审稿.docx。")
    else:
        print("用 restore 版号 恢复。")
    return OK


HISTORY = Command("列出被替换过的各个版本", _of_report, _history)


def _restore_words(parser: Parser) -> None:
    parser.add_argument("number", nargs="?", metavar="版号", help="用 history 看")
    _of_report(parser)


def _restore(options: Options) -> int:
    from reportgen.report.records import history as kept_versions

    if not (options.number or "").isdecimal():
        raise BadArguments("restore 后面写版号，如 restore 3；版号用 history 看")
    kept, _ = _versions(options.what, options.data, options.output)
    found = [version for version in kept if version.number == int(options.number)]
    if not found:
        known = dict.fromkeys(str(version.number) for version in kept)
        raise BadArguments(f"没有第{options.number}版，有：{'、'.join(known) or '无'}")
    if len(found) > 1:
        places = "、".join(str(version.document) for version in found)
        raise BadArguments(
            f"有{len(found)}个第{options.number}版：{places}。请写上报告的文件，如 restore 1 送审稿.docx"
        )
    file = _file_in(options.what)
    try:
        report = kept_versions.restore(found[0], now(), file)
    except OSError as error:
        print(f"{error.filename} 读不出来（{reason_of(error)}）。什么都没有恢复。", file=sys.stderr)
        return UNUSABLE
    print(f"第{options.number}版已恢复到 {report}，原来的也留在 history 里。")
    return OK


RESTORE = Command("恢复一个被替换过的版本；现在的那份也留下", _restore_words, _restore)


def _versions(what: Sequence[str], data: Path, output: Path) -> tuple[list[Version], str]:
    """Return the versions kept of a report, named by its file or its year, and which report that is, in words.

    Those of a year lie where its reports are written, and where `-o` with a bare name has put one: in the folder that one works in.
    """
    from reportgen.report.records import history as kept_versions

    file = _file_in(what)
    if file is not None:
        return kept_versions.versions(file.parent / kept_versions.FOLDER), str(file)
    if len(what) > 1:
        raise BadArguments("history 和 restore 后面写一个年份，或者一个 .docx 文件")
    year = year_of(what[0] if what else None, data)
    here = [one for one in kept_versions.versions(Path(kept_versions.FOLDER)) if one.is_of(year)]
    return [*kept_versions.versions(output / str(year) / kept_versions.FOLDER), *here], f"{year}年"


def _file_in(what: Sequence[str]) -> Path | None:
    return Path(what[0]) if len(what) == 1 and what[0].lower().endswith(".docx") else None
