"""Paragraphs with their elements -> where title, order of headings, office, date and annexes differ from GB/T 9704-2012."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reportgen.authoring.layout.deviations import Deviation
from reportgen.authoring.layout.elements import Element, Placed
from reportgen.authoring.layout.page_rules import Page
from reportgen.base.textfile import VALUE, with_stand_ins
from reportgen.word.numbering import number_text

_FORMS = {1: "一、", 2: "（一）", 3: "1.", 4: "（1）", 5: "①"}
# From a heading to the next deeper one: 7.3.3's order; 一、→ 1. where there are two levels, 1.→ ① by custom.
_DEEPER = {(1, 2), (2, 3), (3, 4), (1, 3), (3, 5), (4, 5)}
_MOST_LINES, _MOST_WIDTH = 3, 20  # of a title: lines, and characters of 二号 in a line of 156 mm
_CHINESE, _CIRCLED = "chineseCountingThousand", "decimalEnclosedCircle"
_COUNTS = {number_text(count, form): count for form in (_CHINESE, _CIRCLED) for count in range(99, 0, -1)}
_SAME = 0.5  # characters: lines as long as each other
_GOOD_DATE = re.compile(r"\d{4}年[1-9]\d?月[1-9]\d?日")
_AT_LEFT, _LEAST_BLANK = 2.5, 1.5  # characters
_LINE, _BLANK_LINE = 400, 579  # twips; what counts as an empty line, and one of the 22
_BLANK_ABOVE = {Element.ADDRESSEE: "7.3.2", Element.STATEMENT: "7.3.4"}  # and the clauses that want it
_STATED = re.compile(r"^(?:附件\s*[：:]\s*)?(?:\d{1,2}\s*[.．]\s*)?")  # what stands before an annex's name
_NAMED = re.compile(r"附件\s*(\d*)")


def title_deviations(every: Sequence[Placed]) -> Iterator[Deviation]:
    """Yield where the title's words and shape differ (7.3.1)."""
    title = [one for one in every if one.element is Element.TITLE]
    clause = "7.3.1"
    if not title:
        return
    row = title[0].paragraph.row
    lines = [line.strip() for one in title for line in one.text.split("\n") if line.strip()]
    whole = re.sub(r"（[^（）]*）$", "", "".join(lines))
    if whole and not whole.endswith(("报告", VALUE)):
        todo = "把标题写成“发文机关＋关于＋事由＋的报告”"
        yield Deviation("标题", "结尾", clause, "文种「报告」", f"「{whole[-6:]}」", todo, row)
    if marks := "".join(re.findall(r"[，。；：！？,;:!?]", whole)):
        todo = "删去标题里的标点"
        yield Deviation("标题", "标点", clause, "除《》“”（）外不用标点", f"「{marks}」", todo, row)
    if len(lines) > _MOST_LINES:
        todo = "把标题改短，或者调整换行"
        yield Deviation("标题", "行数", clause, "不超过3行", f"{len(lines)}行", todo, row)
    elif not any(VALUE in line for line in lines):
        widths = [width(line) for line in lines]
        wrong = _shape(widths)
        if max(widths, default=0) > _MOST_WIDTH:
            found, todo = f"有一行{max(widths):g}字，会自己换行", "在词和词之间换行（Shift+Enter），每行不超过20字"
            yield Deviation("标题", "长度", clause, "每行不超过20字", found, todo, row)
        elif wrong:
            todo = "换一个地方换行，让标题成为梯形（一行比一行长或短）或菱形（中间长），词不要拆开"
            yield Deviation("标题", "排列", clause, "梯形或菱形", wrong, todo, row)


def width(text: str) -> float:
    """Return how wide a text is in Chinese characters: a half-width one is half of it."""
    return sum(0.5 if ord(one) < 0x80 else 1 for one in text)


def _shape(widths: Sequence[float]) -> str:
    """Return what is wrong with the lengths of a title's lines, '' for a trapezium or a diamond."""
    if len(widths) < 2:
        return ""
    if max(widths) - min(widths) < _SAME:
        return "长方形（各行一样长）"
    if len(widths) == 3 and widths[1] + _SAME <= min(widths[0], widths[2]):
        return "沙漏形（中间短）"
    return ""


