"""What the offices of a county handed in for a year -> issues that only several of them together show: copied numbers, another's name,
an upper office's total that isn't the sum of those below it.

Two offices count different people. The chance that two counts of about the same size are one number is that of two events by Poisson
(`checks/rows/slips`); that of two tables is the product over their numbers, of which each counts once. Numbers that more than half of the
offices have in one place are no counts but set for all of them, a standard or a quota, and say nothing. The more pairs of offices there
are, the more it takes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial

from reportgen.base.issues import Issue, Location, Severity, key_text, listed, quoted
from reportgen.base.names import column_key
from reportgen.base.numbers import Exact, whole, written
from reportgen.checks.rows.slips import are_hardly_chance
from reportgen.figures.changes import Entry, Side
from reportgen.inputs.catalogue import Catalogue, Table
from reportgen.inputs.sources import Sources
from reportgen.inputs.tables import TableData
from reportgen.offices.county import Office
from reportgen.offices.handed_in import HandedIn
from reportgen.template.texts import texts

CHECK = "单位之间"  # what every issue about several offices is called
_FEWEST_IN_COMMON = 3  # offices; of two with the same number nobody can tell a standard from a copy
_MOST_NAMED = 5  # metrics of an upper office that can't be held against anything
_MOST_FILES = 4  # named in one message

Place = Hashable  # where a number stands: the same place in every office's file
Numbers = Mapping[Place, Exact]
Sums = tuple[Exact, ...]


def same_numbers(catalogue: Catalogue, offices: Sequence[HandedIn]) -> Iterator[Issue]:
    """Yield a warning for each group of offices in whose files the same numbers stand, beyond chance, with all these files."""
    found: dict[tuple[int, ...], list[str]] = defaultdict(list)
    counts: Counter[tuple[int, ...]] = Counter()
    for files, sums, said in _inputs(catalogue, offices):
        for group, count in _groups(sums, said):
            found[group].append(files[group[-1]])
            counts[group] += count
    for group, files in found.items():
        those = [offices[number] for number in group]
        names = listed((str(one.office) for one in those), len(those))
        message = (
            f"{names}的{listed(files, _MOST_FILES)}里{counts[group]}个数一个也不差，像是照抄的。请核对是哪个单位的数。"
        )
        at = those[-1].at(files[0])
        key = f"{CHECK}：{key_text('和'.join(one.office.name for one in those))}的数相同"
        yield Issue(CHECK, Severity.WARNING, message, at, expected="各单位自己的数", found="一样的数", key=key)


def _inputs(
    catalogue: Catalogue, offices: Sequence[HandedIn]
) -> Iterator[tuple[list[str], list[Sums], Callable[[int], Numbers]]]:
    """Yield each table and section: its file in each office, what the numbers there add up to, and what says these of an office by number."""
    for name, table in catalogue.tables.items():
        data = [one.sources.tables[name] for one in offices]
        yield [one.file for one in data], [_sums(table, one) for one in data], partial(_of_tables, table, data)
    for section in catalogue.sections:
        numbers = [_of_section(catalogue, section, one.sources) for one in offices]
        sums: list[Sums] = [(sum(one.values()),) for one in numbers]
        yield [f"{section}.yaml"] * len(offices), sums, partial(_of_sections, numbers)


def _sums(table: Table, data: TableData) -> Sums:
    return tuple(sum(filter(None, data.numbers.get(measure, ()))) for measure in table.measures)


def _of_tables(table: Table, data: Sequence[TableData], number: int) -> Numbers:
    return _of_table(table, data[number])


def _of_sections(numbers: Sequence[Numbers], number: int) -> Numbers:
    return numbers[number]


def _of_table(table: Table, data: TableData) -> Numbers:
    """Return a table's numbers by place; a village has another name in another office, and is known by its place among the rows."""
    known = [column for column in data.dimensions if table.dimensions.get(column)]
    seen: Counter[tuple[str, ...]] = Counter()
    found: dict[Place, Exact] = {}
    for position in range(len(data.rows)):
        categories = tuple(data.categories[column][position] for column in known)
        seen[categories] += 1
        for measure, numbers in data.numbers.items():
            number = numbers[position]
            if number is not None:
                found[categories, seen[categories], measure] = number
    return found


def _of_section(catalogue: Catalogue, section: str, sources: Sources) -> Numbers:
    """Return the typed numbers that aren't usually the same every year."""
    typed = sources.sections[section].typed
    return {
        name: one.value
        for name, one in typed.items()
        if isinstance(one.value, (int, Fraction)) and not catalogue.metrics[name].steady
    }


