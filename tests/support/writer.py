"""A report -> the same edited and saved by LibreOffice Writer, as a person's word processor would."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

MACRO = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Edits" script:language="StarBasic">
Sub Edit(source, target)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, hidden())
  replacing = document.createReplaceDescriptor()
  replacing.SearchString = "总人口" : replacing.ReplaceString = "常住总人口"
  document.replaceAll(replacing)
  text = document.Text
  cursor = text.createTextCursorByRange(text.getEnd())
  text.insertControlCharacter(cursor, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
  text.insertString(cursor, "这一段是领导加的。", False)
  Dim form(0) As New com.sun.star.beans.PropertyValue
  form(0).Name = "FilterName" : form(0).Value = "MS Word 2007 XML"
  document.storeToURL(ConvertToURL(target), form())
  document.close(True)
End Sub
Sub Decide(source, target, decision)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, hidden())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  If decision &lt;&gt; "" Then
    dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:" + decision, "", 0, Array())
  End If
  Dim form(0) As New com.sun.star.beans.PropertyValue
  form(0).Name = "FilterName" : form(0).Value = "MS Word 2007 XML"
  document.storeToURL(ConvertToURL(target), form())
  document.close(True)
End Sub
</script:module>
"""
LIBRARY = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Edits"/></library:library>
"""


def edited_by_libreoffice(report: Path, folder: Path) -> None:
    """Have LibreOffice replace a word, add a paragraph and save."""
    saved_by_libreoffice(report, folder, "Edit")


def saved_by_libreoffice(report: Path, folder: Path, macro: str, *words: str) -> None:
    """Have LibreOffice run a macro on a report and save it; skips where it is missing, in CI that is a failure."""
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice (soffice) is not installed")
        pytest.skip("LibreOffice (soffice) is not installed")
    profile, target = folder / "profile", folder / "edited.docx"
    start = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    subprocess.run([*start, "--terminate_after_init"], check=True, capture_output=True, timeout=120)
    basic = profile / "user" / "basic" / "Standard"
    basic.mkdir(parents=True, exist_ok=True)
    (basic / "Edits.xba").write_text(MACRO, encoding="utf-8")
    (basic / "script.xlb").write_text(LIBRARY, encoding="utf-8")
    said = ",".join(f'"{one}"' for one in (report, target, *words))
    subprocess.run(
        [*start, f"macro:///Standard.Edits.{macro}({said})"], check=False, capture_output=True, timeout=120
    )  # some editions stumble at their exit
    assert target.exists(), "LibreOffice ran no macro"
    shutil.copy(target, report)
