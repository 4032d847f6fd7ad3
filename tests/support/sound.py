"""A document -> nothing, or a failure that says which rule of Word's it breaks."""

from __future__ import annotations

import functools
from pathlib import Path

from openxml_audit import OpenXmlValidator
from openxml_audit.semantic.constraints.cross_part import CrossPartCountConstraint, CrossPartReferenceConstraint


def assert_sound(document: bytes, folder: Path) -> None:
    """Fail when the document breaks the schema or the rules that Word holds its files to."""
    path = folder / "audited.docx"
    path.write_bytes(document)
    result = _validator().validate(path)
    assert result.is_valid, [error.description for error in result.errors]


def _validator() -> OpenXmlValidator:
    """Return the one validator, which takes a quarter of an audit to make, without what it remembers of documents before.

    It remembers by the place in memory of a package, and the next one may stand at the same place.
    """
    validator, remembering = _made()
    for one in remembering:
        (one._count_cache if isinstance(one, CrossPartCountConstraint) else one._value_cache).clear()
    return validator


@functools.cache
def _made() -> tuple[OpenXmlValidator, list[CrossPartCountConstraint | CrossPartReferenceConstraint]]:
    validator = OpenXmlValidator()
    rules = [rule for of_tag in validator._semantic_validator_word._constraints.values() for rule in of_tag]
    remembering = [rule for rule in rules if isinstance(rule, CrossPartCountConstraint | CrossPartReferenceConstraint)]
    assert remembering, "the library keeps its rules elsewhere"
    return validator, remembering
