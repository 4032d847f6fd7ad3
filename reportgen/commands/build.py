"""The words of a build -> the report on disk, its public edition where it is asked for, and what is said of both."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.base.issues import Issue
from reportgen.commands.arguments import BadArguments, Command, Options, Parser, usual_folders, year_of
from reportgen.commands.clock import now, revision_date
from reportgen.commands.outdated import print_outdated
from reportgen.commands.screen import ERRORS_STAND, OK, errors_stand, print_issues

if TYPE_CHECKING:
    from reportgen.report.built import Built
    from reportgen.report.year_inputs import MadeTables

_MOST_HELD = 10  # numbers that a screen lists behind a build


_SWITCHES = {
    "--strict": "有「错误」时退出码为1（报告照样写出）",
    "--track-changes": "更正写成 Word 修订（作者 reportgen），可以逐处接受或拒绝",
    "--dry-run": "只说会怎么改，不写",
    "--fresh": "不要人工的改动，重新生成（改过的那份留在 history 里）",
    "--final": "另出公开版（Word、纯文本、网页、PDF），在报告旁边的「公开版」里；有没认可的「错误」、待补、没决定的修订等就不出，退出码为1",
}


def _build_words(parser: Parser) -> None:
    parser.year()
    parser.add_argument(
        "-o", dest="target", type=Path, metavar="文件", help="报告写到这个文件（默认 output/年份/标题.docx）"
    )
    parser.folders("data", "template", "output")
    for option, said in _SWITCHES.items():
        parser.add_argument(option, action="store_true", help=said)
    parser.annex()


def _build(options: Options) -> int:
    code = build_and_tell({}, options)
    print_outdated(options.data, year_of(options.year, options.data))
    return code


def build_and_tell(made: MadeTables, options: Options) -> int:
    """Build as the options say, and tell of it; tables that were `made` just now aren't read again. Returns the exit code."""
    from reportgen.report import building, telling
    from reportgen.report.built import Way

    year = year_of(options.year, options.data)
    if options.target and options.target.suffix.lower() != ".docx":
        raise BadArguments(f"-o 后面应是 .docx 文件，不是「{options.target}」")
    if options.final and options.track_changes:
        raise BadArguments("公开版（--final）里不能有修订，不能和 --track-changes 一起用")
    date = revision_date() if options.track_changes else ""
    way = Way(options.annex, date, options.fresh, options.dry_run, now())
    built = building.build(options.data, options.template, year, options.output, options.target, way, made)
    print_issues(built.issues, sys.stdout)
    print(telling.about_data(built))
    if built.sources.demo:
        print(f"注意，这是演示数据：{built.sources.demo}")
    if built.corrections:
        from reportgen.report import corrections

        print(f"{telling.about_corrections(built)}\n{corrections.as_text(built.corrections)}", end="")
    if built.edited and options.fresh:
        print(f"有人改过的那份{'会换' if options.dry_run else '换'}成新的，改过的留在 history 里，用 restore 恢复。")
    if built.events:
        print(telling.about_events(built, dry=options.dry_run))
    for event in built.events:
        print(f"  {event.kind.value}  {telling.event_text(event)}")
    _print_written(built, options.dry_run)
    _print_held(built, options)
    if options.final:
        return _publish(built, dry=options.dry_run)
    if not options.dry_run:
        _warn_of_old(built)
    held = [*built.held, *(issue for left in built.left for issue in left.held or ())]
    return ERRORS_STAND if options.strict and errors_stand((*built.issues, *held)) else OK


BUILD = Command("生成报告；报告有人改过的，把更正的数合并进去，改过的字一个不动", _build_words, _build)


def _print_held(built: Built, options: Options) -> None:
    """Say whether every number in the report is the data's, and what isn't; the same of people's report where that stays beside it."""
    from reportgen.report import telling

    for sentence in telling.about_open(built):
        print(sentence)
    for held in telling.about_numbers(built):
        print(held.said)
        if held.wrong:
            _print_wrong(held.wrong, held.report, built.year.sources.year, options)
        if held.doubtful:
            print(held.doubtful)
        if held.unchecked:
            print(f"  {held.unchecked}")


def _print_wrong(wrong: Sequence[Issue], report: Path, year: int, options: Options) -> None:
    """Print the first of a report's numbers that aren't the data's, and how to see all that isn't so."""
    for issue in wrong[:_MOST_HELD]:
        print(f"  {issue.message}")
    more = f"还有{len(wrong) - _MOST_HELD}个没有列出。" if len(wrong) > _MOST_HELD else ""
    words = [str(report), str(year)]
    usual = usual_folders(Path())
    for option in ("data", "template"):  # the same folders, or other figures would be held against it
        folder = getattr(options, option)
        words += [] if folder == usual[option] else [f"--{option}", str(folder)]
    said = " ".join(f'"{word}"' if " " in word else word for word in words)
    print(f"  {more}全部的用 verify 看：python build_report.py verify {said}")


def _print_written(built: Built, dry: bool) -> None:
    from reportgen.report import telling

    for sentence in telling.about_place(built):
        print(sentence)
    if dry:
        print(f"只是试一遍，什么都没有写。{'会写' if built.changed else '没有变化，不用写'} {built.report}")
    else:
        print(telling.about_writing(built))


def _publish(built: Built, *, dry: bool) -> int:
    """Write the public edition of a report that was just built, or say why it can't be; returns the exit code."""
    from reportgen.public.made import make, said_of

    print("\n公开版：")
    edition = make(built, now(), dry=dry)
    if edition.made is not None:
        print_issues((*edition.made.refused, *edition.made.told), sys.stdout)
    for sentence in said_of(edition, built.report, dry=dry, drafted=not dry):
        print(sentence)
    return ERRORS_STAND if edition.done is None else OK


def _warn_of_old(built: Built) -> None:
    """Say that the public edition is of an earlier report, where a build without --final leaves it so."""
    from reportgen.public import files

    if files.is_old(built.report, built.document):
        print("「公开版」文件夹里的还是以前那份报告的。要发的话，用 --final 再生成一次。")
