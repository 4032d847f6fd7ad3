"""Paragraphs with their elements -> where fonts, sizes, indents and lines differ from GB/T 9704-2012."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from math import ceil

from reportgen.authoring.layout.deviations import Deviation, cause
from reportgen.authoring.layout.effective import DIRECT, Paragraph, Run, Stated
from reportgen.authoring.layout.elements import Element, Placed
from reportgen.authoring.layout.page_rules import Page
from reportgen.authoring.layout.properties import AUTO_SPACES, face, slot, switches_on
from reportgen.base.textfile import VALUE

_SIZES = {"二号": 44, "三号": 32}  # half points
_TITLE, _BODY = ("小标宋", "二号"), ("仿宋", "三号")
_LOOKS = {
    Element.TITLE: (*_TITLE, "7.3.1"),
    Element.ADDRESSEE: (*_BODY, "7.3.2"),
    Element.BODY: (*_BODY, "7.3.3"),
    Element.STATEMENT: (*_BODY, "7.3.4"),
    Element.OFFICE: (*_BODY, "7.3.5"),
    Element.DATE: (*_BODY, "7.3.5.4"),
    Element.NOTE: (*_BODY, "7.3.6"),
    Element.LABEL: ("黑体", "三号", "7.3.7"),
    Element.ANNEX_TITLE: (*_TITLE, "7.3.7"),
}
_FORM_FACES = {1: "黑体", 2: "楷体", 3: "仿宋", 4: "仿宋", 5: "仿宋"}
_FORM_NAMES = ("", "一级标题「一、」", "二级标题「（一）」", "三级标题「1.」", "四级标题「（1）」", "五级标题「①」")
# The standard names no face for letters; these are in use for digits, and '' is Word's own Times New Roman.
_WESTERN = ("", "Times New Roman", "仿宋", "宋体")
_MARKS = frozenset("“”‘’—…·×①②③④⑤⑥⑦⑧⑨⑩")  # half of them Word takes for Western unless told
_LINES, _CHARACTERS = 22, 28  # 5.2.3
_LOW, _HIGH = 1.0, 1.45  # a single line's height in characters, over the fonts that Chinese Word has
_NEAR = 0.3  # characters
_LINE, _TIGHTER = "579", "-5"  # twips: 28.95 pt from line to line, and a character 0.25 pt narrower than its 16 pt
_NAMED_BY_TAG = re.compile(r"[{｛]{2}\s*(\w+)")
_HAN = "[\u3400-\u9fff]"
_BESIDE_DIGIT = re.compile(f"{_HAN}[0-9{VALUE}]|[0-9{VALUE}]{_HAN}")
_BESIDE_LETTER = re.compile(f"{_HAN}[A-Za-z]|[A-Za-z]{_HAN}")
_INDENTED = (Element.BODY, Element.HEADING, Element.NOTE)
_FLUSH = (Element.ADDRESSEE, Element.LABEL)


def look_deviations(one: Placed, worded: Collection[str] = ()) -> Iterator[Deviation]:
    """Yield where a paragraph's fonts, sizes, colour and weight differ; of a run-in heading's text as of body text.

    The tag of a name that is `worded` may print any mark.
    """
    told: set[tuple[str, str, str]] = set()
    for element, run, clause, (wanted, size) in pieces(one):
        for deviation in _run_deviations(one.paragraph, element, run, clause, wanted, size, worded):
            if (key := (deviation.element, deviation.respect, deviation.found)) not in told:
                told.add(key)
                yield deviation


def pieces(one: Placed) -> Iterator[tuple[str, Run, str, tuple[str, str]]]:
    """Yield a paragraph's runs with what they belong to: the element's name, the clause, face and size."""
    begin = 0
    for run in one.paragraph.runs:
        heading = one.element is Element.HEADING and begin < one.lead
        begin += len(run.text)
        if not run.text.strip():
            continue
        if heading:
            yield _name(one), run, "7.3.3", (_FORM_FACES.get(one.form, ""), "三号")
        elif one.element is Element.HEADING:
            yield Element.BODY.value, run, "7.3.3", _BODY
        elif one.element in _LOOKS:
            wanted, size, clause = _LOOKS[one.element]
            yield one.element.value, run, clause, (wanted, size)


def _run_deviations(
    paragraph: Paragraph, element: str, run: Run, clause: str, wanted: str, size: str, worded: Collection[str]
) -> Iterator[Deviation]:
    def deviation(
        respect: str, expected: str, found: str, todo: str, right: Mapping[str, str], by: str = clause
    ) -> Deviation:
        name, style = _cause(paragraph, run.said, tuple(right))
        return Deviation(element, respect, by, expected, found, todo, paragraph.row, style, name, right)

    chinese = [one for one in run.text if one not in _MARKS and slot(one, False) == "eastAsia"]
    marks = [one for one in run.text if one in _MARKS]
    marks += ["“"] * any(name in worded for name in _NAMED_BY_TAG.findall(run.text))
    letters = [one for one in run.text if one.isascii() and one.isalnum()]
    fonts = run.fonts
    if wanted and chinese and face(fonts.east_asia) != wanted:
        found = fonts.east_asia or "没有设置"
        yield deviation("字体", wanted, found, f"把中文字体改为{_named(wanted)}", {"font.eastAsia": wanted})
    elif wanted and (wrong := next((font for font in map(fonts.of, marks) if face(font) != wanted), None)) is not None:
        todo = f"把中文、西文字体都改为{_named(wanted)}，再只把数字改回 Times New Roman（需要的话）"
        right = {"font.hAnsi": wanted, "font.hint": "eastAsia"}
        yield deviation("引号、破折号等标点的字体", wanted, wrong or "没有设置", todo, right)
    if letters and face(fonts.ascii) not in (*_WESTERN, wanted):
        todo = f"把西文字体改为{_named(wanted or '仿宋')}或 Times New Roman"
        right = {"font.ascii": "Times New Roman"}
        if face(fonts.h_ansi) not in (*_WESTERN, wanted):  # letters with accents stand in it
            right["font.hAnsi"] = "Times New Roman"
        yield deviation("数字和字母的字体", f"{wanted or '仿宋'}或 Times New Roman", fonts.ascii, todo, right)
    if (chinese or letters) and run.size != _SIZES[size]:
        yield deviation("字号", size, f"{run.size / 2:g}磅", f"把字号改为{size}", {"sz": str(_SIZES[size])})
    if run.bold and wanted in ("小标宋", "黑体", "楷体"):
        yield deviation("字形", "不加粗", "加粗", "取消加粗", {"b": "0"})
    if run.colour.lower() not in ("auto", "000000"):
        yield deviation("颜色", "黑色", f"#{run.colour}", "把字体颜色改为黑色", {"color": "000000"}, by="5.2.4")


def _named(wanted: str) -> str:
    return "方正小标宋简体（要另装）" if wanted == "小标宋" else wanted


def place_deviations(one: Placed) -> Iterator[Deviation]:
    """Yield where a paragraph's alignment and indents differ, and the space around it."""
    paragraph, element = one.paragraph, one.element
    if element in (Element.TITLE, Element.ANNEX_TITLE):
        yield from _centred(one)
    elif element in _INDENTED:
        yield from _indented(one, 2)
    elif element in _FLUSH:
        yield from _indented(one, 0)
    if element in (Element.BODY, Element.HEADING) and (paragraph.before or paragraph.after):
        names = ("before", "after", "beforeLines", "afterLines", "beforeAutospacing", "afterAutospacing")
        found = f"段前{paragraph.before / 20:g}磅、段后{paragraph.after / 20:g}磅"
        todo = "在“段落”里把段前、段后都设为0"
        yield _deviation(one, "段前段后", "5.2.3", "0", found, todo, dict.fromkeys(names, "0"))
    if element not in (Element.OTHER, Element.BLANK):
        yield from _spaced(one)


