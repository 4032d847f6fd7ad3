"""Reports as an office has them from before: drafts without marks, their heading numbers typed, and what is true of them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from conftest import TEMPLATE
from lxml import etree

from reportgen.report import drafting
from reportgen.word.numbering import Numbering, read_lists, read_styles
from reportgen.word.package import DOCUMENT, W, parse_part, read_package, serialized, write_package


def drafted(data: Path, template: Path, year: int) -> dict[str, bytes]:
    understood, prepared = drafting.read_all(data, template, year)
    return drafting.draft(understood, prepared)


def typed_by_hand(parts: Mapping[str, bytes], style: str = "") -> dict[str, bytes]:
    """Return a draft as an office has it from before: no marks, heading numbers typed, the headings' style gone where `style` is given."""
    root = parse_part(parts[DOCUMENT])
    styles = read_styles(parse_part(parts["word/styles.xml"]))
    numbering = Numbering(read_lists(parse_part(parts["word/numbering.xml"]), styles), styles)
    for paragraph in root.iter(f"{W}p"):
        properties = paragraph.find(f"{W}pPr")
        number = numbering.number(properties).strip()
        if not number or properties is None:
            continue
        if style:
            properties[0].set(f"{W}val", style)
        else:
            off = etree.Element(f"{W}numPr")
            etree.SubElement(off, f"{W}numId", {f"{W}val": "0"})
            kept = [child for child in properties if child.tag in {f"{W}pStyle", f"{W}keepNext"}]
            properties.insert(len(kept), off)
        run = etree.Element(f"{W}r")
        etree.SubElement(run, f"{W}t").text = number
        paragraph.insert(1, run)
    for control in list(root.iter(f"{W}sdt")):
        parent, content = control.getparent(), control.find(f"{W}sdtContent")
        assert parent is not None and content is not None
        at = parent.index(control)
        parent[at : at + 1] = list(content)
    return {**parts, DOCUMENT: serialized(root)}


def bare_template(folder: Path) -> Path:
    """Return a copy of the report's folder whose template says nothing."""
    bare = Path(shutil.copytree(TEMPLATE, folder / "bare"))
    parts = read_package((bare / "report.docx").read_bytes())
    root = parse_part(parts[DOCUMENT])
    body = root.find(f"{W}body")
    assert body is not None
    for child in body.findall(f"{W}p"):
        body.remove(child)
    body.insert(0, etree.Element(f"{W}p"))
    (bare / "report.docx").write_bytes(write_package({**parts, DOCUMENT: serialized(root)}))
    return bare


def spots(parts: Mapping[str, bytes]) -> list[tuple[str, dict[int, str]]]:
    """Return each paragraph's text and the titles of its marks by the place where they begin."""
    found = []
    for paragraph in parse_part(parts[DOCUMENT]).iter(f"{W}p"):
        text, marks = "", {}
        for node in paragraph.iter(f"{W}t"):
            alias = next(node.iterancestors(f"{W}sdt", f"{W}p")).find(f"{W}sdtPr/{W}alias")
            if alias is not None:
                marks[len(text)] = alias.get(f"{W}val", "")
            text += node.text or ""
        if text.strip() and "演示数据" not in text:
            found.append((text, marks))
    return found
