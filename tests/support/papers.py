"""Small official papers for tests: the shipped template's styles and page with another text, and one part changed at a time."""

from __future__ import annotations

from conftest import TEMPLATE

from reportgen.word.package import DOCUMENT, read_package

STYLES, NUMBERING, SETTINGS = "word/styles.xml", "word/numbering.xml", "word/settings.xml"
_SHIPPED = read_package((TEMPLATE / "report.docx").read_bytes())
_BODY = _SHIPPED[DOCUMENT].decode("utf-8")
SECTION = _BODY[_BODY.rindex("<w:sectPr") : _BODY.rindex("</w:body>")]
BLANK = '<w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr></w:p>'
TEXT = "认真贯彻落实上级文件精神，扎实开展各项工作，圆满完成年初确定的目标任务。"
Parts = dict[str, bytes]


def p(text: str, style: str = "GWBody", ppr: str = "", rpr: str = "") -> str:
    """Return a paragraph of one run as XML; \\n is a line break."""
    said = '</w:t><w:br/><w:t xml:space="preserve">'.join(text.split("\n"))
    run = f'<w:r><w:rPr>{rpr}</w:rPr><w:t xml:space="preserve">{said}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{ppr}</w:pPr>{run}</w:p>'


def paper(*paragraphs: str, section: str = SECTION) -> Parts:
    """Return the shipped template's parts with these paragraphs as its text."""
    head = _BODY[: _BODY.index("<w:body>") + len("<w:body>")]
    return _SHIPPED | {DOCUMENT: f"{head}{''.join(paragraphs)}{section}</w:body></w:document>".encode()}


def whole() -> list[str]:
    """Return the paragraphs of a whole short report, right in everything: title, addressee, text, annexes' names, office, date, note."""
    return [
        p("禄脿街道办事处2018年\n计划生育工作执行情况报告", "Title"),
        BLANK,
        p("市卫生计生局：", "GWTo"),
        p("现将工作情况报告如下。"),
        p("基本情况", "Heading1"),
        p("人口", "Heading2"),
        p(TEXT),
        p("指标", "Heading3"),
        p("常住人口15142人。", "Heading5"),
        BLANK,
        p("附件：1.人口统计表", "GWAtt1"),
        p("2.经费统计表", "GWAtt2"),
        BLANK,
        p("安宁市人民政府禄脿街道办事处", "GWSign", '<w:ind w:rightChars="200" w:right="630"/>'),
        p("2018年12月12日", "GWSign", '<w:ind w:left="4434"/><w:jc w:val="left"/>'),
        p("（此件公开发布）", "GWNote"),
        p("附件1", "GWAttLabel"),
        BLANK,
        p("人口统计表", "Title"),
        p("附件2", "GWAttLabel"),
        BLANK,
        p("经费统计表", "Title"),
    ]


def changed(parts: Parts, name: str, old: str, new: str, count: int = -1) -> Parts:
    """Return the parts with one part's text changed; what isn't there can't be changed."""
    text = parts[name].decode("utf-8")
    assert old in text, f"{old} isn't in {name}"
    return parts | {name: text.replace(old, new, count).encode("utf-8")}


def restyled(parts: Parts, style: str, old: str, new: str) -> Parts:
    """Return the parts with one style changed."""
    text = parts[STYLES].decode("utf-8")
    begin = text.index(f'w:styleId="{style}"')
    end = text.index("</w:style>", begin)
    assert old in text[begin:end], f"{old} isn't in the style {style}"
    return parts | {STYLES: (text[:begin] + text[begin:end].replace(old, new) + text[end:]).encode("utf-8")}
