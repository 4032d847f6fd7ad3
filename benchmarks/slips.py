"""A year's folder as typed -> the slips of the pen that a person could make in it, by kind.

A slip is planted in the text, so that reading, too, is put to the test. Each kind yields all its places in the folder, in a fixed order.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations

from as_typed import Folder, Number, Slip, Table

from reportgen.base.dates import Period, Point

# Keys that a finger on a number pad hits instead.
NEAR = {
    "0": "12",
    "1": "024",
    "2": "0135",
    "3": "26",
    "4": "157",
    "5": "2468",
    "6": "359",
    "7": "48",
    "8": "579",
    "9": "68",
}

Kind = Callable[[Folder, random.Random], Iterator[Slip]]


def _of_digits(change: Callable[[str, random.Random], str | None]) -> Kind:
    """Return the kind that types one number otherwise; `change` returns None where the slip isn't possible."""

    def slips(folder: Folder, chance: random.Random) -> Iterator[Slip]:
        for number in folder.numbers():
            text = change(number.text, chance)
            if text is not None and Fraction(text) != Fraction(number.text):
                yield folder.retyped(f"{number.text} -> {text}", {number: text})

    return slips


def _at_a_digit(text: str, chance: random.Random, change: Callable[[str], str]) -> str:
    at = chance.choice([n for n, char in enumerate(text) if char.isdigit()])
    return text[:at] + change(text[at]) + text[at + 1 :]


def _swapped(text: str, chance: random.Random) -> str | None:
    places = [n for n in range(len(text) - 1) if text[n] != text[n + 1] and "." not in text[n : n + 2]]
    places = [n for n in places if n or text[1] != "0"] or places
    if not places:
        return None
    at = chance.choice(places)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _dropped(text: str, chance: random.Random) -> str | None:
    return _at_a_digit(text, chance, lambda _: "").strip(".") if len(text) > 1 else None


def _doubled(text: str, chance: random.Random) -> str | None:
    return _at_a_digit(text, chance, lambda digit: digit * 2)


def _wrong(text: str, chance: random.Random) -> str | None:
    return _at_a_digit(text, chance, lambda digit: chance.choice([d for d in "0123456789" if d != digit]))


def _neighbouring(text: str, chance: random.Random) -> str | None:
    return _at_a_digit(text, chance, lambda digit: chance.choice(NEAR[digit]))


def _scaled(factor: Fraction) -> Callable[[str, random.Random], str | None]:
    def scaled(text: str, _: random.Random) -> str | None:
        value = Fraction(text) * factor
        if "." in text:
            return f"{float(value):g}"
        return str(int(value)) if value >= 1 else None

    return scaled


def _off_by_little(text: str, chance: random.Random) -> str | None:
    places = len(text.partition(".")[2])
    step = chance.choice([s for s in (-2, -1, 1, 2) if Fraction(text) * 10**places + s >= 0])
    value = Fraction(text) + Fraction(step, 10**places)
    return f"{float(value):.{places}f}"


def _negative(text: str, _: random.Random) -> str | None:
    return f"-{text}" if Fraction(text) else None


def _zero(text: str, _: random.Random) -> str | None:
    return "0" if Fraction(text) else None


def rate_for_count(folder: Folder, _: random.Random) -> Iterator[Slip]:
    """A share of its column (of its file's largest number) in per cent stands for a count."""
    for number in folder.numbers():
        share = str(round(100 * Fraction(number.text) / number.largest)) if number.largest else "0"
        if number.unit not in {"%", "‰"} and Fraction(number.text) and Fraction(share) != Fraction(number.text):
            yield folder.retyped(f"{number.text} -> {share}", {number: share})


def other_money(folder: Folder, _: random.Random) -> Iterator[Slip]:
    """An amount in 元 stands where 万元 is asked for, or the other way round."""
    for number in folder.numbers():
        factor = {"万元": Fraction(10_000), "元": Fraction(1, 10_000)}.get(number.unit)
        if factor and Fraction(number.text):
            text = f"{float(Fraction(number.text) * factor):.10g}"
            yield folder.retyped(f"{number.text} -> {text}", {number: text})


