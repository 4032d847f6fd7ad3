"""Older reports in old forms go through LibreOffice: without macros, and without fetching anything, whatever a file asks for."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import TEMPLATE, Office, document_text

from reportgen.base import libreoffice
from reportgen.base.libreoffice import NotConverted, convert, linked_in
from reportgen.commands.cli import OK, UNUSABLE, main


class Asked(http.server.ThreadingHTTPServer):
    """A server of this machine that notes what it is asked for."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        super().__init__(("127.0.0.1", 0), _Answer)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Answer(http.server.BaseHTTPRequestHandler):
    def _note(self) -> None:
        assert isinstance(self.server, Asked)
        self.server.paths.append(self.path)
        self.send_response(200)
        self.end_headers()

    do_GET = do_HEAD = do_OPTIONS = do_PROPFIND = _note

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Asked]:
    with Asked() as asked:
        threading.Thread(target=asked.serve_forever, daemon=True).start()
        yield asked
        asked.shutdown()


ODF = "urn:oasis:names:tc:opendocument:xmlns"
SAID = "领取独生子女证621人。2018年死亡85人。"


def rich(text: str) -> str:
    """Return a text as rich text writes it."""
    return "".join(char if char.isascii() else f"\\u{ord(char)}?" for char in text)


FORMS = {
    "a web page": (
        '<html><head><meta charset="utf-8"><link rel="stylesheet" href="{0}/a.css"><style>@import url({0}/i.css);'
        'body{{background:url({0}/c.png)}}</style><script src="{0}/s.js"></script></head><body background="{0}/b.png">'
        '<p>领取独生子女证621人。2018年死亡85人。<img src="{0}/p.png"></p><iframe src="{0}/f.html"></iframe>'
        '<object data="{0}/o"></object></body></html>',
        ["/a.css", "/f.html", "/o", "/p.png"],
    ),
    "a flat file": (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="{ODF}:office:1.0" xmlns:text="{ODF}:text:1.0" '
        f'xmlns:draw="{ODF}:drawing:1.0" xmlns:svg="{ODF}:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
        "<text:p>领取独生子女证621人。2018年死亡85人。"
        '<draw:frame svg:width="2cm" svg:height="2cm"><draw:image xlink:href="{0}/p.png"/></draw:frame></text:p>'
        '<text:section text:name="S"><text:section-source xlink:href="{0}/s.odt"/><text:p>旧的</text:p></text:section>'
        '<text:p><draw:frame svg:width="2cm" svg:height="2cm"><draw:object xlink:href="{0}/o"/></draw:frame></text:p>'
        "</office:text></office:body></office:document>",
        ["/p.png", "/s.odt"],
    ),
    "a rich text": (
        r'{{\rtf1\ansi{{\*\template {0}/t.dot}}{{\field{{\*\fldinst INCLUDEPICTURE "{0}/p.png" \\d}}{{\fldrslt x}}}}'
        r'{{\field{{\*\fldinst INCLUDETEXT "{0}/t.doc"}}{{\fldrslt y}}}} {1}\par}}',
        ["/t.doc"],
    ),
}


@pytest.mark.parametrize("what", FORMS)
def test_nothing_is_fetched_for_a_file_that_is_converted(
    what: str, server: Asked, office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A .doc that is a web page, a flat file or a rich text, with links to a server of this machine, which is asked for nothing."""
    content, told = FORMS[what]
    file = tmp_path / "2018年报告.doc"
    file.write_text(content.format(server.address, rich(SAID)), encoding="utf-8")
    assert SAID in document_text(convert(file, "docx", tmp_path / "out").read_bytes())
    assert server.paths == []
    assert (
        main(["import", str(file), "--data", str(tmp_path / "data"), "--template", str(TEMPLATE), "--year", "2018"])
        == OK
    )
    assert server.paths == []
    printed = capsys.readouterr().out
    for path in told:
        assert f"{server.address}{path}" in printed
    assert "2018年报告.doc：里面有" in printed and "转换时没有去取，也没有读。" in printed


def test_a_plain_link_is_nothing_to_fetch(tmp_path: Path) -> None:
    file = tmp_path / "报告.doc"
    file.write_text('<html><a href="http://192.0.2.1/x">网址</a><img src="a.png"></html>', encoding="utf-8")
    assert linked_in(file) == []
    file.write_text(
        '<html><a href="http://192.0.2.1/x">网址</a><iframe\n width=1 src=http://192.0.2.1/y></html>', encoding="utf-16"
    )
    assert linked_in(file) == ["http://192.0.2.1/y"]


def test_no_macro_is_run_when_a_file_is_opened(office: Office, tmp_path: Path) -> None:
    """A macro that would write a file, bound to the document's opening."""
    trace = tmp_path / "trace"
    basic = f'Sub Main\nOpen "{trace}" For Output As #1\nPrint #1, "ran"\nClose #1\nEnd Sub'
    names = " ".join(f'xmlns:{name}="{ODF}:{name}:1.0"' for name in ("office", "text", "script"))
    file = tmp_path / "报告.odt"
    file.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {names} xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:ooo="http://openoffice.org/2004/office" office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:scripts><office:script script:language="ooo:Basic">'
        '<ooo:libraries><ooo:library-embedded ooo:name="Standard"><ooo:module ooo:name="M"><ooo:source-code>'
        f"{basic}</ooo:source-code></ooo:module></ooo:library-embedded></ooo:libraries></office:script><office:event-listeners>"
        '<script:event-listener script:language="ooo:script" script:event-name="dom:load" xlink:type="simple" '
        'xlink:href="vnd.sun.star.script:Standard.M.Main?language=Basic&amp;location=document"/></office:event-listeners>'
        "</office:scripts><office:body><office:text><text:p>领取独生子女证621人。2018年死亡85人。</text:p></office:text></office:body></office:document>",
        encoding="utf-8",
    )
    assert SAID in document_text(convert(file, "docx", tmp_path / "out").read_bytes())
    assert not trace.exists()


def test_a_file_that_is_not_there_is_told_before_libreoffice_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: pytest.fail("nothing to convert"))
    for name in ("none.doc", "folder.doc"):
        (tmp_path / "folder.doc").mkdir(exist_ok=True)
        words = ["import", str(tmp_path / name), "--data", str(tmp_path / "data"), "--template", str(TEMPLATE)]
        assert main(words) == UNUSABLE
        assert name in capsys.readouterr().err


def test_a_profile_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.doc"
    file.write_bytes(b"<html>")
    monkeypatch.setattr(libreoffice, "program", lambda: "soffice")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(libreoffice, "_write_settings", full)
    with pytest.raises(NotConverted, match="LibreOffice 运行不起来"):
        convert(file, "docx", tmp_path)
