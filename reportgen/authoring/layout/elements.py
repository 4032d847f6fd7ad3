"""A document's paragraphs -> which element of an official paper each is: title, heading, text, office, date, annex (GB/T 9704-2012 7.3).

What can't be told is no element, and no rule looks at it: a wrong finding costs more than a missing one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from reportgen.authoring.layout.effective import Paragraph
from reportgen.base.textfile import STEER, VALUE, with_stand_ins

_DIGITS = "〇零一二三四五六七八九十百"
# The forms of 7.3.3, and ①, which is customary below them.
_FORMS = (
    rf"[{_DIGITS}]+(?:、(?![{_DIGITS}])|[.．])",
    rf"[（(][{_DIGITS}]+[）)]",
    r"\d{1,2}(?:[.．](?!\d)|、(?!\d))",
    r"[（(]\d{1,2}[）)]",
    r"[①-⑳]",
)
_FORM = re.compile("|".join(f"({form})" for form in _FORMS))
_DATE = re.compile(
    r"[\d〇○零一二三四五六七八九十]{2,4}\s*[年.\-/．]\s*[\d一二三四五六七八九十元]{1,3}\s*[月.\-/．]\s*[\d一二三四五六七八九十]{1,3}日?"
)
_LABEL = re.compile(r"附件\s*\d*")
# What a list of annexes under the text begins with (7.3.4), and its second and later lines; their numbers are typed.
STATEMENT = re.compile(r"附件\s*[：:]")
STATED = re.compile(r"\d{1,2}\s*[.．]")
_MOST_TITLE, _MOST_OFFICE = 60, 30  # characters
# Paragraphs from the date to the end: note, copies, printing; a date above all of the text is none of those.
_MOST_BEHIND = 8
_OPENING = re.compile(r"如下|^(?:现将|根据|按照|为了|为)")
_SENTENCE = re.compile(r"[^。]*。")


class Element(Enum):
    """What a paragraph is; the value is what office staff read."""

    TITLE = "标题"  # 7.3.1
    ADDRESSEE = "主送机关"  # 7.3.2
    BODY = "正文"  # 7.3.3
    HEADING = "层次标题"  # 7.3.3
    STATEMENT = "附件说明"  # 7.3.4
    OFFICE = "发文机关署名"  # 7.3.5
    DATE = "成文日期"  # 7.3.5.4
    NOTE = "附注"  # 7.3.6
    LABEL = "附件顺序号"  # 7.3.7
    ANNEX_TITLE = "附件标题"  # 7.3.7
    BLANK = "空行"
    OTHER = ""  # what no rule looks at


@dataclass(frozen=True)
class Placed:
    """A paragraph and its element; `form` is a heading's form from 1 (一、) to 5 (①), 0 without a number.

    `text` is as printed, with the number where that is typed, and VALUE for each tag. `lead` is how many of the paragraph's own
    characters are heading: all, or the first sentence where text follows in the same paragraph.
    """

    paragraph: Paragraph
    element: Element
    text: str
    form: int = 0
    number: str = ""  # as it stands, automatic or typed
    lead: int = 0


def placed(paragraphs: Iterable[Paragraph]) -> list[Placed]:
    """Return the paragraphs with their elements; those that only steer a template ({%p …%}) are left out."""
    found: list[Placed] = []
    for paragraph in paragraphs:
        text = with_stand_ins(paragraph.text).replace(STEER, "").strip()
        if text or not paragraph.text.strip():
            found.append(Placed(paragraph, Element.OTHER if text else Element.BLANK, text))
    said = [number for number, one in enumerate(found) if one.text and not one.paragraph.in_table]
    # An annex bound by itself has its label at its very beginning, and is checked as a paper.
    label = next((at for at in said[1:] if _LABEL.fullmatch(found[at].text)), len(found))
    own = [at for at in said if at < label]
    title = _title(found, own)
    date = _date(found, [at for at in own if at not in title])
    of: dict[int, Element] = dict.fromkeys(title, Element.TITLE)
    after = [at for at in own if not title or at > title[-1]]
    first = next((at for at in after if not _DATE.fullmatch(found[at].text.strip("（）()"))), None)
    if first is not None and _is_addressee(found[first]):
        of[first] = Element.ADDRESSEE
    if date is not None:
        of[date] = Element.DATE
        office = next((at for at in reversed(after) if at < date), None)
        if office is not None and _is_office(found[office]):
            of[office] = Element.OFFICE
        for at in after:
            if at > date:
                of[at] = Element.NOTE if found[at].text[0] in "（(" and found[at].text[-1] in "）)" else Element.OTHER
    listing = False
    for at in (at for at in after if at not in of):
        listing = bool(STATEMENT.match(found[at].text)) or (listing and bool(STATED.match(found[at].text)))
        if listing:
            of[at] = Element.STATEMENT
    labels = [at for at in said if at >= label and _LABEL.fullmatch(found[at].text)]
    for at in labels:
        of[at] = Element.LABEL
        behind = next((one for one in said if one > at), None)
        if behind is not None and behind not in labels:
            of[behind] = Element.ANNEX_TITLE
    return [
        _described(one, of.get(at), before_title=bool(title) and at < title[0], annexed=at > label)
        for at, one in enumerate(found)
    ]


def _described(one: Placed, element: Element | None, *, before_title: bool, annexed: bool) -> Placed:
    paragraph = one.paragraph
    if element is None and (not one.text or paragraph.in_table or before_title or annexed):
        return one
    if element is not None:
        return Placed(paragraph, element, one.text, lead=len(paragraph.text))
    style = paragraph.style.lower()
    if "落款" in style or style.startswith("toc") or paragraph.jc in ("center", "right") or paragraph.framed:
        return one
    shown = paragraph.number.strip() + one.text
    match = _FORM.match(shown)
    if match is None and paragraph.level is None:
        return Placed(paragraph, Element.BODY, one.text)
    sentence = _SENTENCE.match(paragraph.text)
    runs_in = sentence is not None and sentence.end() < len(paragraph.text.rstrip())
    lead = sentence.end() if sentence is not None and runs_in else len(paragraph.text)
    form, number = (match.lastindex or 0, match[0]) if match else (0, "")
    return Placed(paragraph, Element.HEADING, one.text, form, number, lead)


def _title(found: Sequence[Placed], own: Sequence[int]) -> list[int]:
    """Return where the title stands: what has Word's style for it, else what opens the paper in its middle or ends with 报告."""
    styled = [at for at in own if found[at].paragraph.style.lower() in ("title", "标题")]
    if styled:
        return [at for number, at in enumerate(styled) if at - number == styled[0]]  # later ones are an annex's
    first = next((at for at in own if _may_be_title(found[at])), None)
    if first is None or first not in own[:6]:
        return []
    like = found[first].paragraph
    title = [first]
    for at in own:
        one = found[at].paragraph
        if at == title[-1] + 1 and one.jc == like.jc == "center" and _size(one) == _size(like):
            title.append(at)
    return title


