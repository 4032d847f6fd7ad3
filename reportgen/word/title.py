"""A draft's parts -> its title."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from reportgen.word.package import DOCUMENT, W, parse_part

_STYLES = "word/styles.xml"


def title(package: Mapping[str, bytes]) -> str:
    """Return the title of a draft of ours, its lines joined; '' when nothing is set in the style Title."""
    styles = parse_part(package[_STYLES]).iter(f"{W}style") if _STYLES in package else ()
    named = {style.get(f"{W}styleId") for style in styles if _value(style, "name").lower() in {"title", "标题"}}
    found: list[str] = []
    for paragraph in parse_part(package[DOCUMENT]).iter(f"{W}p"):
        text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
        if _value(paragraph, f"pPr/{W}pStyle") in named:
            found.append(text)
        elif found and text.strip():
            break
    return "".join(found)


def _value(element: etree._Element, path: str) -> str:
    found = element.find(f"{W}{path}")
    return "" if found is None else found.get(f"{W}val", "")