def order_deviations(every: Sequence[Placed]) -> Iterator[Deviation]:
    """Yield headings that skip a level (7.3.3), and typed numbers that don't go on from the one before."""
    numbered = [one for one in every if one.element is Element.HEADING and one.form]
    clause = "7.3.3"
    for before, one in pairwise(numbered):
        if one.form > before.form and (before.form, one.form) not in _DEEPER:
            skipped = "、".join(f"「{_FORMS[form]}」" for form in range(before.form + 1, one.form))
            found = f"「{_FORMS[before.form]}」下面直接是「{_FORMS[one.form]}」，跳过了{skipped}"
            todo = f"把「{one.number}」改为「{_FORMS[before.form + 1]}」的形式"
            row = one.paragraph.row
            yield Deviation("层次标题", "次序", clause, "一、（一）1.（1）依次用", found, todo, row)
    yield from _gaps(numbered)


def _gaps(numbered: Sequence[Placed]) -> Iterator[Deviation]:
    last: dict[int, int] = {}
    for one in numbered:
        count = _count(one.number)
        typed = not one.paragraph.number
        before = last.get(one.form, 0)
        if typed and count and before and count > before + 1:
            found = f"「{one.number}」，前一个是第{before}"
            todo = "改正序号，或者补上缺的那一条"
            yield Deviation("层次标题", "序号", "7.3.3", f"接着前面的第{before + 1}", found, todo, one.paragraph.row)
        last = {form: number for form, number in last.items() if form < one.form} | {one.form: count}


def _count(number: str) -> int:
    """Return what a heading's number counts, 0 where it can't be told."""
    text = re.sub(r"[（）()、.．\s]", "", number)
    return int(text) if text.isdecimal() else _COUNTS.get(text, 0)


def signature_deviations(every: Sequence[Placed], page: Page | None) -> Iterator[Deviation]:
    """Yield where the date's form and the places of office and date differ (7.3.5)."""
    for one in every:
        if one.element not in (Element.OFFICE, Element.DATE):
            continue
        is_date, row = one.element is Element.DATE, one.paragraph.row
        if is_date and VALUE not in one.text and not _GOOD_DATE.fullmatch(one.text):
            todo = "用阿拉伯数字把年、月、日写全，月、日不补0"
            clause = "7.3.5.4"
            yield Deviation("成文日期", "写法", clause, "2018年12月12日这样", f"「{one.text}」", todo, row)
        if page is None or with_stand_ins(one.paragraph.text) != one.text:
            continue  # pushed to its place by blanks, whose width depends on the font
        clause = "7.3.5.2"
        before, blank = _blanks(one, page)
        todo = "在“段落”里右对齐，右侧缩进设为2字符" + ("（盖章的，4字符）" if is_date else "")
        right = dict.fromkeys(("left", "leftChars", "first", "firstChars"), "0") | {"jc": "right", "rightChars": "200"}
        right["right"] = str(2 * one.paragraph.face.character)
        if before < _AT_LEFT:
            yield Deviation(one.element.value, "位置", clause, "在右边，右空二字", "在左边", todo, row, right=right)
        elif blank < _LEAST_BLANK and (is_date or not _sealed(every)):
            found, expected = f"右空{round(max(0, blank), 1):g}字", "右空二字" + ("以上" if is_date else "")
            yield Deviation(one.element.value, "位置", clause, expected, found, todo, row, right=right)


def _sealed(every: Sequence[Placed]) -> bool:
    """Return whether the date stands where a seal goes over it: four characters from the edge (7.3.5.1)."""
    date = next((one for one in every if one.element is Element.DATE), None)
    return date is not None and date.paragraph.jc == "right" and abs(date.paragraph.indent("right") - 4) < 1


