"""The files of a public edition -> on disk beside the report, all of them or none; one that a person changed there is kept first."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.base.hashing import sha256
from reportgen.base.issues import Issue
from reportgen.base.libreoffice import NotConverted
from reportgen.base.saving import read_or_none, write_all
from reportgen.public.paper import printed
from reportgen.report.records.history import keep

WORD, _PAPER = ".docx", ".pdf"
_MADE_AT = re.compile(rb"(/(?:CreationDate|ModDate) ?\(D:)\d{14}")  # of one length, so that no place in the file moves

_FOLDER = "公开版"  # where it stands, beside the report


@dataclass(frozen=True)
class Publication:
    """The public edition: `files` by their endings, none while anything is `refused`; `told` is what a person should know of it.

    `date` is the report's (2018-12-12), '' where unknown; `of` is the hash of the report that it was made from.
    """

    files: Mapping[str, bytes]
    refused: tuple[Issue, ...]
    told: tuple[Issue, ...]
    date: str = ""
    of: str = ""


@dataclass(frozen=True)
class Published:
    """What publishing did: the files as they stand, those that changed, copies of those that people had changed, and why there is no PDF."""

    files: tuple[Path, ...]
    changed: tuple[Path, ...]
    kept: tuple[Path, ...]
    without_pdf: str


def folder_of(report: Path) -> Path:
    """Return where a report's public edition stands."""
    return report.parent / _FOLDER


def _note_path(report: Path) -> Path:
    """Return where it is noted which bytes of the public edition are ours."""
    return report.with_name(f"{report.stem}.公开记录.json")


def is_old(report: Path, document: bytes) -> bool:
    """Return whether a public edition stands there that was made from another report than `document`, as far as its note tells."""
    try:
        made_of = json.loads(_note_path(report).read_bytes())["of"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False
    return bool(made_of != sha256(document)) and (folder_of(report) / f"{report.stem}{WORD}").is_file()


def of_renamed(report: Path) -> list[Path]:
    """Return the Word files of public editions whose report is called otherwise by now, or is gone."""
    there = sorted(folder_of(report).glob(f"*{WORD}"))
    return [path for path in there if path.stem != report.stem and not (report.parent / path.name).exists()]


def publish(report: Path, made: Publication, when: str, *, dry: bool = False) -> Published:
    """Write what was made as 公开版/<report's name>, with a PDF where LibreOffice makes one. Raises CannotWrite.

    `when` is the time that the history notes. A PDF of an earlier edition goes: it would say something else.
    """
    known, note, stem = _known(report), _note_path(report), folder_of(report) / report.stem
    new: dict[Path, bytes | None] = {Path(f"{stem}{ending}"): data for ending, data in made.files.items()}
    word, paper = Path(f"{stem}{WORD}"), Path(f"{stem}{_PAPER}")
    old = {path: read_or_none(path) for path in (*new, paper)}
    ours = {path for path, data in old.items() if data is not None and sha256(data) in known.get(path.name, ())}
    without, new[paper] = "", old[paper]
    if not dry and not (old[word] == new[word] and paper in ours):
        try:
            new[paper] = _printed(made.files[WORD], report.stem, made.date)
        except NotConverted as error:
            new[paper], without = None, str(error)
    changed = tuple(path for path, data in new.items() if data != old[path])
    stands = tuple(path for path, data in new.items() if data is not None)
    if dry:
        return Published(stands, changed, (), without)
    edited = [(path, data) for path in changed if path not in ours and (data := old[path]) is not None]
    kept = tuple(keep(path, data, None, when, "公开版被人改过的").document for path, data in edited)
    hashes = {path.name: sha256(data) for path, data in new.items() if data is not None}
    if changed:  # a run cut short leaves files of both editions, and none of them is a person's
        write_all({note: _noted({name: [one, *known.get(name, ())] for name, one in hashes.items()}, made.of)})
        write_all(new)
    if read_or_none(note) != (done := _noted({name: [one] for name, one in hashes.items()}, made.of)):
        write_all({note: done})
    return Published(stands, changed, kept, without)


def _printed(document: bytes, stem: str, date: str) -> bytes:
    """Return the document as a PDF that bears the report's date, not the hour at which somebody sat at a machine; raises NotConverted."""
    made = printed(document, stem)
    day = date.replace("-", "").encode()
    return _MADE_AT.sub(rb"\g<1>" + day + b"000000", made) if day else made


def _known(report: Path) -> dict[str, list[str]]:
    """Return the hashes of what earlier runs wrote by file name; nothing where no record tells."""
    try:
        files = json.loads(_note_path(report).read_bytes())["files"]
        return {str(name): [str(one) for one in hashes] for name, hashes in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _noted(files: Mapping[str, list[str]], of: str) -> bytes:
    return (json.dumps({"of": of, "files": files}, ensure_ascii=False, indent=1) + "\n").encode()