def _spaced(one: Placed) -> Iterator[Deviation]:
    """Yield where Word puts blanks of its own between Chinese and digits or letters: the characters then leave their 28 places.

    A tag's value may be a number.
    """
    said = one.paragraph.said
    for name, beside, shown in zip(AUTO_SPACES, (_BESIDE_DIGIT, _BESIDE_LETTER), ("数字", "西文"), strict=True):
        if beside.search(one.text) and switches_on(said[name][0] if name in said else "1"):
            todo = f"在“段落→中文版式”里不勾选“自动调整中文与{shown}的间距”"
            expected, found = "不空", "自动空四分之一字"
            yield _deviation(one, f"汉字和{shown}之间", "5.2.3", expected, found, todo, {name: "0"})


def _centred(one: Placed) -> Iterator[Deviation]:
    paragraph, clause = one.paragraph, _LOOKS[one.element][2]
    if paragraph.jc != "center":
        found = {"right": "居右"}.get(paragraph.jc, "居左")
        yield _deviation(one, "对齐", clause, "居中", found, "在“段落”里选居中", {"jc": "center"})
        return
    off = paragraph.indent("left") + paragraph.indent("first") - paragraph.indent("right")
    if abs(off) > _NEAR:
        todo = "在“段落”里把左、右缩进设为0，特殊格式选“无”"
        right = dict.fromkeys(("left", "leftChars", "first", "firstChars", "right", "rightChars"), "0")
        yield _deviation(one, "缩进", clause, "没有缩进", f"缩进{off:.1f}字，看上去不居中", todo, right)


