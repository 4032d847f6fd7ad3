"""A .docx's parts <-> python-docx's document, for those who make a whole one or write into one; the same document gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

from reportgen.word.outside import without_dangling
from reportgen.word.package import NotADocument, parse_part, read_package, serialized, write_package
from reportgen.word.relations import related, relations_of

if TYPE_CHECKING:
    from docx.document import Document
    from docx.parts.story import StoryPart


def document_of(parts: Mapping[str, bytes]) -> Document:
    """Return the document that parts make; raises NotADocument for a part whose type the package doesn't say.

    python-docx opens no package with a relationship to a part that isn't there, as Word leaves behind: it stays out, with what refers to it.
    """
    import docx  # noqa: PLC0415  70 ms that no build needs

    try:
        document = docx.Document(io.BytesIO(write_package(_without_missing(parts))))
        len(document.styles)  # which part they are is looked at only here
        return document
    except (
        KeyError,
        ValueError,
        AttributeError,
    ) as error:  # a part of no type; a body or styles that are said to be something else
        raise NotADocument("里有一部分没有说明是什么类型，请用 Word 打开后重新另存") from error


def drawing_board() -> StoryPart:
    """Return a part of an empty document of python-docx's, which draws pictures for others."""
    import docx  # noqa: PLC0415  as above

    return docx.Document().part


def parts_of(document: Document) -> dict[str, bytes]:
    """Return a document's parts: python-docx's own file has the time of writing in it, ours hasn't."""
    written = io.BytesIO()
    document.save(written)
    return read_package(written.getvalue())


def _without_missing(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    made = dict(parts)
    for source in ("", *parts):
        missing = {key for key, (_, name) in related(parts, source).items() if name not in parts}
        if not missing:
            continue
        relations = parse_part(parts[relations_of(source)])
        for one in [one for one in relations if one.get("Id") in missing]:
            relations.remove(one)
        made[relations_of(source)] = serialized(relations)
        if source.endswith(".xml"):
            made[source] = without_dangling(parts[source], {one.get("Id", "") for one in relations})
    return made
