"""A document -> nothing, or a failure that says which rule of Word's it breaks."""

from __future__ import annotations

from pathlib import Path

from openxml_audit import OpenXmlValidator


def assert_sound(document: bytes, folder: Path) -> None:
    """Fail when the document breaks the schema or the rules that Word holds its files to."""
    path = folder / "audited.docx"
    path.write_bytes(document)
    result = OpenXmlValidator().validate(path)
    assert result.is_valid, [error.description for error in result.errors]
