"""Every command that takes a Word file, held against every way in which one is damaged: one clear line, exit code 2, nothing written."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import DATA, ROOT, TEMPLATE, assert_sound, document_text
from specimens import NOTE_ENDS, p, package, part, read_marks
from test_package import OLE, zipped

from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE, main
from reportgen.word.opening import open_document, opened
from reportgen.word.package import (
    CONTENT_TYPES,
    DOCUMENT,
    MOST_PARAGRAPHS,
    NotADocument,
    parse_part,
    read_package,
    write_package,
)
from reportgen.word.relations import OFFICE, related, relations_of, with_part
from reportgen.word.text import plain_text

SECONDS = 8  # of the processor for one refusal
RELATIONS = relations_of(DOCUMENT)
_WORDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN, DOTX = f"{_WORDS}.document.main+xml".encode(), f"{_WORDS}.template.main+xml".encode()
DOCM = b"application/vnd.ms-word.document.macroEnabled.main+xml"
W_HEAD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'


def with_notes(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return a document with footnotes too, so that every part that is read is there to be damaged."""
    made, _ = with_part(
        parts,
        DOCUMENT,
        "word/footnotes.xml",
        part("footnotes", NOTE_ENDS),
        "footnotes",
        f"{_WORDS}.footnotes+xml",
    )
    return made


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the parts of the report of 2018."""
    path = tmp_path_factory.mktemp("report") / "报告.docx"
    assert main(["2018", "--data", str(DATA), "--template", str(TEMPLATE), "-o", str(path)]) == OK
    return with_notes(read_package(path.read_bytes()))


Damage = Callable[[dict[str, bytes]], bytes | None]  # of a document's parts: the file, None for none


def of(name: str, content: bytes | None) -> Damage:
    """Return the damage that one part says something else, None for a part that is missing."""

    def damage(parts: dict[str, bytes]) -> bytes:
        assert name in parts
        rest = {one: said for one, said in parts.items() if one != name}
        return zipped(rest if content is None else {**rest, name: content})

    return damage


def instead(old: bytes, new: bytes, name: str) -> Damage:
    """Return the damage that a part says one thing for another."""

    def damage(parts: dict[str, bytes]) -> bytes:
        assert old in parts[name]
        return zipped({**parts, name: parts[name].replace(old, new)})

    return damage


def two_mains(parts: dict[str, bytes]) -> bytes:
    relations = parts["_rels/.rels"].replace(b"word/document.xml", b"word/document2.xml")
    return zipped({**parts, "_rels/.rels": relations, "word/document2.xml": parts[DOCUMENT]})


CUT, NESTED, OTHER = b"<w:styles", b"<a>" * 5_000 + b"</a>" * 5_000, b'<a xmlns="urn:another"/>'
DAMAGED = "里的 {} 已损坏，请用 Word 打开后重新另存"
MISSING = "里缺 {}，请用 Word 打开后重新另存"
NO_DOCUMENT = "不是 .docx 文件或已损坏，请用 Word 打开后重新另存"
DAMAGES: dict[str, tuple[Damage, str]] = {
    "missing": (lambda _: None, "找不到"),
    "a folder": (lambda _: None, "读不出来（它是文件夹）"),
    "nothing in it": (lambda _: b"", NO_DOCUMENT),
    "no zip": (lambda _: "总人口15142人".encode(), NO_DOCUMENT),
    "a .doc, or a password": (lambda _: OLE, "是旧的 .doc/.wps 格式或加了密码"),
    "half of it": (lambda parts: zipped(parts)[:9_000], NO_DOCUMENT),
    "a workbook": (
        lambda _: zipped({CONTENT_TYPES: b"<Types/>", "xl/workbook.xml": b"<a/>"}),
        "里面没有 Word 正文",
    ),
    "an empty text": (of(DOCUMENT, b""), DAMAGED.format(DOCUMENT)),
    "a text without a body": (of(DOCUMENT, W_HEAD + b"</w:document>"), "里的 word/document.xml 没有正文"),
    "a text that isn't there": (of(DOCUMENT, None), "里面找不到 Word 正文"),
    "a text nested without end": (of(DOCUMENT, W_HEAD + NESTED + b"</w:document>"), DAMAGED.format(DOCUMENT)),
    "two texts": (two_mains, "里面有两份正文"),
    "Strict Open XML": (
        instead(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml", DOCUMENT
        ),
        "是「Strict Open XML」格式",
    ),
    "no types": (of(CONTENT_TYPES, CUT), DAMAGED.format(CONTENT_TYPES)),
    "types that aren't there": (of(CONTENT_TYPES, None), "里面没有 Word 正文"),
    "relations of the package": (of("_rels/.rels", CUT), DAMAGED.format("_rels/.rels")),
    "relations of the package that aren't there": (of("_rels/.rels", None), "里面找不到 Word 正文"),
    "relations of the text": (of(RELATIONS, CUT), DAMAGED.format(RELATIONS)),
    "relations of the text that aren't there": (of(RELATIONS, None), MISSING.format(RELATIONS)),
    **{
        f"{name} {what}": (of(f"word/{name}.xml", content), told.format(f"word/{name}.xml"))
        for name in ("styles", "numbering", "settings", "footer1", "footnotes")
        for what, content, told in (
            ("cut off", CUT, DAMAGED),
            ("nested without end", NESTED, DAMAGED),
            ("of another kind", OTHER, DAMAGED),
            ("empty", b"", DAMAGED),
            ("not there", None, MISSING),
        )
    },
    "millions of empty paragraphs": (
        instead(b"<w:body>", b"<w:body>" + b"<w:p/>" * 4_500_000, DOCUMENT),
        "里的内容太多（超过150万个标记）",
    ),
    "tens of thousands of paragraphs": (
        instead(b"<w:body>", b"<w:body>" + b"<w:p/>" * 50_001, DOCUMENT),
        "里的段落太多",
    ),
    "a paragraph without end": (
        instead(
            b"<w:body>", "<w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p>".format("办证36人，" * 20_000).encode(), DOCUMENT
        ),
        "里有一段太长",
    ),
    "a paragraph of thousands of runs": (
        instead(b"<w:body>", b"<w:body><w:p>" + b"<w:r/>" * 10_001 + b"</w:p>", DOCUMENT),
        "里有一段太长",
    ),
    "a text without end": (
        instead(b"<w:body>", b"<w:body>" + p("办证36人。" * 10_000).encode() * 18, DOCUMENT),
        "里的文字太多（超过100万字）",
    ),
    "millions of runs": (
        instead(b"<w:body>", b"<w:body><w:p>" + b"<w:r/>" * 2_000_000 + b"</w:p>", DOCUMENT),
        "里的内容太多（超过150万个标记）",
    ),
}


def command(name: str, file: Path, good: Path, folder: Path) -> list[str]:
    """Return the words of a command whose Word file is `file`; `good` is a report that can be read."""
    data, template = ["--data", str(DATA)], ["--template", str(TEMPLATE)]
    own = ["--template", str(file.parent)]
    return {
        "build": ["2018", *data, *own, "--output", str(folder / "output")],
        "template check": ["template", "check", str(file.parent), *data],
        "template new": ["template", "new", str(folder / "new"), *own],
        "template adopt": ["template", "adopt", str(file), str(folder / "new"), "--year", "2018", *data, *template],
        "verify": ["verify", str(file), "2018", *data, *template],
        "diff with it": ["diff", str(good), str(file), *data, *template],
        "diff of it": ["diff", str(file), str(good), *data, *template],
        "import": ["import", str(file), "--data", str(folder / "data"), *template],
        "text": ["text", str(file)],
    }[name]


COMMANDS = ("build", "template check", "template new", "template adopt")
COMMANDS += ("verify", "diff with it", "diff of it", "import", "text")
# Every damage in every command; each damage in one of them, and each command with every ninth damage, is the quick part of it.
MET = [
    pytest.param(name, what, marks=() if number % len(COMMANDS) == turn else pytest.mark.slow)
    for number, what in enumerate(DAMAGES)
    for turn, name in enumerate(COMMANDS)
]


def standing(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() if path.is_file() else b"" for path in folder.rglob("*")}


def put(what: str, path: Path, report: dict[str, bytes], made: dict[str, bytes | None]) -> None:
    """Put the report with a damage where a path leads; each is `made` once."""
    path.unlink(missing_ok=True)
    if what not in made:
        made[what] = DAMAGES[what][0](report)
    data = made[what]
    if what == "a folder":
        path.mkdir()
    elif data is not None:
        path.write_bytes(data)


@pytest.fixture(scope="module")
def made() -> dict[str, bytes | None]:
    return {}


@pytest.mark.parametrize(("name", "what"), MET)
def test_a_damaged_document_is_told_in_one_line_whatever_takes_it(
    name: str,
    what: str,
    report: dict[str, bytes],
    made: dict[str, bytes | None],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    good, file = tmp_path / "good.docx", tmp_path / "annual" / "report.docx"
    good.write_bytes(write_package(report))
    shutil.copytree(TEMPLATE, file.parent)
    put(what, file, report, made)
    before = standing(tmp_path)
    began = time.process_time()
    assert main(command(name, file, good, tmp_path)) == UNUSABLE
    assert time.process_time() - began < SECONDS
    out, err = capsys.readouterr()
    first, rest = err.split("\n", 1)
    assert (
        first.startswith("错误  ") and "report.docx：" in first and DAMAGES[what][1] in first and first.endswith("。")
    )
    assert rest == "\n共1处问题，改好后再运行一次。什么都没有写。\n"
    assert out == ""
    assert standing(tmp_path) == before


AT_A_REPORT = [
    *("half of it", "styles cut off", "footnotes not there"),
    *(pytest.param(what, marks=pytest.mark.slow) for what in ("no zip", "an empty text", "relations of the text")),
]


@pytest.mark.slow
@pytest.mark.parametrize("what", AT_A_REPORT)
def test_a_report_that_people_left_damaged_stays_and_the_draft_stands_beside_it(
    what: str,
    report: dict[str, bytes],
    made: dict[str, bytes | None],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    target = tmp_path / "报告.docx"
    words = ["2018", "--data", str(DATA), "--template", str(TEMPLATE), "-o", str(target)]
    assert main(words) == OK
    put(what, target, report, made)
    left = target.read_bytes()
    capsys.readouterr()
    assert main([*words, "--final"]) == ERRORS_STAND
    out, err = capsys.readouterr()
    beside = tmp_path / "报告（新稿）.docx"
    assert f"原来的报告没有动，新稿另写一份：它{DAMAGES[what][1]}" in out and err == ""
    assert f"公开版没有写：领导改过的报告没有更新成功（它{DAMAGES[what][1]}" in out
    assert target.read_bytes() == left
    assert "总人口" in document_text(beside.read_bytes())
    assert not (tmp_path / "公开版").exists()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells a process's memory so")
def test_millions_of_empty_paragraphs_are_refused_before_they_take_memory(tmp_path: Path) -> None:
    """65 kB of zip, 27 megabytes of 「<w:p/>」: refused before a tree of it is made, in less than 300 megabytes of memory."""
    code = (
        "import re, sys; from reportgen.commands.cli import main; code = main(['text', sys.argv[1]])\n"
        "print(code, int(re.search(r'VmHWM:\\s+([0-9]+)', open('/proc/self/status').read())[1]) // 1024)"
    )
    bomb = zipped(
        {**opened(package(p("甲"))), DOCUMENT: W_HEAD + b"<w:body>" + b"<w:p/>" * 4_500_000 + b"</w:body></w:document>"}
    )
    path = tmp_path / "bomb.docx"
    path.write_bytes(bomb)
    assert path.stat().st_size < 70_000
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, cwd=ROOT, check=True)
    code_said, megabytes = done.stdout.split()[-2:]
    assert (int(code_said), int(megabytes) < 300) == (UNUSABLE, True)


@pytest.mark.slow
def test_as_many_paragraphs_as_are_allowed_are_read() -> None:
    body = "<w:p/>" * (MOST_PARAGRAPHS - 2) + p("甲")
    assert document_text(package(body)).strip() == "甲"
    with pytest.raises(NotADocument, match="里的段落太多"):
        document_text(package(body + p("乙") * 2))


# ---- what is no damage -------------------------------------------------------------------------------------------------------


def named(parts: dict[str, bytes], names: dict[str, str]) -> dict[str, bytes]:
    """Return a package as Word on the web names its parts: the other names stand in types and relationships too."""
    made = {}
    for name, content in parts.items():
        for old, new in names.items():
            if name in (CONTENT_TYPES, "_rels/.rels", RELATIONS):
                content = re.sub(rf'(["/]){re.escape(old)}"'.encode(), rf'\g<1>{new}"'.encode(), content)
        folder, _, last = name.rpartition("/")
        stem, rels = (last.removesuffix(".rels"), ".rels") if folder.endswith("_rels") else (last, "")
        made[f"{folder}/{names.get(stem, stem)}{rels}".lstrip("/")] = content
    types_and_root = {CONTENT_TYPES, "_rels/.rels"}
    return {
        name: content.replace(b"word/document.xml", b"word/document2.xml") if name in types_and_root else content
        for name, content in made.items()
    }


ON_THE_WEB = {
    name: name.replace(".xml", "2.xml") for name in ("document.xml", "styles.xml", "numbering.xml", "settings.xml")
}
ON_THE_WEB |= {"footer1.xml": "hinten.xml", "footnotes.xml": "footnotes22.xml"}


def test_a_main_part_of_another_name_is_found_by_its_relation(report: dict[str, bytes], tmp_path: Path) -> None:
    """Word on the web writes word/document2.xml, styles2.xml, …: the same document."""
    other = named(report, ON_THE_WEB)
    assert "word/document2.xml" in other and "word/styles2.xml" in other and "word/hinten.xml" in other
    assert DOCUMENT not in other and RELATIONS not in other
    parts = opened(zipped(other))
    assert plain_text(parts) == plain_text(report)
    kinds = {kind: name for kind, name in related(parts, DOCUMENT).values() if kind not in {"footer", "header"}}
    assert kinds["styles"] == "word/styles.xml" and kinds["footnotes"] == "word/footnotes.xml"
    footers = {name for kind, name in related(parts, DOCUMENT).values() if kind == "footer"}
    assert all(re.fullmatch(r"word/footer\d*\.xml", name) and name in parts for name in footers) and len(footers) == 2
    assert_sound(write_package(parts), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["verify", "diff with it", "import", "text", "template adopt"])
def test_a_document_of_word_on_the_web_is_taken_by_every_command(
    name: str, report: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, file, same = (tmp_path / one for one in ("good.docx", "report.docx", "same.docx"))
    good.write_bytes(write_package(report))
    same.write_bytes(write_package(report))
    file.write_bytes(zipped(named(report, ON_THE_WEB)))
    said: dict[Path, tuple[int, str]] = {}
    for path in (same, file):
        folder = tmp_path / path.stem
        folder.mkdir()
        code = main(command(name, path, good, folder))
        told = re.sub(r"\S*(report|same)(\.docx|/data|/new)?", "…", "".join(capsys.readouterr()))
        said[path] = code, re.sub(" +", " ", told)
    assert said[same] == said[file]


@pytest.mark.slow
def test_a_template_of_word_on_the_web_gives_the_same_report(tmp_path: Path, template_folder: Path) -> None:
    path = template_folder / "report.docx"
    names = {one: two for one, two in ON_THE_WEB.items() if one != "footnotes.xml"}
    path.write_bytes(zipped(named(read_package(path.read_bytes()), names)))
    texts = []
    for folder in (TEMPLATE, template_folder):
        report = tmp_path / f"{len(texts)}.docx"
        assert main(["2018", "--data", str(DATA), "--template", str(folder), "-o", str(report)]) == OK
        parts = read_package(report.read_bytes())
        texts.append((plain_text(parts), len(list(read_marks(parse_part(parts[DOCUMENT]))))))
    assert texts[0] == texts[1]
    assert_sound(report.read_bytes(), tmp_path)


def test_a_styles_part_that_the_document_does_not_use_makes_way_for_the_one_that_it_uses() -> None:
    parts = opened(package(p("甲")))
    stale = b'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    used = {**parts, "word/styles7.xml": parts["word/styles.xml"], "word/styles.xml": stale}
    used = {name: content.replace(b'"styles.xml"', b'"styles7.xml"') for name, content in used.items()}
    found = opened(zipped(used))
    assert found["word/styles.xml"] == parts["word/styles.xml"]
    assert stale in found.values()


FOREIGN = {
    "declared GB2312": '<?xml version="1.0" encoding="GB2312"?><数据>禄脿</数据>'.encode("gb18030"),
    "with a DTD": b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    "no XML at all": b"\x00\x01",
    "nothing": b"",
}


@pytest.mark.parametrize("what", FOREIGN)
@pytest.mark.parametrize("name", ["customXml/item1.xml", pytest.param("customUI/customUI.xml", marks=pytest.mark.slow)])
def test_a_part_that_is_not_words_is_passed_through_untouched(
    name: str, what: str, tmp_path: Path, template_folder: Path
) -> None:
    path = template_folder / "report.docx"
    parts = read_package(path.read_bytes())
    made, _ = with_part(parts, DOCUMENT, name, FOREIGN[what], "customXml", "application/xml")
    path.write_bytes(write_package(made))
    report = tmp_path / "报告.docx"
    words = ["2018", "--data", str(DATA), "--template", str(template_folder), "-o", str(report)]
    assert main(words) == OK
    assert read_package(report.read_bytes())[name] == FOREIGN[what]
    people = read_package(report.read_bytes())
    people[DOCUMENT] = people[DOCUMENT].replace("全".encode(), "整".encode(), 1)
    report.write_bytes(write_package(people))
    (path.parent / "catalogue.yaml").touch()
    assert main(words) == OK  # brought into what people wrote, not beside it
    assert not report.with_name("报告（新稿）.docx").exists()
    assert read_package(report.read_bytes())[name] == FOREIGN[what]


@pytest.mark.slow
@pytest.mark.parametrize("kind", [DOTX, DOCM, b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml"])
def test_a_dotx_or_docm_that_was_called_docx_gives_a_docx(kind: bytes, tmp_path: Path, template_folder: Path) -> None:
    """report.dotx renamed report.docx: Word refuses a .docx that says it is a template."""
    path = template_folder / "report.docx"
    parts = read_package(path.read_bytes())
    assert MAIN in parts[CONTENT_TYPES]
    path.write_bytes(write_package({**parts, CONTENT_TYPES: parts[CONTENT_TYPES].replace(MAIN, kind)}))
    report = tmp_path / "报告.docx"
    assert main(["2018", "--data", str(DATA), "--template", str(template_folder), "-o", str(report)]) == OK
    made = read_package(report.read_bytes())[CONTENT_TYPES]
    assert MAIN in made and kind not in made
    assert_sound(report.read_bytes(), tmp_path)


def test_a_document_of_its_text_alone_is_read() -> None:
    parts = {
        CONTENT_TYPES: b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        b'<Default Extension="xml" ContentType="' + MAIN + b'"/></Types>',
        "_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        b'Id="rId1" Type="' + OFFICE.encode() + b'/officeDocument" Target="word/document.xml"/></Relationships>',
        DOCUMENT: W_HEAD + "<w:body><w:p><w:r><w:t>甲村</w:t></w:r></w:p></w:body></w:document>".encode(),
    }
    assert document_text(zipped(parts)) == "甲村"


def test_opening_a_pipe_or_a_huge_file_waits_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "huge.docx"
    path.touch()
    with path.open("r+b") as file:
        file.truncate(10**11)  # of holes
    with pytest.raises(Exception, match="太大，不像一份报告"):
        open_document(path)


@pytest.mark.slow
@pytest.mark.parametrize("said", ["全年办证36人。", "全年办证36人，", "共计", "〔", "2018年5月", "（"])
def test_the_longest_paragraph_that_is_allowed_is_no_longer_work_than_its_length(
    said: str, report: dict[str, bytes], tmp_path: Path
) -> None:
    """A hundred thousand characters of one thing, then 「出生婴儿163人。」: a second for every ten thousand at most."""
    file = tmp_path / "报告.docx"
    text = p(said * (99_000 // len(said)) + "出生婴儿163人。").encode()
    file.write_bytes(zipped({**report, DOCUMENT: report[DOCUMENT].replace(b"<w:body>", b"<w:body>" + text)}))
    words = [str(file), str(tmp_path / "new"), "--year", "2018", "--data", str(DATA), "--template", str(TEMPLATE)]
    began = time.process_time()
    assert main(["template", "adopt", *words]) == OK
    assert main(["verify", str(file), "2018", "--data", str(DATA), "--template", str(TEMPLATE)]) in (OK, ERRORS_STAND)
    main(["template", "check", str(tmp_path / "new"), "--data", str(DATA)])
    assert time.process_time() - began < 30