def last_year_s_number(folder: Folder, _: random.Random) -> Iterator[Slip]:
    """A cell still says what it said last year."""
    for number in folder.numbers():
        old = folder.typed_before(number)
        if old is not None and Fraction(old) != Fraction(number.text):
            yield folder.retyped(f"{number.text} -> {old}", {number: old})


def last_year_s_table(folder: Folder, _: random.Random) -> Iterator[Slip]:
    """A whole table still says what it said last year."""
    numbers = [(number, folder.typed_before(number)) for number in folder.numbers() if number.place[0] in folder.tables]
    for file in folder.tables:
        here = {number: old for number, old in numbers if number.place[0] == file and old is not None}
        if any(Fraction(old) != Fraction(number.text) for number, old in here.items()):
            yield folder.retyped(f"{file}", here, whole=True)


def cells_swapped(folder: Folder, _: random.Random) -> Iterator[Slip]:
    """Two cells of a column, one below the other, stand in each other's place."""
    numbers = {number.place: number for number in folder.numbers() if number.place[0] in folder.tables}
    for (file, row, column), number in numbers.items():
        other = numbers.get((file, row + 1, column))
        if other and other.text != number.text and not folder.tables[file].is_total(other.row):
            yield folder.retyped(f"{number.text} <-> {other.text}", {number: other.text, other: number.text})


def columns_swapped(folder: Folder, _: random.Random) -> Iterator[Slip]:
    """Two columns stand in each other's place, in one row or in all."""
    numbers = {number.place: number for number in folder.numbers() if number.place[0] in folder.tables}
    for file, table in folder.tables.items():
        for one, other in combinations(table.measures, 2):
            every: dict[Number, str] = {}
            for row in range(2, len(table.rows) + 2):
                left, right = numbers.get((file, row, one)), numbers.get((file, row, other))
                if left and right:
                    here = {left: right.text, right: left.text}
                    every |= here
                    if left.text != right.text:
                        yield folder.retyped(f"{left.text} <-> {right.text}", here)
            yield folder.retyped(f"{one} <-> {other}", every, whole=True)


def copied(folder: Folder, _: random.Random) -> Iterator[Slip]:
    """A cell says what the one above it says."""
    numbers = {number.place: number for number in folder.numbers() if number.place[0] in folder.tables}
    for (file, row, column), number in numbers.items():
        above = numbers.get((file, row - 1, column))
        if above and above.text != number.text and not folder.tables[file].is_total(number.row):
            yield folder.retyped(f"{number.text} -> {above.text}", {number: above.text})


def under_another(folder: Folder, _: random.Random) -> Iterator[Slip]:
    """What belongs into one row was counted into the next, and its own row is 0."""
    numbers = {number.place: number for number in folder.numbers() if number.place[0] in folder.tables}
    for (file, row, column), number in numbers.items():
        other = numbers.get((file, row + 1, column))
        if other and Fraction(number.text) and not folder.tables[file].is_total(other.row):
            total = str(Fraction(number.text) + Fraction(other.text))
            yield folder.retyped(f"{number.text}+{other.text}", {number: "0", other: total})


def wrong_category(folder: Folder, chance: random.Random) -> Iterator[Slip]:
    """A row is labelled as another category, which the catalogue knows."""
    for table in folder.tables.values():
        known = folder.catalogue.tables[table.file.removesuffix(".csv")].dimensions
        for name in known:
            at = table.column(name)
            words = sorted({row[at] for n, row in enumerate(table.rows) if not table.is_total(n)})
            for n, row in enumerate(table.rows):
                if len(words) > 1 and not table.is_total(n):
                    word = chance.choice([word for word in words if word != row[at]])
                    rows = [[*r[:at], word, *r[at + 1 :]] if i == n else list(r) for i, r in enumerate(table.rows)]
                    yield _of_rows(table, f"{row[at]} -> {word}", rows, {n})


