"""What differs from the standard, paragraph by paragraph -> issues, one per cause, each with its clause and what to do in Word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.authoring.layout.effective import DEFAULTS, DIRECT, Paragraph
from reportgen.base.issues import Issue, Location, Severity, key_text

_STANDARD = "GB/T 9704-2012"
_CHECK = "公文格式"
_MOST_ROWS = 6
_BASE = "normal"
_SELDOM_SHOWN = ("font.ascii", "font.hAnsi", "font.hint")  # only by paragraphs with letters or such marks in them
# The names that Chinese Word shows for its own styles.
_SHOWN = {"normal": "正文", "title": "标题", "footer": "页脚", "header": "页眉", "list paragraph": "列表段落"}
_SHOWN |= {f"heading {level}": f"标题 {level}" for level in range(1, 10)}


@dataclass(frozen=True)
class Deviation:
    """One paragraph's, or one page's, difference: of what, in which respect, by which clause, expected and found, and what to do.

    `style` is the style that says so, '' where the paragraph itself does; None where no style can: page, order, words. `name` is the
    property that it is about, as `properties` calls it.
    """

    element: str
    respect: str
    clause: str
    expected: str
    found: str
    todo: str
    row: int | None = None
    style: str | None = None
    name: str = ""


def cause(paragraph: Paragraph, *sources: str) -> str:
    """Return what to change for a paragraph: its nearest source, '' for itself; its own style where only the defaults say so, or nothing."""
    if DIRECT in sources:
        return DIRECT
    return next((source for source in sources if source != DEFAULTS), paragraph.style)


def causes(paragraphs: Iterable[Paragraph], names: Iterable[str]) -> Counter[tuple[str, str]]:
    """Return how many of the paragraphs have each property by each cause."""
    wanted = sorted(set(names))
    found: Counter[tuple[str, str]] = Counter()
    for one in paragraphs:
        said = {**one.face.said, **one.said}
        found.update((name, cause(one, *([said[name][1]] if name in said else []))) for name in wanted)
    return found


def issues(deviations: Iterable[Deviation], file: str, uses: Mapping[tuple[str, str], int]) -> Iterator[Issue]:
    """Yield one issue per cause, in the order of the first paragraph of each.

    `uses` is how many paragraphs have a property (first) by a style (second). What is wrong for most of them the style has wrong;
    otherwise the style is right, and stands in the wrong place.
    """
    alike: dict[tuple[str | None, ...], list[Deviation]] = {}
    for one in deviations:
        of_page = (one.element, one.found, str(one.row)) if one.style is None else ()
        alike.setdefault((one.style, one.respect, one.expected, one.todo, *of_page), []).append(one)
    for every in alike.values():
        first = every[0]
        rows = list(dict.fromkeys(one.row for one in every if one.row is not None))
        names, clauses, found = ("、".join(dict.fromkeys(part)) for part in zip(*map(_told, every), strict=True))
        shown = "、".join(map(str, rows[:_MOST_ROWS])) + ("等" if len(rows) > _MOST_ROWS else "")
        message = (
            f"{names}的{first.respect}：{found}，应为{first.expected}（{_STANDARD} {clauses}）。"
            f"{f'共{len(rows)}段：第{shown}段。' if len(rows) > 1 else ''}{_advice(every, len(rows), uses)}"
        )
        at, key = Location(file, rows[0] if rows else None), f"{_CHECK}：{names}的{first.respect}：{key_text(found)}"
        yield Issue(_CHECK, Severity.WARNING, message, at, (), first.expected, found, key)


def _told(deviation: Deviation) -> tuple[str, str, str]:
    return deviation.element, deviation.clause, deviation.found


def _advice(every: Sequence[Deviation], count: int, uses: Mapping[tuple[str, str], int]) -> str:
    style, todo = every[0].style, every[0].todo
    if style is None:
        return f"{todo}。"
    alone = count < 2 and style.lower() == _BASE  # all other styles are made of it: for one paragraph's sake it stays
    often = count * 2 > uses.get((every[0].name, style), 0) and not alone
    if style != DIRECT and (often or every[0].name in _SELDOM_SHOWN):
        return f"在“开始”的样式里右击「{_SHOWN.get(style.lower(), style)}」，选“修改”，{todo}。"
    return f"选中{'这一段' if count < 2 else '这些段落'}，{todo}。"