def _groups(sums: Sequence[Sums], said: Callable[[int], Numbers]) -> Iterator[tuple[tuple[int, ...], int]]:
    """Yield the offices, by number, that say the same in every place, and how many numbers that are, where it is hardly by chance.

    Only offices whose `sums` are the same can; of the others most never have to say their numbers one by one.
    """
    alike: dict[Sums, list[int]] = defaultdict(list)
    for number, one in enumerate(sums):
        alike[one].append(number)
    same: dict[frozenset[tuple[Place, Exact]], list[int]] = defaultdict(list)
    for number in sorted(number for group in alike.values() if len(group) > 1 for number in group):
        if numbers := said(number):
            same[frozenset(numbers.items())].append(number)
    tries = len(sums) * (len(sums) - 1) // 2
    doubtful = {
        items: group
        for items, group in same.items()
        if len(group) > 1 and are_hardly_chance({value for _, value in items}, tries)
    }
    common = _set_for_all([said(number) for number in range(len(sums))]) if doubtful else set()
    for items, group in doubtful.items():
        telling = {value for place, value in items if (place, value) not in common}
        if are_hardly_chance(telling, tries):
            yield tuple(group), len(items)


def _set_for_all(of_office: Sequence[Numbers]) -> set[tuple[Place, Exact]]:
    said = Counter(item for numbers in of_office for item in numbers.items())
    there = Counter(place for numbers in of_office for place in numbers)
    return {
        (place, value)
        for (place, value), count in said.items()
        if there[place] >= _FEWEST_IN_COMMON and 2 * count > there[place]
    }


def other_names(catalogue: Catalogue, offices: Sequence[HandedIn], names: Iterable[Office]) -> Iterator[Issue]:
    """Yield a warning for each text that is the name of another office, and for one that signs the report for another one.

    Whoever copies the neighbour's folder has its name in it. A text that says more than a name may well speak of others; only the one that names
    the report's author must have one's own name in it where it has anybody's.
    """
    by_name = {column_key(one.name): one for one in names}
    for one in offices:
        own = column_key(one.office.name)
        above = column_key(one.office.upper)
        for text in texts(catalogue, one.sources):
            said = column_key(text.said)
            if not said or text.field.name in catalogue.name_lists:
                continue
            other = by_name.get(said)
            if other is None and text.field.name == catalogue.properties.author and own not in said:
                inside = [name for name in by_name if name in said and name != above]
                other = by_name[max(inside, key=len)] if inside else None
            if other is None or column_key(other.name) in {own, above}:
                continue
            what = text.at.column or text.field.name
            message = f"「{what}」写的是{quoted(text.said)}，这里是{one.office}，像是从{other}抄来的。请改成自己的。"
            at = one.at(text.at.file)
            place = Location(at.file, text.at.row, text.at.column)
            key = f"{CHECK}：{key_text(one.office.name)}的{key_text(what)}"
            yield Issue(CHECK, Severity.WARNING, message, place, expected=one.office.name, found=text.said, key=key)


def against_children(upper: Office, own: Side, below: Mapping[str, Side], added: Iterable[str]) -> Iterator[Issue]:
    """Yield an error for each number of an upper office that isn't the sum of those of the offices `below` it, and one line for all those
    that can't be told yet because one below lacks them.

    `added` names the metrics that are added up; what a formula computes follows from these. Where one below lacks a number, the others may
    come to more already.
    """
    waiting: list[str] = []
    lacking: dict[str, None] = {}
    for name in added:
        entry = own.entries.get(name)
        if entry is None or entry.value is None:
            continue
        values = {office: _value(side, name) for office, side in below.items()}
        without = [office for office, value in values.items() if value is None]
        known = sum((value for value in values.values() if value is not None), start=0)
        if without and known <= entry.value:
            waiting.append(f"{entry.label}{_with_unit(entry, entry.value)}（已报的合计{_with_unit(entry, known)}）")
            lacking |= dict.fromkeys(without)
        elif without or known != entry.value:
            yield _differs(upper, entry, known, without)
    if waiting:
        message = (
            f"{upper}自己填的{len(waiting)}项还不能和所属单位的合计核对，{listed(lacking)}没有数："
            f"{listed(waiting, _MOST_NAMED)}。"
        )
        key = f"{CHECK}：{key_text(upper.name)}的合计核对不了"
        yield Issue(CHECK, Severity.UNVERIFIABLE, message, upper.at, key=key)


def _value(side: Side, name: str) -> Exact | None:
    return side.entries[name].value if name in side.entries else None


def _differs(upper: Office, entry: Entry, told: Exact, without: Sequence[str]) -> Issue:
    assert entry.value is not None, "asked before"
    off = _with_unit(entry, whole(abs(Fraction(entry.value) - told)))
    lack = f"（还没算上{listed(without)}，它们没有数）" if without else ""
    message = (
        f"{upper}自己填的{entry.label}是{_with_unit(entry, entry.value)}，所属单位合计"
        f"{_with_unit(entry, told)}{lack}，相差{off}。请核对。"
    )
    key = f"{CHECK}：{key_text(upper.name)}的{entry.name}"
    expected, found = (_with_unit(entry, value) for value in (told, entry.value))
    return Issue(CHECK, Severity.ERROR, message, upper.at, (entry.name,), expected, found, key)


def _with_unit(entry: Entry, value: Exact) -> str:
    return f"{written(value, entry.digits)}{entry.unit}"
