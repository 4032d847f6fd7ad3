"""The small office with a report and its record as version 0.1.0 left them, and what a clerk and a leader do to them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from leader import Desk

from reportgen.commands.cli import OK
from reportgen.word.package import DOCUMENT, read_package, write_package
from reportgen.word.text import plain_text

BEFORE = (
    Path(__file__).resolve().parent.parent / "before"
)  # from before reports said what they are and records had a checksum
WITHOUT = ("docProps/custom", "customXml/")


def edit(path: Path, old: str = "人手不足", new: str = "人手仍然不足") -> None:
    """Change words of a report, as a leader does in Word."""
    parts = read_package(path.read_bytes())
    body = parts[DOCUMENT].decode()
    assert old in body
    parts[DOCUMENT] = body.replace(old, new, 1).encode()
    path.write_bytes(write_package(parts))


def silence(path: Path) -> None:
    """Take away what a report says it is, as an old word processor may."""
    parts = read_package(path.read_bytes())
    for name in ("_rels/.rels", "word/_rels/document.xml.rels", "[Content_Types].xml"):
        parts[name] = re.sub(rb"<(Relationship|Override) [^>]*custom[^>]*/>", b"", parts[name])
    path.write_bytes(write_package({name: data for name, data in parts.items() if not name.startswith(WITHOUT)}))


def said(path: Path) -> str:
    return plain_text(read_package(path.read_bytes()))


def renewed(path: Path, deaths: int) -> bool:
    """Return whether the figure is today's and the leader's words are there, and nothing says that a person changed a figure."""
    parts = read_package(path.read_bytes())
    comments = parts.get("word/comments.xml", b"").decode()
    return f"死亡{deaths}人" in said(path) and "人手仍然不足" in said(path) and "人工改为" not in comments


def another_year(desk: Desk) -> None:
    """Put 2019's report in place of 2018's, as a clerk does who begins from the wrong file."""
    shutil.copytree(desk.folder / "data" / "2018", desk.folder / "data" / "2019")
    office = desk.folder / "data" / "2019" / "office.yaml"
    office.write_text(office.read_text(encoding="utf-8").replace("出生: 178", "出生: 199"), encoding="utf-8")
    assert desk.runs("2019", "-o", str(desk.report)) == OK


def damage(path: Path, place: float) -> None:
    """Turn one bit of a file; `place` is where, from 0 to 1."""
    data = bytearray(path.read_bytes())
    data[int(len(data) * place)] ^= 1
    path.write_bytes(bytes(data))
