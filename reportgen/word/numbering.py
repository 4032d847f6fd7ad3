"""styles.xml, numbering.xml and paragraph properties in document order -> each paragraph's automatic number as Word shows it.

A .docx stores no number: 「（二）」 is the count of the paragraphs before it, under rules spread over two parts. Where the standard
is silent or Word departs from it, Word is followed; a docstring names the source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from lxml import etree

from reportgen.word.package import W

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SUFFIXES = {"tab": "\t", "space": " ", "nothing": ""}
_LEVEL_REFERENCE = re.compile("%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


@dataclass(frozen=True)
class Style:
    """What a style says itself; None where it leaves a property to the style it is based on."""

    name: str
    base: str | None
    num_id: int | None
    ilvl: int | None
    outline: int | None  # 0..8, or 9 for body text


@dataclass(frozen=True)
class Styles:
    """The styles of a document by id, and the id of the paragraph style that a paragraph without one has."""

    by_id: Mapping[str, Style]
    default: str

    def chain(self, style_id: str | None) -> Iterator[tuple[str, Style]]:
        """Yield a paragraph's style and its bases, nearest first; an unknown id means the default style, as in Word."""
        following = style_id if style_id in self.by_id else self.default
        seen: set[str | None] = set()
        while following in self.by_id and following not in seen:
            seen.add(following)
            yield following, self.by_id[following]
            following = self.by_id[following].base or ""


@dataclass(frozen=True)
class Level:
    """One w:lvl (ECMA-376 17.9.6); `style` is the style linked to it ('' if none), `restart` is None for the default rule."""

    start: int
    format: str
    text: str
    suffix: str
    legal: bool
    restart: int | None
    style: str


@dataclass(frozen=True)
class NumberedList:
    """One w:num with everything it refers to: lists with the same `counter` count together (Word behaviour)."""

    counter: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]  # w:startOverride by level
    restarts: Mapping[
        int, int | None
    ]  # of the w:abstractNum: Word ignores w:lvlRestart in an override ([MS-OI29500] 17.9.10)
    linked: Mapping[str, int]  # style id -> level


def read_styles(root: etree._Element | None) -> Styles:
    """Return the styles of a w:styles element; None means a document without that part."""
    by_id: dict[str, Style] = {}
    default = ""
    for element in () if root is None else root.iterfind(f"{W}style"):
        style_id = element.get(f"{W}styleId", "")
        by_id[style_id] = Style(
            _value(element, "name") or style_id,
            _value(element, "basedOn"),
            _integer(element, f"pPr/{W}numPr/{W}numId"),
            _integer(element, f"pPr/{W}numPr/{W}ilvl"),
            _integer(element, f"pPr/{W}outlineLvl"),
        )
        if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in ("1", "true", "on"):
            default = style_id
    return Styles(by_id, default)


def read_lists(root: etree._Element | None, styles: Styles) -> Mapping[int, NumberedList]:
    """Return the lists of a w:numbering element by numId; None means a document without that part."""
    if root is None:
        return {}
    abstracts = {element.get(f"{W}abstractNumId", ""): element for element in root.iterfind(f"{W}abstractNum")}
    nums = {num_id: num for num in root.iterfind(f"{W}num") if (num_id := _number(num.get(f"{W}numId")))}
    levels = {abstract_id: _levels(element) for abstract_id, element in abstracts.items()}
    lists: dict[int, NumberedList] = {}
    for num_id, num in nums.items():
        abstract_id = _abstract_id(num, nums, abstracts, styles)
        own = levels.get(abstract_id, {})
        overridden = dict(own)
        starts: dict[int, int] = {}
        for override in num.iterfind(f"{W}lvlOverride"):
            overridden.update(_levels(override))
            ilvl, start = _number(override.get(f"{W}ilvl")), _integer(override, "startOverride")
            if ilvl is not None and start is not None:
                starts[ilvl] = start
        linked = {level.style: ilvl for ilvl, level in sorted(overridden.items(), reverse=True) if level.style}
        restarts = {ilvl: level.restart for ilvl, level in own.items()}
        lists[num_id] = NumberedList(abstract_id, overridden, starts, restarts, linked)
    return lists


