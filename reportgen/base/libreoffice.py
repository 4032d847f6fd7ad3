"""A document that Word or WPS writes -> the same in another form, through LibreOffice where it is installed."""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from reportgen.base.program import NotRun, run

_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_MOST_SECONDS = 180  # the first start on an old office machine takes a minute
# A document comes from somebody, and LibreOffice would fetch what it links to and run what it holds. Its settings, by their place in its
# registry: no macros, nothing linked, and whatever it would fetch all the same goes to a proxy that isn't there.
_WEB_PAGE = "HTML (StarWriter)"  # without, a web page is opened as one, which can't be written as .docx
_BEGINNING = 4_000  # bytes
_LINKED = re.compile(
    rb"<(?:iframe|frame|object|embed|link|text:section-source)\b[^>]{0,500}?(?:src|data|href)\s*=\s*[\"']?"
    rb"((?:https?|ftp|file):[^\"'\s>]{1,200})",
    re.IGNORECASE,
)
_NOBODY, _DISCARD = "127.0.0.1", 9
_SETTINGS: Mapping[str, Mapping[str, str | int | bool]] = {
    "org.openoffice.Office.Common/Security/Scripting": {
        "MacroSecurityLevel": 3,
        "DisableMacrosExecution": True,
        "DisableActiveContent": True,
        "BlockUntrustedRefererLinks": True,
    },
    "org.openoffice.Office.Writer/Content/Update": {"Link": 0},
    "org.openoffice.Office.Calc/Content/Update": {"Link": 1},
    "org.openoffice.Inet/Settings": {
        "ooInetProxyType": 2,
        "ooInetNoProxy": "",
        **{f"ooInet{kind}ProxyName": _NOBODY for kind in ("HTTP", "HTTPS", "FTP")},
        **{f"ooInet{kind}ProxyPort": _DISCARD for kind in ("HTTP", "HTTPS", "FTP")},
    },
}


class NotConverted(Exception):
    """LibreOffice is missing or gave nothing; the message says which, in Chinese, as the end of a sentence."""


def program() -> str | None:
    """Return where LibreOffice is, None where it isn't installed."""
    return shutil.which("soffice") or next((place for place in _PLACES if Path(place).is_file()), None)


def convert(path: Path, form: str, folder: Path) -> Path:
    """Have `path` written as `form` (「pdf」, 「docx」, or with a filter 「txt:Text (encoded):UTF8」) into `folder`; return the new file.

    What stands there under that name is replaced. A profile of its own keeps out of the way of a LibreOffice that is open, holds
    nobody's name, runs no macros and fetches nothing. Raises NotConverted.
    """
    found = program()
    if found is None:
        raise NotConverted("没有装 LibreOffice")
    result = folder / f"{path.stem}.{form.split(':')[0]}"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        made = Path(place) / "out" / result.name  # what stands there afterwards is new, and `path` itself is safe
        try:
            _write_settings(Path(place) / "profile")
        except OSError as error:
            raise NotConverted("LibreOffice 运行不起来") from error
        command = [found, f"-env:UserInstallation={(Path(place) / 'profile').as_uri()}", "--headless", "--norestore"]
        command += [f"--infilter={_WEB_PAGE}"] if _is_web_page(path) else []
        command += ["--convert-to", form, "--outdir", str(made.parent), str(path.resolve())]
        try:
            run(command, "LibreOffice", _MOST_SECONDS)
        except NotRun as error:
            raise NotConverted(str(error)) from error
        if not made.is_file():  # it exits with 0 all the same
            raise NotConverted("LibreOffice 没有转出来，文件可能打不开")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.move(made, result)
        except OSError as error:
            raise NotConverted(f"{result} 写不进去") from error
    return result


def linked_in(path: Path) -> list[str]:
    """Return the addresses of what a web page or a flat file would show in its place, or take its look from; no conversion fetches it."""
    data = path.read_bytes().replace(b"\0", b"")
    return list(dict.fromkeys(found[1].decode(errors="replace") for found in _LINKED.finditer(data)))


def _is_web_page(path: Path) -> bool:
    """Return whether a file is a web page, whatever its name says: many programs of offices write such as .doc."""
    with contextlib.suppress(OSError), path.open("rb") as file:
        return b"<html" in file.read(_BEGINNING).replace(b"\0", b"").lower()
    return False


def _write_settings(profile: Path) -> None:
    """Write what LibreOffice reads when it starts with a profile, as it writes it itself (its registrymodifications.xcu)."""
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{str(value).lower()}</value></prop></item>'
        for path, settings in _SETTINGS.items()
        for name, value in settings.items()
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )
