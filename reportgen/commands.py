"""A command's words -> what it prints, and its exit code."""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.arguments import BadArguments, Options, Parser, one_of, year_of
from reportgen.issues import Severity, nearest, reason_of
from reportgen.screen import ERRORS_STAND, OK, UNUSABLE, counted, errors_stand, print_issues

if TYPE_CHECKING:
    from reportgen.building import Built
    from reportgen.history import Version

_LIST = ("text", "csv", "json")
_CHECK = ("text", "json")
_MOST_HELD = 10  # numbers that a screen lists behind a build


def build(words: Sequence[str]) -> int:
    """Draft the report, or bring corrections into it. Returns the exit code."""
    from reportgen import building, final_command  # noqa: PLC0415  pandas costs half a second; --help doesn't need it
    from reportgen.saving import CannotWrite  # noqa: PLC0415

    parser = Parser()
    parser.add_argument("year", nargs="?")
    parser.add_argument("-o", dest="target", type=Path)
    parser.add_argument("--output", type=Path, default=Path("output"))
    for option in ("--strict", "--track-changes", "--dry-run", "--fresh", "--final"):
        parser.add_argument(option, action="store_true")
    parser.add_argument("--annex", action="store_true", default=None)
    parser.add_argument("--no-annex", dest="annex", action="store_false", default=None)
    options = parser.read(words)
    year = year_of(options.year, options.data)
    if options.target and options.target.suffix.lower() != ".docx":
        raise BadArguments(f"-o 后面应是 .docx 文件，不是「{options.target}」")
    if options.final and options.track_changes:
        raise BadArguments("公开版（--final）里不能有修订，不能和 --track-changes 一起用")
    date = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if options.track_changes else ""
    way = building.Way(options.annex, date, options.fresh, options.dry_run, _now())
    try:
        built = building.build(options.data, options.template, year, options.output, options.target, way)
    except CannotWrite as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    print_issues(built.issues, sys.stdout)
    print(
        f"{year}年：读了{len(built.sources.hashes)}个文件，{len(built.figures.by_name)}个数据，{counted(built.issues)}。"
    )
    if built.sources.demo:
        print(f"注意，这是演示数据：{built.sources.demo}")
    if built.corrections:
        from reportgen.formats import corrected  # noqa: PLC0415  as above

        shown = sum(not correction.is_printed_same for correction in built.corrections)
        print(f"和上次生成相比，{shown}个数变了：\n{corrected.as_text(built.corrections)}", end="")
    if built.edited and options.fresh:
        print(f"有人改过的那份{'会换' if options.dry_run else '换'}成新的，改过的留在 history 里，用 restore 恢复。")
    if built.events:
        print(_about_events(built, options.dry_run))
    for event in built.events:
        print(f"  {event.kind.value}  {f'{event.heading}：' if event.heading else ''}{event.text}")
    _print_written(built, options.dry_run)
    _print_held(built, options)
    if options.final:
        return final_command.publish(built, _now(), dry=options.dry_run)
    if not options.dry_run:
        final_command.warn_of_old(built)
    return ERRORS_STAND if options.strict and errors_stand((*built.issues, *built.held)) else OK


def _about_events(built: Built, dry: bool) -> str:
    """Return what stands above the list of what became of places in the report."""
    if not built.edited:
        return "报告里有增减的段落："
    if not built.changed:
        return "报告有人改过，这些改动保留着："
    return f"报告有人改过，更正{'会这样' if dry else '已'}合并进去："


