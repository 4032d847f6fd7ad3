"""Arguments -> the pipeline -> Chinese lines on the screen and an exit code. The only place that prints.

Exit codes: 0 done; 1 errors stand, for `check` and under --strict; 2 inputs, template or arguments can't be used, nothing written.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NoReturn, TextIO

from reportgen.arguments import BadArguments, Options, Parser, one_of, year_of
from reportgen.issues import Issue, Location, Severity, Unusable, nearest

OK, ERRORS_STAND, UNUSABLE = 0, 1, 2
_LIST = ("text", "csv", "json")
_CHECK = ("text", "json")
_USAGE = """\
按表格生成街道的年度报告（Word）。

用法：
  python build_report.py [年份] [-o 文件] [--data 文件夹] [--template 文件夹] [--strict] [--annex]
                                        生成报告；不写年份就是最新的一年
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
  python build_report.py text 文件.docx   把 Word 文件变成纯文本，带自动编号

选项：
  -o 文件            报告写到这个文件（默认 output/年份/标题.docx）
  --data 文件夹      数据在哪里（默认 data，下面一年一个文件夹）
  --template 文件夹  模板和指标目录在哪里（默认 templates/annual）
  --output 文件夹    报告写到哪里（默认 output）
  --strict           有「错误」时退出码为1（报告照样写出）
  --annex            报告后面附上「主要指标对比表」（和上年比，带图）
  -h, --help         看这一页

