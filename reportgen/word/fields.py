"""A story's root -> its fields and what they show; those that are not wanted left with what they say today, or with other words (ECMA-376 17.16)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from reportgen.word.package import W, parse_part, remove, serialized

# What these fetch, run or lead to is named in their code: a place on somebody's disk or on the network.
_FETCHING_NAMES = "HYPERLINK INCLUDEPICTURE INCLUDETEXT INCLUDE IMPORT LINK DDE DDEAUTO DATABASE RD PRINT"
_FETCHING = frozenset(_FETCHING_NAMES.split())
_SAFE_CODE = re.compile(r"^\s*HYPERLINK\s(?!.*\\[oOmMnN]\b)(?:\s*\\l\s|\s*\"?(?:https?|mailto):)", re.IGNORECASE)
# What these show is made of the rest of the document: once that has changed, it is wrong until somebody has them renewed.
_MADE_OF_THE_REST = frozenset(("TOC", "TOA", "INDEX", "REF", "PAGEREF", "NOTEREF", "SEQ"))
# What stands behind w:updateFields in a w:settings (ECMA-376 17.15.1.78), of Word's own names.
_BEHIND_UPDATE_NAMES = (
    "hdrShapeDefaults footnotePr endnotePr compat docVars rsids attachedSchema themeFontLang clrSchemeMapping doNotIncludeSubdocsInStats "
    "doNotAutoCompressPictures forceUpgrade captions readModeInkLockDown smartTagType shapeDefaults doNotEmbedSmartTags decimalSymbol "
    "listSeparator"
)
_BEHIND_UPDATE = frozenset(W + name for name in _BEHIND_UPDATE_NAMES.split())
_MERGE_FIELD = re.compile(r'\s*MERGEFIELD\s+(?:"([^"]+)"|(\S+))', re.IGNORECASE)
_NESTED = "{}"  # stands in a field's code for a field in it; one that says which field it is can be any
_CODE = tuple(f"{W}{name}" for name in ("fldChar", "instrText"))
_SHOWN = tuple(f"{W}{name}" for name in ("t", "tab", "br", "cr", "sym", "noBreakHyphen", "drawing", "pict", "object"))


def kind_of(code: str) -> str:
    """Return which field a code is: PAGE, DATE."""
    return (code.split() or [""])[0].upper()


def fetches(code: str) -> bool:
    """Return whether a field brings something in from elsewhere, or leads to a place that is nobody's but its author's."""
    kind = kind_of(code)
    return kind.startswith(_NESTED) or (kind in _FETCHING and not _SAFE_CODE.match(code))


def shown_by(root: etree._Element) -> Iterator[tuple[etree._Element, tuple[str, ...]]]:
    """Yield the texts (w:t) that fields show, each with the codes of the fields around it (ECMA-376 17.16.18)."""
    opened: list[str] = []
    shows: list[bool] = []  # per open field: are we past its code?
    for element in root.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            opened.append("")
            shows.append(False)
        elif opened and kind == "separate":
            shows[-1] = True
        elif opened and kind == "end":
            opened.pop()
            shows.pop()
        elif opened and element.tag == f"{W}instrText" and not shows[-1]:
            opened[-1] += element.text or ""
        elif element.tag == f"{W}t":
            simple = (one.get(f"{W}instr", "") for one in element.iterancestors(f"{W}fldSimple"))
            around = (*opened, *simple)
            if around:
                yield element, around


def merge_field(code: str) -> str:
    """Return the column that a field of a mail merge prints, '' for another field: MERGEFIELD "死亡" \\* MERGEFORMAT is 死亡."""
    found = _MERGE_FIELD.match(code)
    return (found[1] or found[2]) if found else ""


def put_in_place_of(root: etree._Element, wanted: Callable[[str], str]) -> list[str]:
    """Put text in place of fields, in the formatting of what they show first; `wanted` says which by a field's code, '' to leave it.

    Returns the texts put. Of one that shows nothing, nothing stays.
    """
    # Per open field its code's pieces and, past them, what it shows.
    begun: list[tuple[list[str], list[etree._Element]]] = []
    shown: list[tuple[str, list[etree._Element]]] = [
        (one.get(f"{W}instr", ""), list(one.iter(f"{W}t"))) for one in root.iter(f"{W}fldSimple")
    ]
    for element in root.iter(*_CODE, f"{W}t"):
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            begun.append(([], []))
        elif begun and kind == "end":
            pieces, nodes = begun.pop()
            shown.append(("".join(pieces), nodes))
        elif begun and element.tag == f"{W}instrText":
            begun[-1][0].append(element.text or "")
        elif begun and element.tag == f"{W}t":
            begun[-1][1].append(element)
    put: list[str] = []
    for code, nodes in shown:
        if nodes and (text := wanted(code)):
            for node in nodes:
                node.text = text if node is nodes[0] else ""
            put.append(text)
    frozen(root, lambda code: bool(wanted(code)))
    return put


def is_made_of_the_rest(code: str) -> bool:
    """Return whether a field shows what stands elsewhere in the document: a table of contents, a reference, a sum of cells."""
    return kind_of(code) in _MADE_OF_THE_REST or code.lstrip().startswith("=")


def renewed_on_opening(settings: bytes) -> bytes:
    """Return a document's settings that have Word renew all fields when it opens the document; as they are where they say of it already."""
    root = parse_part(settings)
    if root.find(f"{W}updateFields") is not None:
        return settings
    at = next((at for at, one in enumerate(root) if one.tag in _BEHIND_UPDATE or not one.tag.startswith(W)), len(root))
    root.insert(at, etree.Element(f"{W}updateFields", {f"{W}val": "true"}))
    return serialized(root)


