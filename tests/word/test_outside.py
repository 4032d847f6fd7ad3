"""A template or a report from elsewhere: what Word would fetch or run when it opens it stays out of ours, and is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import DATA, TEMPLATE, assert_sound, document_text
from specimens import p, package, r

from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE, main
from reportgen.public.bare import bare
from reportgen.template.reading import outside_said
from reportgen.word.opening import opened
from reportgen.word.outside import Outside, self_contained
from reportgen.word.package import CONTENT_TYPES, DOCUMENT, parse_part, read_package, write_package
from reportgen.word.relations import OFFICE, relations_of, with_part
from reportgen.word.text import plain_text

ADDRESS = "http://192.0.2.1/x"
SETTINGS = "word/settings.xml"
VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
DRAWING = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
R = f'xmlns:r="{OFFICE}"'
Parts = dict[str, bytes]


def external(parts: Parts, source: str, kind: str, target: str = ADDRESS) -> Parts:
    """Return the parts with a relationship 「outside」 of a part that leads out of the package."""
    name = relations_of(source)
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    one = f'<Relationship Id="outside" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    before = re.sub(rb"(<Relationships[^>]*)/>", rb"\1></Relationships>", parts.get(name, empty))
    return {**parts, name: before.replace(b"</Relationships>", one.encode())}


def said(parts: Parts, body: str, name: str = DOCUMENT, end: str = "</w:body>") -> Parts:
    """Return the parts with more in a part, before what closes it; in the body before its section."""
    end = "<w:sectPr" if name == DOCUMENT else end
    at = parts[name].rindex(end.encode())
    return {**parts, name: parts[name][:at] + body.encode() + parts[name][at:]}


def fielded(code: str, nested: str = "") -> str:
    """Return a paragraph with a field as Word saves it: its code in two runs, and 「旧的结果」 as what it shows."""
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    codes = "".join(f'<w:r><w:instrText xml:space="preserve">{one}</w:instrText></w:r>' for one in (code[:3], code[3:]))
    return p(begin, nested, codes, separate, r("旧的结果"), end)


QUOTED = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> QUOTE 68 68 69 65 85 84 79 </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>DDEAUTO</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def remote_template(parts: Parts) -> Parts:
    return external(
        said(parts, f'<w:attachedTemplate {R} r:id="outside"/>', SETTINGS, "</w:settings>"),
        SETTINGS,
        "attachedTemplate",
    )


def linked_object(parts: Parts) -> Parts:
    ole = '<o:OLEObject Type="Link" ProgID="Excel.Sheet.12" ShapeID="s" DrawAspect="Content" r:id="outside" UpdateMode="Always"/>'
    shape = '<v:shape id="s" style="width:9pt;height:9pt"/>'
    return external(
        said(parts, f"<w:p><w:r><w:object {VML} {R}>{shape}{ole}</w:object></w:r></w:p>"), DOCUMENT, "oleObject"
    )


def linked_picture(parts: Parts) -> Parts:
    blip = f'<a:blip {R} r:link="outside"/>'
    return external(said(parts, f"<w:p><w:r><w:drawing {DRAWING}>{blip}</w:drawing></w:r></w:p>"), DOCUMENT, "image")


def old_picture(parts: Parts) -> Parts:
    shape = f'<v:shape style="width:9pt;height:9pt"><v:imagedata src="{ADDRESS}" o:href="{ADDRESS}"/></v:shape>'
    return said(parts, f"<w:p><w:r><w:pict {VML}>{shape}</w:pict></w:r></w:p>")


def macros(parts: Parts) -> Parts:
    types = parts[CONTENT_TYPES].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    made, _ = with_part(
        {**parts, CONTENT_TYPES: types},
        DOCUMENT,
        "word/vbaProject.bin",
        b"\xd0\xcf",
        "vbaProject",
        "application/vnd.ms-office.vbaProject",
    )
    return made


def control(parts: Parts) -> Parts:
    kind = "application/vnd.ms-office.activeX+xml"
    made, key = with_part(parts, DOCUMENT, "word/activeX/activeX1.xml", b"<a/>", "control", kind)
    return said(made, f'<w:p><w:r><w:object {R}><w:control r:id="{key}" w:name="Button"/></w:object></w:r></w:p>')


def data_source(parts: Parts) -> Parts:
    source = f'<w:connectString w:val="Provider={ADDRESS}"/><w:dataSource {R} r:id="outside"/>'
    body = f'<w:mailMerge><w:mainDocumentType w:val="formLetters"/>{source}</w:mailMerge>'
    return external(said(parts, body, SETTINGS, "</w:settings>"), SETTINGS, "mailMergeSource")


def ribbon(parts: Parts) -> Parts:
    kind = b'Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"'
    one = b'<Relationship Id="ribbon" ' + kind + b' Target="customUI/customUI.xml"/></Relationships>'
    relations = parts["_rels/.rels"].replace(b"</Relationships>", one)
    return {**parts, "_rels/.rels": relations, "customUI/customUI.xml": b'<customUI onLoad="run"/>'}


def in_a_footer(parts: Parts) -> Parts:
    return said(parts, fielded(f'INCLUDEPICTURE "{ADDRESS}"'), "word/footer1.xml", "</w:ftr>")


def to_a_disk(parts: Parts) -> Parts:
    link = f'<w:hyperlink {R} r:id="outside">{r("旧的结果")}</w:hyperlink>'
    return external(said(parts, p(link)), DOCUMENT, "hyperlink", r"file:///\\192.0.2.1\share\x.doc")


def with_field(code: str, nested: str = "") -> Callable[[Parts], Parts]:
    return lambda parts: said(parts, fielded(code, nested))


def simple_field(parts: Parts) -> Parts:
    return said(parts, p(f'<w:fldSimple w:instr=" INCLUDETEXT &quot;{ADDRESS}&quot; ">{r("旧的结果")}</w:fldSimple>'))


def video(parts: Parts) -> Parts:
    name = "http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing"
    inside = f'<x:webVideoPr xmlns:x="{name}" embeddedHtml="&lt;iframe src={ADDRESS}&gt;" h="1" w="1"/>'
    return said(parts, f"<w:p><w:r><w:drawing>{inside}</w:drawing></w:r></w:p>")


# What it is, how a person calls it, what of it no report may hold, and whether 「旧的结果」 stays as the words that it shows.
KINDS: dict[str, tuple[Callable[[Parts], Parts], str, tuple[bytes, ...], bool]] = {
    "a remote template": (remote_template, f"远程模板「{ADDRESS}」", (b"attachedTemplate",), False),
    "macros": (macros, "宏", (b"vbaProject", b"macroEnabled"), False),
    "a control": (control, "ActiveX 控件", (b"activeX", b"w:control "), False),
    "a linked object": (linked_object, f"链接的对象「{ADDRESS}」", (b"OLEObject",), False),
    "a linked picture": (linked_picture, f"链接的图片「{ADDRESS}」", (b"r:link",), False),
    "a linked picture of old": (old_picture, f"链接的图片「{ADDRESS}」", (b"o:href", b"imagedata src"), False),
    "a video of the web": (video, "链接的音像", (b"webVideoPr",), False),
    "a data source": (data_source, "邮件合并的数据源", (b"mailMerge", b"connectString"), False),
    "a ribbon": (ribbon, "加载项", (b"customUI",), False),
    "a link to a disk": (to_a_disk, r"指向本机或内网的链接「file:///\\192.0.2.1\share\x.doc」", (b"file:",), True),
    "a frame": (lambda parts: external(parts, DOCUMENT, "frame"), f"外部的内容「{ADDRESS}」", (), False),
    "INCLUDETEXT": (simple_field, f'会取别处内容的域「INCLUDETEXT "{ADDRESS}"」', (b"INCLUDETEXT",), True),
    "INCLUDEPICTURE in a footer": (
        in_a_footer,
        f'会取别处内容的域「INCLUDEPICTURE "{ADDRESS}"」',
        (b"INCLUDEPICTURE",),
        False,
    ),
    "DDEAUTO": (with_field(r"DDEAUTO c:\\x.exe y"), r"会取别处内容的域「DDEAUTO c:\\x.exe y」", (b"AUTO",), True),
    "dde": (with_field(r" dde c:\\x.exe y"), r"会取别处内容的域「dde c:\\x.exe y」", (b"x.exe",), True),
    "a field that another one names": (
        with_field(r" c:\\x.exe y", QUOTED),
        "会取别处内容的域",
        (b"QUOTE", b"x.exe"),
        True,
    ),
    "LINK": (with_field(r"LINK Excel.Sheet.12 c:\\x.xlsx"), "会取别处内容的域", (b"LINK Excel", b"x.xlsx"), True),
    "DATABASE": (with_field(r"DATABASE \d c:\\x.mdb"), "会取别处内容的域", (b"x.mdb",), True),
    "a link by a field to a disk": (
        with_field(r'HYPERLINK "\\192.0.2.1\x"'),
        "会取别处内容的域",
        (b"HYPERLINK",),
        True,
    ),
}


# Whole reports and templates with each of them take long together; these go all the way in the quick part too.
_ALL_THE_WAY = ("a remote template", "macros", "DDEAUTO")
EACH_KIND = [pytest.param(what, marks=() if what in _ALL_THE_WAY else pytest.mark.slow) for what in KINDS]


def whole(document: Path) -> bytes:
    """Return all that a document holds, and once more without its tags: a field's code is cut up by them."""
    return all_of(read_package(document.read_bytes()))


