"""A package's parts + a new part that one of them refers to -> the parts with it (ECMA-376 Part 2, 6.5 and 7.2.3)."""

from __future__ import annotations

import functools
import posixpath
from collections.abc import Collection, Mapping

from lxml import etree

from reportgen.word.package import CONTENT_TYPES, DOCUMENT, parse_part, serialized

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_STORIES = ("header", "footer", "footnotes", "endnotes")
_DRAWN = frozenset(("chart", "image", "diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors"))


def with_part(
    parts: Mapping[str, bytes], source: str, name: str, content: bytes, kind: str, content_type: str
) -> tuple[dict[str, bytes], str]:
    """Return the parts with `name`, known to the package and to its `source` as a `kind`, and the relationship's id."""
    relations_name = relations_of(source)
    target = posixpath.relpath(name, posixpath.dirname(source))
    relations, free = _relating(parts.get(relations_name, b""), kind, target)
    linked = {
        relations_name: relations,
        CONTENT_TYPES: _typing(parts[CONTENT_TYPES], name, content_type),
        name: content,
    }
    return {**parts, **linked}, free


@functools.lru_cache(maxsize=32)  # all reports of a template refer to the same parts
def _relating(known: bytes, kind: str, target: str) -> tuple[bytes, str]:
    """Return a part's relationships with one more, and the id of that."""
    relations = parse_part(known) if known else _no_relations()
    taken = {relation.get("Id") for relation in relations}
    free = next(one for one in (f"rId{n}" for n in range(1, len(taken) + 2)) if one not in taken)
    etree.SubElement(relations, f"{_RELATIONS}Relationship", {"Id": free, "Type": f"{OFFICE}/{kind}", "Target": target})
    return serialized(relations), free


@functools.lru_cache(maxsize=32)
def _typing(known: bytes, name: str, content_type: str) -> bytes:
    """Return the content types of a package with that of one more part."""
    types = parse_part(known)
    if all(entry.get("PartName") != f"/{name}" for entry in types):
        etree.SubElement(types, f"{_TYPES}Override", {"PartName": f"/{name}", "ContentType": content_type})
    return serialized(types)


def _no_relations() -> etree._Element:
    return parse_part(f'<Relationships xmlns="{_RELATIONS.strip("{}")}"/>'.encode())


def renamed(parts: Mapping[str, bytes], names: Mapping[str, str]) -> dict[str, bytes]:
    """Return the parts with some of them under other names, and everything that refers to them."""
    if not names:
        return dict(parts)
    moved = {**names, **{relations_of(old): relations_of(new) for old, new in names.items()}}
    made = {}
    for name, content in parts.items():
        if name.endswith(".rels"):
            content = _pointing(content, posixpath.dirname(posixpath.dirname(name)), names)
        made[moved.get(name, name)] = content
    types = parse_part(made[CONTENT_TYPES])
    for entry in types:
        name = entry.get("PartName", "").lstrip("/")
        if name in moved:
            entry.set("PartName", f"/{moved[name]}")
    return {**made, CONTENT_TYPES: serialized(types)}


def _pointing(relations: bytes, folder: str, names: Mapping[str, str]) -> bytes:
    """Return the relationships of a part in `folder` with the targets that got another name, from the package's root on."""
    root = parse_part(relations)
    for one in root:
        target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
        if target in names and one.get("TargetMode") != "External":
            one.set("Target", f"/{names[target]}")
    return serialized(root)


