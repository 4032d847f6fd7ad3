"""Title, office and date -> the parts with a .docx's properties: these and nothing else (ECMA-376 Part 2, 8; Part 1, 22.2)."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import datetime

from reportgen.word.package import serialized

CORE, APP = "docProps/core.xml", "docProps/app.xml"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_MOST = 255  # characters of a property that python-docx writes


@dataclass(frozen=True)
class Imprint:
    """What a public document says of itself: its title, the office that signs it and the date (2018-12-12); '' where unknown."""

    title: str
    office: str
    date: str


def properties(imprint: Imprint) -> dict[str, bytes]:
    """Return the two parts; the date stands for the time of making and of changing, which would tell when somebody sat at the machine."""
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
    return {CORE: serialized(root), APP: app.encode()}
