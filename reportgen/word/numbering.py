"""styles.xml, numbering.xml and paragraphs' properties in document order -> the automatic number of each paragraph.

A .docx stores no number: （二） is a count of the paragraphs before it, by rules spread over two parts. Where the
standard is silent or Word departs from it, Word is followed; the docstring then names the source.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from reportgen.word.package import W

_SUFFIXES = {"tab": "\t", "space": " ", "nothing": ""}
_LEVEL_REFERENCE = re.compile("%([1-9])")
_MOST = 32_767  # Word's largest start; a hostile file must not get a Roman number of a million letters
MOST_BASES = 50  # styles that one is based on, each on the next; Word takes eleven
_MOST_TEXT = 255  # characters of a level's text, and of a number; a file made to be slow has pages of them
_MOST_LETTERS = 780  # Word's last: thirty z
_DIGITS = "〇一二三四五六七八九"
_ROMAN = {"M": 1000, "CM": 900, "D": 500, "CD": 400, "C": 100, "XC": 90, "L": 50}
_ROMAN |= {"XL": 40, "X": 10, "IX": 9, "V": 5, "IV": 4, "I": 1}


@dataclass(frozen=True)
class Styles:
    """The w:style elements of a document by id, and the id of the style that a paragraph without one has."""

    by_id: Mapping[str, etree._Element]
    default: str

    def sources(self, properties: etree._Element | None) -> Iterator[tuple[str, etree._Element | None]]:
        """Yield where a paragraph's properties come from, nearest first: '' and its own w:pPr, a style's id and w:pPr…

        A style that isn't there means the default style, as in Word.
        """
        yield "", properties
        style_id = value(properties, "pStyle") or ""
        for one in self.bases(style_id if style_id in self.by_id else self.default):
            yield one, self.by_id[one].find(f"{W}pPr")

    def bases(self, style_id: str) -> Iterator[str]:
        """Yield a style and those that it is based on, nearest first."""
        seen: set[str] = set()
        while style_id in self.by_id and style_id not in seen and len(seen) < MOST_BASES:
            seen.add(style_id)
            yield style_id
            style_id = value(self.by_id[style_id], "basedOn") or ""


@dataclass(frozen=True)
class Level:
    """One w:lvl (ECMA-376 17.9.6); `style` is the style that is linked to it, `restart` None is the default rule.

    `paragraph` are the properties that it gives to its paragraphs (w:pPr), `run` those of the number itself (w:rPr).
    """

    start: int
    format: str
    text: str
    suffix: str
    legal: bool  # w:isLgl: all the numbers in the text are decimal (ECMA-376 17.9.4)
    restart: int | None
    style: str | None
    paragraph: etree._Element | None = None
    run: etree._Element | None = None


@dataclass(frozen=True)
class NumberedList:
    """One w:num with all it refers to; lists over one w:abstractNum (`counter`) count together (Word behaviour)."""

    num_id: int
    counter: str | None
    levels: Mapping[int, Level]
    starts: Mapping[int, int]  # w:startOverride by level


def read_styles(root: etree._Element) -> Styles:
    """Return the styles in a w:styles element."""
    elements = root.findall(f"{W}style")
    by_id = {element.get(f"{W}styleId", ""): element for element in elements}
    usual = (one for one in elements if one.get(f"{W}type") == "paragraph" and one.get(f"{W}default") in ("1", "true"))
    return Styles(by_id, next((one.get(f"{W}styleId", "") for one in usual), ""))


def read_lists(root: etree._Element, styles: Styles) -> Mapping[int, NumberedList]:
    """Return the lists in a w:numbering element by numId."""
    abstracts = {element.get(f"{W}abstractNumId"): element for element in root.iterfind(f"{W}abstractNum")}
    nums = {num_id: num for num in root.iterfind(f"{W}num") if (num_id := _number(num.get(f"{W}numId")))}

    def definition(num: etree._Element) -> str | None:
        """Return the id of the w:abstractNum that has the levels, behind any list style (ECMA-376 17.9.21)."""
        abstract_id = None
        for _ in range(MOST_BASES):
            abstract_id = value(num, "abstractNumId")
            list_style = styles.by_id.get(value(abstracts.get(abstract_id), "numStyleLink") or "")
            target = nums.get(integer(list_style, f"pPr/{W}numPr/{W}numId") or 0)
            if target is None:
                break
            num = target
        return abstract_id

    levels = {abstract_id: _levels(element) for abstract_id, element in abstracts.items()}
    lists: dict[int, NumberedList] = {}
    for num_id, num in nums.items():
        counter = definition(num)
        if counter in levels:
            own = dict(levels[counter])
            starts: dict[int, int] = {}
            for override in num.iterfind(f"{W}lvlOverride"):
                own |= _levels(override)
                if (start := integer(override, "startOverride")) is not None:
                    starts[_number(override.get(f"{W}ilvl")) or 0] = min(start, _MOST)
            lists[num_id] = NumberedList(num_id, counter, own, starts)
    return lists


@dataclass
class Numbering:
    """The running counts of one story (body, text boxes, notes): feed it every paragraph once, in document order."""

    lists: Mapping[int, NumberedList]
    styles: Styles
    _counts: dict[str | None, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[int, int]] = field(default_factory=set)

    def number(self, properties: etree._Element | None) -> str:
        """Return the number of the next paragraph (its w:pPr) with the tab or space after it, '' if it has none."""
        return self.placed(properties)[0]

    def placed(self, properties: etree._Element | None) -> tuple[str, Level | None]:
        """Return the number of the next paragraph as `number` does, and the level that gives it, None outside of all lists."""
        listed, ilvl = self._position(properties)
        if ilvl < 0 or ilvl not in (levels := listed.levels):
            return "", None
        counts = self._count(listed, ilvl)

        def shown(reference: re.Match[str]) -> str:
            upper = int(reference[1]) - 1
            if upper > ilvl or upper not in levels or levels[upper].format in ("bullet", "none"):
                return ""
            return number_text(counts[upper], "decimal" if levels[ilvl].legal else levels[upper].format)

        text = levels[ilvl].text
        label = text if levels[ilvl].format == "bullet" else _LEVEL_REFERENCE.sub(shown, text)
        label = label[:_MOST_TEXT]
        return label and label + _SUFFIXES.get(levels[ilvl].suffix, "\t"), levels[ilvl]

    def fork(self) -> Numbering:
        """Return counts that go on from here by themselves."""
        counts = {counter: dict(levels) for counter, levels in self._counts.items()}
        return Numbering(self.lists, self.styles, counts, set(self._begun))

    def preview(self, properties: etree._Element | None) -> str:
        """Return what `number` would, and count nothing."""
        kept = copy.deepcopy(self._counts), set(self._begun)
        shown = self.number(properties)
        self._counts, self._begun = kept
        return shown

    def _position(self, properties: etree._Element | None) -> tuple[NumberedList, int]:
        """Return a paragraph's list, one without levels where it is in none, and its level.

        Both are inherited, each on its own. In a style, the level linked to it (w:pStyle) goes before its w:ilvl, which
        Word reads all the same where no level is linked (ECMA-376 17.3.1.19, [MS-OI29500] 2.1.50).
        """
        sources = list(self.styles.sources(properties))
        stated = (integer(source, f"numPr/{W}numId") for _, source in sources)
        num_id = next((found for found in stated if found is not None), 0)
        listed = self.lists.get(num_id, NumberedList(0, None, {}, {}))
        linked = {level.style: ilvl for ilvl, level in sorted(listed.levels.items(), reverse=True)}
        stated = (linked.get(style_id, integer(source, f"numPr/{W}ilvl")) for style_id, source in sources)
        return listed, next((found for found in stated if found is not None), 0)

    def _count(self, listed: NumberedList, ilvl: int) -> Mapping[int, int]:
        """Advance a level and return the counts of its list.

        A w:startOverride begins anew once, where its w:num first reaches the level; from there all w:num of that
        definition go on (Word behaviour). A skipped upper level counts as used: the next is the second (MS KB Q110380).
        """
        levels, starts = listed.levels, listed.starts
        counts = self._counts.setdefault(listed.counter, {})
        first = {upper: starts.get(upper, levels[upper].start if upper in levels else 1) for upper in range(ilvl + 1)}
        goes_on = ilvl in counts and (ilvl not in starts or (listed.num_id, ilvl) in self._begun)
        counts[ilvl] = counts[ilvl] + 1 if goes_on else first[ilvl]
        counts |= first | counts
        self._begun.add((listed.num_id, ilvl))
        for lower in [level for level in counts if level > ilvl]:
            restart = levels[lower].restart if lower in levels else None
            if restart is None or restart > lower or ilvl < restart:  # ECMA-376 17.9.10; 0 is never
                del counts[lower]
        return counts


def number_text(count: int, number_format: str) -> str:
    """Return a count, from 0 on, as a w:numFmt writes it (ECMA-376 17.18.59); unknown formats are decimal."""
    return _FORMATS.get(number_format, str)(count)


def value(parent: etree._Element | None, path: str) -> str | None:
    """Return the w:val at a path of w: elements below `parent`, None if there is none."""
    found = None if parent is None else parent.find(W + path)
    return None if found is None else found.get(f"{W}val")


def is_on(toggle: etree._Element | None) -> bool:
    """Return whether an on-off setting is there and on (ECMA-376 17.17.4)."""
    return toggle is not None and toggle.get(f"{W}val", "1") not in {"0", "false", "off", "none"}


def integer(parent: etree._Element | None, path: str) -> int | None:
    """Return the w:val at a path as a number, None if there is none."""
    return _number(value(parent, path))


def _number(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"[+-]?\d{1,9}", text) else None


def _levels(parent: etree._Element) -> dict[int, Level]:
    return {
        _number(element.get(f"{W}ilvl")) or 0: Level(
            min(integer(element, "start") or 0, _MOST),
            value(element, "numFmt") or "decimal",
            (value(element, "lvlText") or "")[:_MOST_TEXT],
            value(element, "suff") or "tab",
            is_on(element.find(f"{W}isLgl")),
            integer(element, "lvlRestart"),
            value(element, "pStyle") or None,
            element.find(f"{W}pPr"),
            element.find(f"{W}rPr"),
        )
        for element in parent.iterfind(f"{W}lvl")
    }


def _spelled(count: int, digits: str, units: str, myriad: str) -> str:
    """Return a count place by place, a gap as one zero: 一千〇一十."""
    text, gap = "", False
    for place in range(5, -1, -1):
        digit = count // 10**place % 10
        if digit:
            text += (digits[0] if gap else "") + digits[digit] + units[place % 4].strip()
        gap = not digit and text != ""
        text += myriad if place == 4 and text else ""
    return text or digits[0]


def _chinese(count: int) -> str:
    """Return 十, 十一, 二十, 一百, 一百〇一, 一百一十: Word's 〇, where the standard has 零."""
    text = _spelled(count, _DIGITS, " 十百千", "万")
    return text[1:] if 10 <= count < 20 else text


