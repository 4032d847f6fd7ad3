"""A document's stories -> its units, a sentence of a paragraph or a row of a table each, with every number and date in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from reportgen.word.blocks import OBJECT, Mark, pieces, within
from reportgen.word.package import W, parse_part
from reportgen.word.relations import stories
from reportgen.word.resaved import put_inside
from reportgen.word.sentences import ENDS

NUMBER_SIGN = "#"  # stands for a number in a unit's skeleton; a # of the text is a wide one there
CELL_END = "\t"  # between the cells of a row
_SENTENCE_END = re.compile(f"(?<=[{ENDS}\n])")
_BLANKS = re.compile(f"[ \u00a0\u3000]*{NUMBER_SIGN}[ \u00a0\u3000]*")
_DAY = r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}[日号])?"
_CHINESE = "〇零一二三四五六七八九十"  # 八十五, where what it counts follows; 十分 and 第十五次 are words
_FINANCIAL = "零壹贰叁肆伍陆柒捌玖拾佰仟萬億"  # 捌拾伍, as on a cheque; one alone is a surname: 陆家村
_MORE = "[余多]?"
_SCALE = r"(?:[百千]?[万亿]|千(?![克米瓦伏卡])|百(?!分))?"
_COUNTED = "[人名位个户家元次场份件例对条册本项万亿]"
_TOKEN = re.compile(
    r"(?:\d{4}年)?(?<![\d.])(?:[1-9]|1[0-2])[至到～~—–-]+(?:[1-9]|1[0-2])月(?!\d)"
    rf"|[百千]分之[{_CHINESE}两百]+(?:点[{_CHINESE}]+)?"
    rf"|[{_FINANCIAL}]{{2,}}(?={_COUNTED})|[①-⑨⓪]{{2,}}"
    rf"|{_DAY}(?:[至到～~—–-]+(?:{_DAY}|\d{{1,2}}[日号]))?"
    r"|(?<![\d.])\d{4}([-/.])\d{1,2}\1\d{1,2}(?![\d.])"
    rf"|(?:[{_CHINESE}]{{4}}年)?[一二三四五六七八九十]{{1,2}}月(?:[一二三四五六七八九十]{{1,3}}[日号])?"
    r"|(?:(?<![0-9A-Za-z０-９)）年月日号%％‰~～—–-])[-−－+])?(?<![\d.])(?:\d{1,3}(?:,\d{3})+(?!\d)|[\d０-９]+(?:[,，][\d０-９]{3})*)(?:[.．][\d０-９]+)?"
    rf"(?P<behind>{_MORE}{_SCALE}{_MORE})"
    rf"|(?<![第{_CHINESE}两百千万亿])(?:十|[一二两三四五六七八九][十百千万])[{_CHINESE}两百千万亿]*(?P<more>{_MORE})(?={_COUNTED})"
)


Spot = tuple[int, int]  # of a number in a document: the unit that it stands in, by number, and where it begins there


@dataclass(frozen=True)
class Token:
    """A number or date in a unit: where it stands in the unit's text, what it says, and the title of its mark ('' where typed).

    `mark` is the mark's own text, of which a number may be a part, and which characters typed beside it may make part of another number.
    `behind` is what scales it or says that it is somewhat more, of the text at its `end`: 万 of 1.5万人, 余 of 85余人.
    """

    begin: int
    end: int
    text: str
    title: str
    behind: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Unit:
    """A sentence, or a row with a tab between its cells. `element` is its paragraph or row; `skeleton` its text with # for each number.

    `place` says in which story it stands: the part's name.
    """

    element: etree._Element
    text: str
    tokens: tuple[Token, ...]
    skeleton: str
    place: str


def units(parts: Mapping[str, bytes], *, without: str = "") -> Iterator[Unit]:
    """Yield the units of everything that a reader sees, the body first, but for a part."""
    for name in stories(parts):
        if name == without:
            continue
        root = parse_part(parts[name])
        put_inside(root)
        yield from units_of(root, name)


def units_of(root: etree._Element, place: str) -> Iterator[Unit]:
    """Yield the units of one story that say anything; a text box's are its paragraph's."""
    for element in root.iter(f"{W}p", f"{W}tr"):
        if next(element.iterancestors(f"{W}p", f"{W}tr"), None) is not None:
            continue
        if element.tag == f"{W}tr":
            cells = [list(pieces(cell, equations=True)) for cell in within(element, f"{W}tc")]
            said = [_stripped(cell, CELL_END if number else "") for number, cell in enumerate(cells)]
            yield _unit(element, [piece for cell in said for piece in cell], place)
        else:
            yield from (
                _unit(element, sentence, place) for sentence in _sentences(list(pieces(element, equations=True)))
            )


def by_skeleton(found: Iterable[Unit]) -> Mapping[str, Sequence[Unit]]:
    """Return units by their skeletons: rows and sentences alike but for their numbers."""
    alike: dict[str, list[Unit]] = defaultdict(list)
    for unit in found:
        alike[unit.skeleton].append(unit)
    return alike


_Piece = tuple[str, str]  # a text, and the title of its mark or ''


def _titled(found: Iterable[tuple[str, Mark | None]]) -> list[_Piece]:
    """Return the texts with the titles of their marks; a picture or footnote among the words parts no word and no number."""
    return [(text, "" if mark is None else mark.title) for text, mark in found if text != OBJECT]


def _stripped(cell: list[tuple[str, Mark | None]], before: str) -> list[_Piece]:
    """Return a cell's pieces without line ends, behind what parts it from the cell before."""
    return [
        (before, ""),
        *(
            (text.replace("\n", " ").strip() if text.isspace() else text.replace("\n", ""), title)
            for text, title in _titled(cell)
        ),
    ]