@dataclass
class Numbering:
    """The running counts of one story (body, text boxes, notes): feed it every paragraph once, in document order."""

    lists: Mapping[int, NumberedList]
    styles: Styles
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[int, int]] = field(default_factory=set)

    def number(self, properties: etree._Element | None) -> str:
        """Return the number of the next paragraph with the text that follows it (tab, space, nothing); '' if it has none.

        `properties` is the paragraph's w:pPr, None if it has none.
        """
        position = self._position(properties)
        if position is None:
            return ""
        num_id, ilvl = position
        listed = self.lists[num_id]
        level = listed.levels[ilvl]
        counts = self._count(num_id, ilvl)

        def shown(reference: re.Match[str]) -> str:
            upper = int(reference[1]) - 1
            if upper > ilvl or upper not in listed.levels:
                return ""
            number_format = listed.levels[upper].format
            decimal = level.legal and number_format not in ("bullet", "none")  # ECMA-376 17.9.4, isLgl
            return number_text(counts[upper], "decimal" if decimal else number_format)

        label = level.text if level.format == "bullet" else _LEVEL_REFERENCE.sub(shown, level.text)
        return label and label + _SUFFIXES.get(level.suffix, "\t")

    def _position(self, properties: etree._Element | None) -> tuple[int, int] | None:
        """Return (numId, level) of a paragraph in a list, None outside.

        numId and ilvl are inherited each on its own. In a style the level that names it (w:pStyle) goes before its ilvl
        (ECMA-376 17.3.1.19; Word reads the ilvl where nothing is linked, [MS-OI29500] 2.1.50).
        """
        chain = list(self.styles.chain(_value(properties, "pStyle")))
        num_id = _integer(properties, f"numPr/{W}numId")
        if num_id is None:
            num_id = next((style.num_id for _, style in chain if style.num_id is not None), 0)
        if num_id not in self.lists:  # numId 0 takes a paragraph out of its style's list
            return None
        listed = self.lists[num_id]
        ilvl = _integer(properties, f"numPr/{W}ilvl")
        if ilvl is None:
            stated = (listed.linked.get(style_id, style.ilvl) for style_id, style in chain)
            ilvl = next((level for level in stated if level is not None), 0)
        return (num_id, ilvl) if ilvl in listed.levels else None

    def _count(self, num_id: int, ilvl: int) -> Mapping[int, int]:
        """Advance a level and return the counts of its list.

        A w:startOverride begins anew once, where its w:num first reaches the level; afterwards all w:num of the abstract list go
        on from there (Word behaviour). A skipped upper level counts as used: the next paragraph there is the second (Microsoft
        KB Q110380, and LibreOffice alike).
        """
        listed = self.lists[num_id]
        counts = self._counts.setdefault(listed.counter, {})

        def start(level: int) -> int:
            return listed.starts.get(level, listed.levels[level].start if level in listed.levels else 1)

        if ilvl in counts and (ilvl not in listed.starts or (num_id, ilvl) in self._begun):
            counts[ilvl] += 1
        else:
            counts[ilvl] = start(ilvl)
        self._begun.add((num_id, ilvl))
        for upper in range(ilvl):
            counts.setdefault(upper, start(upper))
        for lower in [level for level in counts if level > ilvl and _restarts(listed.restarts.get(level), level, ilvl)]:
            del counts[lower]
        return counts


def number_text(value: int, number_format: str) -> str:
    """Return a count as w:numFmt writes it (ECMA-376 17.18.59); unknown formats are decimal, bullet and none have no number."""
    if number_format in ("bullet", "none"):
        return ""
    return _FORMATS.get(number_format, str)(value) if value >= 0 else str(value)


def _restarts(restart: int | None, level: int, used: int) -> bool:
    """Return whether a level begins anew after `used`, a level above it; ECMA-376 17.9.10: 0 is never, too large is ignored."""
    return restart is None or restart > level or used < restart


def _abstract_id(
    num: etree._Element, nums: Mapping[int, etree._Element], abstracts: Mapping[str, etree._Element], styles: Styles
) -> str:
    """Return the id of the w:abstractNum with the levels, behind any list style (w:numStyleLink, ECMA-376 17.9.21)."""
    seen: set[str] = set()
    while True:
        abstract_id = _value(num, "abstractNumId") or ""
        link = _value(abstracts.get(abstract_id), "numStyleLink")
        target = styles.by_id[link].num_id if link in styles.by_id else None
        if abstract_id in seen or target is None or target not in nums:
            return abstract_id
        seen.add(abstract_id)
        num = nums[target]