def _blanks(one: Placed, page: Page) -> tuple[float, float]:
    """Return how many characters are blank before and behind a short line in the type area; a line of tags may be of any length."""
    paragraph = one.paragraph
    room = page.width / max(1, paragraph.runs[0].character) - (0 if VALUE in one.text else width(one.text))
    left, right = paragraph.indent("left") + paragraph.indent("first"), paragraph.indent("right")
    if paragraph.jc == "right":
        return room - right, right
    if paragraph.jc == "center":
        middle = (room - left - right) / 2
        return left + middle, right + middle
    return left, room - left


def blank_deviations(every: Sequence[Placed]) -> Iterator[Deviation]:
    """Yield the elements that stand right under others without the empty line that belongs between (7.3.2, 7.3.4)."""
    for before, one in pairwise(every):
        spaced = one.paragraph.before + before.paragraph.after >= _LINE
        clause = _BLANK_ABOVE.get(one.element)
        if clause and not (before.element in (one.element, Element.BLANK) or spaced):
            todo = "在它前面加一个空行"
            right = {"before": str(_BLANK_LINE)}
            yield Deviation(
                one.element.value, "上面", clause, "空一行", "没有空行", todo, one.paragraph.row, right=right
            )


def annex_deviations(every: Sequence[Placed]) -> Iterator[Deviation]:
    """Yield where the list of annexes under the text and the annexes behind it differ (7.3.4, 7.3.7)."""
    named = [(one, _STATED.sub("", one.text).strip()) for one in every if one.element is Element.STATEMENT]
    stated = [(one, name) for one, name in named if name]
    labels = [one for one in every if one.element is Element.LABEL]
    for one, name in stated:
        if name[-1] in "。；，、.;,":
            todo = "删去附件名称后面的标点"
            yield Deviation("附件说明", "末尾", "7.3.4", "不加标点", f"「{name[-1]}」", todo, one.paragraph.row)
    if labels and stated and len(labels) != len(stated):
        row = stated[0][0].paragraph.row
        todo = "核对附件，补上缺的或删去多的"
        found = f"列了{len(stated)}个，后面有{len(labels)}个"
        yield Deviation("附件说明", "个数", "7.3.7", "与后面的附件一致", found, todo, row)
    elif len(labels) == len(stated):
        for (one, name), title in zip(stated, _annex_titles(every), strict=True):
            # A title may take two paragraphs.
            if VALUE not in name + title and not _bare(name).startswith(_bare(title)):
                found = f"「{name}」，附件上写的是「{title}」"
                todo = "把两处改成一样"
                yield Deviation("附件说明", "名称", "7.3.7", "与附件标题一致", found, todo, one.paragraph.row)
    for at, one in enumerate(every):
        if one.element is Element.LABEL and not (one.paragraph.breaks or one.paragraph.ends or _page_ends(every[:at])):
            todo = "在“段落→换行和分页”里勾选“段前分页”"
            right = {"pageBreakBefore": "1"}
            yield Deviation("附件顺序号", "位置", "7.3.7", "另起一面", "接着上文", todo, one.paragraph.row, right=right)
    numbers = [match[1] for one in labels if (match := _NAMED.match(one.text))]
    if len(labels) > 1 and numbers != [str(number) for number in range(1, len(labels) + 1)]:
        found, todo, row = "、".join(one.text for one in labels), "改正附件顺序号", labels[0].paragraph.row
        yield Deviation("附件顺序号", "次序", "7.3.7", "附件1、附件2……", found, todo, row)


def _page_ends(above: Sequence[Placed]) -> bool:
    """Return whether a page ends in the last of the paragraphs, or in one that only empty ones follow."""
    for one in reversed(above):
        if one.paragraph.ends or one.text:
            return one.paragraph.ends
    return True


def _annex_titles(every: Sequence[Placed]) -> list[str]:
    """Return each annex's title, '' where none was found."""
    found: list[str] = []
    for one in every:
        if one.element is Element.LABEL:
            found.append("")
        elif one.element is Element.ANNEX_TITLE and found:
            found[-1] = one.text
    return found


def _bare(text: str) -> str:
    return re.sub(r"[\s《》]|[。；，、]$", "", text)
