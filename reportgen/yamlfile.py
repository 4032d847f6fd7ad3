"""A YAML file's bytes -> plain nodes that know their row; faults of form -> issues; a text -> a scalar that says it.

Scalars stay text: 「08-10」, 「1e3」, 「是」 must not become dates, floats or booleans behind the clerk's back (YAML 1.1 does that).
Aliases, anchors and tags are refused: a data file needs none, and aliases are how a small file grows without end.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from reportgen.issues import Finder, Location
from reportgen.textfile import BLANKS, bad_character, read_bytes, read_text

MOST_BYTES = 2_000_000
MOST_DEPTH = 12
_TOO_DEEP = f"层次超过{MOST_DEPTH}层，请检查括号和缩进。"
LINE_END = re.compile("\r\n?|[\n\u2028\u2029]")  # what YAML counts as one
_MEANS_SOMETHING = re.compile("""[][:#,{}&*!|>'"%@`?]""")  # to YAML, somewhere in a plain scalar
_BLOCKS = ("|", ">")
_COMMENT = re.compile(r"[ \t]+(#.*)")  # behind a scalar, to the end of its line
_SPLIT_NUMBER = re.compile(
    r",([0-9]{3}(?![0-9])[^],}\r\n]*)"
)  # what follows a scalar in brackets that ends within 1,200
_OPENS_VALUE = re.compile(
    r"\s*(?:- +)*(?:[^\s:：'\"][^:：]*: +)?([][{}\"'>|?-])"
)  # a sign of YAML's where a text may begin
_BEHIND_WORDS = re.compile(r"\S[ \t]+#")
_OPENING = "（《“‘【「"  # a plain scalar may begin with these as well as with a letter or a digit
_TYPED_BLANKS = "\u3000\u00a0\u2002\u2003\u2009\u202f"  # no printable characters to Python, ordinary ones to YAML


@dataclass(frozen=True)
class Scalar:
    """A single value as typed, surrounding blanks removed; `text` is '' for an empty value, null or ~.

    `comment` is what stands behind an unquoted value on its line, from the # on: to YAML a comment, to a clerk perhaps 「#3栋」. `lines`
    are those that an unquoted value was written on, where it takes more than one.
    """

    text: str
    at: Location
    comment: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sequence:
    """A YAML list."""

    items: tuple[Node, ...]
    at: Location


@dataclass(frozen=True)
class Mapping:
    """A YAML mapping in file order; keys are text, `places` says where each key stands."""

    entries: dict[str, Node]
    places: dict[str, Location]
    at: Location

    def __iter__(self) -> Iterator[tuple[str, Node]]:
        return iter(self.entries.items())


Node = Scalar | Sequence | Mapping


def read_yaml(path: Path, shown: str, finder: Finder) -> Mapping:
    """Return the file's top mapping; an empty file is an empty mapping.

    `shown` is the file's name in messages. Everything wrong with the form is noted in `finder`, and what could be read is returned.
    """
    data = read_bytes(path, shown, MOST_BYTES, finder)
    return parse_yaml(data or b"", shown, finder)


def parse_yaml(data: bytes, shown: str, finder: Finder) -> Mapping:
    """Return the top mapping of a YAML file's bytes, noting faults with their rows."""
    empty = Mapping({}, {}, Location(shown))
    text = read_text(data, shown, " UTF-8", finder)
    if text is None or not _printable(text, shown, finder):
        return empty
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        root = _compose(loader, text, shown, finder)
    except yaml.MarkedYAMLError as error:
        row, advice = _what_is_wrong(error, text)
        finder.error("YAML格式", Location(shown, row), advice)
        return empty
    except yaml.YAMLError:  # the parser's own idea of a character
        finder.error("YAML格式", empty.at, "文件里有不能用的字符，请用记事本打开后删去。")
        return empty
    if root is None:
        return empty
    if isinstance(root, Mapping):
        return root
    if not isinstance(root, Scalar) or root.text:
        finder.error(
            "YAML格式", root.at, "整个文件应是「名称: 值」的样子，冒号用半角、后面空一格。", expected="名称: 值"
        )
    return empty


def written(text: str) -> str:
    """Return a YAML scalar, on one line, that our reader reads back as exactly this text, wherever a scalar may stand.

    Raises ValueError for what the reader never returns: blanks at the ends, characters that no report can carry.
    """
    if text != text.strip(BLANKS) or bad_character(text):
        raise ValueError(f"no value of a data file: {text!r}")
    on_one_line = all(character.isprintable() or character in _TYPED_BLANKS for character in text)
    if on_one_line and text and (text[0].isalnum() or text[0] in _OPENING) and not _MEANS_SOMETHING.search(text):
        return f"'{text}'" if text.lower() == "null" else text
    if on_one_line:
        return "'" + text.replace("'", "''") + "'"
    escaped = (rf"\{sign}" if sign in '\\"' else sign if sign.isprintable() else f"\\U{ord(sign):08X}" for sign in text)
    return f'"{"".join(escaped)}"'


@dataclass(frozen=True)
class Span:
    """From a character of a text up to, not including, another."""

    start: int
    end: int


@dataclass(frozen=True)
class Entry:
    """Where an entry of the top mapping stands in the file's text: its key, and its value with what belongs to it."""

    key: Span
    value: Span


@dataclass(frozen=True)
class Layout:
    """Where everything stands in a file's text: the top mapping's entries in order, and comments from # to the line's end.

    `flow` says that the top mapping is written in braces.
    """

    entries: tuple[Entry, ...]
    comments: tuple[Span, ...]
    flow: bool


def layout(text: str) -> Layout:
    """Return where the entries and comments of a text stand in which `parse_yaml` found no fault."""
    entries: list[Entry] = []
    scalars: list[Span] = []
    depth, flow = 0, False
    key: Span | None = None
    value = Span(0, 0)  # of the entry at hand, as far as it was read
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if not event.start_mark or not event.end_mark:
            continue
        span = Span(event.start_mark.index, event.end_mark.index)
        if isinstance(event, yaml.ScalarEvent):
            is_block = event.style in {"|", ">"}  # its first line may carry a comment
            scalars.append(Span(_line_end(text, span.start), span.end) if is_block else span)
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
            flow = flow or (depth == 1 and bool(event.flow_style))
            value = span if depth == 2 else value
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
            # The end of a collection in braces is where it is written; that of one in lines is where the next thing begins.
            value = Span(value.start, span.end) if span.end > span.start else value
        elif isinstance(event, yaml.ScalarEvent):
            value = Span(value.start if depth > 1 else span.start, span.end)
        else:
            continue
        if depth == 1 and not isinstance(event, yaml.MappingStartEvent):
            if key is None:
                key = value
            else:
                entries.append(Entry(key, value))
                key = None
    return Layout(tuple(entries), tuple(_comments(text, scalars)), flow)


def _comments(text: str, scalars: list[Span]) -> Iterator[Span]:
    """Yield what begins with a # that stands in none of the scalars."""
    starts = [span.start for span in scalars]
    at = text.find("#")
    while at >= 0:
        before = bisect.bisect_right(starts, at) - 1
        if before >= 0 and at < scalars[before].end:
            at = text.find("#", scalars[before].end)
        else:
            end = _line_end(text, at)
            yield Span(at, end)
            at = text.find("#", end)


def _line_end(text: str, at: int) -> int:
    found = LINE_END.search(text, at)
    return found.start() if found else len(text)


def _printable(text: str, shown: str, finder: Finder) -> bool:
    faults = [(row, bad) for row, line in enumerate(LINE_END.split(text), start=1) if (bad := bad_character(line))]
    for row, bad in faults:
        finder.error("YAML格式", Location(shown, row), f"有看不见的控制字符或乱码（{bad}），请删去。", found=bad)
    return not faults


def _what_is_wrong(error: yaml.MarkedYAMLError, text: str) -> tuple[int | None, str]:
    """Return the row to look at, and what is most likely wrong there, from the parser's English."""
    problem, context = error.problem or "", error.context or ""
    # A quote or a name is wrong where it begins; the parser notices at its end, at times at the end of the file.
    starts_wrong = "quoted scalar" in context or "simple key" in context
    mark = (error.context_mark if starts_wrong else error.problem_mark) or error.problem_mark or error.context_mark
    row = None if mark is None else mark.line + 1
    lines = LINE_END.split(text)
    line = "" if mark is None else "".join(lines[mark.line : mark.line + 1])
    if "\t" in line[: len(line) - len(line.lstrip())] or ("\t" in line and "start any token" in problem):
        return row, "这一行用了 Tab 键，请换成空格。"
    if "maximum nesting depth" in problem:  # the parser's own limit, which PyYAML has from 6.0.4 on
        return row, _TOO_DEEP
    if "quoted scalar" in context:
        return row, "从这一行起引号不成对，请补上或删去。"
    no_key = "这一行认不出「名称: 值」：冒号用半角，后面空一格。"
    if "simple key" in context:
        return row, no_key
    if "mapping values are not allowed" in problem and mark is not None:
        # A first line with a full-width colon is no key to the parser, so it joins the next line to it.
        if re.fullmatch(r"[^:：]+(?:：\s*|:[^\S \t]*)(?![ \t])\S.*", "".join(lines[max(mark.line - 1, 0) : mark.line])):
            return mark.line, no_key
        return row, "这一行多了「: 」或缩进不对；文字里有冒号加空格的请整段加引号。"
    if context.endswith((" tag", " anchor", " alias")):
        return row, "以 &、*、! 开头的文字请整段加引号。"
    if "start any token" in problem:
        return row, f"值不能以「{line[mark.column : mark.column + 1] if mark else ''}」开头，请整段加引号。"
    if _BEHIND_WORDS.search("".join(lines[max(mark.line - 1, 0) : mark.line]) if mark else ""):
        return row and row - 1, "空格后面的「#」起是注释，这段文字断在这里；要印「#」的请整段加引号。"
    if "flow" in context and error.context_mark is not None:
        row = error.context_mark.line + 1
        return row, "从这一行起括号不成对，或者括号里的文字有括号、引号；每条文字请加引号。"
    if opening := _OPENS_VALUE.match(line):
        return row, f"以「{opening[1]}」开头的文字请整段加引号，里面原有的引号用“ ”。"
    return row, "这一行附近的写法不对：检查缩进、冒号后的空格、括号和引号是否成对。"


def _compose(loader: Any, source: str, shown: str, finder: Finder) -> Node | None:
    """Build our nodes from the parser's events, so that aliases are refused before anything is expanded."""
    stack: list[tuple[str, Location, list[Node]]] = []  # what is open: its kind, its place, its children so far
    root: Node | None = None
    while True:
        event = loader.get_event()
        if isinstance(event, yaml.StreamEndEvent):
            return root
        at = Location(shown, event.start_mark.line + 1 if event.start_mark else None)
        node: Node | None = None
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            finder.error("YAML格式", at, "不能用 & 和 * 的引用写法；以这些符号开头的文字请加引号。")
            node = Scalar("", at) if isinstance(event, yaml.AliasEvent) else None
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            finder.error("YAML格式", at, f"不能用「{tag}」这样的标签；以叹号开头的文字请加引号。")
        if isinstance(event, yaml.ScalarEvent):
            node = _scalar(event, source, at, finder)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if len(stack) >= MOST_DEPTH:
                finder.error("YAML格式", at, _TOO_DEEP)
                return root
            stack.append(("map" if isinstance(event, yaml.MappingStartEvent) else "list", at, []))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            kind, begun, children = stack.pop()
            node = _mapping(children, begun, finder) if kind == "map" else Sequence(tuple(children), begun)
        elif isinstance(event, yaml.DocumentStartEvent) and root is not None:
            finder.error("YAML格式", at, "一个文件里只能有一份内容，请删去单独成行的 ---。")
        if node is None:
            continue
        if stack:
            stack[-1][2].append(node)
        elif root is None:
            root = node


def _scalar(event: yaml.ScalarEvent, source: str, at: Location, finder: Finder) -> Scalar:
    begin, end = (mark.index if mark else 0 for mark in (event.start_mark, event.end_mark))
    style = event.style or ""
    lines = _written_lines(source[begin:end], style)
    text = _unfolded(str(event.value), lines).strip(BLANKS)
    if bad := bad_character(text):  # "\a" in double quotes
        finder.error("YAML格式", at, f"有看不见的控制字符或乱码（{bad}），请删去。", found=bad)
        text = ""
    if style in _BLOCKS and not text:  # 「>5」: to YAML a text on the lines below
        finder.error("YAML格式", at, f"以「{style}」开头的文字请整段加引号。")
    if style:
        return Scalar(text, at)
    split = _SPLIT_NUMBER.match(source, end)
    if split and text[-1:].isdigit() and not (text + split[1]).isdigit():
        message = f"方括号里的逗号把「{text},{split[1].strip()}」分成了两条，请给每条加引号，或删去千位逗号。"
        finder.error("YAML格式", at, message, found=f"{text},{split[1].strip()}")
    comment = _COMMENT.match(source, end)
    return Scalar(
        "" if text in {"~", "null"} else text,
        at,
        comment[1].rstrip() if comment else "",
        lines if len(lines) > 1 else (),
    )


def _written_lines(source: str, style: str) -> tuple[str, ...]:
    """Return the lines of a scalar as they stand in the file, without what only says where it begins and ends."""
    lines = [line.strip(BLANKS) for line in LINE_END.split(source[1:-1] if style in {"'", '"'} else source)]
    if style == "'":
        lines = [line.replace("''", "'") for line in lines]
    return tuple(lines[1:] if style in _BLOCKS else lines)


def _unfolded(folded: str, lines: tuple[str, ...]) -> str:
    """Return a text as YAML joined its lines, without the blanks that it put beside Chinese in place of line ends."""
    if len(lines) < 2 or any("\\" in line for line in lines):  # escapes, which hardly any text on several lines has
        return folded
    said, at = "", 0
    for line in filter(None, lines):
        begin = folded.index(line, at)
        between = folded[at:begin]
        is_blank = said and "\n" not in between and (_is_wide(said[-1]) or _is_wide(line[0]))
        said += ("" if is_blank else between) + line
        at = begin + len(line)
    return said + folded[at:]


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F"}


def _mapping(children: list[Node], begun: Location, finder: Finder) -> Mapping:
    entries: dict[str, Node] = {}
    places: dict[str, Location] = {}
    for key, value in zip(children[::2], children[1::2], strict=True):
        if not isinstance(key, Scalar):
            finder.error("YAML格式", key.at, "名称应是一个词，不能是列表；花括号、方括号开头的文字请加引号。")
            continue
        if key.text in entries:
            message = f"「{key.text}」写了两次（前一次在第{places[key.text].row}行），请留一个。"
            at = Location(key.at.file, key.at.row, key.text)
            finder.error("重复", at, message, expected="一次", found="两次")
            continue
        entries[key.text] = value
        places[key.text] = Location(key.at.file, key.at.row, key.text)
    return Mapping(entries, places, begun)
