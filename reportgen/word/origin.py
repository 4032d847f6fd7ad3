"""A package's parts + which report, year and build they are of -> the parts that say so; and what a package says of itself.

It is said twice, because programs and people drop the one or the other: in a custom XML part of the document's own (ECMA-376 Part 1,
15.2.5), and in the package's custom properties (22.3), which Word shows under 文件 > 信息 > 属性.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.word.package import DOCUMENT, NotADocument, parse_part, read_package, serialized
from reportgen.word.relations import free_name, related, with_part

_NAMESPACE = "urn:reportgen:origin"
_TAG = f"{{{_NAMESPACE}}}origin"
_KEYS = ("report", "year", "build")
_ITEM = "{5B1D0E6A-6C0B-4E0C-9A56-9C4F7E0B2018}"  # by which Word tells custom XML parts of one document apart
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_PROPERTY = f"{{{_CUSTOM}}}property"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the property set that all of a person's own properties are of
_FIRST = 2  # a property's number; 0 and 1 are reserved (MS-OLEPS 2.18)
_PREFIX = "reportgen."
_USUAL = "docProps/custom.xml"
_MOST_NAME = 255
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_ITEM_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


@dataclass(frozen=True)
class Origin:
    """What a Word file is: of which `report` (its folder's name), which year, and by which `build` it was made.

    `build` is 32 hexadecimal digits, the same for the same draft on any machine.
    """

    report: str
    year: int
    build: str

    def __str__(self) -> str:
        return f"{self.report} {self.year}年的报告"


def origin_in(parts: Mapping[str, bytes]) -> Origin | None:
    """Return what a package says it is, None where it says nothing that we could have written."""
    for said in (_said_in_xml(parts), _said_in_properties(parts)):
        report, year, build = (said.get(key, "") for key in _KEYS)
        if 0 < len(report) <= _MOST_NAME and re.fullmatch("[12][0-9]{3}", year) and re.fullmatch("[0-9a-f]{32}", build):
            return Origin(report, int(year), build)
    return None


def origin_of(document: bytes) -> Origin | None:
    """Return what a .docx says it is, None for what is none, or says nothing."""
    try:
        return origin_in(read_package(document))
    except NotADocument:
        return None


def with_origin(parts: Mapping[str, bytes], origin: Origin) -> dict[str, bytes]:
    """Return the parts that say so, in place of what they said before; parts and properties of others stay."""
    said = {"report": origin.report, "year": str(origin.year), "build": origin.build}
    return _with_properties(_with_xml(dict(parts), said), said)


def _with_xml(parts: dict[str, bytes], said: Mapping[str, str]) -> dict[str, bytes]:
    content = serialized(etree.Element(_TAG, dict(said), nsmap={"reportgen": _NAMESPACE}))
    known = list(_xml_parts(parts))
    if known:
        return {**parts, **dict.fromkeys(known, content)}
    item = free_name(parts, "customXml/item", ".xml")
    made, _ = with_part(parts, DOCUMENT, item, content, "customXml", "application/xml")
    store = etree.Element(f"{{{_STORE}}}datastoreItem", {f"{{{_STORE}}}itemID": _ITEM}, nsmap={"ds": _STORE})
    schemas = etree.SubElement(store, f"{{{_STORE}}}schemaRefs")
    etree.SubElement(schemas, f"{{{_STORE}}}schemaRef", {f"{{{_STORE}}}uri": _NAMESPACE})
    name = free_name(made, "customXml/itemProps", ".xml")
    return with_part(made, item, name, serialized(store), "customXmlProps", _ITEM_PROPERTIES_TYPE)[0]


def _with_properties(parts: dict[str, bytes], said: Mapping[str, str]) -> dict[str, bytes]:
    name = _properties_part(parts)
    root = _parsed(parts.get(name, b""))
    if root is None:
        name = name or (_USUAL if _USUAL not in parts else free_name(parts, "docProps/custom", ".xml"))
        root = parse_part(f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_VALUES}"/>'.encode())
    for one in [one for _, one in _ours(root)]:
        root.remove(one)
    number = max((int(one.get("pid", "")) for one in root if one.get("pid", "").isdecimal()), default=_FIRST - 1)
    for key, value in said.items():
        number += 1
        entry = {"fmtid": _FORMAT, "pid": str(number), "name": f"{_PREFIX}{key}"}
        etree.SubElement(etree.SubElement(root, _PROPERTY, entry), f"{{{_VALUES}}}lpwstr").text = value
    if name in parts:
        return {**parts, name: serialized(root)}
    return with_part(parts, "", name, serialized(root), "custom-properties", _PROPERTIES_TYPE)[0]


def _said_in_xml(parts: Mapping[str, bytes]) -> dict[str, str]:
    root = next((_parsed(parts[name]) for name in _xml_parts(parts)), None)
    return {} if root is None else {key: root.get(key, "") for key in _KEYS}


def _said_in_properties(parts: Mapping[str, bytes]) -> dict[str, str]:
    root = _parsed(parts.get(_properties_part(parts), b""))
    return {} if root is None else {key: "".join(value.text or "" for value in one) for key, one in _ours(root)}


def _xml_parts(parts: Mapping[str, bytes]) -> Iterator[str]:
    for kind, name in _related(parts, DOCUMENT):
        root = _parsed(parts.get(name, b"")) if kind == "customXml" else None
        if root is not None and root.tag == _TAG:
            yield name


def _properties_part(parts: Mapping[str, bytes]) -> str:
    """Return the name of the package's custom properties, '' where it has none."""
    named = (name for kind, name in _related(parts, "") if kind == "custom-properties" and name in parts)
    return next(named, "")


def _related(parts: Mapping[str, bytes], source: str) -> Iterator[tuple[str, str]]:
    with contextlib.suppress(etree.XMLSyntaxError):  # who reads the document itself says what is wrong with it
        yield from related(parts, source).values()


def _ours(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for one in root.iterchildren(_PROPERTY):
        name = one.get("name", "")
        if name.startswith(_PREFIX) and name.removeprefix(_PREFIX) in _KEYS:
            yield name.removeprefix(_PREFIX), one


def _parsed(content: bytes) -> etree._Element | None:
    """Return a part's root, None where it is no XML: other people's parts aren't ours to judge."""
    try:
        return parse_part(content) if content else None
    except (etree.XMLSyntaxError, ValueError):
        return None
