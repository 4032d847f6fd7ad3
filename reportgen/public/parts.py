"""A finished report's parts -> those of its public edition: the words alone, every number typed, nobody's traces.

Nothing is found out here about whether the report may go out: revisions must have been decided before.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from reportgen.public.bare import bare, without_private_links
from reportgen.public.literal import Literal, without_lists
from reportgen.word.blocks import printed_in
from reportgen.word.notes import KINDS, referred, without_orphans
from reportgen.word.numbering import is_on
from reportgen.word.outside import FETCHING_SETTINGS, LINKED, PUBLIC_ADDRESS, without_dangling
from reportgen.word.package import CONTENT_TYPES, DOCUMENT, W, parse_part, serialized
from reportgen.word.relations import OFFICE, addresses, related, relations_of, root_of_kind, stories
from reportgen.word.revisions import Reviser

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
# What a reader needs; anything else (comments, people, lists, bound data, scripts, printers, the template's place) stays behind. So do the
# workbooks that charts and objects were made from: a chart is drawn from the numbers it holds itself, and a workbook may hold every name.
_KINDS_NAMES = (
    "officeDocument styles settings fontTable theme header footer footnotes endnotes image hyperlink chart chartUserShapes chartStyle "
    "chartColorStyle themeOverride diagramData diagramLayout diagramQuickStyle diagramColors diagramDrawing font"
)
_KINDS = frozenset(_KINDS_NAMES.split())
_SETTINGS_GONE_NAMES = (
    "writeProtection documentProtection rsids docVars trackRevisions revisionView proofState "
    "activeWritingStyle savePreviewPicture attachedSchema updateFields docId removePersonalInformation"
)
_SETTINGS_GONE = frozenset((*_SETTINGS_GONE_NAMES.split(), *FETCHING_SETTINGS))
_BEFORE_PERSONAL = frozenset(W + name for name in ("view", "zoom"))  # ECMA-376 17.15.1.78 has its order
# The parts with its properties: these and nothing else (ECMA-376 Part 2, 8; Part 1, 22.2).
_CORE, _APP = "docProps/core.xml", "docProps/app.xml"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_MOST = 255  # characters of a property that python-docx writes
_DOCPROPS = {
    _CORE: (
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
        "application/vnd.openxmlformats-package.core-properties+xml",
    ),
    _APP: (f"{OFFICE}/extended-properties", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
}


@dataclass(frozen=True)
class Imprint:
    """What a public document says of itself: its title, the office that signs it and the date (2018-12-12); '' where unknown."""

    title: str
    office: str
    date: str


def hidden_styles(parts: Mapping[str, bytes]) -> frozenset[str]:
    """Return the ids of the character styles that hide text."""
    styles = root_of_kind(parts, "styles").iter(f"{W}style")
    return frozenset(style.get(f"{W}styleId", "") for style in styles if is_on(style.find(f"{W}rPr/{W}vanish")))


def reworded(parts: Mapping[str, bytes], text_of: Callable[[str], str | None]) -> dict[str, bytes]:
    """Return the parts with the text that `text_of` gives for a mark's title in each mark for which it gives one."""
    changed = dict(parts)
    for name in stories(parts):
        root = parse_part(parts[name])
        reviser, touched = Reviser(root, ""), False
        for mark in list(printed_in(root)):
            text, content = text_of(mark.title), mark.control.find(f"{W}sdtContent")
            if text is not None and text != mark.text and content is not None:
                reviser.set_text(content, text)
                touched = True
        if touched:
            changed[name] = serialized(root)
    return changed


def edition(parts: Mapping[str, bytes], imprint: Imprint) -> dict[str, bytes]:
    """Return the public edition of a report's parts."""
    literal, hidden = Literal(parts), hidden_styles(parts)
    main, boxes, notes = literal.counts(), literal.counts(), literal.counts()
    made = dict(parts)
    body = etree.Element("absent")
    for name, kind in stories(parts).items():  # the body first
        root = parse_part(parts[name])
        bare(root, hidden)
        if kind in KINDS.values():
            without_orphans(root, referred(body, kind))
        body = root if name == DOCUMENT else body
        counted = {"document": (main, boxes), "footnotes": (notes, boxes), "endnotes": (notes, boxes)}
        literal.write(root, *counted.get(kind, (literal.counts(), literal.counts())))
        without_lists(root)
        without_private_links(root, addresses(parts, name))
        made[name] = serialized(root)
    for kind, name in related(parts, DOCUMENT).values():
        if name in made and kind in ("styles", "settings"):
            root = parse_part(made[name])
            without_lists(root) if kind == "styles" else _settle(root)
            bare(root, ())
            made[name] = serialized(root)
    return _packed(made, imprint)