def all_of(parts: Parts) -> bytes:
    held = b"\n".join(name.encode() + content for name, content in parts.items())
    return held + re.sub(rb"<[^>]*>", b"", held)


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the lines of the report of 2018."""
    path = tmp_path_factory.mktemp("usual") / "报告.docx"
    assert main(["2018", "--data", str(DATA), "--template", str(TEMPLATE), "-o", str(path)]) == OK
    return [line for line in document_text(path.read_bytes()).splitlines() if line.strip()]


@pytest.mark.parametrize("what", KINDS)
def test_what_a_document_fetches_or_runs_is_left_out_of_it_and_named(what: str) -> None:
    plant, called, traces, stays = KINDS[what]
    planted = plant(opened((TEMPLATE / "report.docx").read_bytes()))
    assert all(trace in all_of(planted) for trace in traces)
    parts, found = self_contained(opened(write_package(planted)))
    assert any(line.startswith(called) for line in outside_said(found))
    made = all_of(parts)
    assert ADDRESS.encode() not in made and not [trace for trace in traces if trace in made]
    assert ("旧的结果" in plain_text(parts)) == stays


@pytest.mark.slow
@pytest.mark.parametrize("what", EACH_KIND)
def test_what_a_template_fetches_or_runs_is_told_and_in_no_report(
    what: str, usual: list[str], template_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant, called, traces, stays = KINDS[what]
    path, report = template_folder / "report.docx", tmp_path / "报告.docx"
    planted = plant(read_package(path.read_bytes()))
    path.write_bytes(write_package(planted))
    held = whole(path)
    assert all(trace in held for trace in traces)
    assert main(["template", "check", str(template_folder), "--data", str(DATA)]) == OK
    told = capsys.readouterr().out
    assert re.search(rf"^提醒  report\.docx：模板里有{re.escape(called)}.*，没有带进报告", told, re.MULTILINE)
    assert main(["2018", "--data", str(DATA), "--template", str(template_folder), "-o", str(report)]) == OK
    assert f"提醒  report.docx：模板里有{called}" in capsys.readouterr().out
    made = whole(report)
    assert ADDRESS.encode() not in made and b"outside" not in made
    assert not [trace for trace in traces if trace in made]
    lines = document_text(report.read_bytes()).splitlines()
    assert [line for line in lines if line.strip() not in {"旧的结果", ""}] == usual
    assert ("旧的结果" in lines) == stays
    if what not in {
        "a linked picture",
        "a video of the web",
        "a control",
        "a linked object",
    }:  # the specimens' drawings are no whole ones
        assert_sound(report.read_bytes(), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("what", EACH_KIND)
def test_what_a_report_fetches_or_runs_is_in_no_template_made_of_it(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant, called, traces, stays = KINDS[what]
    report, folder = tmp_path / "报告.docx", tmp_path / "ours"
    words = ["--data", str(DATA), "--template", str(TEMPLATE)]
    assert main(["2018", *words, "-o", str(report)]) == OK
    report.write_bytes(write_package(plant(read_package(report.read_bytes()))))
    capsys.readouterr()
    assert main(["template", "adopt", str(report), str(folder), "--year", "2018", *words]) == OK
    assert f"原文件里的{called}" in capsys.readouterr().out
    made = whole(folder / "report.docx")
    assert ADDRESS.encode() not in made and not [trace for trace in traces if trace in made]
    assert ("旧的结果" in document_text((folder / "report.docx").read_bytes())) == stays


@pytest.mark.slow
@pytest.mark.parametrize("element", ["altChunk", "subDoc"])
def test_a_file_in_the_place_of_text_is_refused(
    element: str, template_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = template_folder / "report.docx"
    whole_file, _ = with_part(
        read_package(path.read_bytes()), DOCUMENT, "word/a.html", b"<p>48</p>", "aFChunk", "text/html"
    )
    path.write_bytes(write_package(said(whole_file, f'<w:{element} {R} r:id="rId99"/>')))
    assert (
        main(["2018", "--data", str(DATA), "--template", str(template_folder), "-o", str(tmp_path / "x.docx")])
        == UNUSABLE
    )
    assert "report.docx：模板里嵌着别的文件，读不出它的字。" in capsys.readouterr().err
    assert not (tmp_path / "x.docx").exists()
    assert main(["template", "check", str(template_folder), "--data", str(DATA)]) == ERRORS_STAND
    assert "嵌着别的文件" in capsys.readouterr().out
    report = tmp_path / "报告.docx"
    report.write_bytes(package(p("甲") + f'<w:{element} r:id="rId99"/>'))
    words = ["--year", "2018", "--data", str(DATA), "--template", str(TEMPLATE)]
    assert main(["template", "adopt", str(report), str(tmp_path / "new"), *words]) == UNUSABLE
    assert "里面嵌着别的文件" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_what_was_left_out_can_be_accepted(
    template_folder: Path, year_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """accepted: [{issue: 模板：宏, reason: 以前的模板带的}]"""
    path = template_folder / "report.docx"
    path.write_bytes(write_package(macros(read_package(path.read_bytes()))))
    office = year_folder / "office.yaml"
    office.write_text(
        office.read_text(encoding="utf-8") + "\naccepted:\n  - {issue: 模板：宏, reason: 以前的模板带的}\n",
        encoding="utf-8",
    )
    main(["check", "2018", "--data", str(year_folder.parent), "--template", str(template_folder)])
    assert "已认可  report.docx：模板里有宏" in capsys.readouterr().out


def test_a_template_that_holds_all_of_its_own_is_left_as_it_is() -> None:
    link = f'<w:hyperlink {R} r:id="outside">{r("网址")}</w:hyperlink><w:hyperlink w:anchor="_Toc1">{r("见下")}</w:hyperlink>'
    fields = "".join(
        map(fielded, ("PAGE", 'HYPERLINK "https://www.gov.cn"', r'HYPERLINK \l "_Toc1"', "SEQ 表 \\* ARABIC", "REF a"))
    )
    parts = opened(package(p(link) + fields, {"media/a.png": b"\x89PNG"}))
    for target in ("https://www.gov.cn/x", "mailto:a@example.com", "#_Toc1"):
        linked = external(parts, DOCUMENT, "hyperlink", target)
        made, found = self_contained(linked)
        assert found == ()
        assert all(made[name] is linked[name] for name in linked) and list(made) == list(linked)


def test_the_shipped_template_holds_all_of_its_own() -> None:
    assert self_contained(opened((TEMPLATE / "report.docx").read_bytes()))[1] == ()


def test_a_part_in_utf_16_is_looked_through_as_well() -> None:
    parts = opened(package(fielded(r"DDEAUTO c:\\x.exe y")))
    wide = {**parts, DOCUMENT: parts[DOCUMENT].decode().replace("UTF-8", "UTF-16", 1).encode("utf-16")}
    made, found = self_contained(wide)
    assert [one.what for one in found] == ["会取别处内容的域"]
    assert plain_text(made).strip() == "旧的结果"


@pytest.mark.parametrize("nested", ["", QUOTED], ids=["by its own name", "by another field's result"])
def test_the_public_edition_leaves_the_same_fields(nested: str) -> None:
    """One list for both: what may not come in with a template doesn't go out with a report."""
    root = parse_part(
        opened(package(fielded(r"DDEAUTO c:\\x.exe y" if not nested else r" c:\\x.exe y", nested)))[DOCUMENT]
    )
    bare(root, ())
    assert "".join(str(text) for text in root.itertext()).strip() == "旧的结果"


def test_each_place_is_told_once() -> None:
    parts = external(opened(package(p("甲"))), DOCUMENT, "image")
    parts = external(parts, "word/settings.xml", "image")
    assert self_contained(parts)[1] == (Outside("链接的图片", ADDRESS),)
