"""A document that Word or WPS writes -> the same in another form, through LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_MOST_SECONDS = 180  # the first start on an old office machine takes a minute


class NotConverted(Exception):
    """LibreOffice is missing or gave nothing; the message says which, in Chinese, as the end of a sentence."""


def program() -> str | None:
    """Return where LibreOffice is, None where it isn't installed."""
    return shutil.which("soffice") or next((place for place in _PLACES if Path(place).is_file()), None)


def convert(path: Path, form: str, folder: Path) -> Path:
    """Have `path` written as `form` (「pdf」, 「docx」, or with a filter 「txt:Text (encoded):UTF8」) into `folder`; return the new file.

    What stands there under that name is replaced. A profile of its own keeps out of the way of a LibreOffice that is open, and holds
    nobody's name. Raises NotConverted.
    """
    found = program()
    if found is None:
        raise NotConverted("没有装 LibreOffice")
    result = folder / f"{path.stem}.{form.split(':')[0]}"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        made = (
            Path(place) / "out" / result.name
        )  # so that what stands there afterwards is new, and `path` itself is safe
        command = [found, f"-env:UserInstallation={(Path(place) / 'profile').as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", form, "--outdir", str(made.parent), str(path.resolve())]
        _run(command)
        if not made.is_file():  # it exits with 0 all the same
            raise NotConverted("LibreOffice 没有转出来，文件可能打不开")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.move(made, result)
        except OSError as error:
            raise NotConverted(f"{result} 写不进去") from error
    return result


def _run(command: list[str]) -> None:
    """Run LibreOffice to its end. It starts a second process, which must go with it: they are a group where there are such."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=os.name == "posix",
        )
    except (OSError, ValueError) as error:
        raise NotConverted("LibreOffice 运行不起来") from error
    try:
        code = process.wait(_MOST_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise NotConverted(f"LibreOffice 过了{_MOST_SECONDS}秒还没有转完") from error
    finally:
        if process.poll() is None:
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()
    if code != 0:
        raise NotConverted("LibreOffice 运行不起来")
