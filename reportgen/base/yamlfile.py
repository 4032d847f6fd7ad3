"""A YAML file's bytes -> plain nodes that know their row; faults of form -> issues.

Scalars stay text: 「08-10」, 「1e3」, 「是」 must not become dates, floats or booleans behind the clerk's back (YAML 1.1 does that).
Aliases, anchors and tags are refused: a data file needs none, and aliases are how a small file grows without end.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml

from reportgen.base.folding import BLOCKS, comment_at, cut_off, unfolded, written_lines
from reportgen.base.issues import Finder, Location
from reportgen.base.textfile import BLANKS, bad_character, read_text
from reportgen.base.yaml_faults import unsplit, what_is_wrong

MOST_BYTES = 2_000_000
_MOST_DEPTH = 12
_TOO_DEEP = f"层次超过{_MOST_DEPTH}层，请检查括号和缩进。"
LINE_END = re.compile("\r\n?|[\n\u2028\u2029]")  # what YAML counts as one
_SPLIT_NUMBER = re.compile(r",([0-9]{3}(?![0-9])[^],}\r\n]*)")  # behind a scalar in brackets: 1,200 is two to YAML


class Scalar(NamedTuple):  # quicker to make than a dataclass: most of a file are scalars
    """A single value as typed, surrounding blanks removed; `text` is '' for an empty value, null or ~.

    `comment` is what stands behind an unquoted value, from the # on: to YAML a comment, to a clerk perhaps 「#3栋」. `lines`
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

    @property
    def unsplit(self) -> str:
        """Return what to write where a colon or comma within a key was meant to part it, as in {图：印章.png}; '' where none was."""
        said = [f"{key}: {one.text}" if isinstance(one, Scalar) and one.text else key for key, one in self]
        return unsplit([*self.entries], said)


Node = Scalar | Sequence | Mapping


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
        noticed, begun = (
            (mark.line, mark.column) if mark else None for mark in (error.problem_mark, error.context_mark)
        )
        row, advice = what_is_wrong(error.problem or "", error.context or "", noticed, begun, LINE_END.split(text))
        if "maximum nesting depth" in (error.problem or ""):  # the parser's own limit, which PyYAML has from 6.0.4 on
            advice = _TOO_DEEP
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
    lines = LINE_END.split(text)
    if not bad_character("".join(lines)):  # nearly always
        return True
    faults = [(row, bad) for row, line in enumerate(lines, start=1) if (bad := bad_character(line))]
    for row, bad in faults:
        finder.error("YAML格式", Location(shown, row), f"有看不见的控制字符或乱码（{bad}），请删去。", found=bad)
    return not faults


def _compose(loader: Any, source: str, shown: str, finder: Finder) -> Node | None:
    """Build our nodes from the parser's events, so that aliases are refused before anything is expanded."""
    stack: list[tuple[str, Location, list[Node]]] = []  # what is open: its kind, its place, its children so far
    root: Node | None = None
    has_comments = "#" in source  # or the sign in a text
    while True:
        event = loader.get_event()
        at = Location(shown, event.start_mark.line + 1 if event.start_mark else None)
        node: Node | None = None
        _tell_references(event, at, finder)
        if isinstance(event, yaml.ScalarEvent):
            node = _scalar(event, source, at, has_comments, finder)
        elif isinstance(event, yaml.StreamEndEvent):
            return root
        elif isinstance(event, yaml.AliasEvent):
            node = Scalar("", at)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if len(stack) >= _MOST_DEPTH:
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


def _tell_references(event: yaml.Event, at: Location, finder: Finder) -> None:
    """Note what an entry is called by, or calls: no data file needs it."""
    if getattr(event, "anchor", None):  # an alias has one too
        finder.error("YAML格式", at, "不能用 & 和 * 的引用写法；以这些符号开头的文字请加引号。")
    tag = getattr(event, "tag", None)
    if tag is not None and tag != "!":
        finder.error("YAML格式", at, f"不能用「{tag}」这样的标签；以叹号开头的文字请加引号。")


def _scalar(event: yaml.ScalarEvent, source: str, at: Location, has_comments: bool, finder: Finder) -> Scalar:
    started, ended, style = event.start_mark, event.end_mark, event.style or ""
    assert started and ended, "the parser knows where each stands"
    begin, end = started.index, ended.index
    # Nearly all stand on one line; then there is nothing that was folded.
    lines = () if started.line == ended.line else _lines(source[begin:end], style)
    text = (unfolded(str(event.value), lines) if lines else str(event.value)).strip(BLANKS)
    if bad := bad_character(text):  # "\a" in double quotes
        finder.error("YAML格式", at, f"有看不见的控制字符或乱码（{bad}），请删去。", found=bad)
        text = ""
    if style in BLOCKS and not text:  # 「>5」: to YAML a text on the lines below
        finder.error("YAML格式", at, f"以「{style}」开头的文字请整段加引号。")
    if style in BLOCKS:
        return Scalar(text, at, cut_off(source, begin, started.column, end))
    if style:
        return Scalar(text, at)
    split = _SPLIT_NUMBER.match(source, end) if source.startswith(",", end) else None
    if split and text[-1:].isdigit() and not (text + split[1]).isdigit():
        message = f"方括号里的逗号把「{text},{split[1].strip()}」分成了两条，请给每条加引号，或删去千位逗号。"
        finder.error("YAML格式", at, message, found=f"{text},{split[1].strip()}")
    comment = comment_at(source, begin, started.column, end) if has_comments else ""
    return Scalar("" if text in {"~", "null"} else text, at, comment, lines)


def _lines(written: str, style: str) -> tuple[str, ...]:
    """Return the lines that a text was written on where it takes more than one."""
    lines = written_lines(LINE_END.split(written[1:-1] if style in {"'", '"'} else written), style)
    return lines if len(lines) > 1 else ()


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