退出码：0 完成；1 有错误（check，或用了 --strict）；2 数据、模板或参数不能用，什么都没有写。
"""


def run() -> NoReturn:
    """Run one command as a process of its own.

    It ends within a second, so looking for garbage, at intervals and once more at the end, would only be a sixth of its time.
    """
    gc.disable()
    code = main()
    gc.freeze()
    sys.exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _speak_utf8()
    if {"-h", "--help"} & set(words):
        print(_USAGE, end="")
        return OK
    name = words[0] if words and words[0] in _COMMANDS else ""
    try:
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
        _print_issues(error.issues, sys.stderr)
        print(f"\n共{len(error.issues)}处问题，改好后再运行一次。什么都没有写。", file=sys.stderr)
    return UNUSABLE


def _build(words: Sequence[str]) -> int:
    from reportgen import pipeline  # noqa: PLC0415  pandas costs half a second; --help doesn't need it
    from reportgen.formats import corrected  # noqa: PLC0415
    from reportgen.saving import CannotWrite  # noqa: PLC0415

    parser = Parser()
    parser.add_argument("year", nargs="?")
    parser.add_argument("-o", dest="target", type=Path)
    parser.add_argument("--output", type=Path, default=Path("output"))
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--annex", action="store_true")
    options = parser.read(words)
    year = year_of(options.year, options.data, _COMMANDS)
    if options.target and options.target.suffix.lower() != ".docx":
        raise BadArguments(f"-o 后面应是 .docx 文件，不是「{options.target}」")
    try:
        built = pipeline.build(
            options.data, options.template, year, options.output, options.target, annex=options.annex
        )
    except CannotWrite as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    _print_issues(built.issues, sys.stdout)
    print(
        f"{year}年：读了{len(built.sources.hashes)}个文件，{len(built.figures.by_name)}个数据，{_counted(built.issues)}。"
    )
    if built.sources.demo:
        print(f"注意，这是演示数据：{built.sources.demo}")
    if built.kept:
        print(f"原来的文件有人改过，已另存为 {built.kept}，请把要保留的改动抄到新稿里。")
    if built.corrections:
        print(f"和上次生成相比，{len(built.corrections)}个数变了：\n{corrected.as_text(built.corrections)}", end="")
    print(f"已写 {built.report}" if built.changed else f"没有变化，{built.report} 没有动")
    return ERRORS_STAND if options.strict and _errors_stand(built.issues) else OK


def _check(words: Sequence[str]) -> int:
    from reportgen import pipeline  # noqa: PLC0415  as above
    from reportgen.record import issue_entry  # noqa: PLC0415  as above

    parser = Parser()
    parser.add_argument("year", nargs="?")
    parser.add_argument("--format", default=_CHECK[0])
    options = parser.read(words)
    one_of("--format", options.format, _CHECK)
    year, prepared = pipeline.read_all(options.data, options.template, year_of(options.year, options.data, _COMMANDS))
    issues = pipeline.review(year, pipeline.draft(year, prepared))
    if options.format == "json":
        entries = [issue_entry(issue) for issue in issues]
        print(json.dumps({"year": year.sources.year, "issues": entries}, ensure_ascii=False, indent=1))
    else:
        if year.sources.demo:
            print(f"【演示数据】{year.sources.demo}")
        _print_issues(issues, sys.stdout, keys=True)
        print(f"{year.sources.year}年：{_counted(issues)}。")
    return ERRORS_STAND if _errors_stand(issues) else OK


def _figures(words: Sequence[str]) -> int:
    from reportgen import listing, pipeline  # noqa: PLC0415  as above

    parser = Parser()
    parser.add_argument("year", nargs="?")
    parser.add_argument("--format", default=_LIST[0])
    options = parser.read(words)
    one_of("--format", options.format, _LIST)
    year = pipeline.read_year(options.data, options.template, year_of(options.year, options.data, _COMMANDS))
    print(listing.FORMATS[options.format](year.catalogue, year.figures, year.sources.demo), end="")
    return OK


def _explain(words: Sequence[str]) -> int:
    from reportgen import pipeline, provenance, terminal  # noqa: PLC0415  as above
    from reportgen.word.places import places  # noqa: PLC0415  as above

    parser = Parser()
    parser.add_argument("metric", nargs="?")
    parser.add_argument("year", nargs="?")
    options = parser.read(words)
    if options.metric is None:
        raise BadArguments("explain 后面要写指标的名称，如 explain 总人口")
    year, prepared = pipeline.read_all(options.data, options.template, year_of(options.year, options.data, _COMMANDS))
    by_label = {metric.label: name for name, metric in year.catalogue.metrics.items()}
    name = by_label.get(options.metric, options.metric)
    if name not in year.catalogue.metrics:
        raise BadArguments(f"没有指标「{name}」。{nearest(name, list(year.catalogue.metrics))}")
    if year.sources.demo:
        print(f"【演示数据】{year.sources.demo}")
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


def _diff(words: Sequence[str]) -> int:
    from reportgen import comparing, formats  # noqa: PLC0415  as above

    parser = Parser()
    parser.add_argument("what", nargs="*")
    parser.add_argument("--format", default="text")
    parser.add_argument("-o", dest="target", type=Path)
    parser.add_argument("--output", type=Path, default=Path("output"))
    parser.add_argument("--section", default="")
    for option in ("--changed", "--by-size", "--since-last-build"):
        parser.add_argument(option, action="store_true")
    parser.add_argument("--record", type=Path)
    options = parser.read(words)
    what: list[str] = options.what
    if options.since_last_build or options.record:
        return _since_last_build(options)
    if len(what) > 2:
        raise BadArguments("diff 后面写一年、两年、2016..2018，或两个 .docx 文件")
    if len(what) == 1 and comparing.is_span(what[0]):
        one_of("--format", options.format, list(formats.OF_SERIES))
        if options.changed or options.by_size or options.section:
            raise BadArguments("几年排在一起时没有 --changed、--by-size、--section；网页里可以筛选和排序")
        series = comparing.of_span(what[0], options.data, options.template)
        name = f"历年指标 {what[0].replace('..', '—')}"
        return _hand_over(formats.OF_SERIES[options.format](series), options, name)
    one_of("--format", options.format, [*formats.OF_COMPARISON, "docx"])
    wanted = comparing.Wanted(options.changed, options.by_size, options.section)
    if any(word.lower().endswith(".docx") for word in what):
        if len(what) != 2:
            raise BadArguments("比较 Word 文件要写两个 .docx 文件，先旧后新")
        from reportgen.documents import compare_documents  # noqa: PLC0415  as above

        comparison = compare_documents([Path(word) for word in what])
    else:
        comparison = comparing.of_years(what, options.data, options.template)
    comparison = comparing.chosen(comparison, wanted)
    if options.format == "text" and not options.target and sys.stdout.isatty():
        print(formats.plain.as_text(comparison, coloured=True), end="")
        return OK
    name = f"主要指标对比 {comparison.before.title}—{comparison.after.title}"
    if options.format == "docx":  # an annex has the looks of the report's template
        from reportgen.documents import annex_of  # noqa: PLC0415  as above

        return _hand_over(annex_of(comparison, options.template), options, name)
    return _hand_over(formats.OF_COMPARISON[options.format](comparison), options, name)


def _since_last_build(options: Options) -> int:
    from reportgen.documents import since_last_build  # noqa: PLC0415  as above
    from reportgen.formats import corrected  # noqa: PLC0415  as above

    one_of("--format", options.format, list(corrected.FORMATS))
    if len(options.what) > 1:
        raise BadArguments("--since-last-build 和 --record 前面只写一年")
    year = year_of(options.what[0] if options.what else None, options.data)
    found = since_last_build(year, options.data, options.template, options.output, options.record)
    return _hand_over(corrected.FORMATS[options.format](found), options, f"更正 {year}年")


def _hand_over(made: str | bytes, options: Options, name: str) -> int:
    """Print a text; write what is no text for a terminal, or what a file was asked for, to that file or to the output folder."""
    from reportgen.saving import CannotWrite, keep_other, write_safely  # noqa: PLC0415  as above

    target: Path | None = options.target
    if isinstance(made, str) and target is None and options.format != "html":
        sys.stdout.write(made)
        return OK
    path = target or options.output / f"{name}.{options.format}"
    data = made if isinstance(made, bytes) else made.encode()
    try:
        kept = keep_other(path, data)
        write_safely(path, data)
    except CannotWrite as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    if kept:
        print(f"那里原有的文件内容不同，已另存为 {kept}")
    print(f"已写 {path}")
    return OK


def _text(words: Sequence[str]) -> int:
    from reportgen.word import package, text  # noqa: PLC0415  lxml is not needed for --help

    if len(words) != 1:
        raise BadArguments("text 后面写一个 .docx 文件")
    path = Path(words[0])
    try:
        print(text.document_text(package.read_file(path)))
    except OSError as error:
        raise Unusable(
            [Issue("文件", Severity.ERROR, f"读不出来（{error.strerror}）。", Location(str(path)))]
        ) from error
    except ValueError as error:  # NotADocument, or a name that no system takes
        reason = str(error) if isinstance(error, package.NotADocument) else "文件名不能用"
        raise Unusable([Issue("文件", Severity.ERROR, f"{reason}。", Location(str(path)))]) from error
    return OK


_COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "": _build,
    "check": _check,
    "figures": _figures,
    "explain": _explain,
    "diff": _diff,
    "text": _text,
}


def _print_issues(issues: Iterable[Issue], out: TextIO, *, keys: bool = False) -> None:
    """Print the standing issues, then those accepted; `keys` adds the words by which a year's YAML accepts an issue."""
    every = list(issues)
    for issue in every:
        if not issue.accepted:
            print(f"{issue.severity.value}  {issue}", file=out)
            if keys and issue.key:
                print(f"      认可这一条就在 accepted 里写 issue: {issue.key}", file=out)
    for issue in every:
        if issue.accepted:
            print(f"已认可  {issue}（认可的原因：{issue.accepted}）", file=out)


def _errors_stand(issues: Iterable[Issue]) -> bool:
    return any(issue.severity is Severity.ERROR and not issue.accepted for issue in issues)


def _counted(issues: Iterable[Issue]) -> str:
    counts = Counter(issue.severity for issue in issues if not issue.accepted)
    return (
        "、".join(f"{counts[severity]}个{severity.value}" for severity in Severity if counts[severity])
        or "没有发现问题"
    )


def _speak_utf8() -> None:
    """Write UTF-8 wherever the output goes into a file or a pipe: Windows would use a code page that lacks some characters."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace", **({} if stream.isatty() else {"encoding": "utf-8"}))
