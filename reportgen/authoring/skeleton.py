"""A report that begins -> the catalogue and the paragraphs that its folder starts with, and the files of data that they ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reportgen.annex.form import FILE as FORM
from reportgen.annex.form import form_path
from reportgen.base.issues import Issue, Location, Severity, Unusable
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.catalogue_file import FILE as CATALOGUE
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.template.blank import Line, blank
from reportgen.template.reading import FILE as TEMPLATE
from reportgen.template.reading import read_parts
from reportgen.word.package import NotADocument

_BLANK = Path(__file__).parent / "blank"  # a report that explains itself, in the office's own notation
_LINES = "report.txt"


@dataclass(frozen=True)
class Wanted:
    """A file of a year's folder: its name and what is to be filled in there."""

    name: str
    content: str


def skeleton(layout: Path) -> dict[str, bytes]:
    """Return the files of a new report's folder, on the page, styles and numbering of the report in folder `layout`, with its annex's form.

    Raises Unusable when that one can't be read.
    """
    written = (_BLANK / _LINES).read_text(encoding="utf-8").splitlines()
    lines = [Line(*line.split("\t", 1)) for line in written]
    parts = read_parts(layout / TEMPLATE)
    try:
        template = blank(parts, lines)
    except NotADocument as error:
        raise Unusable([Issue("模板", Severity.ERROR, f"模板{error}。", Location(TEMPLATE))]) from error
    return {TEMPLATE: template, CATALOGUE: (_BLANK / CATALOGUE).read_bytes(), FORM: form_path(layout).read_bytes()}


def wanted_files(folder: Path) -> list[Wanted]:
    """Return the files of data that the catalogue in a report's folder asks for; raises Unusable."""
    catalogue = read_catalogue(folder)
    return [wanted for section in catalogue.sections for wanted in _of_section(catalogue, section)]


def _of_section(catalogue: Catalogue, section: str) -> Iterator[Wanted]:
    texts = [text.name for text in catalogue.texts.values() if text.section == section]
    typed = [*texts, *catalogue.typed_of(section)]
    if typed:
        yield Wanted(f"{section}.yaml", "、".join(typed))
    for table in catalogue.tables.values():
        if table.section == section:
            kinds = "；".join(f"{name}有{'、'.join(known)}" for name, known in table.dimensions.items() if known)
            header = ",".join((*table.dimensions, *table.measures))
            yield Wanted(f"{table.name}.csv", f"表头 {header}{f'；{kinds}' if kinds else ''}")
