"""A story's root (body, header, footer, notes) -> the same words without what only those who wrote it need.

Content controls, comments' anchors, hidden text, traces of editing sessions, fields that would say anew who opens the file and when.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from lxml import etree

from reportgen.word.drawingml import DESCRIBED
from reportgen.word.fields import fetches, frozen, kind_of, remove_from_run, unwrap
from reportgen.word.numbering import is_on
from reportgen.word.outside import PUBLIC_ADDRESS, unlink
from reportgen.word.package import W, remove
from reportgen.word.relations import OFFICE

_FRAMES = tuple(W + name for name in ("smartTag", "customXml"))
_GONE = tuple(
    W + name
    for name in (
        "proofErr",
        "permStart",
        "permEnd",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "annotationRef",
        "lastRenderedPageBreak",
        "printerSettings",
        "rsid",
        "smartTagPr",
        "customXmlPr",
    )
)
_TRACES = re.compile(  # editing sessions and paragraphs' ids, as Word and others number them
    r"\{http://schemas\.openxmlformats\.org/wordprocessingml/2006/main\}rsid\w*"
    r"|\{http://schemas\.microsoft\.com/office/word/[\d/]+(?:wordml|cid|cex)?\}(?:paraId|textId|durableId)"
)
_OWN_BOOKMARKS = re.compile(r"_GoBack|OLE_LINK\d+")  # Word's, of where somebody was last
# What these print depends on who opens the file, when and where, or on numbers that are typed by now: what they say today stays.
_CHANGING_NAMES = (
    "DATE TIME CREATEDATE SAVEDATE PRINTDATE EDITTIME REVNUM AUTHOR LASTSAVEDBY USERNAME USERINITIALS USERADDRESS FILENAME FILESIZE "
    "TEMPLATE INFO TITLE SUBJECT KEYWORDS COMMENTS DOCPROPERTY DOCVARIABLE REF NOTEREF EMBED"
)
_CHANGING = frozenset(_CHANGING_NAMES.split())
_DRAWN = (
    DESCRIBED,
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}cNvPr",
)
_VML_TITLE = "{urn:schemas-microsoft-com:office:office}title"
_PATH = re.compile(r"[\\/]|\.\w{3,4}$")  # a picture's description that is only its file's name


def bare(root: etree._Element, hidden_styles: Collection[str]) -> None:
    """Take all of it away in place; `hidden_styles` are the ids of the character styles that hide text."""
    for run in list(hidden_runs(root, hidden_styles)):
        remove(run)
    for control in list(root.iter(f"{W}sdt")):
        content = control.find(f"{W}sdtContent")
        unwrap(control, () if content is None else content)
    for frame in list(root.iter(*_FRAMES)):
        unwrap(frame, frame)
    frozen(root, _is_frozen)
    _take_anchors(root)
    _take_traces(root)


def hidden_runs(root: etree._Element, hidden_styles: Collection[str]) -> Iterator[etree._Element]:
    """Yield the runs that neither screen nor paper shows (ECMA-376 17.3.2.41)."""
    for run in root.iter(f"{W}r"):
        settings = run.find(f"{W}rPr")
        if settings is not None:
            style = settings.find(f"{W}rStyle")
            stated = settings.find(f"{W}vanish")
            if is_on(stated) if stated is not None else style is not None and style.get(f"{W}val") in hidden_styles:
                yield run


def without_private_links(root: etree._Element, addresses: dict[str, str]) -> None:
    """Leave of a link to somebody's disk its words alone; `addresses` are the targets by relationship."""
    ids = (link.get(f"{{{OFFICE}}}id") for link in root.iter(f"{W}hyperlink"))
    unlink(root, {one for one in ids if one is not None and not PUBLIC_ADDRESS.match(addresses.get(one, ""))})


def _is_frozen(code: str) -> bool:
    return kind_of(code) in _CHANGING or fetches(code)


def _take_anchors(root: etree._Element) -> None:
    for element in list(root.iter(*_GONE)):
        remove_from_run(element)
    marked = [one for one in root.iter(f"{W}bookmarkStart") if _OWN_BOOKMARKS.fullmatch(one.get(f"{W}name", ""))]
    ids = {one.get(f"{W}id") for one in marked}
    for end in [one for one in root.iter(f"{W}bookmarkEnd") if one.get(f"{W}id") in ids]:
        remove(end)
    for start in marked:
        remove(start)


def _take_traces(root: etree._Element) -> None:
    for element in root.iter(etree.Element):
        for name in [str(name) for name in element.attrib if _TRACES.fullmatch(str(name))]:
            del element.attrib[name]
    for number, drawn in enumerate(root.iter(*_DRAWN), start=1):
        drawn.set("name", f"图{number}")  # it was the picture's file, often with somebody's name
        if _PATH.search(drawn.get("descr", "")):
            del drawn.attrib["descr"]
    for element in root.iter("{urn:schemas-microsoft-com:vml}*"):
        element.attrib.pop(_VML_TITLE, "")
        if _PATH.search(element.get("alt", "")):
            del element.attrib["alt"]