def _sentences(found: list[tuple[str, Mark | None]]) -> Iterator[list[_Piece]]:
    """Yield a paragraph's sentences as pieces; a line end ends one too. A mark is never cut."""
    sentence: list[_Piece] = []
    for text, title in _titled(found):
        if title:
            sentence.append((text, title))
            continue
        *whole, rest = _SENTENCE_END.split(text)
        for one in whole:
            yield [*sentence, (one, "")]
            sentence = []
        sentence.append((rest, ""))
    if any(text.strip() for text, _ in sentence):
        yield sentence


def _unit(element: etree._Element, found: list[_Piece], place: str) -> Unit:
    text = "".join(piece for piece, _ in found)
    spans: list[tuple[int, int, str]] = []
    for piece, title in found:
        begin = spans[-1][1] if spans else 0
        spans.append((begin, begin + len(piece), title))
    tokens = tuple(_token(one, spans) for one in _TOKEN.finditer(text))
    skeleton, end = "", 0
    for token in tokens:
        skeleton += _words(text[end : token.begin]) + NUMBER_SIGN
        end = token.end + len(token.behind)
    skeleton = _BLANKS.sub(NUMBER_SIGN, skeleton + _words(text[end:]))
    return Unit(element, text, tokens, skeleton, place)


def _words(text: str) -> str:
    """Return the words between numbers in one spelling."""
    return text.replace(NUMBER_SIGN, "＃").replace("％", "%")


def _token(found: re.Match[str], spans: list[tuple[int, int, str]]) -> Token:
    behind = found["behind"] or found["more"] or ""
    end = found.end() - len(behind)
    text = found.string
    begins, ends, title = _mark_at(spans, found.start(), end)
    return Token(found.start(), end, text[found.start() : end], title, behind, text[begins:ends])


def _mark_at(spans: list[tuple[int, int, str]], begin: int, end: int) -> tuple[int, int, str]:
    """Return where the mark begins and ends that holds any of a stretch of text, and its title; '' for none."""
    return next((span for span in spans if span[2] and span[0] < end and begin < span[1]), (0, 0, ""))
