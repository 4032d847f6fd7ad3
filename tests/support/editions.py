"""What the tests of the public edition share: a document as many hands leave it, and readers of its other forms that know nothing of us."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from specimens import NOTE_ENDS, p, package, part, r, row, table

from reportgen.public.parts import Imprint, edition
from reportgen.word.package import read_package

IMPRINT = Imprint("甲街道2018年报告", "甲街道办事处", "2018-12-12")
SECRETS = ("某甲", "MOUJIA", "C:\\", "file:", "rsid", "paraId", "20181111", "_GoBack", "Normal.dotm", "机密标签")
BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "li", "table", "ol", "body"}


def level(ilvl: int, form: str, text: str, indent: str = "", more: str = "", face: str = "") -> str:
    """Return a w:lvl; `more` stands before its text, `face` is the inside of its w:rPr."""
    properties = f"<w:pPr>{indent}</w:pPr>" if indent else ""
    formatting = f"<w:rPr>{face}</w:rPr>" if face else ""
    return (
        f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/>{properties}{formatting}</w:lvl>'
    )


def numbering(*levels: str, more: str = "") -> bytes:
    """Return a numbering part with one list, 7."""
    return part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="70"><w:multiLevelType w:val="multilevel"/>{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="7"><w:abstractNumId w:val="70"/></w:num>{more}',
    )


def listed(ilvl: int = 0, more: str = "") -> str:
    """Return the properties of an item of list 7."""
    return f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="7"/></w:numPr>{more}'


def control(content: str, settings: str = "") -> str:
    """Return a content control."""
    return f"<w:sdt><w:sdtPr>{settings}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def field(code: str, result: str) -> str:
    """Return a complex field."""
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f'{begin}<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>{separate}{r(result)}{end}'


def box(inside: str) -> str:
    """Return a run with a text box as Word writes it: for itself, and again for older programs."""
    shape = (
        '<mc:Choice Requires="wps"><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="900000" cy="900000"/>'
        '<wp:docPr id="9" name="某甲的文本框"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/'
        'wordprocessingShape"><wps:wsp xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        '<wps:cNvSpPr txBox="1"/><wps:spPr/>'
        f"<wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></mc:Choice>"
    )
    older = (
        '<mc:Fallback><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:70pt;height:70pt">'
        f"<v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
    )
    return (
        '<w:r xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<mc:AlternateContent>{shape}{older}</mc:AlternateContent></w:r>"
    )


NOTES = part(
    "footnotes",
    NOTE_ENDS
    + '<w:footnote w:id="2">'
    + p('<w:r w:rsidR="00AA"><w:footnoteRef/></w:r>', "数据来自台账 & <表>。")
    + "</w:footnote>",
)
HEADER = part("header", p(control(r("甲街道"), '<w:alias w:val="某甲"/>'), properties=""))
COMMENTS = part(
    "comments",
    '<w:comment w:id="5" w:author="某甲" w:initials="ZS" w:date="2018-11-11T09:00:00Z">'
    + p("机密标签")
    + "</w:comment>",
)
PEOPLE = (
    b'<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
    + '<w15:person w15:author="某甲"><w15:presenceInfo w15:providerId="AD" w15:userId="MOUJIA"/></w15:person></w15:people>'.encode()
)
LIST = numbering(
    level(
        0,
        "chineseCountingThousand",
        "%1、",
        '<w:ind w:left="0" w:firstLine="640"/>',
        '<w:suff w:val="nothing"/>',
        "<w:b/>",
    ),
    level(1, "decimal", "%2.", '<w:ind w:left="840" w:hanging="420"/>'),
    level(
        2,
        "bullet",
        "\uf0b7",
        '<w:ind w:left="1260" w:hanging="420"/>',
        face='<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>',
    ),
)
BODY = "".join(
    (
        '<w:p w:rsidR="00F1" w:rsidRDefault="00F1" w14:paraId="11111111" w14:textId="22222222">'
        + '<w:bookmarkStart w:id="0" w:name="_GoBack"/>'
        + r("第一段")
        + '<w:bookmarkEnd w:id="0"/><w:proofErr w:type="spellStart"/>'
        + "</w:p>",
        p("基本情况", properties=listed()),
        control(p("整段的控件", properties=listed(1)), '<w:alias w:val="机密标签"/><w:tag w:val="机密标签"/>'),
        p(
            '<w:commentRangeStart w:id="5"/>',
            control(r("外") + control(r("里面的控件"), '<w:alias w:val="机密标签"/>')),
            '<w:commentRangeEnd w:id="5"/><w:r><w:commentReference w:id="5"/></w:r>',
            properties=listed(1),
        ),
        p(
            "看",
            '<w:hyperlink r:id="web">' + r("网站") + "</w:hyperlink>",
            "和",
            '<w:hyperlink r:id="disk">' + r("我的盘") + "</w:hyperlink>",
        ),
        p("保存人", field("LASTSAVEDBY", "某某科"), "，第", field("PAGE", "1"), "页", properties=listed(2)),
        table(
            row("村", control(p("数", properties=listed(1)))),
            control(
                "<w:tr><w:tc><w:tcPr/>"
                + p("甲村")
                + "</w:tc>"
                + control("<w:tc><w:tcPr/>" + p("5") + "</w:tc>")
                + "</w:tr>"
            ),
        ),
        p(r("藏起来的机密标签", "<w:vanish/>"), "看得见", '<w:r w:rsidR="00F1"><w:footnoteReference w:id="2"/></w:r>'),
        p("旁边有框", box(p("框里一", properties=listed()) + p("框里二", properties=listed()))),
        p("各项目标", properties=listed()),
        p(),
    )
)


def many_hands() -> dict[str, bytes]:
    """Return the parts of a document with everything in it that many hands and Word itself leave behind."""
    parts = read_package(
        package(
            BODY,
            {"numbering.xml": LIST, "footnotes.xml": NOTES, "header1.xml": HEADER, "comments.xml": COMMENTS},
        )
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = (
        f'<Relationship Id="web" Type="{office}/hyperlink" Target="https://example.org/?a=1&amp;b=2" TargetMode="External"/>'
        f'<Relationship Id="disk" Type="{office}/hyperlink" Target="file:///C:\\Users\\MOUJIA\\a.xlsx" TargetMode="External"/>'
        '<Relationship Id="people" Type="http://schemas.microsoft.com/office/2011/relationships/people" Target="people.xml"/>'
    )
    settings_links = (
        '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="t" Type="{office}/attachedTemplate" Target="file:///C:\\Users\\MOUJIA\\Normal.dotm" TargetMode="External"/>'
        "</Relationships>"
    )
    settings = (
        '<w:attachedTemplate r:id="t"/><w:trackRevisions/><w:rsids><w:rsidRoot w:val="00F1"/></w:rsids>'
        '<w:docVars><w:docVar w:name="机密标签" w:val="某甲"/></w:docVars>'
    )
    rels, types = "word/_rels/document.xml.rels", "[Content_Types].xml"
    parts[rels] = parts[rels].replace(b"</Relationships>", links.encode() + b"</Relationships>")
    parts[types] = parts[types].replace(
        b"</Types>",
        b'<Override PartName="/word/people.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.people+xml"/></Types>',
    )
    parts["word/settings.xml"] = part("settings", settings)
    parts["word/_rels/settings.xml.rels"] = settings_links.encode()
    parts["word/people.xml"] = PEOPLE
    return parts


def published(body: str, others: dict[str, bytes] | None = None) -> dict[str, bytes]:
    """Return the public edition of a document with this body."""
    return edition(read_package(package(body, others)), IMPRINT)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self.skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.skipped += tag == "head"
        self.text += "\n" if tag in BLOCKS or tag == "br" else ""

    def handle_endtag(self, tag: str) -> None:
        self.skipped -= tag == "head"
        self.text += "\t" if tag in ("td", "th") else "\n" if tag in BLOCKS else ""

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.text += data


def words_of_page(page: bytes) -> str:
    """Return the words of a web page as a browser's reader would copy them."""
    reader = _Words()
    reader.feed(page.decode())
    reader.close()
    return reader.text


def tags_of_page(page: bytes) -> list[str]:
    """Return the page's tags in order."""
    reader = _Words()
    reader.feed(page.decode())
    return reader.tags


def squeezed(text: str) -> str:
    """Return the words alone: no blanks, no line ends."""
    return re.sub(r"\s|\ufeff", "", text)
