"""A report's folder -> its template put right on disk, the file as it was kept beside; and what was put right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.authoring.adopt.headings import Turned, turn_headings
from reportgen.authoring.findings import check_template
from reportgen.authoring.mend.looks import mend_looks
from reportgen.authoring.typed import TYPED_HEADING
from reportgen.base.issues import Issue, Location, Severity, Unusable
from reportgen.base.saving import keep_aside, read_or_none, write_safely
from reportgen.template.reading import FILE
from reportgen.word.opening import open_document, opened
from reportgen.word.package import NotADocument, write_package
from reportgen.word.text import paragraphs

_BEFORE = "修改前"  # report（修改前1）.docx


@dataclass(frozen=True)
class Mended:
    """A template's path, what was put right in it, as people read it, and where the file as it was is kept: None where nothing was."""

    path: Path
    done: tuple[str, ...] = ()
    kept: Path | None = None


def mend_template(folder: Path, data: Path) -> Mended:
    """Put right what the check names of a template's layout and its headings' typed numbers, but what the catalogue accepts.

    A template with nothing to put right isn't written. Raises Unusable where catalogue or template can't be read, and CannotWrite.
    """
    path = folder / FILE
    checked = check_template(folder, data)
    found = checked.issues
    old = read_or_none(path)
    parts = open_document(path, "模板", Location(FILE))
    turned = _headings_turned(parts, found)
    try:
        looks = mend_looks(turned.parts, {issue.key for issue in found if issue.accepted}, checked.worded)
    except NotADocument as error:
        raise Unusable([Issue("模板", Severity.ERROR, f"模板{error}。", Location(FILE))]) from error
    done = (*_said(turned), *looks.done)
    if not done or old is None:
        return Mended(path)
    assert list(_printed(looks.parts)) == list(_printed(parts)), "putting a layout right changes no words"
    made = write_package(looks.parts)
    opened(made)  # what can't be read again isn't written
    kept = keep_aside(path, old, _BEFORE)
    write_safely(path, made)
    return Mended(path, done, kept)


def _headings_turned(parts: Mapping[str, bytes], found: tuple[Issue, ...]) -> Turned:
    """Return the package with Word's own numbers in place of the typed ones that the check names; their look stays as it was.

    Nothing is turned where another heading's number would become another one: a heading of Word's behind the typed one counts it.
    """
    named = (issue for issue in found if issue.check == TYPED_HEADING and not issue.accepted)
    rows = {at.row for issue in named if (at := issue.location) and at.file == FILE and at.row}
    untouched = Turned(dict(parts), 0, ())
    turned = turn_headings(parts, {}, rows) if rows else untouched
    return turned if list(_printed(turned.parts)) == list(_printed(parts)) else untouched


def _said(turned: Turned) -> Iterator[str]:
    if turned.count:
        yield f"打字的编号，改为 Word 的自动编号（{turned.count}段），印出来一样"


def _printed(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Yield what each paragraph prints, its number too; blanks before a number become an indent."""
    yield from ("".join((one.number + one.text).split()) for one in paragraphs(parts))
