"""Title, office and date -> the parts with a .docx's properties: these and nothing else (ECMA-376 Part 2, 8; Part 1, 22.2)."""

from __future__ import annotations

import html
from dataclasses import dataclass

CORE, APP = "docProps/core.xml", "docProps/app.xml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KEPT = 'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
_XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


@dataclass(frozen=True)
class Imprint:
    """What a public document says of itself: its title, the office that signs it and the date (2018-12-12); '' where unknown."""

    title: str
    office: str
    date: str


def properties(imprint: Imprint) -> dict[str, bytes]:
    """Return the two parts; the date stands for the time of making and of changing, which would tell when somebody sat at the machine."""
    said = [f"<dc:title>{html.escape(imprint.title, quote=False)}</dc:title>"]
    if imprint.office:
        said.append(f"<dc:creator>{html.escape(imprint.office, quote=False)}</dc:creator>")
    if imprint.date:
        for name in ("created", "modified"):
            said.append(f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{imprint.date}T00:00:00Z</dcterms:{name}>')
    said.append("<dc:language>zh-CN</dc:language>")
    core = f"{_DECLARATION}<cp:coreProperties {_KEPT} {_DC} {_XSI}>{''.join(said)}</cp:coreProperties>"
    company = f"<Company>{html.escape(imprint.office, quote=False)}</Company>" if imprint.office else ""
    app = f'{_DECLARATION}<Properties xmlns="{_EXTENDED}">{company}</Properties>'
    return {CORE: core.encode(), APP: app.encode()}