def _settle(settings: etree._Element) -> None:
    """Leave of a document's settings what its look needs, and ask Word to write no name into it when somebody saves it."""
    for one in list(settings):
        if etree.QName(one).localname in _SETTINGS_GONE:
            settings.remove(one)
    at = sum(one.tag in _BEFORE_PERSONAL for one in settings)
    settings.insert(at, etree.Element(f"{W}removePersonalInformation"))


def _packed(parts: Mapping[str, bytes], imprint: Imprint) -> dict[str, bytes]:
    """Return the parts that a reader needs, with properties of our own."""
    left: dict[str, bytes] = {}
    waiting = [""]
    while waiting:
        source = waiting.pop(0)
        if source in left:
            continue
        if source:
            left[source] = parts[source]
        own = relations_of(source)
        relations = parse_part(parts[own]) if own in parts else etree.Element(f"{_RELATIONS}Relationships")
        used = _references(left.get(source, b""))
        for one in [one for one in relations if not _is_needed(one, used)]:
            relations.remove(one)
        kept = {one.get("Id", "") for one in relations}
        if kept or not source:
            left[own] = serialized(relations)
        if source.endswith(".xml"):
            left[source] = without_dangling(left[source], kept)
        waiting += [name for key, (_, name) in related(parts, source).items() if key in kept and name in parts]
    types = parse_part(parts[CONTENT_TYPES])
    for entry in [one for one in types if one.get("PartName", "/").lstrip("/") not in {*left, ""}]:
        types.remove(entry)  # a Default has no PartName, and '' is the package
    package = parse_part(left[relations_of("")])
    for number, (name, (kind, content_type)) in enumerate(_DOCPROPS.items(), start=1):
        key = {"Id": f"properties{number}", "Type": kind, "Target": name}
        etree.SubElement(package, f"{_RELATIONS}Relationship", key)
        etree.SubElement(types, f"{_TYPES}Override", {"PartName": f"/{name}", "ContentType": content_type})
    left[relations_of("")] = serialized(package)
    ordered = {name: left[name] for name in parts if name in left}
    return {CONTENT_TYPES: serialized(types), **ordered, **_properties(imprint)}


def _properties(imprint: Imprint) -> dict[str, bytes]:
    """Return the two parts with a document's properties.

    The date stands for the times of making and of changing, which would tell when somebody sat at the machine.
    """
    from docx.opc.coreprops import CoreProperties  # noqa: PLC0415  only a public edition needs python-docx here
    from docx.oxml.coreprops import CT_CoreProperties  # noqa: PLC0415  as above

    root = CT_CoreProperties.new()
    core = CoreProperties(root)
    core.title = imprint.title[:_MOST]
    if imprint.office:
        core.author = imprint.office[:_MOST]
    if imprint.date:
        core.created = core.modified = datetime.fromisoformat(imprint.date)
    core.language = "zh-CN"
    company = f"<Company>{html.escape(imprint.office, quote=False)}</Company>" if imprint.office else ""
    app = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="{_EXTENDED}">{company}</Properties>'
    return {_CORE: serialized(root), _APP: app.encode()}


def _references(content: bytes) -> set[str]:
    """Return the relationships that a part's XML names; a picture or an embedded file names none."""
    if not content.lstrip(b"\xef\xbb\xbf").startswith(b"<"):
        return set()
    return {
        one.get(name, "") for one in parse_part(content).iter(etree.Element) for name in LINKED if name in one.attrib
    }


def _is_needed(relationship: etree._Element, used: set[str]) -> bool:
    if relationship.get("TargetMode") == "External":
        return relationship.get("Id") in used and bool(PUBLIC_ADDRESS.match(relationship.get("Target", "")))
    return relationship.get("Type", "").rpartition("/")[2] in _KINDS
