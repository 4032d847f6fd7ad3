"""What isn't so in people's document -> issues: what is printed in which place, and what is due there."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator

from reportgen.annex.held import Differing, Held
from reportgen.base.faced import advised
from reportgen.base.issues import Issue, Location, Severity, key_text, short, unambiguous
from reportgen.inputs.acceptance import OF_REPORT as CHECK
from reportgen.merge.stale import Stale
from reportgen.verify.astray import Astray, Why
from reportgen.verify.chart_held import OtherNumber
from reportgen.verify.pictures_held import OtherPicture
from reportgen.verify.typed_over import TypedOver
from reportgen.word.quotation import excerpt, quotation
from reportgen.word.retyped import Retyped

_FIRST = 3  # rows that are named where there are many
_OF_ALL = "表题"  # what speaks for figures below it, and is none of their marks
_MEND, _LOOK = "请改过来，或核对数据。", "请看说的是不是这个数。"
_SAYING = {
    Why.JOINED: (Severity.ERROR, "的数连着打字的字，看上去是{printed}，数据是{due}", _MEND),
    Why.OTHER_WORDS: (Severity.ERROR, "的数{printed}放在了别的指标的话里，那里应为{due}", _MEND),
    Why.OTHER_ROW: (Severity.ERROR, "的数{printed}放在了别的一行里，那一行应为{due}", _MEND),
    Why.OTHER_COLUMN: (Severity.ERROR, "的数放在了「{printed}」一列，应为「{due}」一列", _MEND),
    Why.RENAMED_ROW: (Severity.WARNING, "这一行的名称写的是{printed}，数据里是{due}", "请看数和名称对不对得上。"),
    Why.RENAMED_COLUMN: (Severity.WARNING, "这一列的列名写的是{printed}，模板里是{due}", "请看数和列名对不对得上。"),
    Why.UNIT: (Severity.ERROR, "的单位写的是{printed}，应为{due}", _MEND),
    Why.TURNED: (Severity.ERROR, "写的是{printed}，应为{due}", _MEND),
    Why.MAYBE_TURNED: (Severity.WARNING, "写的是{printed}，按数据写的是{due}", "请看有没有说反。"),
    Why.DENIED: (Severity.WARNING, "前面写的是「{printed}」，模板里是「{due}」", "请看意思有没有反。"),
    Why.UNNAMED: (Severity.WARNING, "前面写的是「{printed}」，模板里是「{due}」", _LOOK),
    Why.SCOPE: (Severity.WARNING, "前面的话说的是别的时间、地方或其中一部分，{printed}是这个指标的数", _LOOK),
}


def astray_issues(file: str, found: Iterable[Astray], elsewhere: Callable[[Retyped], bool]) -> Iterator[Issue]:
    """Yield what is wrong with marks where they stand; `elsewhere` says whether words speak of another time, place or part."""
    sentences: set[int] = set()  # whose words speak of something else for all marks behind them
    for one in found:
        if one.found is not None:
            if id(one.unit) in sentences or not elsewhere(one.found):
                continue
            sentences.add(id(one.unit))
        severity, saying, todo = _SAYING[one.why]
        title, near = one.token.title or _OF_ALL, excerpt(one.unit.text, one.token.text)
        message = f"「{title}」{saying.format(printed=one.printed, due=one.due)}：{near}。{todo}"
        where = quotation(one.unit.text[: one.token.begin], one.unit.text[one.token.end :])
        key = unambiguous(f"{CHECK}：{title}{one.why.value}写{one.printed}，应为{one.due}，在「{where}」")
        yield Issue(CHECK, severity, message, Location(file, None, title), (title,), one.due, one.printed, key)


def picture_issues(file: str, found: Iterable[OtherPicture]) -> Iterator[Issue]:
    """Yield a warning for each picture that isn't the year's folder's: a word processor that makes pictures smaller changes their files too."""
    for one in found:
        what = (
            "报告里没有这张图了"
            if one.missing
            else "和今天文件夹里的不一样：有人换过，被字处理软件压缩过，或者还没有更新"
        )
        message = f"图「{one.name}」{what}。请看这里该印哪一张。"
        key = unambiguous(f"{CHECK}：图{one.name}{'没有了' if one.missing else '不一样'}")
        yield Issue(CHECK, Severity.WARNING, message, Location(file, None, one.name), key=key)


