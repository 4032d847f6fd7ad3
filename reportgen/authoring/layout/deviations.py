"""What differs from the standard, paragraph by paragraph -> issues, one per cause, each with its clause and what to do in Word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.authoring.layout.effective import DEFAULTS, DIRECT, Paragraph
from reportgen.authoring.layout.properties import AUTO_SPACES
from reportgen.base.issues import Issue, Location, Severity, key_text

_STANDARD = "GB/T 9704-2012"
CHECK = "公文格式"
_MOST_ROWS = 6
_BASE = "normal"
# Only by paragraphs with letters, digits or such marks in them.
_SELDOM_SHOWN = ("font.ascii", "font.hAnsi", "font.hint", *AUTO_SPACES)
# The names that Chinese Word shows for its own styles.
_SHOWN = {"normal": "正文", "title": "标题", "footer": "页脚", "header": "页眉", "list paragraph": "列表段落"}
_SHOWN |= {f"heading {level}": f"标题 {level}" for level in range(1, 10)}


@dataclass(frozen=True)
class Deviation:
    """One paragraph's, or one page's, difference: of what, in which respect, by which clause, expected and found, and what to do.

    `style` is the style that says so, '' where the paragraph itself does; None where no style can: page, order, words. `name` is the
    property that it is about, as `properties` calls it. `right` is what its properties would have to say, by those names; empty where
    words have to be changed.
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
    right: Mapping[str, str] = field(default_factory=dict)


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


@dataclass(frozen=True)
class Alike:
    """Deviations of one cause, which a person puts right at one place: `style`, or '' for each paragraph by itself."""

    every: tuple[Deviation, ...]
    style: str

    @property
    def rows(self) -> list[int]:
        """Return the paragraphs concerned, in order; none for a page."""
        return list(dict.fromkeys(one.row for one in self.every if one.row is not None))

    @property
    def what(self) -> str:
        """Return what of which elements differs, and how: 正文的字号：14磅."""
        return f"{self._all('element')}的{self.every[0].respect}：{self._all('found')}"

    @property
    def key(self) -> str:
        """Return by which words a catalogue accepts it."""
        return f"{CHECK}：{self._all('element')}的{self.every[0].respect}：{key_text(self._all('found'))}"

    def issue(self, file: str) -> Issue:
        """Return the issue that says it; its place is the first paragraph."""
        first, rows = self.every[0], self.rows
        shown = "、".join(map(str, rows[:_MOST_ROWS])) + ("等" if len(rows) > _MOST_ROWS else "")
        message = (
            f"{self.what}，应为{first.expected}（{_STANDARD} {self._all('clause')}）。"
            f"{f'共{len(rows)}段：第{shown}段。' if len(rows) > 1 else ''}{self._advice()}"
        )
        at = Location(file, rows[0] if rows else None)
        return Issue(CHECK, Severity.WARNING, message, at, (), first.expected, self._all("found"), self.key)

    def _all(self, name: str) -> str:
        return "、".join(dict.fromkeys(getattr(one, name) for one in self.every))

    def _advice(self) -> str:
        todo = self.every[0].todo
        if self.every[0].style is None:
            return f"{todo}。"
        if self.style:
            return f"在“开始”的样式里右击「{_SHOWN.get(self.style.lower(), self.style)}」，选“修改”，{todo}。"
        return f"选中{'这一段' if len(self.rows) < 2 else '这些段落'}，{todo}。"


def alike(deviations: Iterable[Deviation], uses: Mapping[tuple[str, str], int]) -> Iterator[Alike]:
    """Yield the deviations by their causes, in the order of the first paragraph of each.

    `uses` is how many paragraphs have a property (first) by a style (second). What is wrong for most of them the style has wrong;
    otherwise the style is right, and stands in the wrong place.
    """
    found: dict[tuple[str | None, ...], list[Deviation]] = {}
    for one in deviations:
        of_page = (one.element, one.found, str(one.row)) if one.style is None else ()
        found.setdefault((one.style, one.respect, one.expected, one.todo, *of_page), []).append(one)
    for every in found.values():
        yield Alike(tuple(every), _to_change(every, uses))


def _to_change(every: Sequence[Deviation], uses: Mapping[tuple[str, str], int]) -> str:
    """Return the style to change, '' for the paragraphs themselves."""
    style, name = every[0].style or DIRECT, every[0].name
    count = len({one.row for one in every if one.row is not None})
    alone = count < 2 and style.lower() == _BASE  # all other styles are made of it: for one paragraph's sake it stays
    often = count * 2 > uses.get((name, style), 0) and not alone
    return style if often or name in _SELDOM_SHOWN else DIRECT
