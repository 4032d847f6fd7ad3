"""A document's parts + the names that metrics had -> the parts with marks, charts and our comments under today's names; how many were renamed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from reportgen.base.names import PART_SIGN
from reportgen.inputs.renaming import Renaming
from reportgen.word.blocks import printed_in
from reportgen.word.charts import CHART_MARK
from reportgen.word.comments import Comments
from reportgen.word.drawingml import DESCRIBED
from reportgen.word.marks import MOST_TAG
from reportgen.word.package import DOCUMENT, W, parse_part, serialized
from reportgen.word.relations import stories


class Renamed(NamedTuple):
    """The parts, and by each former name how many marks that a reader sees had it."""

    parts: Mapping[str, bytes]
    counts: Mapping[str, int]


def renamed(parts: Mapping[str, bytes], renaming: Renaming) -> Renamed:
    """Return the parts with every mark titled and worded by today's names, in the body, headers, footers and notes.

    They are the same parts, to the byte, where no former name stands in them.
    """
    if not renaming:
        return Renamed(parts, {})
    made, counts = dict(parts), Counter[str]()
    for name in stories(parts):
        root = parse_part(parts[name])
        heads = (mark.title.partition(PART_SIGN)[0] for mark in printed_in(root))
        counts.update(head for head in heads if head in renaming.former)
        if _rename(root, renaming):
            made[name] = serialized(root)
    comments = Comments(made, parse_part(made[DOCUMENT]))
    for number, text in comments.ours().items():
        if renaming.remark(text) != text:
            comments.reword(number, renaming.remark(text))
    return Renamed(comments.parts(), counts)


def _rename(root: etree._Element, renaming: Renaming) -> bool:
    """Rename every control of a story, those in tracked deletions too, which may be taken back, and every chart; return whether there
    was one."""
    changed = False
    for settings in root.iter(f"{W}sdtPr"):
        alias, tag = settings.find(f"{W}alias"), settings.find(f"{W}tag")
        title = "" if alias is None else alias.get(f"{W}val", "")
        if alias is None or renaming.title(title) == title:
            continue
        alias.set(f"{W}val", renaming.title(title))
        if tag is not None:
            tag.set(f"{W}val", renaming.expression(tag.get(f"{W}val", ""))[:MOST_TAG])
        changed = True
    for described in root.iter(DESCRIBED):
        name = described.get("name", "")
        if name.startswith(CHART_MARK) and renaming.expression(name) != name:
            described.set("name", renaming.expression(name))
            changed = True
    return changed
