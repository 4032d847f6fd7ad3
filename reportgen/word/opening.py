"""A .docx on disk, or its bytes -> its parts, sound and under the names that Word gives them; or one sentence on why it can't be read.

Every command that takes a Word file takes it through here, so that one damage is told in one way. Parts that are neither Word's nor ours
(bound data, other programs' own) are left as they are, whatever they hold.
"""

from __future__ import annotations

import posixpath
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from lxml import etree

from reportgen.base.issues import Issue, Location, Severity, Unusable, reason_of
from reportgen.word.package import (
    CONTENT_TYPES,
    DOCUMENT,
    MOST_BYTES,
    NotADocument,
    W,
    is_xml,
    parse_part,
    serialized,
    unzipped,
)
from reportgen.word.relations import free_name, related, relations_of, renamed

_MOST_TEXT = 1_000_000  # characters in all parts; a hundred-page report has eighty thousand
_MOST_IN_A_PARAGRAPH = 100_000  # characters
_MOST_RUNS = 10_000  # in a paragraph; one that is edited for years has some hundred
_FOLDERS = ("word/", "docprops/")
_RELATIONS = ".rels"
# The main part's kinds that Word opens under another ending than .docx; their words are written alike.
_OTHER_ENDINGS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": ".dotx",
    "application/vnd.ms-word.document.macroEnabled.main+xml": ".docm",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": ".dotm",
}
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
# The parts that we read, by the kind of their relationship, and the root that each must have.
_ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "header": "hdr",
    "footer": "ftr",
}
_PARSED = ("theme", "commentsExtended")  # are read too, and may be missing
_EDGES = ("header", "footer")


def open_document(path: Path, subject: str = "", at: Location | None = None) -> dict[str, bytes]:
    """Return the parts of a .docx file; raises Unusable with the one sentence that says why it can't be read.

    `subject` is what a person calls the file (「模板」), '' for just a file; `at` the place that is named, its path without.
    """
    try:
        return opened(read_file(path))
    except NotADocument as error:
        said = f"{subject}{error}"
    except FileNotFoundError:
        said = f"找不到{subject} {path}" if subject else "找不到这个文件，请看文件名和文件夹"
    except (OSError, ValueError) as error:  # ValueError for a name that no system takes
        said = f"{subject}读不出来（{reason_of(error)}）"
    raise Unusable([Issue(subject or "文件", Severity.ERROR, f"{said}。", at or Location(str(path)))])


def read_file(path: Path) -> bytes:
    """Return a file's bytes; raises OSError, or NotADocument for what could be read for ever."""
    state = path.stat()
    if not stat.S_ISREG(state.st_mode) and not stat.S_ISDIR(state.st_mode):  # reading a folder says what it is
        raise NotADocument("不是一个文件")
    if state.st_size > MOST_BYTES:
        raise NotADocument("太大，不像一份报告")
    return path.read_bytes()


def opened(data: bytes) -> dict[str, bytes]:
    """Return the parts of a .docx in their order; raises NotADocument, whose message is a sentence's end without its full stop."""
    parts = unzipped(data)
    roots = {name: _root(name, content) for name, content in parts.items() if _is_ours(name)}
    main = _main(parts)
    _check(parts, roots, main)
    if relations_of(main) not in parts:
        parts[relations_of(main)] = _NO_RELATIONS
    return _as_document(renamed(parts, dict(_usual_names(parts, main))))


_NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'


def _is_ours(name: str) -> bool:
    low = name.lower()
    return low.endswith(_RELATIONS) or name == CONTENT_TYPES or (is_xml(low) and low.startswith(_FOLDERS))


def _damaged(name: str) -> NotADocument:
    return NotADocument(f"里的 {name} 已损坏，请用 Word 打开后重新另存")


def _root(name: str, content: bytes) -> etree._Element:
    """Return a part's root; raises NotADocument for what is no XML, is nested without end or has a DTD.

    Office files have none, and entities let a small one grow without end.
    """
    try:
        root = parse_part(content)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:  # the last two: unknown encodings
        raise _damaged(name) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _damaged(name)
    return root


