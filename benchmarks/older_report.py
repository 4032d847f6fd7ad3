"""How much of an older report is read back after people have reworded it, and how much of it wrong.

Run: python benchmarks/older_report.py [copies] [seed]. Each copy of the published report of 2018, and of an invented office's two reports, has
a fifth of its sentences reworded, moved, dropped, or has sentences put in whose numbers are of another year, place or kind
(tests/support/editor.py). A wrong number is worse than a missing one: the first must be 0.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "support")]

from editor import edited  # noqa: E402

from reportgen.base.dates import Period, Point  # noqa: E402
from reportgen.base.numbers import rounded, whole  # noqa: E402
from reportgen.begin.old_report.importing import read_older  # noqa: E402
from reportgen.inputs.metric_rules import FormulaOf, YearOf  # noqa: E402
from reportgen.report import drafting  # noqa: E402
from reportgen.word.text import plain_text  # noqa: E402

TEMPLATE = ROOT / "templates" / "annual"
SHARE = 0.2


def originals() -> dict[str, tuple[str, drafting.Year]]:
    """Return the texts by name, each with the year whose figures it prints."""
    found: dict[str, tuple[str, drafting.Year]] = {}
    published = (ROOT / "tests" / "reference" / "report_2018.txt").read_text(encoding="utf-8-sig")
    for name, data, number in (
        ("published 2018", ROOT / "data", 2018),
        ("invented 2024", ROOT / "tests" / "offices" / "qingshi", 2024),
        ("invented 2025", ROOT / "tests" / "offices" / "qingshi", 2025),
    ):
        year, prepared = drafting.read_all(data, TEMPLATE, number)
        text = plain_text(drafting.draft(year, prepared))
        found[name] = (published if name.startswith("published") else text, year)
    return found


def read(text: str, folder: Path) -> tuple[dict[str, object], dict[str, str]]:
    """Return the values read of a text by metric or part, and how each was."""
    path = folder / "report.txt"
    path.write_text(text, encoding="utf-8")
    imported, _ = read_older(path, TEMPLATE, None)
    values: dict[str, object] = {name: one.value for name, one in imported.deduced.values.items()}
    values |= {f"{one.name}·{one.category}": one.value for one in imported.parts}
    ways = {name: one.how.value for name, one in imported.deduced.values.items()}
    return values, ways | {f"{one.name}·{one.category}": one.how.value for one in imported.parts}


def truth(year: drafting.Year) -> dict[str, object]:
    """Return what the report prints, by metric or part, as rounded there."""
    said: dict[str, object] = {}
    for figure in year.figures:
        if isinstance(figure.metric.rule, YearOf) or figure.value is None:
            continue
        value = figure.value
        if isinstance(figure.metric.rule, FormulaOf) and not isinstance(value, (Point, Period)):
            value = whole(rounded(value, figure.metric.digits))
        said[figure.name] = value
        for column in year.figures.columns(figure.name):
            said |= {part.name: part.value for _, part in year.figures.parts(figure.name, column)}
    return said


def main() -> None:
    copies, seed = (int(word) for word in (sys.argv[1:] + ["300", "2018"][len(sys.argv) - 1 :])[:2])
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name, (text, year) in originals().items():
            said = truth(year)
            whole_text, _ = read(text, folder)
            known = {key for key in whole_text if key in said}
            counts: Counter[str] = Counter()
            wrong: list[str] = []
            begun = time.perf_counter()
            for copy in range(copies):
                values, ways = read(edited(text, SHARE, seed + copy), folder)
                for key, value in values.items():
                    if said.get(key) != value:
                        wrong.append(f"  copy {seed + copy}: {key} = {value}, not {said.get(key)} ({ways[key]})")
                    else:
                        counts[ways[key]] += 1
                counts["missing"] += len(known - set(values))
            took = (time.perf_counter() - begun) / copies * 1000
            total = len(known) * copies
            ways_said = ", ".join(f"{way} {count / total:.1%}" for way, count in sorted(counts.items()))
            print(
                f"{name}: {copies} copies of {len(known)} values: wrong {len(wrong)}; {ways_said}; {took:.0f} ms a copy"
            )
            for line in wrong[:40]:
                print(line)


if __name__ == "__main__":
    main()