def _print_held(built: Built, options: Options) -> None:
    """Say whether every number in the report is the data's, and what isn't."""
    wrong = [issue for issue in built.held if issue.severity is Severity.ERROR and not issue.accepted]
    if built.waiting:
        print(f"报告里有{built.waiting}处修订等人接受或拒绝（Word 的「审阅」）。")
    lacking = sum(figure.value is None and not figure.metric.optional for figure in built.figures)
    if lacking:
        from reportgen.wording import PENDING  # noqa: PLC0415  as above

        print(f"还有{lacking}个数没有填，印在报告里的是「{PENDING}」。")
    if built.held:
        from reportgen.verification import NO_METRIC  # noqa: PLC0415  as above

        for issue in built.held:
            if issue.check == NO_METRIC and not issue.accepted:
                print(issue.message)
    if not wrong:
        print("核对过，报告里的数和数据没有不一样的。")
        return
    from reportgen.acceptance import OF_REPORT  # noqa: PLC0415  as above

    numbers = all(issue.check == OF_REPORT for issue in wrong)
    print(f"核对过，报告里有{len(wrong)}{'个数和数据不一样' if numbers else '处不对'}：")
    for issue in wrong[:_MOST_HELD]:
        print(f"  {issue.message}")
    more = f"还有{len(wrong) - _MOST_HELD}个没有列出。" if len(wrong) > _MOST_HELD else ""
    words = [str(built.report), str(built.year.sources.year)]
    for option in ("data", "template"):  # the same folders, or other figures would be held against it
        folder = getattr(options, option)
        words += [] if folder == Parser().get_default(option) else [f"--{option}", str(folder)]
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


def _now() -> str:
    return datetime.datetime.now().astimezone().strftime("%Y-%m-%d %H:%M:%S")


def check(words: Sequence[str]) -> int:
    """Say what the checks find. Returns the exit code."""
    from reportgen import pipeline  # noqa: PLC0415  as above
    from reportgen.record import issue_entry  # noqa: PLC0415  as above
    from reportgen.wording import DEMO  # noqa: PLC0415  as above

    parser = Parser()
    parser.add_argument("year", nargs="?")
    parser.add_argument("--format", default=_CHECK[0])
    options = parser.read(words)
    one_of("--format", options.format, _CHECK)
    year, prepared = pipeline.read_all(options.data, options.template, year_of(options.year, options.data))
    issues = pipeline.review(year, pipeline.draft(year, prepared))
    if options.format == "json":
        entries = [issue_entry(issue) for issue in issues]
        print(json.dumps({"year": year.sources.year, "issues": entries}, ensure_ascii=False, indent=1))
    else:
        if year.sources.demo:
            print(f"{DEMO}{year.sources.demo}")
        print_issues(issues, sys.stdout, keys=True)
        print(f"{year.sources.year}年：{counted(issues)}。")
    return ERRORS_STAND if errors_stand(issues) else OK


def figures(words: Sequence[str]) -> int:
    """List all figures. Returns the exit code."""
    from reportgen import listing, pipeline  # noqa: PLC0415  as above

    parser = Parser()
    parser.add_argument("year", nargs="?")
    parser.add_argument("--format", default=_LIST[0])
    options = parser.read(words)
    one_of("--format", options.format, _LIST)
    year = pipeline.read_year(options.data, options.template, year_of(options.year, options.data))
    print(listing.FORMATS[options.format](year.catalogue, year.figures, year.sources.demo), end="")
    return OK


def explain(words: Sequence[str]) -> int:
    """Say where one figure comes from and where the report prints it. Returns the exit code."""
    from reportgen import pipeline, provenance, terminal  # noqa: PLC0415  as above
    from reportgen.renaming import renaming_of  # noqa: PLC0415  as above
    from reportgen.word.places import places  # noqa: PLC0415  as above
    from reportgen.wording import DEMO  # noqa: PLC0415  as above

    parser = Parser()
    parser.add_argument("metric", nargs="?")
    parser.add_argument("year", nargs="?")
    options = parser.read(words)
    if options.metric is None:
        raise BadArguments("explain 后面要写指标的名称，如 explain 总人口")
    year, prepared = pipeline.read_all(options.data, options.template, year_of(options.year, options.data))
    by_label = {metric.label: name for name, metric in year.catalogue.metrics.items()}
    name = by_label.get(options.metric, renaming_of(year.catalogue).name(options.metric))
    if name not in year.catalogue.metrics:
        raise BadArguments(f"没有指标「{name}」。{nearest(name, list(year.catalogue.metrics))}")
    if year.sources.demo:
        print(f"{DEMO}{year.sources.demo}")
    if options.metric in year.catalogue.metrics[name].formerly:
        print(f"「{options.metric}」改名为「{name}」了。")
    for line in terminal.tree(provenance.derivation(year.figures[name], year.figures)):
        print(line)
    found = list(places(pipeline.draft(year, prepared), name))
    print("\n印在报告里的地方：" if found else "\n报告里没有印这个数。")
    for place in found:
        print(f"  {place}")
    for issue in year.issues:
        if name in issue.metrics:
            print(f"\n{issue.severity.value}：{issue}")
    return OK


