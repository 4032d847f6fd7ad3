"""A section's YAML file and one change to a node of it -> the file with this change, read again and held against what was meant.

A path names a node from the top: keys of mappings, numbers of items from 0.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import cast

from reportgen.base.yaml_places import Place, places
from reportgen.base.yaml_writing import scalar_text
from reportgen.base.yamlfile import Span, layout
from reportgen.editing import splicing
from reportgen.editing.splicing import NoPlace
from reportgen.editing.yaml_file import Plain, YamlFile, proven

NodePath = tuple[str | int, ...]


def value_put(
    file: YamlFile, path: NodePath, value: Plain, *, words: bool = True, order: Sequence[str] = ()
) -> YamlFile:
    """Return the file with this value at the path: a single value in place of another; anything where nothing is, or in a key of its own.

    A new key stands among those of its mapping as `order` has them. `words` are a text also to a reader that knows numbers. Raises
    Unusable where something else than a single value stands there, or the file is written too strangely.
    """
    parent, key = _at(file.says, path[:-1]), path[-1]
    says = copy.deepcopy(file.says)
    wanted = _at(says, path[:-1])
    try:
        if isinstance(parent, dict) and key not in parent:
            number = _position(list(parent), str(key), order)
            return _entry_added(file, path, number, value, words)
        old = _at(file.says, path)
        wanted[key] = value  # type: ignore[index]
        place, column, flow = found(file, path)
        if isinstance(value, str) and isinstance(old, str):
            nl, item = file.line_break, isinstance(parent, list)
            text = splicing.with_scalar(file.text, place, value, column, nl, flow=flow, words=words, item=item)
        elif old or isinstance(value, str):
            raise file.refused(_named(path), "这里原来写的是列表或下一层，不是一个值，请用记事本改。")
        elif flow or not value:
            text = _spliced(file.text, place.span, ("" if place.flow else " ") + splicing.inline(value))
        else:
            indent = " " * (column + 2)
            lines = (
                [line for item in value for line in splicing.item_lines(item)]
                if isinstance(value, list)
                else [line for name, one in value.items() for line in splicing.entry_lines(name, one, words=words)]
            )
            below = [indent + line if line else "" for line in lines]
            text = splicing.with_lines(file.text, place, below, file.line_break)
    except NoPlace:
        raise _strange(file, path) from None
    return proven(file, _named(path), text, says)


def item_added(file: YamlFile, path: NodePath, number: int, item: Plain) -> YamlFile:
    """Return the file with an item more in a list that has some, before the one of this number, or behind the last."""
    place, _, _ = found(file, path)
    says = copy.deepcopy(file.says)
    cast("list[Plain]", _at(says, path)).insert(number, item)
    try:
        if place.flow:
            text = splicing.flow_inserted(file.text, place, number, splicing.inline(item) or "''")
        else:
            text = splicing.inserted(file.text, place, number, splicing.item_lines(item), file.line_break)
    except NoPlace:
        raise _strange(file, path) from None
    return proven(file, _named(path), text, says)


def left_out(file: YamlFile, path: NodePath) -> YamlFile:
    """Return the file without an item or entry and the comments that are its own; behind the last one stands [] or {}."""
    place, _, _ = found(file, path[:-1])
    says = copy.deepcopy(file.says)
    parent = _at(says, path[:-1])
    number = path[-1] if isinstance(parent, list) else list(parent).index(str(path[-1]))
    assert isinstance(number, int) and not isinstance(parent, str)
    del parent[path[-1]]  # type: ignore[arg-type]
    try:
        span = (
            splicing.flow_cut(file.text, place, number) if place.flow else splicing.own_lines(file.text, place)[number]
        )
        text = _spliced(file.text, span, "")
        if not parent and not place.flow and len(path) > 1:
            emptied = _place(text, places(text), file.says, path[:-1])[0]
            text = _spliced(text, emptied.span, " []" if isinstance(parent, list) else " {}")
    except NoPlace:
        raise _strange(file, path) from None
    gone = [
        file.text[one.start : one.end].rstrip()
        for one in layout(file.text).comments
        if span.start <= one.start < span.end
    ]
    return proven(file, _named(path), text, says, gone)


def remark_left_out(file: YamlFile, path: NodePath, is_meant: Callable[[str], bool]) -> YamlFile | None:
    """Return the file without what `is_meant` of the comment behind a single value, between its ；, None where nothing is."""
    place, _, _ = found(file, path)
    end = splicing.line_end(file.text, place.span.end)
    for one in layout(file.text).comments:
        said = file.text[one.start : one.end].rstrip()
        parts = said.removeprefix("#").strip().split("；")
        kept = "；".join(part for part in parts if not is_meant(part))
        if place.span.end <= one.start < end and kept != "；".join(parts):
            made = f"# {kept}" if kept else ""
            begin = one.start if made else len(file.text[: one.start].rstrip(" \t"))
            text = _spliced(file.text, Span(begin, one.start + len(said)), made)
            return proven(file, _named(path), text, file.says, [said], [made] if made else [])
    return None


def item_moved(file: YamlFile, path: NodePath, number: int, to: int) -> YamlFile:
    """Return the file with an item of a list at another number, its comments with it."""
    place, _, _ = found(file, path)
    says = copy.deepcopy(file.says)
    items = cast("list[Plain]", _at(says, path))
    items.insert(to, items.pop(number))
    try:
        text = (
            splicing.flow_moved(file.text, place, number, to)
            if place.flow
            else splicing.moved(file.text, place, number, to, file.line_break)
        )
    except NoPlace:
        raise _strange(file, path) from None
    return proven(file, _named(path), text, says)


def text_made_mapping(file: YamlFile, path: NodePath, key: str) -> YamlFile:
    """Return the file with an item that is a plain text as a mapping in which that text stands behind `key`."""
    place, column, flow = found(file, path)
    said = _at(file.says, path)
    says = copy.deepcopy(file.says)
    _at(says, path[:-1])[path[-1]] = {key: said}  # type: ignore[index]
    assert isinstance(said, str)
    try:
        text = splicing.with_scalar(file.text, place, key, column, file.line_break, flow=flow, words=False)
        again, *_ = _place(text, places(text), file.says, path)
    except NoPlace:
        raise _strange(file, path) from None
    entry = f"{scalar_text(key)}: {splicing.inline(said)}".rstrip()
    return proven(file, _named(path), _spliced(text, again.span, f"{{{entry}}}" if flow else entry), says)


def found(file: YamlFile, path: NodePath) -> tuple[Place, int, bool]:
    """Return where a node is written, the column of its key or dash, and whether it stands between brackets."""
    return _place(file.text, file.root, file.says, path)


def _place(text: str, root: Place | None, says: Plain, path: NodePath) -> tuple[Place, int, bool]:
    assert root is not None
    at, flow, node = root, False, says
    lines_from = root
    for key in path:
        flow = flow or at.flow
        lines_from = lines_from if flow else at
        number = key if isinstance(key, int) else list(node).index(key)
        at = at.children[number] if isinstance(node, list) else at.entries[number][1]
        node = node[key]  # type: ignore[index]
    return at, splicing.column_of(text, lines_from.span.start), flow


def _at(says: Plain, path: NodePath) -> Plain:
    node = says
    for key in path:
        node = node[key]  # type: ignore[index]
    return node


def _position(keys: list[str], key: str, order: Sequence[str]) -> int:
    """Return where a new key belongs among these: behind the nearest before it in the order, else before the nearest behind it."""
    if key not in order:
        return len(keys)
    at = order.index(key)
    before = next((one for one in reversed(order[:at]) if one in keys), None)
    behind = next((one for one in order[at + 1 :] if one in keys), None)
    if before is not None:
        return keys.index(before) + 1
    return keys.index(behind) if behind is not None else len(keys)


def _entry_added(file: YamlFile, path: NodePath, number: int, value: Plain, words: bool) -> YamlFile:
    key, nl = str(path[-1]), file.line_break
    lines = splicing.entry_lines(key, value, words=words)
    if file.root is None:
        at = places(file.text)  # behind --- with nothing below it
        if (at is not None and at.span.end > at.span.start) or "\n..." in file.text:
            raise _strange(file, path)
        text = file.text + (nl if file.text and not file.text.endswith(("\n", "\r")) else "")
        text += "".join(line + nl for line in lines)
        return proven(file, _named(path), text, {key: value})
    place, _, _flow = found(file, path[:-1])
    if place.flow:
        said = splicing.inline(value, words=words) or "''"  # between brackets nothing at all is no value
        entry = f"{scalar_text(key)}: {said}"
        text = splicing.flow_inserted(file.text, place, number, entry)
    else:
        first = splicing.regions(file.text, place)[0]
        if not number and not first.start and place.span.start:  # comments at the file's head are not for the new key
            number = 1
        text = splicing.inserted(file.text, place, number, lines, nl)
    says = copy.deepcopy(file.says)
    parent = cast("dict[str, Plain]", _at(says, path[:-1]))
    entries = [*parent.items()]
    entries.insert(number, (key, value))
    parent.clear()
    parent.update(entries)
    return proven(file, _named(path), text, says)


def _spliced(text: str, span: Span, made: str) -> str:
    return text[: span.start] + made + text[span.end :]


def _named(path: NodePath) -> str:
    return next(str(one) for one in path)


def _strange(file: YamlFile, path: NodePath) -> Exception:
    message = f"「{_named(path)}」在文件里的写法特别（几项写在一行上，或者括号里夹着注释），这里改不了，请用记事本打开「{file.shown}」改。"
    return file.refused(_named(path), message)
