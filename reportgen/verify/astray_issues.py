"""Marks that say something wrong where they stand -> issues: what is printed and what is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from reportgen.base.issues import Issue, Location, Severity, unambiguous
from reportgen.inputs.acceptance import OF_REPORT as CHECK
from reportgen.verify.astray import Astray, Why
from reportgen.word.events import around
from reportgen.word.quotation import quotation
from reportgen.word.retyped import Retyped

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
        title, near = one.token.title or _OF_ALL, around(one.unit.text, one.token.text)
        message = f"「{title}」{saying.format(printed=one.printed, due=one.due)}：{near}。{todo}"
        where = quotation(one.unit.text[: one.token.begin], one.unit.text[one.token.end :])
        key = unambiguous(f"{CHECK}：{title}{one.why.value}写{one.printed}，应为{one.due}，在「{where}」")
        yield Issue(CHECK, severity, message, Location(file, None, title), (title,), one.due, one.printed, key)
