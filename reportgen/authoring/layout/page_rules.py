"""A document's sections and footers -> where page, margins, grid and page numbers differ from GB/T 9704-2012."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from reportgen.authoring.layout.deviations import Deviation, cause
from reportgen.authoring.layout.effective import Package, Paragraph, Run
from reportgen.authoring.layout.properties import face, number
from reportgen.word.numbering import is_on
from reportgen.word.package import DOCUMENT, W, parse_part
from reportgen.word.relations import OFFICE, related

_MM = 1440 / 25.4  # twips
_A4 = (210, 297)
# Top and bottom in mm: what 5.2.1 says and nearly everybody sets, and the two schools that let the ink itself fill 37 to 262 mm.
_TOPS = ((37, 35), (33.4, 34.2), (34.6, 32.6))
_LEFT, _WIDTH = 28, 156
_NEAR = 1.05  # mm; the standard's ± 1, and what Word rounds
_BELOW, _BELOW_NEAR = 7, 2.5  # mm from the type area to the dash of the page number, 7.5
_NUMBERS = "7.5"  # the clause of page numbers
# What differs, as `Deviation.name`, and is put right for a whole page.
PAPER, MARGINS, GRID, PAGE_NUMBER = "pgSz", "pgMar", "docGrid", "PAGE"
SHOWS_PAGE = re.compile(r"(?<![A-Z])PAGE(?![A-Z])")
DASHED = re.compile(r"[—―]\d*[—―]")  # a page number without its blanks
_SIDES = {"left": "居左", "both": "居左", "center": "居中", "right": "居右", "inside": "内侧", "outside": "外侧"}
_SI = 28  # half points: 四号


@dataclass(frozen=True)
class Page:
    """A section's page; lengths in twips. `grid` is w:docGrid's type, `char_space` its in 1/4096 pt."""

    wide: int
    high: int
    top: int
    bottom: int
    left: int
    right: int
    footer: int
    grid: str
    pitch: int
    char_space: int

    @property
    def width(self) -> int:
        """Return the width of the type area."""
        return self.wide - self.left - self.right

    @property
    def height(self) -> int:
        """Return the height of the type area."""
        return self.high - self.top - self.bottom

    @property
    def upright(self) -> bool:
        return self.high >= self.wide


def pages(package: Package) -> list[Page]:
    """Return the pages of the sections that say one, in order; what a revision has changed is left out."""
    return [
        page_of(section)
        for section in _sections(package)
        if section.find(f"{W}pgSz") is not None and section.find(f"{W}pgMar") is not None
    ]


def page_deviations(package: Package) -> Iterator[Deviation]:
    """Yield where paper, margins and grid differ (5.1, 5.2); of sections that are alike once."""
    for page in dict.fromkeys(pages(package)):
        yield from differences(page)


def differences(page: Page) -> Iterator[Deviation]:
    """Yield where one page's paper, margins and grid differ."""
    if not _is_a4(page):
        found = "×".join(f"{side / _MM:.0f}" for side in sorted((page.wide, page.high))) + "毫米"
        todo = "在“布局→纸张大小”里选 A4"
        yield Deviation("页面", "纸张", "5.1", "A4（210×297毫米）", found, todo, name=PAPER)
    elif page.upright:
        yield from _margins(page)
    if page.grid in ("linesAndChars", "snapToChars") and page.char_space < 0:
        todo = (
            "这只是提示：用 Word 看没有关系；要在 LibreOffice 里也排得对，请在“布局→页面设置→文档网格”里"
            "选“只指定行网格”，再把正文的字符间距设为紧缩0.25磅"
        )
        found = "指定行和字符网格（字距为负），LibreOffice 会把每行排成14个字"
        yield Deviation("页面", "文档网格", "5.2.3", "只指定行网格", found, todo, name=GRID)


def counted_on(page: Page) -> Page:
    """Return the page that lines and characters are counted on: itself, or where paper or margins are wrong, which is told, the due one.

    Lines that are right are then not told to be changed because the margins are wrong.
    """
    if _is_a4(page) and not any(_margins(page)):
        return page
    wide, high, top, bottom, left = (round(one * _MM) for one in (*_A4, *_TOPS[0], _LEFT))
    right = wide - left - round(_WIDTH * _MM)
    return replace(page, wide=wide, high=high, top=top, bottom=bottom, left=left, right=right)


