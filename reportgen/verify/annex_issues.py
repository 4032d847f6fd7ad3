"""A document's annexes held against the draft's -> issues: what is printed in which row and column, and what is due."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from reportgen.annex.held import Differing, Held
from reportgen.base.issues import Issue, Location, Severity, key_text
from reportgen.inputs.acceptance import OF_REPORT as CHECK
from reportgen.verify.chart_held import Bar

_FIRST = 3  # rows that are named where there are many


def annex_issues(file: str, annexes: Iterable[Held]) -> Iterator[Issue]:
    """Yield an error for each cell that says something else than the data, one for an annex that is another one altogether, and a warning
    for cells that people emptied."""
    for annex in annexes:
        if annex.is_other:
            yield _other(file, annex)
            continue
        yield from (_cell(file, one) for one in annex.differing)
        yield from (_lengthened(file, one) for one in annex.lengthened)
        if annex.emptied:
            yield _emptied(file, annex.emptied)


def _cell(file: str, one: Differing) -> Issue:
    message = (
        f"「{one.title}」打字的是{one.typed}，数据是{one.due}：附件的对比表「{one.label}」一行「{one.column}」一列。"
        "请改过来，或核对数据。"
    )
    key = f"{CHECK}：{key_text(one.title)}写{key_text(one.typed)}，数据{key_text(one.due)}"
    return Issue(CHECK, Severity.ERROR, message, Location(file, None, one.title), (one.label,), one.due, one.typed, key)


def _lengthened(file: str, one: Differing) -> Issue:
    message = f"附件的对比表里「{one.due}」一行的名称写的是{one.typed}。请看说的还是不是这个指标。"
    key = f"{CHECK}：{key_text(one.title)}的名称写{key_text(one.typed)}"
    return Issue(CHECK, Severity.WARNING, message, Location(file, None, one.title), (one.due,), key=key)


def _other(file: str, annex: Held) -> Issue:
    rows = list(dict.fromkeys(one.label for one in annex.differing))
    said = [f"「{one.label}」一行「{one.column}」一列写的是{one.typed}，数据是{one.due}" for one in annex.differing]
    said += [f"「{one}」一行现在没有" for one in annex.unknown]
    message = (
        f"附件的对比表多数和今天的数据对不上：{annex.rows}行里有{len(rows)}行的数或字不一样，"
        f"{len(annex.unknown)}行不是现在的指标（{'；'.join(said[:_FIRST])}{'……' if said[_FIRST:] else ''}）。"
        "可能是别的年份、别的报告的，或者数据改过还没有重新生成。请再生成一次；还是这样，就删去它，用 --annex 重新附上。"
    )
    # Whatever differs otherwise by then has not been accepted.
    code = zlib.crc32("\n".join(said).encode())
    key = f"{CHECK}：附件的对比表有{len(rows) + len(annex.unknown)}行对不上（{code:08x}）"
    return Issue(CHECK, Severity.ERROR, message, Location(file, None, "附件"), key=key)


def _emptied(file: str, emptied: tuple[Differing, ...]) -> Issue:
    said = [f"「{one.label}」一行「{one.column}」一列（数据是{one.due}）" for one in emptied[:_FIRST]]
    more = f"等{len(emptied)}格" if emptied[_FIRST:] else ""
    message = f"附件的对比表里空着{'、'.join(said)}{more}。请看是不是误删的。"
    key = f"{CHECK}：附件的对比表空着{len(emptied)}格"
    return Issue(CHECK, Severity.WARNING, message, Location(file, None, "附件"), key=key)


def chart_issues(file: str, bars: Iterable[Bar]) -> Iterator[Issue]:
    """Yield an error for each bar of the annex's chart that isn't the data's."""
    for bar in bars:
        due = f"数据是{bar.due}" if bar.due else "今天的数据画的图里没有这一条"
        message = f"附件的图里「{bar.name}」画的是{bar.drawn or '空'}，{due}。请再生成一次，或改过来。"
        key = f"{CHECK}：附件的图里{key_text(bar.name)}画{key_text(bar.drawn)}，应为{key_text(bar.due)}"
        yield Issue(CHECK, Severity.ERROR, message, Location(file, None, "附件"), (), bar.due, bar.drawn, key)