def _main(parts: Mapping[str, bytes]) -> str:
    """Return the name of the main part, which the package alone knows (ECMA-376 Part 1, 11.3.10)."""
    found = [name for kind, name in related(parts, "").values() if kind == "officeDocument"]
    if len(found) != 1 or found[0] not in parts or posixpath.dirname(found[0]) != posixpath.dirname(DOCUMENT):
        raise NotADocument("里面找不到 Word 正文，请用 Word 打开后重新另存")
    if found[0] != DOCUMENT and DOCUMENT in parts:  # which of the two people see is not for us to say
        raise NotADocument("里面有两份正文，请用 Word 打开后重新另存")
    return found[0]


def _check(parts: Mapping[str, bytes], roots: Mapping[str, etree._Element], main: str) -> None:
    """Raise NotADocument where a part that we read isn't there, or isn't what the package says it is."""
    root = roots[main]
    if not str(root.tag).startswith(W):
        raise NotADocument("是「Strict Open XML」格式，或者没有正文，请用 Word 另存为普通的 .docx")
    if root.tag != f"{W}document" or root.find(f"{W}body") is None:
        raise NotADocument(f"里的 {main} 没有正文，请用 Word 打开后重新另存")
    if relations_of(main) not in parts and any(one.startswith("word/") and one != main for one in parts):
        raise NotADocument(f"里缺 {relations_of(main)}，请用 Word 打开后重新另存")
    _check_length([root for name, root in roots.items() if name.startswith("word/")])
    for kind, name in related(parts, main).values():
        if kind in _ROOTS and name not in parts:
            raise NotADocument(f"里缺 {name}，请用 Word 打开后重新另存")
        if kind in _ROOTS and (name not in roots or roots[name].tag != f"{W}{_ROOTS[kind]}"):
            raise _damaged(name)
        if kind in _PARSED and name in parts and name not in roots:
            raise _damaged(name)


def _check_length(roots: Iterable[etree._Element]) -> None:
    """Raise NotADocument for a text that is longer than a report's, or has a paragraph that is: kilobytes of zip may be weeks of it."""
    whole = 0
    for root in roots:
        for paragraph in root.iter(f"{W}p"):
            text = sum(len(node.text or "") for node in paragraph.iter(f"{W}t"))
            if text > _MOST_IN_A_PARAGRAPH or sum(1 for _ in paragraph.iter(f"{W}r")) > _MOST_RUNS:
                raise NotADocument(
                    f"里有一段太长（超过{_MOST_IN_A_PARAGRAPH // 10_000}万字，或分成上万截），不像一份报告"
                )
            whole += text
    if whole > _MOST_TEXT:
        raise NotADocument(f"里的文字太多（超过{_MOST_TEXT // 10_000}万字），不像一份报告")


def _usual_names(parts: Mapping[str, bytes], main: str) -> Iterator[tuple[str, str]]:
    """Yield the parts that Word would call otherwise, as (name, Word's): Word on the web writes document2.xml and styles2.xml."""
    if main != DOCUMENT:
        yield main, DOCUMENT
    taken = dict(parts)
    for kind, name in related(parts, main).values():
        stem = f"word/{kind}"
        if kind in _EDGES and not re.fullmatch(rf"{stem}\d*\.xml", name):
            wanted = free_name(taken, stem, ".xml")
        elif kind in _ROOTS and kind not in _EDGES and name != f"{stem}.xml":
            wanted = f"{stem}.xml"
            if wanted in taken:  # a part of that name that the document doesn't use
                displaced = free_name(taken, stem, ".xml")
                taken[displaced] = b""
                yield wanted, displaced
        else:
            continue
        taken[wanted] = b""
        yield name, wanted


def ending_of(path: Path) -> str:
    """Return the ending that a sound Word file would have by what it says it is: .docx, .dotx, .docm, .dotm; raises OSError, NotADocument."""
    types = unzipped(read_file(path))[CONTENT_TYPES]
    return next((ending for kind, ending in _OTHER_ENDINGS.items() if kind.encode() in types), ".docx")


def _as_document(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a .dotx or .docm that was called .docx as those of a .docx: Word would refuse them as they are."""
    if not any(kind.encode() in parts[CONTENT_TYPES] for kind in _OTHER_ENDINGS):
        return parts
    types = parse_part(parts[CONTENT_TYPES])
    for entry in types:
        if entry.get("ContentType") in _OTHER_ENDINGS:
            entry.set("ContentType", _TYPE)
    return {**parts, CONTENT_TYPES: serialized(types)}
