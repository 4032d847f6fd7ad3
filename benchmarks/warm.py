"""How long a report takes when many are made in one process: a prepared template with marks, against docxtpl's own loop without.

    python benchmarks/warm.py [REPORTS] [ROUNDS]

The reports differ in every figure. The text of all outputs of both is compared, number by number, before anything is printed.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import jinja2
from docxtpl import DocxTemplate

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reportgen.report import drafting  # noqa: E402  the checkout that the script stands in, installed or not
from reportgen.template.content import values  # noqa: E402
from reportgen.template.filters import filters  # noqa: E402
from reportgen.template.rendering import render  # noqa: E402
from reportgen.word.package import read_package  # noqa: E402
from reportgen.word.text import plain_text  # noqa: E402

TEMPLATE = ROOT / "templates" / "annual"


def contents(count: int) -> tuple[Any, list[dict[str, object]]]:
    """Return the prepared template and `count` different contents for it."""
    year, prepared = drafting.read_all(ROOT / "data", TEMPLATE, 2018)
    made = []
    for number in range(count):
        changed = {
            figure.name: replace(figure, value=figure.value + number) if isinstance(figure.value, int) else figure
            for figure in year.figures
        }
        figures = replace(year.figures, by_name=changed)
        made.append(values(year.catalogue, year.sources, figures))
    return prepared, made


def by_docxtpl(content: dict[str, object]) -> bytes:
    """Render one report the way docxtpl's documentation does, with escaping on."""
    environment = jinja2.Environment(autoescape=True)
    environment.filters |= filters()
    template = DocxTemplate(TEMPLATE / "report.docx")
    template.render(content, jinja_env=environment, autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def main(reports: int, rounds: int) -> None:
    """Run and print."""
    prepared, made = contents(reports)
    ours = [render(prepared, content) for content in made]
    theirs = [by_docxtpl(content) for content in made]
    texts = [plain_text(read_package(document)) for document in ours]
    assert texts == [plain_text(read_package(document)) for document in theirs], "the outputs differ"
    assert len(set(texts)) == reports, "the reports must differ"
    taken: dict[str, list[float]] = {"reportgen": [], "docxtpl": []}
    for _ in range(rounds):
        begun = time.perf_counter()
        for content in made:
            render(prepared, content)
        between = time.perf_counter()
        for content in made:
            by_docxtpl(content)
        taken["reportgen"].append((between - begun) / reports)
        taken["docxtpl"].append((time.perf_counter() - between) / reports)
    for name, times in taken.items():
        print(f"{name:10} {1000 * statistics.median(times):7.2f} ms a report")
    ratio = statistics.median(other / one for one, other in zip(*taken.values(), strict=True))
    print(f"{reports} reports, {rounds} rounds, same text: docxtpl takes {ratio:.1f} x as long, without marks")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3]), *(200, 5)[len(sys.argv) - 1 :])