def codes(root: etree._Element) -> list[str]:
    """Return the codes of the fields below an element, simple ones first."""
    found: list[str] = []

    def is_unwanted(code: str) -> bool:
        found.append(code.strip())
        return False

    frozen(root, is_unwanted)
    return found


@dataclass
class _Open:
    """A complex field that has begun: what of it goes where it is frozen, its code so far, and whether more of that may come."""

    signs: list[etree._Element] = field(default_factory=list)
    code: str = ""
    in_code: bool = True


def frozen(root: etree._Element, unwanted: Callable[[str], bool]) -> list[str]:
    """Leave of fields whose code is unwanted what they show; return those codes."""
    found: list[str] = []
    for simple in list(root.iter(f"{W}fldSimple")):
        code = simple.get(f"{W}instr", "")
        if unwanted(code):
            found.append(code.strip())
            unwrap(simple, simple)
    opened: list[_Open] = []
    for element in list(root.iter(*_CODE, *_SHOWN)):
        kind = element.get(f"{W}fldCharType") if element.tag == _CODE[0] else None
        if kind == "begin":
            for one in opened:
                one.code += _NESTED if one.in_code else ""
            opened.append(_Open())
        for one in opened:
            if one.in_code or (one is opened[-1] and element.tag in _CODE):
                one.signs.append(element)
        if element.tag == f"{W}instrText" and opened and opened[-1].in_code:
            opened[-1].code += element.text or ""
        if kind == "separate" and opened:
            opened[-1].in_code = False
        if kind == "end" and opened:
            found += _closed(opened.pop(), unwanted)
    for one in reversed(opened):  # which nobody has closed
        found += _closed(one, unwanted)
    return found


def _closed(one: _Open, unwanted: Callable[[str], bool]) -> list[str]:
    if not unwanted(one.code):
        return []
    for sign in one.signs:
        remove_from_run(sign)
    return [one.code.strip()]


def unwrap(frame: etree._Element, content: Iterable[etree._Element]) -> None:
    """Put what is in a frame into the frame's place."""
    parent = frame.getparent()
    if parent is not None:
        at = parent.index(frame)
        parent[at : at + 1] = list(content)


def remove_from_run(element: etree._Element) -> None:
    """Remove an element, and its run where nothing is left in it."""
    run = element.getparent()
    remove(element)
    if run is not None and run.tag == f"{W}r" and all(one.tag == f"{W}rPr" for one in run):
        remove(run)