def _digit_by_digit(count: int, digits: str = _DIGITS) -> str:
    return str(count).translate(str.maketrans("0123456789", digits))


def _roman(count: int) -> str:
    text = ""
    for sign, worth in _ROMAN.items():
        text, count = text + sign * (count // worth), count % worth
    return text


def _letters(first: str) -> Callable[[int], str]:
    """Return a … z, aa … zz, as often as the alphabet went round; decimal beyond what Word has letters for."""
    return lambda count: (
        chr(ord(first) + (count - 1) % 26) * ((count + 25) // 26) if count <= _MOST_LETTERS else str(count)
    )


def _signs(first: str, most: int) -> Callable[[int], str]:  # ready-made signs for 1..most, decimal beyond
    return lambda count: chr(ord(first) + count - 1) if 1 <= count <= most else str(count)


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda count: f"{count:02}",
    "decimalFullWidth": lambda count: _digit_by_digit(count, "０１２３４５６７８９"),
    "decimalEnclosedCircle": _signs("①", 20),
    "decimalEnclosedCircleChinese": _signs("①", 10),  # the ten of GB/T 2312: what the ① of Chinese Word's menu is
    "decimalEnclosedParen": _signs("⑴", 20),
    "ideographEnclosedCircle": _signs("㈠", 10),  # Word draws brackets, [MS-OI29500] 2.1.540
    "chineseCountingThousand": _chinese,
    "chineseCounting": lambda count: _chinese(count) if 0 < count < 100 else _digit_by_digit(count, "○" + _DIGITS[1:]),
    # no zero inside, no 一 before 十, 百 and a leading 千: 百一, 千百, 一万一千百 (Word behaviour)
    "japaneseCounting": lambda count: re.sub("〇|一(?=[十百])|^一(?=千)", "", _chinese(count)) or "〇",
    "ideographDigital": _digit_by_digit,
    "chineseLegalSimplified": lambda count: _spelled(count, "零壹贰叁肆伍陆柒捌玖", " 拾佰仟", "萬"),
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
}
