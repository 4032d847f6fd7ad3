"""A command's words -> what it prints, and its exit code."""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.arguments import BadArguments, Parser, one_of, year_of
from reportgen.issues import nearest, reason_of
from reportgen.screen import ERRORS_STAND, OK, UNUSABLE, counted, errors_stand, print_issues

if TYPE_CHECKING:
    from reportgen.history import Version

_LIST = ("text", "csv", "json")
_CHECK = ("text", "json")


def now() -> str:
    """Return the time as the history notes it."""
    return datetime.datetime.now().astimezone().strftime("%Y-%m-%d %H:%M:%S")


def revision_date() -> str:
    """Return the time as a tracked change says it, a w:date."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def check(words: Sequence[str]) -> int:
    """Say what the checks find. Returns the exit code."""
    from reportgen import pipeline  # noqa: PLC0415  as above
    from reportgen.issues import issue_entry  # noqa: PLC0415  as above
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
        report = kept_versions.restore(found[0], now(), file)
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
    parser.add_argument("--output", type=Path, default=Path("output"))
    options = parser.read(words)
    if options.file is None:
        raise BadArguments("verify 后面写要核对的 .docx 文件")
    said = finding.read_said(options.file)
    year = said.year if said and options.year is None else year_of(options.year, options.data)
    wanted = finding.Wanted(report_name(options.template), year)
    done = verified(options.file, options.data, options.template, year, options.output)
    found = (*finding.other(options.file, said, wanted), *done.issues)
    if done.unchecked:
        print(done.unchecked)
    print_issues(found, sys.stdout, keys=True)
    print(f"{options.file}：{counted(found)}。")
    return ERRORS_STAND if any(not issue.accepted for issue in found) else OK