def _levels(parent: etree._Element) -> dict[int, Level]:
    """Return the w:lvl children by level; Word puts a custom format beside a w:numFmt for older readers, which is taken."""
    levels: dict[int, Level] = {}
    for element in parent.iterfind(f"{W}lvl"):
        ilvl = _number(element.get(f"{W}ilvl"))
        if ilvl is not None and 0 <= ilvl <= 8:
            older = element.find(f"{MC}AlternateContent/{MC}Fallback")
            legal = element.find(f"{W}isLgl")
            levels[ilvl] = Level(
                _integer(element, "start") or 0,
                _value(element, "numFmt") or _value(older, "numFmt") or "decimal",
                _value(element, "lvlText") or "",
                _value(element, "suff") or "tab",
                legal is not None and legal.get(f"{W}val") not in ("0", "false", "off"),
                _integer(element, "lvlRestart"),
                _value(element, "pStyle") or "",
            )
    return levels


def _value(parent: etree._Element | None, path: str) -> str | None:
    found = None if parent is None else parent.find(W + path)
    return None if found is None else found.get(f"{W}val")


def _integer(parent: etree._Element | None, path: str) -> int | None:
    return _number(_value(parent, path))


def _number(text: str | None) -> int | None:
    try:
        return None if text is None else int(text)
    except ValueError:
        return None


def _spelled(value: int, digits: str, units: tuple[str, str, str, str], myriad: str) -> str:
    """Return a count place by place with one zero for a gap; Word shows nothing from 1,000,000 ([MS-OI29500] 2.1.548)."""
    if value >= 1_000_000:
        return ""
    text = ""
    gap = False
    for place in range(5, -1, -1):
        digit = value // 10**place % 10
        if digit:
            text += (digits[0] if gap else "") + digits[digit] + units[place % 4]
        gap = not digit and bool(text)
        if place == 4 and text:
            text += myriad
    return text or digits[0]


def _chinese_thousand(value: int) -> str:
    """一, 十, 十一, 二十, 一百, 一百〇一, 一百一十 (Word writes 〇 where the standard has 零)."""
    text = _spelled(value, _DIGITS, ("", "十", "百", "千"), "万")
    return text[1:] if 10 <= value < 20 else text


def _chinese(value: int) -> str:
    """As above to 九十九, then digit by digit with a circle: 一○○, 一○一 (ECMA-376, and Word)."""
    return _chinese_thousand(value) if 0 < value < 100 else _digit_by_digit(value).replace("〇", "○")


def _japanese(value: int) -> str:
    """No zero inside, no 一 before 十, 百 and a leading 千: 百一, 千百, 一万一千."""
    text = _spelled(value, _DIGITS, ("", "十", "百", "千"), "万")
    if value:
        text = text.replace("〇", "").replace("一十", "十").replace("一百", "百")
    return text.replace("一千", "千") if value < 10_000 else text


def _digit_by_digit(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _letters(value: int) -> str:
    """A..Z, AA, BB; 780 is 30 letters, the most that Word writes."""
    return chr(ord("A") + (value - 1) % 26) * ((value + 25) // 26) if 1 <= value <= 780 else str(value)


def _roman(value: int) -> str:
    if not 1 <= value <= 32_767:  # Word counts no further
        return str(value)
    text = ""
    for worth, sign in _ROMAN:
        text += sign * (value // worth)
        value %= worth
    return text


def _signs(first: str, last: int) -> Callable[[int], str]:
    """Return a format of ready-made signs from `first` on for 1..last, decimal beyond."""
    return lambda value: chr(ord(first) + value - 1) if 1 <= value <= last else str(value)


_FORMATS: Mapping[str, Callable[[int], str]] = MappingProxyType({
    "decimalZero": lambda value: f"{value:02}",
    "decimalFullWidth": lambda value: "".join(chr(ord("０") + int(digit)) for digit in str(value)),
    "decimalEnclosedCircle": _signs("①", 20),
    "decimalEnclosedCircleChinese": _signs("①", 10),  # the ten that GB/T 2312 has; what Chinese Word's own ① list uses
    "decimalEnclosedParen": _signs("⑴", 20),
    "decimalEnclosedFullstop": _signs("⒈", 20),
    "ideographEnclosedCircle": _signs("㈠", 10),  # Word draws brackets, [MS-OI29500] 2.1.540
    "chineseCountingThousand": _chinese_thousand,
    "chineseCounting": _chinese,
    "japaneseCounting": _japanese,
    "ideographDigital": _digit_by_digit,
    "chineseLegalSimplified": lambda value: _spelled(value, _LEGAL_DIGITS, ("", "拾", "佰", "仟"), "萬"),
    "upperLetter": _letters,
    "lowerLetter": lambda value: _letters(value).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
})  # fmt: skip