def _is_a4(page: Page) -> bool:
    sides = sorted((page.wide / _MM, page.high / _MM))
    return all(abs(found - due) <= _NEAR for found, due in zip(sides, _A4, strict=True))


def _margins(page: Page) -> Iterator[Deviation]:
    top, bottom, left = page.top / _MM, page.bottom / _MM, page.left / _MM
    width, height = page.width / _MM, page.height / _MM
    wrong = []
    if not any(abs(top - one) <= _NEAR and abs(bottom - other) <= 2 * _NEAR for one, other in _TOPS):
        wrong += [f"上{top:.1f}毫米"] if abs(top - _TOPS[0][0]) > _NEAR else []
        wrong += [f"版心高{height:.0f}毫米"] if abs(height - 225) > _NEAR else []
    wrong += [f"左{left:.1f}毫米"] if abs(left - _LEFT) > _NEAR else []
    wrong += [f"版心宽{width:.0f}毫米"] if abs(width - _WIDTH) > _NEAR else []
    if wrong:
        expected = "上37毫米、左28毫米（各可差1毫米），版心156×225毫米"
        todo = "在“布局→页边距→自定义”里设上3.7厘米、下3.5厘米、左2.8厘米、右2.6厘米"
        yield Deviation("页面", "页边距", "5.2.1", expected, "、".join(wrong), todo, name=MARGINS)


def number_deviations(package: Package) -> Iterator[Deviation]:
    """Yield where the page numbers differ (7.5)."""
    two_sided = is_on(package.settings.find(f"{W}evenAndOddHeaders"))
    footers = dict.fromkeys(_footers(package, two_sided))
    numbered = [(kind, list(_numbered(package, name))) for kind, name in footers]
    shown = [paragraph for _, every in numbered for paragraph in every]
    if not shown:
        todo = "在“插入→页码→页面底端”里插入页码"
        yield Deviation("页面", "页码", _NUMBERS, "版心下面有页码", "没有页码", todo, name=PAGE_NUMBER)
        return
    if any(paragraph is None or paragraph.framed == "outside" for paragraph in shown):
        return  # in a text box or a frame, which finds its side by itself
    if not two_sided:
        found = "居中" if any(one is not None and one.jc == "center" for one in shown) else "单双页一样"
        todo = "在页脚的“页眉和页脚”里勾选“奇偶页不同”，单页的页码右对齐、双页的左对齐"
        yield Deviation("页码", "位置", _NUMBERS, "单页居右空一字，双页居左空一字", found, todo, name=PAGE_NUMBER)
    page = next(iter(pages(package)), None)
    for kind, every in numbered:
        if two_sided and not every:
            name, todo = "双页" if kind == "even" else "单页", "在这一页的页脚里插入页码"
            yield Deviation(f"{name}页脚", "页码", _NUMBERS, "有页码", "没有页码", todo, name=PAGE_NUMBER)
        for paragraph in every:
            if paragraph is not None:
                if two_sided:
                    yield from _position(paragraph, kind)
                yield from _look(paragraph, page)


def _position(paragraph: Paragraph, kind: str) -> Iterator[Deviation]:
    side, name = ("left", "双页") if kind == "even" else ("right", "单页")
    where = _SIDES[side]
    found = _SIDES.get(paragraph.framed or paragraph.jc, paragraph.jc)
    if found != where:
        todo = f"点进{name}的页脚，把页码{'左' if side == 'left' else '右'}对齐"
        style = cause(paragraph, paragraph.said.get("jc", ("", paragraph.style))[1])
        yield Deviation(
            f"{name}页码", "位置", _NUMBERS, f"{where}空一字", found, todo, style=style or None, name=PAGE_NUMBER
        )
        return
    text = paragraph.text
    typed = len(text) - len(text.rstrip("　") if side == "right" else text.lstrip("　"))
    blank = typed + paragraph.indent(side) + (paragraph.indent("first") if side == "left" else 0)
    if not 0.5 <= blank <= 1.5:
        todo = f"点进{name}的页脚，在“段落”里把{'左' if side == 'left' else '右'}侧缩进设为1字符"
        found = f"{where}空{round(blank, 1):g}字"
        yield Deviation(f"{name}页码", "位置", _NUMBERS, f"{where}空一字", found, todo, name=PAGE_NUMBER)


