"""What differs from the standard, paragraph by paragraph -> issues, one per cause, each with its clause and what to do in Word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reportgen.issues import Issue, Location, Severity
from reportgen.word.effective import DEFAULTS, DIRECT, Paragraph

STANDARD = "GB/T 9704-2012"
CHECK = "公文格式"
_MOST_ROWS = 6
# The names that Chinese Word shows for its own styles.
_SHOWN = {"normal": "正文", "title": "标题", "footer": "页脚", "header": "页眉", "list paragraph": "列表段落"}
_SHOWN |= {f"heading {level}": f"标题 {level}" for level in range(1, 10)}


@dataclass(frozen=True)
class Deviation:
    """One paragraph's, or one page's, difference: of what, in which respect, by which clause, expected and found, and what to do.

    `style` is the style that says so, '' where the paragraph itself does; None where no style can: page, order, words.
    """

    element: str
    respect: str
    clause: str
    expected: str
    found: str
    todo: str
    row: int | None = None
    style: str | None = None


def cause(paragraph: Paragraph, *sources: str) -> str:
    """Return what to change for a paragraph: its nearest source, '' for itself; its own style where only the defaults say so, or nothing."""
    if DIRECT in sources:
        return DIRECT
    return next((source for source in sources if source != DEFAULTS), paragraph.style)


def shown_style(name: str) -> str:
    """Return a style's name as Chinese Word shows it."""
    return _SHOWN.get(name.lower(), name)


def issues(deviations: Iterable[Deviation], file: str) -> Iterator[Issue]:
    """Yield one issue per cause, in the order of the first paragraph of each."""
    causes: dict[Deviation, list[Deviation]] = {}
    for one in deviations:
        of_page = one.style is None
        causes.setdefault(one if of_page else replace(one, element="", row=None), []).append(one)
    for every in causes.values():
        first = every[0]
        rows = list(dict.fromkeys(one.row for one in every if one.row is not None))
        names = "、".join(dict.fromkeys(one.element for one in every))
        many = f"共{len(rows)}段：第{'、'.join(map(str, rows[:_MOST_ROWS]))}{'等' if len(rows) > _MOST_ROWS else ''}段。"
        message = (
            f"{names}的{first.respect}：{first.found}，应为{first.expected}（{first.clause}）。"
            f"{many if len(rows) > 1 else ''}{_advice(first, len(rows))}"
        )
        where = rows[0] if rows else None
        key = f"{CHECK}：{names}的{first.respect}：{first.found}"
        yield Issue(CHECK, Severity.WARNING, message, Location(file, where), (), first.expected, first.found, key)


def _advice(deviation: Deviation, count: int) -> str:
    if deviation.style is None:
        return f"{deviation.todo}。"
    if deviation.style == DIRECT:
        return f"选中{'这一段' if count < 2 else '这些段落'}，{deviation.todo}。"
    return f"在“开始”的样式里右击「{shown_style(deviation.style)}」，选“修改”，{deviation.todo}。"
