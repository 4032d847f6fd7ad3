"""A YAML text and where a node of it is written -> the text with that node changed, added, left out or moved, all else byte for byte.

A comment directly above an item or entry is its own, and so is one directly below that stands further in.
"""

from __future__ import annotations

import itertools
import re

from reportgen.base.folding import BLOCKS
from reportgen.base.textfile import BLANKS
from reportgen.base.yaml_places import Place, is_text_to_yaml
from reportgen.base.yaml_writing import scalar_text
from reportgen.base.yamlfile import LINE_END, Span
from reportgen.editing.yaml_file import Plain

_BREAKS = "\r\n\u2028\u2029"
_FILLED_LINE = re.compile(r"(?:[ \t]*(?:\r\n|[\r\n\u2028\u2029]))*([ \t]*)\S")
_HEADER_COMMENT = re.compile(r"[ \t]+#.*")
_COMMENT_LINE = re.compile(r"([ \t]*)#")
_EMPTY = "''"
_SEVERAL = " |-"  # before a text of several lines
_TO_DASH = re.compile(r"(?:[ \t\r\n\u2028\u2029]|(?<![^\s])#[^\r\n\u2028\u2029]*)*-")


class NoPlace(Exception):
    """The text is written so that the change has no place of its own in it."""


# ---- lines ---------------------------------------------------------------------------------------------------------------------


def line_start(text: str, at: int) -> int:
    """Return where the line begins in which a character stands."""
    return max(text.rfind(sign, 0, at) for sign in _BREAKS) + 1


def line_end(text: str, at: int) -> int:
    """Return where the line ends in which a character stands, before its line break."""
    found = LINE_END.search(text, at)
    return found.start() if found else len(text)


def _next_line(text: str, at: int) -> int:
    found = LINE_END.search(text, at)
    return found.end() if found else len(text)


def _region(text: str, begin: int, end: int, column: int) -> Span:
    """Return the whole lines of what is written from `begin` up to `end`, whose dash or key stands at `column`, with its comments."""
    first = line_start(text, begin)
    while first:
        above = line_start(text, first - 2 if text[first - 2 : first] == "\r\n" else first - 1)
        said = _COMMENT_LINE.match(text, above)
        if not said or len(said[1]) > column:
            break
        first = above
    behind = _next_line(text, end)
    while (said := _COMMENT_LINE.match(text, behind)) and len(said[1]) > column:
        behind = _next_line(text, said.start(0) + len(said[0]))
    return Span(first, behind)


def _stands_further_in(text: str, at: int, column: int) -> bool:
    """Return whether the next line with something on it stands further in than a column: a text of several lines would swallow it."""
    below = _FILLED_LINE.match(text, at)
    return below is not None and len(below[1]) > column


def column_of(text: str, at: int) -> int:
    """Return how many characters stand before one in its line."""
    return at - line_start(text, at)


# ---- writing -------------------------------------------------------------------------------------------------------------------


def _written(value: str, *, words: bool, quote: str = "") -> str:
    """Return a scalar on one line; `words` are a text also to a reader that knows numbers, `quote` is what stood around it before."""
    made = scalar_text(value)
    if made[:1] in {"'", '"'} or not value:
        return made if made[:1] == '"' or quote != '"' or set('"\\') & set(value) or not value else f'"{value}"'
    if quote == '"' and "\\" not in value:  # there it begins a coded character
        return f'"{value}"'
    return f"'{value}'" if quote or (words and not is_text_to_yaml(value)) else made


def inline(value: Plain, *, words: bool = True) -> str:
    """Return a value as it stands between brackets or behind a dash, on one line; an empty text is nothing."""
    if isinstance(value, str):
        return _written(value, words=words) if value else ""
    if isinstance(value, list):
        return f"[{', '.join(inline(one) or _EMPTY for one in value)}]"
    return f"{{{', '.join(f'{scalar_text(key)}: {inline(one)}'.rstrip() for key, one in value.items())}}}"