def row_dropped(folder: Folder, _: random.Random) -> Iterator[Slip]:
    """A row is not there."""
    for table in folder.tables.values():
        for n, row in enumerate(table.rows):
            if not table.is_total(n) and len(table.rows) > 1:
                yield _of_rows(table, "、".join(row), [list(r) for i, r in enumerate(table.rows) if i != n], {n})


def village_missing(folder: Folder, _: random.Random) -> Iterator[Slip]:
    """No row of a village is there."""
    for table in folder.tables.values():
        for village in _villages(table):
            at = table.column(table.village)
            gone = {n for n, row in enumerate(table.rows) if row[at] == village}
            yield _of_rows(table, village, [list(r) for n, r in enumerate(table.rows) if n not in gone], gone)


def villages_swapped(folder: Folder, _: random.Random) -> Iterator[Slip]:
    """The rows of two villages stand under each other's name."""
    for table in folder.tables.values():
        for one, other in combinations(_villages(table), 2):
            at, swapped = table.column(table.village), {one: other, other: one}
            rows = [[*row[:at], swapped.get(row[at], row[at]), *row[at + 1 :]] for row in table.rows]
            before = {row[:at] + row[at + 1 :] for row in table.rows if row[at] == one}
            if before != {row[:at] + row[at + 1 :] for row in table.rows if row[at] == other}:
                changed = {n for n, row in enumerate(table.rows) if row[at] in swapped}
                yield _of_rows(table, f"{one} <-> {other}", rows, changed)


def _villages(table: Table) -> list[str]:
    if not table.village:
        return []
    at = table.column(table.village)
    return list(dict.fromkeys(row[at] for n, row in enumerate(table.rows) if not table.is_total(n)))


def _of_rows(table: Table, what: str, rows: list[list[str]], changed: set[int]) -> Slip:
    places = frozenset((table.file, n + 2, measure) for n in changed for measure in table.measures)
    return Slip(f"{table.file} {what}", {table.file: table.with_rows(rows)}, places, whole=True)


def year_off(folder: Folder, _: random.Random) -> Iterator[Slip]:
    """A date is a year too early or too late, a period too, or one of its ends."""
    for (file, row, key), text, value in folder.dates():
        for by in (-1, 1):
            for moved in _moved(value, by):
                lines = folder.texts[file].split("\n")
                lines[row - 1] = lines[row - 1].replace(text, moved, 1)
                yield Slip(f"{text} -> {moved}", {file: "\n".join(lines)}, frozenset({(file, row, key)}))


def _moved(value: Point | Period, by: int) -> Iterator[str]:
    if isinstance(value, Point):
        yield _written(value, by)
    else:
        yield f"{_written(value.start, by)}至{_written(value.end, by)}"
        yield (
            f"{_written(value.start, by)}至{_written(value.end, 0)}"
            if by < 0
            else f"{_written(value.start, 0)}至{_written(value.end, by)}"
        )


def _written(point: Point, by: int) -> str:
    return f"{point.year + by}年{point.month}月" + (f"{point.day}日" if point.day else "")


KINDS: dict[str, Kind] = {
    "digits swapped": _of_digits(_swapped),
    "digit dropped": _of_digits(_dropped),
    "digit doubled": _of_digits(_doubled),
    "digit wrong": _of_digits(_wrong),
    "neighbouring key": _of_digits(_neighbouring),
    "ten times": _of_digits(_scaled(Fraction(10))),
    "a tenth": _of_digits(_scaled(Fraction(1, 10))),
    "hundred times": _of_digits(_scaled(Fraction(100))),
    "sign": _of_digits(_negative),
    "rate for count": rate_for_count,
    "元 for 万元": other_money,
    "off by 1 or 2": _of_digits(_off_by_little),
    "0 for a number": _of_digits(_zero),
    "last year's number": last_year_s_number,
    "last year's table": last_year_s_table,
    "two cells swapped": cells_swapped,
    "columns swapped": columns_swapped,
    "copied from above": copied,
    "wrong category": wrong_category,
    "counted under another": under_another,
    "row dropped": row_dropped,
    "village missing": village_missing,
    "villages swapped": villages_swapped,
    "date a year off": year_off,
}