def _look(paragraph: Paragraph, page: Page | None) -> Iterator[Deviation]:
    text = re.sub(r"\s", "", paragraph.text)
    if text and not DASHED.fullmatch(text):
        todo = "在页脚里把页码两边都改成一字线「—」"
        yield Deviation(
            "页码",
            "样子",
            _NUMBERS,
            "左右各一条一字线「— 1 —」",
            f"「{paragraph.text.strip()}」",
            todo,
            name=PAGE_NUMBER,
        )
    for run in paragraph.runs:
        if run.text.strip():
            yield from _run_look(paragraph, run)
    if page is not None and paragraph.line_rule == "exact":
        middle = page.high - page.footer - paragraph.after - paragraph.line / 2
        below = (middle - (page.high - page.bottom)) / _MM
        if abs(below - _BELOW) > _BELOW_NEAR:
            todo = "在“布局→页面设置→版式”里改页脚距边界的距离，公文一般是2.55厘米"
            yield Deviation(
                "页码",
                "一字线",
                _NUMBERS,
                "距版心下边缘7毫米",
                f"距版心下边缘约{below:.0f}毫米",
                todo,
                name=PAGE_NUMBER,
            )


def _run_look(paragraph: Paragraph, run: Run) -> Iterator[Deviation]:
    fonts = {run.fonts.of(one) for one in run.text if not one.isspace()}
    wrong = next((font for font in sorted(fonts) if face(font) != "宋体"), None)
    if wrong is not None:
        todo = "把字体（中文、西文）都改为宋体"
        style = cause(paragraph, run.said.get("font.ascii", ("", paragraph.style))[1])
        yield Deviation(
            "页码", "字体", _NUMBERS, "半角宋体数字", wrong or "没有设置", todo, style=style, name=PAGE_NUMBER
        )
    if run.size != _SI:
        style = cause(paragraph, run.said.get("sz", ("", paragraph.style))[1])
        yield Deviation(
            "页码", "字号", _NUMBERS, "四号", f"{run.size / 2:g}磅", "把字号改为四号", style=style, name=PAGE_NUMBER
        )


def _numbered(package: Package, name: str) -> Iterator[Paragraph | None]:
    """Yield the paragraphs of a footer that show the page's number, None for one in a text box."""
    root = parse_part(package.parts[name])
    elements = list(root.iter(f"{W}p"))
    by_row = {paragraph.row: paragraph for paragraph in package.paragraphs(root)}
    for row, element in enumerate(elements, start=1):
        own = (node for node in element.iter(f"{W}instrText", f"{W}fldSimple") if _paragraph_of(node) is element)
        said = "".join((node.text or "") + node.get(f"{W}instr", "") for node in own)
        if SHOWS_PAGE.search(said):
            yield by_row.get(row)


def _paragraph_of(node: etree._Element) -> etree._Element | None:
    return next(node.iterancestors(f"{W}p"), None)


def _footers(package: Package, two_sided: bool) -> Iterator[tuple[str, str]]:
    """Yield the footers in use as (default or even, part); a section without one has that of the section before it."""
    names = {key: name for key, (_, name) in related(package.parts, DOCUMENT).items() if name in package.parts}
    for section in _sections(package):
        for reference in section.iterchildren(f"{W}footerReference"):
            kind = reference.get(f"{W}type", "default")
            name = names.get(reference.get(f"{{{OFFICE}}}id", ""), "")
            if name and (kind == "default" or (kind == "even" and two_sided)):
                yield kind, name


def _sections(package: Package) -> Iterator[etree._Element]:
    for section in package.document.iter(f"{W}sectPr"):
        above = section.getparent()
        if above is not None and above.tag != f"{W}sectPrChange":
            yield section


def page_of(section: etree._Element) -> Page:
    """Return what a w:sectPr says of its page."""

    def length(element: str, name: str) -> int:
        found = section.find(W + element)
        text = "" if found is None else found.get(W + name, "")
        return number(text) or 0

    grid = section.find(f"{W}docGrid")
    return Page(
        wide=length("pgSz", "w"),
        high=length("pgSz", "h"),
        top=abs(length("pgMar", "top")),  # below zero: the header may not push it (ECMA-376 17.6.11)
        bottom=abs(length("pgMar", "bottom")),
        left=length("pgMar", "left") + length("pgMar", "gutter"),
        right=length("pgMar", "right"),
        footer=length("pgMar", "footer"),
        grid="" if grid is None else grid.get(f"{W}type", ""),
        pitch=length("docGrid", "linePitch"),
        char_space=length("docGrid", "charSpace"),
    )
