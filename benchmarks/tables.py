"""How long tables take to be read in each form that an office saves, against the libraries that read such files without what we tell.

    python benchmarks/tables.py [TABLES] [ROUNDS]

Every table holds other numbers: eight villages by four categories, two columns. What was read is compared cell by cell before anything
is printed. openpyxl opens an .xlsx twice, because it gives either the formulas or their results.
"""

from __future__ import annotations

import csv
import io
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from spreadsheets import number, of_rows, spreadsheet, text  # noqa: E402  beside the tests
from workbooks import workbook  # noqa: E402

from reportgen.base.issues import Finder  # noqa: E402  the checkout that the script stands in, installed or not
from reportgen.inputs.written import read_written  # noqa: E402

HEADER = ("村（社区）", "类别", "人数", "金额")
Rows = list[list[str | int]]


def rows_of(table: int) -> Rows:
    """Return a table's rows of data."""
    return [
        [f"{village}村", f"第{kind}类", table * 31 + place * 4 + kind, table * 1000 + place]
        for place, village in enumerate("甲乙丙丁戊己庚辛")
        for kind in range(4)
    ]


def as_csv(rows: Rows) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *rows])
    return out.getvalue().encode("utf-8-sig")


def as_ods(rows: Rows) -> bytes:
    cells = ([text(one) if isinstance(one, str) else number(one) for one in row] for row in ([*HEADER], *rows))
    return spreadsheet(of_rows(cells))


def ours(form: str) -> Callable[[bytes], Sequence[Sequence[str]]]:
    """Return our reader of a form."""

    def read(data: bytes) -> Sequence[Sequence[str]]:
        finder = Finder()
        written = read_written(data, f"table{form}", finder)
        assert written and not finder.issues
        return [cells for _, cells in written.rows]

    return read


def by_openpyxl(data: bytes) -> Sequence[Sequence[str]]:
    for results in (False, True):
        sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=results).worksheets[0]
        rows = [[str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    return rows


def by_pandas(data: bytes) -> Sequence[Sequence[str]]:
    return [[*row] for row in pd.read_csv(io.BytesIO(data), header=None, dtype=str).to_numpy().tolist()]


FORMS: dict[str, Callable[[Rows], bytes]] = {
    ".csv": as_csv,
    ".xlsx": lambda rows: workbook([HEADER, *rows]),
    ".ods": as_ods,
}
OTHERS = {".csv": ("pandas", by_pandas), ".xlsx": ("openpyxl", by_openpyxl)}


def main(tables: int, rounds: int) -> None:
    """Run and print."""
    every = [rows_of(table) for table in range(tables)]
    due = [[[*HEADER], *([str(cell) for cell in row] for row in rows)] for rows in every]
    for form, made in FORMS.items():
        files = [made(rows) for rows in every]
        readers = {"reportgen": ours(form), **dict([OTHERS[form]] if form in OTHERS else [])}
        taken: dict[str, list[float]] = {name: [] for name in readers}
        for name, read in readers.items():
            assert [[*read(data)] for data in files] == due, (form, name)
        for _ in range(rounds):
            for name, read in readers.items():
                begun = time.perf_counter()
                for data in files:
                    read(data)
                taken[name].append((time.perf_counter() - begun) / tables)
        for name, times in taken.items():
            print(
                f"{form:6} {name:10} {1000 * statistics.median(times):7.2f} ms a table, {tables} tables, {rounds} rounds"
            )


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3]), *(1000, 3)[len(sys.argv) - 1 :])
