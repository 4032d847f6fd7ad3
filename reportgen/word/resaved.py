"""A story as a word processor saved it -> the same with its marks as a draft has them: each one control inside of its paragraph.

Word saves a control that is alone in its paragraph around the paragraph, one that is alone in its cell or row around that (ECMA-376
17.5.2.29 to 17.5.2.32): the same words under the same title, one level up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lxml import etree

from reportgen.word.blocks import title_of
from reportgen.word.package import W, parse_part, serialized
from reportgen.word.relations import stories
from reportgen.word.stutter import without_stutter
from reportgen.word.undecided import is_left_undecided

_PARAGRAPH = f"{W}p"
_HOLDERS = frozenset((_PARAGRAPH, f"{W}tc", f"{W}tr"))


def resaved_undone(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return a document's parts with the marks of all its stories as a draft has them; raises etree.XMLSyntaxError for bad XML."""
    undone = dict(parts)
    for name in stories(parts):
        root = parse_part(parts[name])
        moved = put_inside(root)
        if without_stutter(root) or moved:
            undone[name] = serialized(root)
    return undone


def put_inside(root: etree._Element, is_ours: Callable[[str], bool] = lambda title: True) -> bool:
    """Put the controls of a story that stand around one paragraph, its cell or its row into that paragraph; return whether there were any.

    Only plain-text controls with a title that `is_ours`: others are a person's frame around text, whose paragraphs are the story's own.
    """
    found = [control for control in root.iter(f"{W}sdt") if _is_around_a_paragraph(control, is_ours)]
    for control in found:
        _put_inside(control)
    return bool(found)


def _is_around_a_paragraph(control: etree._Element, is_ours: Callable[[str], bool]) -> bool:
    content = control.find(f"{W}sdtContent")
    if content is None or not title_of(control):
        return False
    if control.find(f"{W}sdtPr/{W}text") is None and not is_left_undecided(control):
        return False
    held = [child for child in content if child.tag in _HOLDERS]
    one = len(held) == 1 and sum(1 for _ in content.iter(_PARAGRAPH)) == 1
    return one and next(content.iter(f"{W}sdt"), None) is None and is_ours(title_of(control))


def _put_inside(control: etree._Element) -> None:
    content = control.find(f"{W}sdtContent")
    assert content is not None, "it has been looked at"
    paragraph = next(content.iter(_PARAGRAPH))
    for child in list(content):
        control.addprevious(child)
    around = control.getparent()
    assert around is not None, "what stands in a story has something around it"
    around.remove(control)
    content.extend(child for child in list(paragraph) if child.tag != f"{W}pPr")
    paragraph.append(control)
