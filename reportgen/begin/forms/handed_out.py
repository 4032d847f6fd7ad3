"""A year's tables -> workbooks to be sent out, one for each village or each section, filled as far as the tables are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reportgen.base.issues import Issue, Location, Severity, Unusable, listed
from reportgen.base.saving import file_name, read_or_none, write_all
from reportgen.begin.forms.form_book import Form, form_book
from reportgen.begin.forms.form_names import sheet_names, village_column, villages_of
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources
from reportgen.inputs.sources import Sources


@dataclass(frozen=True)
class HandedOut:
    """What was written: the files' names, with the tables in each, and the tables that are in none because they don't go by village.

    `left_empty` are the cells whose number a formula gives from others: it may be another once these are filled in.
    """

    files: dict[str, tuple[str, ...]]
    others: tuple[str, ...]
    left_empty: tuple[Location, ...]


def hand_out(data: Path, template: Path, year: int, folder: Path, *, by_section: bool) -> HandedOut:
    """Write the workbooks into `folder`, where nothing is replaced; raises Unusable, and CannotWrite; then nothing is written."""
    catalogue = read_catalogue(template)
    sources = read_sources(data / str(year), year, catalogue)
    parts = list(_by_section(catalogue, sources) if by_section else _by_village(catalogue, sources))
    if not parts:
        columns = listed(f"「{column}」" for column in catalogue.any_table)
        message = f"没有一张表按村填（没有{columns or '村'}这一列），没有可以发给各村的。按部分发，加 --by-section。"
        raise Unusable([Issue("文件", Severity.ERROR, message, Location(str(data / str(year))))])
    files: dict[str, bytes] = {}
    tables: dict[str, tuple[str, ...]] = {}
    for title, forms in parts:
        name = _free(file_name(title), files)
        files[name], tables[name] = form_book(forms), tuple(form.sheet for form in forms)
    _refuse_other(folder, files)
    write_all({folder / name: made for name, made in files.items()})
    sent = {table for names in tables.values() for table in names}
    sheets = sheet_names([*catalogue.tables])
    empty = (
        Location(table.file, row, column)
        for name, table in sources.tables.items()
        if sheets[name] in sent
        for row, column in sorted(table.formulas)
    )
    return HandedOut(tables, tuple(name for name, sheet in sheets.items() if sheet not in sent), tuple(empty))


def _by_village(catalogue: Catalogue, sources: Sources) -> Iterator[tuple[str, list[Form]]]:
    """Yield each village with its forms, of all tables that go by village."""
    for village in villages_of(catalogue, sources):
        forms = [
            _form(catalogue, sources, name, village)
            for name, table in sources.tables.items()
            if village_column(catalogue, table)
        ]
        yield village, forms


def _by_section(catalogue: Catalogue, sources: Sources) -> Iterator[tuple[str, list[Form]]]:
    for section in catalogue.sections.values():
        names = [name for name, table in catalogue.tables.items() if table.section == section.name]
        if names:
            yield section.title, [_form(catalogue, sources, name, "") for name in names]


def _form(catalogue: Catalogue, sources: Sources, name: str, village: str) -> Form:
    """Return a table's form with the rows that it has and those that it should have, of one village or of all."""
    table, defined = sources.tables[name], catalogue.tables[name]
    going_by = village_column(catalogue, table)
    column = going_by if village else ""
    dimensions = sorted(table.dimensions, key=lambda one: one != going_by)  # the village first, as people write it
    choices = {one: defined.choices(one, sources.lists) for one in dimensions}
    choices |= {column: (village,)} if column else {}
    rows = [
        (
            *(table.categories[one][place] for one in dimensions),
            *(
                None if (table.rows[place], one) in table.formulas else table.numbers[one][place]
                for one in table.measures
            ),
        )
        for place in range(len(table.rows))
        if not column or table.categories[column][place] == village
    ]
    rows += [
        (*(absent[one] for one in dimensions), *(None for _ in table.measures))
        for absent in table.absent
        if set(absent) == set(dimensions) and (not column or absent[column] == village)
    ]
    title = catalogue.heading(defined, sources.year)
    return Form(
        sheet_names([*catalogue.tables])[name],
        f"{title}（{village}）" if village else title,
        (*dimensions, *table.measures),
        tuple(rows),
        choices,
        table.measures,
    )


def _free(title: str, taken: Iterable[str]) -> str:
    """Return a file's name that nobody has: two villages may differ in what no file's name can say."""
    known = {name.lower() for name in taken}
    names = (f"{title}{number or ''}.xlsx" for number in range(len(known) + 1))
    return next(name for name in names if name.lower() not in known)


def _refuse_other(folder: Path, files: dict[str, bytes]) -> None:
    """Raise Unusable where a file stands that says something else: somebody may have filled it in already."""
    others = [name for name, made in files.items() if read_or_none(folder / name) not in (None, made)]
    if others:
        message = f"已经有 {listed(others)}，不会覆盖。请换一个文件夹，或者先把它们移走。"
        raise Unusable([Issue("文件", Severity.ERROR, message, Location(str(folder)))])