def _lines_of(value: Plain, indent: int, words: bool) -> tuple[str, list[str]]:
    """Return what stands behind a key or dash and the lines below it, which stand `indent` further in."""
    blanks = " " * indent
    if isinstance(value, str):
        lines = value.split("\n")
        if len(lines) > 1 and all(line == line.strip(BLANKS) and LINE_END.search(line) is None for line in lines):
            return _SEVERAL, [blanks + line if line else "" for line in lines]
        return (f" {_written(value, words=words)}" if value else ""), []
    if isinstance(value, list):
        return (" []", []) if not value else ("", [blanks + line for item in value for line in item_lines(item)])
    return "", [blanks + line for key, one in value.items() for line in entry_lines(key, one, words=False)]


def entry_lines(key: str, value: Plain, *, words: bool) -> list[str]:
    """Return the lines of an entry, its key at the first column."""
    behind, below = _lines_of(value, 2, words)
    return [f"{scalar_text(key)}:{behind}", *below]


def item_lines(value: Plain) -> list[str]:
    """Return the lines of a list's item, its dash at the first column."""
    if isinstance(value, dict):
        lines = [line for key, one in value.items() for line in entry_lines(key, one, words=True)]
        return [f"- {lines[0]}", *(f"  {line}" if line else "" for line in lines[1:])]
    behind, below = _lines_of(value, 2, words=True)
    return [f"-{behind or ' ' + _EMPTY}", *below]


# ---- single values -------------------------------------------------------------------------------------------------------------


def with_scalar(
    text: str, at: Place, value: str, column: int, nl: str, *, flow: bool, words: bool, item: bool = False
) -> str:
    """Return the text with another single value, a comment behind it as it was; `column` is that of its key or dash.

    An empty `item` of a list is written as an empty text.
    """
    start, end = at.span.start, at.span.end
    below: list[str] = []
    if not value:
        made = _EMPTY if item else ""
    elif "\n" in value and not flow and not _stands_further_in(text, line_end(text, end), column):
        said, below = _lines_of(value, column + 2, words)
        made = said.strip()
    else:
        made = _written(value, words=words, quote=at.style if at.style in {"'", '"'} else "")
    if start == end and text[start - 1 : start] not in {":", "-"}:
        raise NoPlace
    tail = line_end(text, end)
    if at.style in BLOCKS:
        head = line_end(text, start)
        comment = _HEADER_COMMENT.search(text, start, head)
        behind = text[comment.start() : comment.end()] if comment else ""
    else:
        behind = text[end:tail]
    if not made:  # nothing stands behind the colon but the comment, as far from it as from the value
        start = start if flow else len(text[:start].rstrip(" \t"))
        behind = behind if behind.strip() else ""
    elif text[start - 1 : start] in {":", "-"}:
        made = f" {made}"
    return text[:start] + made + behind + "".join(nl + line for line in below) + text[tail:]


def with_lines(text: str, at: Place, below: list[str], nl: str) -> str:
    """Return the text with lines below a key behind which nothing stands, or empty brackets; a comment there as it was."""
    tail = line_end(text, at.span.end)
    if any(line.endswith(_SEVERAL) for line in below) and _stands_further_in(text, tail, 0):
        raise NoPlace
    start = len(text[: at.span.start].rstrip(" \t"))
    return text[:start] + text[at.span.end : tail].rstrip() + "".join(nl + line for line in below) + text[tail:]


# ---- entries and items in lines ------------------------------------------------------------------------------------------------


def dashes(text: str, at: Place) -> list[int]:
    """Return where the dash of each item of a list in lines stands."""
    found, begin = [], at.span.start
    for item in at.children:
        dash = _TO_DASH.match(text, begin)
        if not dash or dash.end() > item.span.start:
            raise NoPlace
        found.append(dash.end() - 1)
        begin = item.span.end
    return found


def regions(text: str, at: Place) -> list[Span]:
    """Return the whole lines of each item or entry of a list or mapping in lines; raises NoPlace where one has no lines of its own."""
    heads = dashes(text, at) if at.kind == "list" else [key.span.start for key, _ in at.entries]
    ends = [one.span.end for one in (at.children if at.kind == "list" else at.children[1::2])]
    column = column_of(text, at.span.start)
    return [_region(text, head, end, column) for head, end in zip(heads, ends, strict=True)]


