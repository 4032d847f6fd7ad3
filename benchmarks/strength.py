"""How many slips of the pen the checks find: every number of data/2018 is made wrong in turn, and a check must say more than before.

    python benchmarks/strength.py [SEED]

Slips: two digits swapped, one digit wrong, a factor of 10 (both ways), and for tables the row dropped. Counted over the cells that some
relation covers, over all cells, and once more with what stands out against last year; the slips that nothing finds are listed.
"""

from __future__ import annotations

import csv
import io
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reportgen.catalogue import FormulaOf  # noqa: E402  the checkout that the script stands in, installed or not
from reportgen.catalogue_file import read_catalogue  # noqa: E402
from reportgen.changes import compare  # noqa: E402
from reportgen.checks import check  # noqa: E402
from reportgen.figures import Figures, compute  # noqa: E402
from reportgen.issues import Unusable  # noqa: E402
from reportgen.sides import side_of_year  # noqa: E402
from reportgen.sources import read_sources  # noqa: E402
from reportgen.unusual import against_last_year, unusual  # noqa: E402

DATA = ROOT / "data" / "2018"
CATALOGUE = read_catalogue(ROOT / "templates" / "annual")


@dataclass(frozen=True)
class Number:
    """A number in a file: its line from 0, the column's header or the key, and its digits as typed."""

    file: str
    line: int
    column: str
    text: str
    begin: int
    total: bool  # in a row of totals: nothing is lost with the row


def numbers() -> Iterator[Number]:
    """Yield every number that the office typed."""
    for path in sorted(DATA.iterdir()):
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        header = next(csv.reader(io.StringIO(lines[0]))) if path.suffix == ".csv" else []
        for line, text in enumerate(lines):
            for match in re.finditer(r"(?<=,)\d+(?=,|$)" if header else r"(?<=: )\d+(?:\.\d+)?(?=\s|$)", text):
                column = header[text[: match.start()].count(",")] if header else text.split(":")[0].strip()
                yield Number(path.name, line, column, match[0], match.start(), text.startswith("合计"))


def slips(number: Number, chance: random.Random) -> Iterator[tuple[str, str | None]]:
    """Yield (kind, the wrong text); None stands for the whole row dropped."""
    text = number.text
    places = [i for i in range(len(text) - 1) if text[i] != text[i + 1] and "." not in text[i : i + 2]]
    if places:
        i = chance.choice(places)
        yield "digits swapped", text[:i] + text[i + 1] + text[i] + text[i + 2 :]
    i = chance.choice([i for i, char in enumerate(text) if char != "."])
    yield "digit wrong", text[:i] + chance.choice([d for d in "0123456789" if d != text[i]]) + text[i + 1 :]
    if float(text):
        yield "ten times", text + "0" if "." not in text else str(round(float(text) * 10, 2))
        if text.endswith("0"):
            yield "a tenth", text[:-1]
    if number.file.endswith(".csv") and not number.total:
        yield "row dropped", None


def found(folder: Path, before: Figures | None = None) -> set[str] | None:
    """Return what the checks say of a folder, with the figures of the year `before` too; None when it can't even be read."""
    try:
        figures = compute(CATALOGUE, read_sources(folder, 2018, CATALOGUE))
    except Unusable:
        return None
    said = {issue.message for issue in check(CATALOGUE, figures)}
    if before is not None:
        changes = unusual(compare(side_of_year(CATALOGUE, before), side_of_year(CATALOGUE, figures)), CATALOGUE)
        said |= {issue.message for issue in against_last_year(changes, CATALOGUE, before, figures)}
    return said


def covered(number: Number, figures: Figures) -> bool:
    """Return whether some identity, bound or reported figure rests on the number."""
    related = {name for placed in CATALOGUE.identities for name in placed.identity.names}
    related |= {figure.name for figure in figures if figure.reported or figure.metric.at_most is not None}
    waiting = list(related)
    while waiting:
        rule = CATALOGUE.metrics[waiting.pop()].rule
        if isinstance(rule, FormulaOf):
            more = set(rule.formula.names) - related
            related |= more
            waiting += more
    if number.total:
        return True
    tables = [table for table in figures.tables.values() if table.file == number.file]
    if any(total.values[number.column] is not None for table in tables for total in table.totals):
        return True
    return any(
        cell.at.file == number.file and cell.at.row == number.line + 1 and cell.at.column == number.column
        for name in related
        for cell in figures[name].cells
    )


def main(seed: int) -> None:
    """Run and print."""
    chance = random.Random(seed)
    figures = compute(CATALOGUE, read_sources(DATA, 2018, CATALOGUE))
    last_year = compute(CATALOGUE, read_sources(DATA.with_name("2017"), 2017, CATALOGUE, earlier=True))
    before = found(DATA, last_year) or set()
    with_last_year: Counter[str] = Counter()
    tried: Counter[tuple[str, bool]] = Counter()
    caught: Counter[tuple[str, bool]] = Counter()
    blind: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(shutil.copytree(DATA, Path(scratch) / "2018"))
        for number in numbers():
            original = (folder / number.file).read_bytes()
            lines = original.decode("utf-8-sig").splitlines()
            line = lines[number.line]
            related = covered(number, figures)
            for kind, text in slips(number, chance):
                wrong = [] if text is None else [line[: number.begin] + text + line[number.begin + len(number.text) :]]
                changed = [*lines[: number.line], *wrong, *lines[number.line + 1 :]]
                (folder / number.file).write_text("\n".join(changed) + "\n", encoding="utf-8")
                said = found(folder)
                tried[kind, related] += 1
                caught[kind, related] += said is None or bool(said - before)
                said = found(folder, last_year)
                if said is None or said - before:
                    with_last_year[kind] += 1
                else:
                    place = f"{number.file} 第{number.line + 1}行「{number.column}」"
                    blind.setdefault(place, []).append(kind)
            (folder / number.file).write_bytes(original)
    for kind in dict.fromkeys(kind for kind, _ in tried):
        inside, of = caught[kind, True], tried[kind, True]
        every, all_of = inside + caught[kind, False], of + tried[kind, False]
        print(
            f"{kind:15} found in covered cells {inside:3} of {of:3}   over all cells {every:3} of {all_of:3}, "
            f"with last year {with_last_year[kind]:3}"
        )
    print("\nslips that no check finds:")
    for place, kinds in blind.items():
        print(f"  {place}: {', '.join(kinds)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2018)