def text(words: Sequence[str]) -> int:
    """Print a Word file as plain text. Returns the exit code."""
    from reportgen.word.opening import open_document  # noqa: PLC0415  lxml is not needed for --help
    from reportgen.word.text import plain_text  # noqa: PLC0415  as above

    if len(words) != 1:
        raise BadArguments("text 后面写一个 .docx 文件")
    print(plain_text(open_document(Path(words[0]))))
    return OK


def history(words: Sequence[str]) -> int:
    """List the versions that were replaced. Returns the exit code."""
    parser = Parser()
    parser.add_argument("what", nargs="*")
    parser.add_argument("--output", type=Path, default=Path("output"))
    options = parser.read(words)
    kept, of = _versions(options.what, options.data, options.output)
    for version in kept:
        print(f"第{version.number}版  {version.when}  {version.reason}  {version.document}")
    if not kept:
        print(f"{of}还没有被替换过的版本。用 -o 写到别处的报告，请写上文件，如 history 送审稿.docx。")
    else:
        print("用 restore 版号 恢复。")
    return OK


def restore(words: Sequence[str]) -> int:
    """Bring a version back. Returns the exit code."""
    from reportgen import history as kept_versions  # noqa: PLC0415  as above
    from reportgen.saving import CannotWrite  # noqa: PLC0415  as above

    parser = Parser()
    parser.add_argument("number", nargs="?")
    parser.add_argument("what", nargs="*")
    parser.add_argument("--output", type=Path, default=Path("output"))
    options = parser.read(words)
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
        report = kept_versions.restore(found[0], _now(), file)
    except CannotWrite as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    except OSError as error:
        print(f"{error.filename} 读不出来（{reason_of(error)}）。什么都没有恢复。", file=sys.stderr)
        return UNUSABLE
    print(f"第{options.number}版已恢复到 {report}，原来的也留在 history 里。")
    return OK


def _versions(what: Sequence[str], data: Path, output: Path) -> tuple[list[Version], str]:
    """Return the versions kept of a report, named by its file or its year, and which report that is, in words.

    Those of a year lie where its reports are written, and where `-o` with a bare name has put one: in the folder that one works in.
    """
    from reportgen import history as kept_versions  # noqa: PLC0415  as above

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


def verify(words: Sequence[str]) -> int:
    """Hold a Word file against the data. Returns the exit code."""
    from reportgen import finding  # noqa: PLC0415  as above
    from reportgen.held import verified  # noqa: PLC0415
    from reportgen.record import report_name  # noqa: PLC0415

    parser = Parser()
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("year", nargs="?")
    options = parser.read(words)
    if options.file is None:
        raise BadArguments("verify 后面写要核对的 .docx 文件")
    said = finding.read_said(options.file)
    year = said.year if said and options.year is None else year_of(options.year, options.data)
    wanted = finding.Wanted(report_name(options.template), year)
    verified_issues = verified(options.file, options.data, options.template, year)
    found = (*finding.other(options.file, said, wanted), *verified_issues)
    print_issues(found, sys.stdout, keys=True)
    print(f"{options.file}：{counted(found)}。")
    return ERRORS_STAND if any(not issue.accepted for issue in found) else OK