def own_lines(text: str, at: Place) -> list[Span]:
    """Return the regions of items or entries each of which stands on lines of its own, below each other; else raises NoPlace."""
    heads = dashes(text, at) if at.kind == "list" else [key.span.start for key, _ in at.entries]
    if any(text[line_start(text, head) : head].strip() for head in heads):
        raise NoPlace
    return regions(text, at)


def inserted(text: str, at: Place, number: int, lines: list[str], nl: str) -> str:
    """Return the text with an item or entry before the one of this number from 0, or behind the last; its lines begin at column 0."""
    column = column_of(text, at.span.start)
    made = "".join((" " * column + line if line else "") + nl for line in lines)
    if number:
        where = regions(text, at)[number - 1].end
    else:
        head = at.span.start
        if text[line_start(text, head) : head].strip():  # behind a dash
            return text[:head] + made.removeprefix(" " * column) + " " * column + text[head:]
        where = own_lines(text, at)[0].start
    if any(line.endswith(_SEVERAL) for line in lines) and _stands_further_in(text, where, column):
        raise NoPlace
    whole = text[:where] if not where or LINE_END.search(text[where - 1 : where]) else text[:where] + nl
    made = made if where < len(text) or whole == text[:where] else made.removesuffix(nl)
    return whole + made + text[where:]


def moved(text: str, at: Place, number: int, to: int, nl: str) -> str:
    """Return the text with an item at another place of its list, its comments with it."""
    spans = own_lines(text, at)
    ended = not text or bool(LINE_END.search(text[-1:]))
    text = text if ended else text + nl
    spans = [Span(one.start, len(text)) if not ended and one.end == len(text) - len(nl) else one for one in spans]
    gaps = [text[one.end : two.start] for one, two in itertools.pairwise(spans)]
    said = [text[one.start : one.end] for one in spans]
    said.insert(to, said.pop(number))
    body = "".join(item + gap for item, gap in zip(said, [*gaps, ""], strict=True))
    made = text[: spans[0].start] + body + text[spans[-1].end :]
    return made if ended else made.removesuffix(nl)


# ---- entries and items between brackets ----------------------------------------------------------------------------------------


def _slots(at: Place) -> list[Span]:
    if at.kind == "list":
        return [one.span for one in at.children]
    return [Span(key.span.start, value.span.end) for key, value in at.entries]


def flow_inserted(text: str, at: Place, number: int, made: str) -> str:
    """Return the text with an item or entry more between brackets."""
    slots = _slots(at)
    if not slots:
        inside = at.span.start + 1
        return text[:inside] + made + text[inside:]
    if number:
        where = slots[number - 1].end
        return text[:where] + f", {made}" + text[where:]
    where = slots[0].start
    return text[:where] + f"{made}, " + text[where:]


def flow_cut(text: str, at: Place, number: int) -> Span:
    """Return what to leave out between brackets with an item or entry: the comma too that parts it from the others."""
    slots = _slots(at)
    own = slots[number]
    begin, end = own.start, own.end
    if number + 1 < len(slots):
        end = slots[number + 1].start
    elif number:
        begin = slots[number - 1].end
    elif comma := re.match(r"\s*,", text[end:]):
        end += comma.end()
    if "#" in text[begin : own.start] + text[own.end : end]:
        raise NoPlace  # a comment of which nobody can say whose it is
    return Span(begin, end)


def flow_moved(text: str, at: Place, number: int, to: int) -> str:
    """Return the text with the items between brackets in another order."""
    slots = _slots(at)
    between = [text[one.end : two.start] for one, two in itertools.pairwise(slots)]
    if any("#" in one for one in between):
        raise NoPlace
    said = [text[one.start : one.end] for one in slots]
    said.insert(to, said.pop(number))
    body = "".join(item + gap for item, gap in zip(said, [*between, ""], strict=True))
    return text[: slots[0].start] + body + text[slots[-1].end :]
