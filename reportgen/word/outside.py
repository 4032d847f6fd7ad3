"""A package's parts -> the same without what fetches, runs or leads elsewhere, and what that was.

A template or a report may come from another office. What Word would bring in when it opens the file (a remote template, linked pictures
and objects, fields that include files, a data source) or run (macros, controls, add-ins) is nothing of the report's.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.word.fields import fetches, frozen, unwrap
from reportgen.word.numbering import value
from reportgen.word.package import DOCUMENT, W, parse_part, remove, serialized
from reportgen.word.relations import OFFICE, only_related, relations_of

PUBLIC_ADDRESS = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_EMBEDDED = (f"{W}altChunk", f"{W}subDoc")  # whole files that Word would show in the place
FETCHING_SETTINGS = ("attachedTemplate", "linkStyles", "mailMerge", "saveThroughXslt")
_ELSEWHERE = (f"{{{OFFICE}}}link", f"{{{OFFICE}}}href")  # of a picture, where its file was
LINKED = (*_ELSEWHERE, *(f"{{{OFFICE}}}{name}" for name in ("id", "embed", "pict", "dm", "lo", "qs", "cs")))
_MACROS, _CONTROLS, _SOURCE, _ADD_INS = "宏", "ActiveX 控件", "邮件合并的数据源", "加载项"
_PICTURES, _OBJECTS, _MEDIA, _LINKS, _FIELDS = (
    "链接的图片",
    "链接的对象",
    "链接的音像",
    "指向本机或内网的链接",
    "会取别处内容的域",
)
# By the kind of a relationship, wherever it leads to.
_NEVER = {
    "attachedTemplate": "远程模板",
    **dict.fromkeys(("vbaProject", "wordVbaData", "keyMapCustomizations", "attachedToolbars"), _MACROS),
    **dict.fromkeys(("vbaProjectSignature", "vbaProjectSignatureAgile", "vbaProjectSignatureV3"), _MACROS),
    **dict.fromkeys(("control", "activeXControlBinary"), _CONTROLS),
    **dict.fromkeys(("mailMergeSource", "mailMergeHeaderSource", "recipientData"), _SOURCE),
    **dict.fromkeys(("extensibility", "userCustomization", "webextensiontaskpanes", "webextension"), _ADD_INS),
}
# By the kind of a relationship that leads out of the package.
_EXTERNAL = {
    "image": _PICTURES,
    **dict.fromkeys(("oleObject", "package"), _OBJECTS),
    **dict.fromkeys(("video", "audio", "media"), _MEDIA),
    "hyperlink": _LINKS,
}
_OTHERWISE = "外部的内容"
_VML = "{urn:schemas-microsoft-com:vml}*"
_VML_PLACES = ("src", "{urn:schemas-microsoft-com:office:office}href")
_WEB_VIDEO = "{http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing}webVideoPr"
_MAY_FETCH = re.compile(rb"instr|webVideoPr|(?:src|href)\s*=|" + "|".join(FETCHING_SETTINGS).encode())


@dataclass(frozen=True)
class Outside:
    """Something of a package that lies or leads outside of it: what it is, and where, '' where nothing says so."""

    what: str
    where: str


def self_contained(parts: Mapping[str, bytes]) -> tuple[dict[str, bytes], tuple[Outside, ...]]:
    """Return the parts without all that, the words and pictures that the package holds itself in their places; a part that has none of it
    is the same bytes."""
    made = dict(parts)
    found: list[Outside] = []
    for name in [name for name in parts if name.endswith(".rels")]:
        folder, last = posixpath.split(name)
        source = posixpath.join(posixpath.dirname(folder), last.removesuffix(".rels"))
        gone = dict(_gone(parts[name]))
        if not gone:
            continue
        found += gone.values()
        relations = parse_part(parts[name])
        for one in [one for one in relations if one.get("Id") in gone]:
            relations.remove(one)
        made[name] = serialized(relations)
        if source in made and source.endswith(".xml"):
            root = parse_part(made[source])
            unlink(root, gone)
            made[source] = without_dangling(serialized(root), {one.get("Id", "") for one in relations})
    for name in [name for name in made if name.startswith("word/") and name.endswith(".xml")]:
        if _MAY_FETCH.search(made[name].replace(b"\0", b"")):  # zeros of UTF-16
            root = parse_part(made[name])
            here = list(_taken(root))
            found += here
            made[name] = serialized(root) if here else made[name]
    if made == parts:
        return dict(parts), ()
    every = {one.get("Id", "") for one in parse_part(made[relations_of(DOCUMENT)])}
    return only_related(made, DOCUMENT, every), tuple(dict.fromkeys(found))


def embeds_files(roots: Iterable[etree._Element]) -> bool:
    """Return whether a file of its own stands in for a piece of the text: nothing here can read its words."""
    return any(next(root.iter(*_EMBEDDED), None) is not None for root in roots)


def _gone(relations: bytes) -> Iterator[tuple[str, Outside]]:
    """Yield the relationships that stay behind, by id."""
    for one in parse_part(relations):
        kind, target = posixpath.basename(one.get("Type", "")), one.get("Target", "")
        external = one.get("TargetMode") == "External"
        if kind in _NEVER:
            yield one.get("Id", ""), Outside(_NEVER[kind], target if external else "")
        elif external and not (kind == "hyperlink" and (target.startswith("#") or PUBLIC_ADDRESS.match(target))):
            yield one.get("Id", ""), Outside(_EXTERNAL.get(kind, _OTHERWISE), target)


def _taken(root: etree._Element) -> Iterator[Outside]:
    """Take away what needs no relationship to fetch something; yield what it was."""
    for code in frozen(root, fetches):
        yield Outside(_FIELDS, code)
    for name in FETCHING_SETTINGS:
        for setting in root.findall(f"{W}{name}") if root.tag == f"{W}settings" else ():
            root.remove(setting)
            if name == "mailMerge":  # the others fetch nothing without a relationship, and that is told
                yield Outside(_SOURCE, value(setting, "connectString") or "")
    for video in list(root.iter(_WEB_VIDEO)):
        remove(video)
        yield Outside(_MEDIA, "")
    for drawn in root.iter(_VML):
        for place in [place for place in _VML_PLACES if not drawn.get(place, "#").startswith("#")]:
            yield Outside(_PICTURES, str(drawn.attrib.pop(place)))


def unlink(root: etree._Element, gone: Collection[str]) -> None:
    """Leave of links by these relationships their words alone."""
    for link in list(root.iter(f"{W}hyperlink")):
        if link.get(f"{{{OFFICE}}}id") in gone:
            unwrap(link, link)


def without_dangling(content: bytes, kept: Collection[str]) -> bytes:
    """Return a part without elements that refer to what stayed behind; a picture that is in the package needs no other place."""
    root = parse_part(content)
    changed = False
    for element in list(root.iter(etree.Element)):
        wrong = [name for name in LINKED if element.get(name, "") not in {*kept, ""}]
        if set(wrong) - set(_ELSEWHERE):
            remove(element)
        for name in wrong:
            del element.attrib[name]
        changed = changed or bool(wrong)
    return serialized(root) if changed else content