def stale_issues(file: str, found: Iterable[Stale]) -> Iterator[Issue]:
    """Yield a warning for each paragraph that still says what drafts said before, with what today's draft says.

    Where people changed a paragraph and the data took the other branch of its condition, a comment says so; this holds without the comment.
    """
    for one in found:
        due = f"现在应为：{short(one.due)}" if one.due else "现在的报告里没有这一段"
        message = f"「{short(one.said)}」还是更正以前的说法，{due}。请看要不要改。"
        key = unambiguous(f"{CHECK}：更正以前的说法，在「{quotation(one.said, '')}」")
        yield Issue(CHECK, Severity.WARNING, message, Location(file, None, short(one.said)), key=key)


def typed_over_issue(file: str, one: TypedOver) -> Issue:
    """Return the warning about a number that people typed over."""
    message = (
        f"「{one.printed}」和生成的报告不一样，那里写的是{one.drafted}：{excerpt(one.unit.text, one.token.text)}。"
        "请看是不是有意改的。"
    )
    end = one.token.end + len(one.token.behind)
    where = quotation(one.unit.text[: one.token.begin], one.unit.text[end:])
    key = unambiguous(f"{CHECK}：{one.drafted}改成了{one.printed}，在「{where}」")
    at = Location(file, None, excerpt(one.unit.text, ""))
    return Issue(CHECK, Severity.WARNING, message, at, (), one.drafted, one.printed, key)


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
    message = advised(
        f"附件的对比表多数和今天的数据对不上：{annex.rows}行里有{len(rows)}行的数或字不一样，"
        f"{len(annex.unknown)}行不是现在的指标（{'；'.join(said[:_FIRST])}{'……' if said[_FIRST:] else ''}）。"
        "可能是别的年份、别的报告的，或者数据改过还没有重新生成。请再生成一次；还是这样，就删去它，",
        "用 --annex 重新附上。",
        "在「报告」的「别的做法」里重新附上。",
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


def chart_issues(file: str, bars: Iterable[OtherNumber]) -> Iterator[Issue]:
    """Yield an error for each bar of the annex's chart that isn't the data's."""
    for bar in bars:
        due = f"数据是{bar.due}" if bar.due else "今天的数据画的图里没有这一条"
        message = f"附件的图里「{bar.name}」画的是{bar.drawn or '空'}，{due}。请再生成一次，或改过来。"
        key = f"{CHECK}：附件的图里{key_text(bar.name)}画{key_text(bar.drawn)}，应为{key_text(bar.due)}"
        yield Issue(CHECK, Severity.ERROR, message, Location(file, None, "附件"), (), bar.due, bar.drawn, key)


def drawn_issues(file: str, charts: Iterable[tuple[str, tuple[OtherNumber, ...]]]) -> Iterator[Issue]:
    """Yield an error for each number of a chart of the template's that isn't the data's, a warning for a number or a chart that can't be
    held."""
    for mark, bars in charts:
        at = Location(file, None, "图表")
        if not bars:
            message = f"图「{mark}」模板里已经没有了，里面的数没有核对、以后也不会更新。"
            yield Issue(CHECK, Severity.WARNING, message, at, key=unambiguous(f"{CHECK}：模板里没有图{mark}"))
        for bar in bars:
            name = f"{bar.series} {bar.name}".strip()
            severity = Severity.ERROR if bar.drawn else Severity.WARNING
            drawn = f"画的是{bar.drawn}" if bar.drawn else "没有画数"
            due = f"数据是{bar.due}" if bar.due else "今天的数据里没有它的数"
            message = f"图「{mark}」里「{name}」{drawn}，{due}。请再生成一次，或改过来。"
            key = unambiguous(f"{CHECK}：图{mark}里{name}画{bar.drawn or '空'}，应为{bar.due or '空'}")
            yield Issue(CHECK, severity, message, at, (), bar.due, bar.drawn, key)
