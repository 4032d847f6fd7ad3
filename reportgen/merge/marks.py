"""Marks of people's document and those that a draft has in their place -> renewed where they hold what we wrote, told where a person changed them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from reportgen.merge.conflicts import About
from reportgen.merge.telling import Telling
from reportgen.merge.wordings import Wordings
from reportgen.word.blocks import Mark
from reportgen.word.events import Kind
from reportgen.word.number_forms import in_form_of
from reportgen.word.package import W
from reportgen.word.revisions import Reviser

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def renew_marks(
    marks: Iterable[Mark], counterparts: Sequence[Mark], texts: Wordings, reviser: Reviser, telling: Telling
) -> None:
    """Renew the marks that still hold what we wrote, and tell those that a person changed, with a comment where the data changed too.

    `counterparts` are the draft's marks in the same place: they say by which expression a mark is worded whose own one is lost.
    """
    seen: dict[str, int] = {}
    for mark in marks:
        if not texts.is_ours(mark):
            continue
        alike = [one for one in counterparts if one.title == mark.title]
        place = seen.get(mark.title, 0)
        seen[mark.title] = place + 1
        tag = texts.tag(mark, alike[place] if place < len(alike) else None)
        today = None if tag is None else texts.said_now(mark, tag)
        text = mark.text.strip()
        if today is None or tag is None:
            continue
        said = f"{About.FIGURE.value}{text or '空'}，数据现为{today}"
        if texts.says(mark, today) or not texts.touched(mark):
            telling.changed |= telling.conflicts.settle(mark.control, About.FIGURE)
        if texts.says(mark, today):
            continue
        if not texts.touched(mark):
            content = mark.control.find(f"{W}sdtContent")
            assert content is not None, "a mark has content"
            for one in (content, *_said_again(mark.control)):
                reviser.set_text(one, in_form_of(today, text))
            telling.changed = True
            telling.tell(Kind.FIGURE, f"{mark.title} {text} → {in_form_of(today, text)}")
        elif texts.before[mark.title][tag] == today:
            telling.changed |= telling.conflicts.settle(mark.control, About.FIGURE, holds=said.__eq__)
            telling.tell(Kind.KEPT, f"{mark.title} 人工改为{text or '空'}，数据是{today}")
        else:
            telling.changed |= telling.conflicts.say(mark.control, mark.control, About.FIGURE, said)
            telling.tell(Kind.CONFLICT, f"{mark.title} {said}")


def _said_again(control: etree._Element) -> Iterator[etree._Element]:
    """Yield the content of the same mark in what Word writes of a text box for programs that know none (mc:Fallback)."""
    choice = next(control.iterancestors(f"{_MC}Choice"), None)
    fallback = None if choice is None else next(choice.itersiblings(f"{_MC}Fallback"), None)
    if choice is not None and fallback is not None:
        controls, others = list(choice.iter(f"{W}sdt")), list(fallback.iter(f"{W}sdt"))
        if len(controls) == len(others):
            yield from others[controls.index(control)].iterchildren(f"{W}sdtContent")
