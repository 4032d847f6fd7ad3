"""A YAML file's bytes -> plain nodes that know their row; faults of form -> issues.

Scalars stay text: 「08-10」, 「1e3」, 「是」 must not become dates, floats or booleans behind the clerk's back (YAML 1.1 does that).
Aliases, anchors and tags are refused: a data file needs none, and aliases are how a small file grows without end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from reportgen.issues import Finder, Location
from reportgen.textfile import bad_character, decode

MOST_BYTES = 2_000_000
MOST_DEPTH = 12


@dataclass(frozen=True)
class Scalar:
    """A single value as typed, surrounding blanks removed; `text` is '' for an empty value, null or ~."""

    text: str
    at: Location


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
    top = Location(shown)
    empty = Mapping({}, {}, top)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        finder.error("文件", top, f"找不到文件 {shown}，请放到 {path.parent}。", expected="有这个文件", found="没有")
        return empty
    except OSError as error:
        finder.error("文件", top, f"文件读不出来（{error.strerror}），请看它是否被别的程序占用或没有读取权限。")
        return empty
    if len(data) > MOST_BYTES:
        finder.error("文件", top, f"文件有{len(data)}字节，超过{MOST_BYTES}字节，不像一份手填的文件，请检查。")
        return empty
    try:
        return parse_yaml(decode(data), shown, finder)
    except UnicodeDecodeError:
        finder.error("编码", top, "文件的编码认不出来，请另存为 UTF-8。", expected="UTF-8 或 GB18030")
        return empty


def parse_yaml(text: str, shown: str, finder: Finder) -> Mapping:
    """Return the top mapping of YAML `text`, noting faults with their rows."""
    top = Location(shown)
    empty = Mapping({}, {}, top)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        root = _compose(loader, shown, finder)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        row = None if mark is None else mark.line + 1
        finder.error(
            "YAML格式",
            Location(shown, row),
            "这一行附近的写法不对：检查缩进、冒号后的空格、引号是否成对、有没有用 Tab 键。",
        )
        return empty
    except yaml.YAMLError:
        finder.error("YAML格式", top, "文件里有不能用的控制字符，请用记事本打开后删去。")
        return empty
    if root is None:
        return empty
    if isinstance(root, Mapping):
        return root
    if not isinstance(root, Scalar) or root.text:
        finder.error("YAML格式", root.at, "整个文件应是「名称: 值」的样子。", expected="名称: 值")
    return empty


def _compose(loader: Any, shown: str, finder: Finder) -> Node | None:
    """Build our nodes from the parser's events, so that aliases are refused before anything is expanded."""
    stack: list[tuple[str, Location, list[Node]]] = []
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
        if isinstance(event, yaml.ScalarEvent):
            node = Scalar(_scalar_text(event, at, finder), at)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if len(stack) >= MOST_DEPTH:
                finder.error("YAML格式", at, f"层次超过{MOST_DEPTH}层，请检查括号和缩进。")
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


def _scalar_text(event: yaml.ScalarEvent, at: Location, finder: Finder) -> str:
    if event.tag is not None and event.tag != "!":
        finder.error("YAML格式", at, f"不能用「{event.tag}」这样的标签；以叹号开头的文字请加引号。")
    text = str(event.value).strip()
    if bad := bad_character(text):
        finder.error("YAML格式", at, f"有看不见的控制字符（{bad}），请删去。")
        text = ""
    return "" if event.style in {None, ""} and text in {"~", "null"} else text


def _mapping(children: list[Node], begun: Location, finder: Finder) -> Mapping:
    entries: dict[str, Node] = {}
    places: dict[str, Location] = {}
    for key, value in zip(children[::2], children[1::2], strict=True):
        if not isinstance(key, Scalar):
            finder.error("YAML格式", key.at, "名称应是一个词，不能是列表；花括号、方括号开头的文字请加引号。")
            continue
        if key.text in entries:
            finder.error(
                "重复",
                key.at,
                f"「{key.text}」写了两次（前一次在第{places[key.text].row}行），请留一个。",
                found=key.text,
            )
            continue
        entries[key.text] = value
        places[key.text] = Location(key.at.file, key.at.row, key.text)
    return Mapping(entries, places, begun)
