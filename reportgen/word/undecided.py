"""A mark whose text changes as a revision that nobody has decided on <-> the same as LibreOffice can save it.

LibreOffice 7.4 knows no revisions in a plain-text control (w:text): deleted and inserted number become one, 41 and 45 are 4145. In a
control for any text it keeps them, but not the title; the name of the placeholder (w:placeholder) it does keep, so that the title
stands there too until somebody has decided. Controls side by side it puts into each other.
"""

from __future__ import annotations

from lxml import etree

from reportgen.word.blocks import visible_text
from reportgen.word.package import W, remove

_OURS = "reportgen "  # begins the name of our placeholders; no document has a text of that name
_CHANGES = (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")


def leave_undecided(control: etree._Element) -> None:
    """Make a plain-text control with a title one that keeps its revisions and its title in every word processor."""
    settings = control.find(f"{W}sdtPr")
    plain = None if settings is None else settings.find(f"{W}text")
    title = None if settings is None else settings.find(f"{W}alias")
    if settings is None or plain is None or title is None or settings.find(f"{W}placeholder") is not None:
        return
    placeholder = etree.Element(f"{W}placeholder")
    etree.SubElement(placeholder, f"{W}docPart", {f"{W}val": _OURS + title.get(f"{W}val", "")})
    settings.remove(plain)
    before = [one for name in ("alias", "tag", "id", "lock") for one in settings.findall(W + name)]
    settings.insert(max(map(settings.index, before)) + 1, placeholder)


def decided(root: etree._Element) -> bool:
    """Give such marks their titles again, and make those plain-text controls again that somebody has decided on.

    What was deleted, or inserted and rejected, is gone with its control. Returns whether anything was done.
    """
    changed = False
    for control in list(root.iter(f"{W}sdt")):
        settings, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
        part = None if settings is None else settings.find(f"{W}placeholder/{W}docPart")
        name = "" if part is None else part.get(f"{W}val", "")
        if settings is None or content is None or not name.startswith(_OURS):
            continue
        changed |= _put_side_by_side(control, content)
        if settings.find(f"{W}alias") is None:
            settings.insert(0, etree.Element(f"{W}alias", {f"{W}val": name.removeprefix(_OURS)}))
            changed = True
        if _is_undecided(control):
            continue
        if not visible_text(content):
            remove(control)
        else:
            for placeholder in settings.findall(f"{W}placeholder"):
                settings.remove(placeholder)
            etree.SubElement(settings, f"{W}text")
        changed = True
    return changed


def is_left_undecided(control: etree._Element) -> bool:
    """Return whether a control is a mark of ours that waits for a decision, or has waited."""
    part = control.find(f"{W}sdtPr/{W}placeholder/{W}docPart")
    return part is not None and part.get(f"{W}val", "").startswith(_OURS)


def _is_undecided(control: etree._Element) -> bool:
    return next(control.iter(*_CHANGES), None) is not None or next(control.iterancestors(*_CHANGES), None) is not None


def _put_side_by_side(control: etree._Element, content: etree._Element) -> bool:
    """Put a control that stands in a mark behind it, with all that follows in there: no mark has another in it."""
    inner = content.find(f"{W}sdt")
    within = None if inner is None else inner.find(f"{W}sdtContent")
    if inner is None or within is None:
        return False
    within.extend(list(inner.itersiblings()))
    control.addnext(inner)
    return True
