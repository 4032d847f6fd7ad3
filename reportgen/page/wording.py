"""What the rooms say of an office's files -> the same as a page says it: in its own words, tables and sections by their Chinese names."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, cast

from flask import g

from reportgen.base.faced import on_page
from reportgen.base.issues import Issue, Unusable
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.offices.county import read_county
from reportgen.page.desk import desk
from reportgen.page.year_files import called

# A path that leads there stays one, and so does a name in 「」: such a sentence is about the file itself, in the folder where people look for
# it. The blank that parts a file's name from Chinese goes with it.
_FILE = r"(?:(?<=[在把到和从]) )?(?<![「A-Za-z0-9_./\\-])(?:([12][0-9]{3})/)?(%s)(?![A-Za-z0-9_.]) ?"


@dataclass(frozen=True)
class _Names:
    pattern: re.Pattern[str]
    called: Mapping[str, str]

    def put_into(self, text: str) -> str:
        return self.pattern.sub(lambda found: f"{f'{found[1]}年的' if found[1] else ''}{self.called[found[2]]}", text)


def said(text: object) -> str:
    """Return what a page says for a text of any room."""
    words = on_page(text) if isinstance(text, str) else str(text)
    names = _names()
    return names.put_into(words) if names else words


def kind(issue: Issue) -> tuple[str, str]:
    """Return what an issue is to who fills in a year, as a page marks it and in a word: an empty place is no error yet."""
    if issue.accepted:
        return "accepted", "已认可"
    return ("open", "待填") if issue.is_to_be_filled else (issue.severity.code, issue.severity.value)


def place(issue: Issue) -> str:
    """Return where an issue is, as a page says it, '' for nowhere; a file that only ends as one of the year's is another."""
    at, names = issue.location, _names()
    if at is None:
        return ""
    return said(str(at)) if names and names.pattern.fullmatch(at.file) else str(at)


def issue_text(issue: Issue, file: str = "") -> str:
    """Return an issue as a page says it on one line; on the sheet of a `file` that isn't named again."""
    at = issue.location
    where = str(at._replace(file="")).strip() if at is not None and at.file == file else place(issue)
    return f"{f'{where}：' if where else ''}{said(issue.message)}"


def known_catalogue() -> Catalogue | None:
    """Return the catalogue of the page's report, None where it can't be read, which the page of faults tells."""
    return _known().catalogue


def _names() -> _Names | None:
    return _known().names


class _Known(NamedTuple):
    """The catalogue of the page's report, and what the files are called, by this or, before a county has any, by its offices': a name of a
    file of theirs leads to no sheet here."""

    catalogue: Catalogue | None
    names: _Names | None


def _known() -> _Known:
    """Return what is known of the files, read once for an answer."""
    if "known" not in g:
        own = _catalogue()
        known = own or _of_offices()
        g.known = _Known(own, None if known is None else _names_of(called(known)))
    return cast(_Known, g.known)


def _names_of(names: Mapping[str, str]) -> _Names:
    return _Names(re.compile(_FILE % "|".join(map(re.escape, names))), names)


def _catalogue() -> Catalogue | None:
    with contextlib.suppress(Unusable):
        return desk().report_folder().catalogue
    with contextlib.suppress(Unusable):  # the template can't be read, perhaps, and its catalogue can
        return read_catalogue(desk().template)
    return None


def _of_offices() -> Catalogue | None:
    county = desk().county
    if county is not None:
        with contextlib.suppress(Unusable):
            return read_catalogue(read_county(county).template)
    return None