def _indented(one: Placed, due: int) -> Iterator[Deviation]:
    paragraph, text = one.paragraph, one.paragraph.text
    clause = "7.3.3" if one.element is Element.HEADING else _LOOKS[one.element][2]
    blanks = text[: len(text) - len(text.lstrip(" \u3000"))]
    typed = blanks.count("\u3000") + blanks.count(" ") / 2
    left, first = paragraph.indent("left"), paragraph.indent("first")
    if "\t" in text[:2] and not paragraph.number:
        return  # where a tab ends depends on the stops
    own = max(0, due - typed)  # of what is due, the blanks that people typed are a part
    right = {"left": "0", "leftChars": "0", "first": str(round(own * paragraph.face.character))}
    right["firstChars"] = str(round(own * 100))
    if abs(left + first + typed - due) > _NEAR:
        todo = "在“段落”里把左缩进设为0，特殊格式选" + (f"“首行缩进”{due}字符" if due else "“无”")
        expected, found = f"左空{due}字" if due else "顶格", f"左空{round(left + first + typed, 1):g}字"
        yield _deviation(one, "首行缩进", clause, expected, found, todo, right)
    elif abs(left) > _NEAR:
        todo = f"在“段落”里把左缩进设为0，特殊格式选“首行缩进”{due}字符"
        yield _deviation(one, "回行", clause, "顶格", f"左空{round(left, 1):g}字", todo, right)
    elif paragraph.length("firstChars") > 0 and not paragraph.length("first"):
        todo = "这只是提示：用 Word、WPS 看没有关系；要在 LibreOffice 里也空出来，请在“段落”里把首行缩进重新输一遍"
        yield _deviation(one, "首行缩进", clause, "按字符和按磅都写", "只按字符写，LibreOffice 不认", todo, right)


def capacity_deviations(one: Placed, page: Page, normal: int) -> Iterator[Deviation]:
    """Yield where a page of such paragraphs wouldn't hold 22 lines of 28 characters (5.2.3); `normal` is the default style's size.

    A line of so many times the font's height is told too where some fonts make it 22: others don't.
    """
    paragraph = one.paragraph
    if one.element not in (Element.BODY, Element.HEADING):
        return
    clause = "5.2.3"
    low, high = _line_heights(paragraph, page)
    most, least = int(page.height // low), int(page.height // high)
    by_fonts = least < most and paragraph.line_rule == "auto"
    if by_fonts or not least <= _LINES <= most:
        found = f"每面{least}行" if least == most else f"每面约{least}至{most}行"
        if least <= _LINES <= most:
            found = f"{paragraph.line / 240:g}倍行距，随字体{found}"
        todo = "在“段落”里把行距设为“固定值”28.95磅（28磅也可以）"
        right = {"line": _LINE, "lineRule": "exact"}
        yield _deviation(one, "行数", clause, "每面22行", found, todo, right, "snapToGrid")
    for run in paragraph.runs:
        wide = _character_width(run, paragraph, page, normal)
        if wide and run.text.strip() and (count := (page.width + 1) // wide) != _CHARACTERS:
            todo = "在“字体→高级→间距”里选“紧缩”0.25磅"
            name, style = _cause(paragraph, run.said, ("spacing",))
            found = f"每行{count:g}字"
            right = {"spacing": _TIGHTER}
            yield Deviation(_name(one), "字数", clause, "每行28字", found, todo, paragraph.row, style, name, right)
            return


def _line_heights(paragraph: Paragraph, page: Page) -> tuple[float, float]:
    """Return between which twips a line is high: exactly known for exact lines, by the font otherwise."""
    if paragraph.line_rule == "exact":
        return paragraph.line, paragraph.line
    size = max((run.size * 10 for run in paragraph.runs), default=paragraph.mark.size * 10)
    heights = [size * _LOW, size * _HIGH]
    if paragraph.snapped and page.grid in ("lines", "linesAndChars", "snapToChars") and page.pitch:
        heights = [ceil(one / page.pitch) * page.pitch for one in heights]
    least = paragraph.line_rule == "atLeast"
    heights = [max(one, paragraph.line) if least else one * paragraph.line / 240 for one in heights]
    return max(1, heights[0]), max(1, heights[1])


def _character_width(run: Run, paragraph: Paragraph, page: Page, normal: int) -> float:
    """Return the width of a character in twips, 0 where the size is wrong (which is told) or the grid's cells aren't of its size."""
    if run.size != _SIZES["三号"]:
        return 0
    if page.grid in ("linesAndChars", "snapToChars") and paragraph.snapped:
        return run.character + page.char_space * 20 / 4096 if normal == run.size else 0
    return run.character


def _deviation(
    one: Placed, respect: str, clause: str, expected: str, found: str, todo: str, right: Mapping[str, str], *also: str
) -> Deviation:
    """Return a deviation of a paragraph's properties: those that have to say something else, and what `also` makes the difference."""
    paragraph = one.paragraph
    name, style = _cause(paragraph, paragraph.said, (*right, *also))
    return Deviation(_name(one), respect, clause, expected, found, todo, paragraph.row, style, name, right)


def _name(one: Placed) -> str:
    return _FORM_NAMES[one.form] or one.element.value


def _cause(paragraph: Paragraph, said: Stated, names: Sequence[str]) -> tuple[str, str]:
    """Return which of the properties is to be changed, one of the paragraph's own first, and by what it is said."""
    known = sorted((name for name in names if name in said), key=lambda name: said[name][1] != DIRECT)
    return (known or names)[0], cause(paragraph, *(said[name][1] for name in known))