def free_name(parts: Mapping[str, bytes], stem: str, ending: str) -> str:
    """Return the first of stem1.xml, stem2.xml … that no part has; part names don't tell capitals apart (6.2.2.3)."""
    taken = {name.casefold() for name in parts}
    names = (f"{stem}{number}{ending}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name.casefold() not in taken)


def relations_of(source: str) -> str:
    """Return the name of the part that holds another's relationships; '' is the package."""
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def related(parts: Mapping[str, bytes], source: str) -> dict[str, tuple[str, str]]:
    """Return the parts that `source` ('' for the package) refers to: by the relationship's id, its kind and the part's name."""
    content = parts.get(relations_of(source))
    if content is None:
        return {}
    return dict(_related(content, posixpath.join("/", posixpath.dirname(source))))


@functools.lru_cache(maxsize=32)
def _related(content: bytes, folder: str) -> tuple[tuple[str, tuple[str, str]], ...]:
    found = {
        relation.get("Id", ""): (
            posixpath.basename(relation.get("Type", "")),
            posixpath.normpath(posixpath.join(folder, relation.get("Target", ""))).lstrip("/"),
        )
        for relation in parse_part(content)
        if relation.get("TargetMode") != "External"
    }
    return tuple(found.items())


def name_of_kind(parts: Mapping[str, bytes], kind: str) -> str:
    """Return the name of the document's part of a kind (styles, numbering, comments …), '' where it has none."""
    return next((name for one, name in related(parts, DOCUMENT).values() if one == kind and name in parts), "")


def root_of_kind(parts: Mapping[str, bytes], kind: str) -> etree._Element:
    """Return the root of the document's part of a kind, an element that holds nothing where it has none."""
    name = name_of_kind(parts, kind)
    return parse_part(parts[name]) if name else etree.Element("absent")


def addresses(parts: Mapping[str, bytes], source: str) -> dict[str, str]:
    """Return the addresses outside of the package that a part refers to, by relationship; a place inside of it is none."""
    content = parts.get(relations_of(source))
    relations = () if content is None else parse_part(content)
    return {one.get("Id", ""): one.get("Target", "") for one in relations if one.get("TargetMode") == "External"}


def stories(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return the parts that a reader sees, as name -> kind, the body first, then in the order in which they are referred to."""
    found = {DOCUMENT: "document"}
    return found | {
        name: kind for kind, name in related(parts, DOCUMENT).values() if kind in _STORIES and name in parts
    }


def only_related(parts: Mapping[str, bytes], source: str, kept: Collection[str]) -> dict[str, bytes]:
    """Return the parts with only those of the source's relationships whose ids are `kept`, and without what nobody refers to then."""
    own = relations_of(source)
    left = dict(parts)
    if own in left:
        relations = parse_part(left[own])
        for relation in [one for one in relations if one.get("Id") not in kept]:
            relations.remove(relation)
        left[own] = serialized(relations)
    reached, waiting = {""}, [""]
    while waiting:
        found = {name for _, name in related(left, waiting.pop()).values()} & left.keys() - reached
        reached |= found
        waiting += found
    names = reached | {relations_of(one) for one in reached} | {CONTENT_TYPES}
    types = parse_part(left[CONTENT_TYPES])
    for entry in [one for one in types if one.get("PartName", "/").lstrip("/") not in names]:
        types.remove(entry)  # a Default has no PartName, and '' is the package
    return {name: content for name, content in {**left, CONTENT_TYPES: serialized(types)}.items() if name in names}


def without_kind(parts: Mapping[str, bytes], beginning: str) -> dict[str, bytes]:
    """Return the parts without the document's parts whose kind begins so, and without what nobody refers to then."""
    gone = {key for key, (kind, _) in related(parts, DOCUMENT).items() if kind.startswith(beginning)}
    ids = {one.get("Id", "") for one in parse_part(parts[relations_of(DOCUMENT)])} if gone else set()
    return only_related(parts, DOCUMENT, ids - gone) if gone else dict(parts)


def without_unshown(parts: Mapping[str, bytes], since: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Return the parts without the charts, pictures and diagrams that no story shows, and without the workbooks behind those.

    With `since`, the same document as it was, what that didn't show either stays.
    """
    left = dict(parts)
    for story in stories(parts):
        before = None if since is None else since.get(story)
        drawn = {key for key, (kind, _) in related(left, story).items() if kind in _DRAWN}
        if not drawn or left[story] == before:
            continue
        gone = drawn - _attributes(left[story])
        if since is not None:
            gone &= _attributes(before) if before is not None else set()
        if gone:
            every = {one.get("Id", "") for one in parse_part(left[relations_of(story)])}
            left = only_related(left, story, every - gone)
    return left


def _attributes(part: bytes) -> set[str]:
    """Return what the attributes of a part's elements say, references to other parts among them."""
    return {str(value) for element in parse_part(part).iter("*") for value in element.attrib.values()}