def _may_be_title(one: Placed) -> bool:
    paragraph, text = one.paragraph, one.text
    if len(text) > _MOST_TITLE or re.search(r"[。；：〔]|号$|文件$", text) or _FORM.match(paragraph.number + text):
        return False
    return text.endswith("报告") or (paragraph.jc == "center" and _size(paragraph) >= 36)


def _size(paragraph: Paragraph) -> int:
    return max((run.size for run in paragraph.runs), default=0)


def _is_addressee(one: Placed) -> bool:
    text = one.text
    short = len(text) <= _MOST_TITLE and text[-1] in "：:" and "。" not in text
    return short and not _OPENING.search(text) and not _FORM.match(one.paragraph.number + text)


def _date(found: Sequence[Placed], own: Sequence[int]) -> int | None:
    """Return where the date of the paper stands: the last line that is only a date, or what a template has in its place."""
    for at in reversed(own[-_MOST_BEHIND:]):
        text, style = found[at].text, found[at].paragraph.style
        if _DATE.fullmatch(text) or (set(text) == {VALUE} and "落款" in style):
            return at
    return None


def _is_office(one: Placed) -> bool:
    paragraph, text = one.paragraph, one.text
    is_line = len(text) <= _MOST_OFFICE and not re.search(r"[。；：，！？]", text)
    return is_line and paragraph.level is None and not paragraph.number
