"""A document's pictures and today's draft's -> the data's pictures that people's document shows otherwise, or doesn't show any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reportgen.word.pictures import all_pictures


@dataclass(frozen=True)
class OtherPicture:
    """A picture of the data, by the catalogue's name, that a document has otherwise than today's draft; `missing` where it has none."""

    name: str
    missing: bool


def pictures_held(theirs: Mapping[str, bytes], draft: Mapping[str, bytes]) -> Iterator[OtherPicture]:
    """Yield the pictures of today's draft that a document hasn't got as they are, each once.

    A picture is known by its file, wherever people put it, or by the name of its drawing.
    """
    due = {one.name: draft[one.part] for one in all_pictures(draft) if one.name and one.part}
    there = list(all_pictures(theirs)) if due else []
    files = {theirs[one.part] for one in there if one.part}
    for name, data in due.items():
        named = [one for one in there if one.name == name]
        if any(theirs.get(one.part) != data for one in named):
            yield OtherPicture(name, missing=False)
        elif not named and data not in files:
            yield OtherPicture(name, missing=True)
