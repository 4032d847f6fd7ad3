"""The words of a build -> the report on disk, its public edition where it is asked for, and what is said of both."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.base.issues import Issue, Severity
from reportgen.commands.arguments import BadArguments, Command, Options, Parser, usual_folders, year_of
from reportgen.commands.clock import now, revision_date
from reportgen.commands.outdated import print_outdated
from reportgen.commands.screen import ERRORS_STAND, OK, counted, errors_stand, print_issues

if TYPE_CHECKING:
    from reportgen.report.built import Built
    from reportgen.report.year_inputs import MadeTables

_UNRECORDED = "  找不到它的生成记录，只按今天的数据核对了数据标记、标记旁边的话和打字的数；打字的话里有没有更正以前的旧数，没有核对。"
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
    from reportgen.report import building
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
    print(
        f"{year}年：读了{len(built.sources.hashes)}个文件，{len(built.figures.by_name)}个数据，{counted(built.issues)}。"
    )
    if built.sources.demo:
        print(f"注意，这是演示数据：{built.sources.demo}")
    if built.corrections:
        from reportgen.report import corrections

        shown = sum(not correction.is_printed_same for correction in built.corrections)
        print(f"和上次生成相比，{shown}个数变了：\n{corrections.as_text(built.corrections)}", end="")
    if built.edited and options.fresh:
        print(f"有人改过的那份{'会换' if options.dry_run else '换'}成新的，改过的留在 history 里，用 restore 恢复。")
    if built.events:
        print(_about_events(built, options.dry_run))
    for event in built.events:
        print(f"  {event.kind.value}  {f'{event.heading}：' if event.heading else ''}{event.text}")
    _print_written(built, options.dry_run)
    _print_held(built, options)
    if options.final:
        return _publish(built, dry=options.dry_run)
    if not options.dry_run:
        _warn_of_old(built)
    held = [*built.held, *(issue for left in built.left for issue in left.held or ())]
    return ERRORS_STAND if options.strict and errors_stand((*built.issues, *held)) else OK


BUILD = Command("生成报告；报告有人改过的，把更正的数合并进去，改过的字一个不动", _build_words, _build)


def _about_events(built: Built, dry: bool) -> str:
    """Return what stands above the list of what became of places in the report."""
    if not built.edited:
        return "报告里有增减的段落："
    if not built.changed:
        return "报告有人改过，这些改动保留着："
    return f"报告有人改过，更正{'会这样' if dry else '已'}合并进去："


def _print_held(built: Built, options: Options) -> None:
    """Say whether every number in the report is the data's, and what isn't; the same of people's report where that stays beside it."""
    if built.waiting:
        print(f"报告里有{built.waiting}处修订等人接受或拒绝（Word 的「审阅」）。")
    lacking = sum(figure.value is None and not figure.metric.optional for figure in built.figures)
    if lacking:
        from reportgen.figures.wording import PENDING

        print(f"还有{lacking}个数没有填，印在报告里的是「{PENDING}」。")
    if built.held:
        from reportgen.verify.bereft import BEREFT

        for issue in built.held:
            if issue.check == BEREFT and not issue.accepted:
                print(issue.message)
    year = built.year.sources.year
    _print_wrong(
        f"核对过，{f'新稿「{built.report.name}」' if built.apart else '报告'}里",
        built.held,
        built.report,
        year,
        options,
    )
    for left in built.left:
        said = f"原来的「{left.report.name}」没有更新"
        if left.held is None:
            print(f"{said}，也读不出来，里面的数没有核对。")
        else:
            _print_wrong(f"{said}，里面", left.held, left.report, year, options)
            if not left.recorded:
                print(_UNRECORDED)


def _print_wrong(said: str, held: Iterable[Issue], report: Path, year: int, options: Options) -> None:
    """Say behind `said` whether a report's numbers are the data's, and where not, how to see all that isn't."""
    wrong = [issue for issue in held if issue.severity is Severity.ERROR and not issue.accepted]
    if not wrong:
        print(f"{said}的数和数据没有不一样的。")
        return
    from reportgen.inputs.acceptance import OF_REPORT

    numbers = all(issue.check == OF_REPORT for issue in wrong)
    print(f"{said}有{len(wrong)}{'个数和数据不一样' if numbers else '处不对'}：")
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
    for sentence in built.told:
        print(sentence)
    if built.apart:
        print(f"原来的报告没有动，新稿另写一份：{built.apart}。")
    if dry:
        print(f"只是试一遍，什么都没有写。{'会写' if built.changed else '没有变化，不用写'} {built.report}")
    else:
        print(f"已写 {built.report}" if built.changed else f"没有变化，{built.report} 没有动")


def _publish(built: Built, *, dry: bool) -> int:
    """Write the public edition of a report that was just built, or say why it can't be; returns the exit code."""
    from reportgen.public import files
    from reportgen.public.made import make

    print("\n公开版：")
    edition = make(built, now(), dry=dry)
    made, done = edition.made, edition.done
    if made is None:
        print(f"公开版没有写：领导改过的报告没有更新成功（{edition.apart}），公开版要从它来。请先处理好，再运行一次。")
        _warn_of_older(edition.older)
        return ERRORS_STAND
    print_issues((*made.refused, *made.told), sys.stdout)
    if done is None:
        print(
            f"公开版没有写：上面{len(made.refused)}处「错误」要先处理。报告本身{'没有动' if dry else '照常生成了'}，什么也没有丢。"
        )
        _warn_of_older(edition.older)
        return ERRORS_STAND
    for path in done.kept:
        print(f"公开版里有文件被人改过，改过的那份留在 {path}。要改的请改报告，再生成公开版。")
    if dry:
        print(f"可以公开，只是试一遍，什么都没有写。会写到 {edition.folder}")
        return OK
    for path in done.files:
        print(f"{'已写' if path in done.changed else '没有变化'} {path}")
    for path in files.of_renamed(built.report):
        print(f"「公开版」文件夹里还有一份是改名以前的，不要再用，请删去：{path}")
    if done.without_pdf:
        print(f"没有 PDF：{done.without_pdf}。要 PDF 的，用 Word 或 WPS 打开公开版另存为 PDF。")
    return OK


def _warn_of_old(built: Built) -> None:
    """Say that the public edition is of an earlier report, where a build without --final leaves it so."""
    from reportgen.public import files

    if files.is_old(built.report, built.document):
        print("「公开版」文件夹里的还是以前那份报告的。要发的话，用 --final 再生成一次。")


def _warn_of_older(there: bool) -> None:
    if there:
        print("「公开版」文件夹里的是以前生成的，和现在的报告可能不一样，先不要用。")
