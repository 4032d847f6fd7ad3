"""How long it takes to bring corrections into an edited report, against a plain build, and how that grows with the report.

    python benchmarks/refresh.py [ROUNDS]

The first part runs the command: a build into an empty folder, and a run over a report that was edited, with a corrected figure, in turn.
The second merges documents of up to 5,000 paragraphs of which a tenth was edited, and prints the time for each paragraph.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from cold import ROOT, seconds

sys.path.insert(0, str(ROOT))

from reportgen.merge.refresh import refresh
from reportgen.word.package import DOCUMENT, read_package, write_package

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def commands(rounds: int) -> None:
    """Time a plain build and a run over an edited report, and print."""
    times: dict[str, list[float]] = {"plain build": [], "corrections into an edited report": []}
    with tempfile.TemporaryDirectory() as scratch:
        data, output = Path(scratch) / "data", Path(scratch) / "output"
        for year in ("2017", "2018"):
            shutil.copytree(ROOT / "data" / year, data / year)
        table = data / "2018" / "certificates.csv"
        original = table.read_bytes()
        command = [sys.executable, "build_report.py", "2018", "--data", str(data), "--output", str(output)]
        for number in range(rounds + 1):
            shutil.rmtree(output, ignore_errors=True)
            plain = seconds(command)
            (report,) = (output / "2018").glob("*.docx")
            parts = read_package(report.read_bytes())
            parts[DOCUMENT] = parts[DOCUMENT].replace("总人口".encode(), "常住总人口".encode())
            report.write_bytes(write_package(parts))
            table.write_bytes(original.replace(b",41", b",45"))
            merged = seconds(command)
            table.write_bytes(original)
            if number:
                for taken, name in zip((plain, merged), times, strict=True):
                    times[name].append(taken)
    floor = times["plain build"]
    for name, taken in times.items():
        ratio = statistics.median(one / other for one, other in zip(taken, floor, strict=True))
        print(f"{name:40} {1000 * statistics.median(taken):6.0f} ms   {ratio:.2f} x plain build")


def document(paragraphs: int, value: int, edited: bool = False) -> dict[str, bytes]:
    """Return a document in which each paragraph has a figure; in an edited one a tenth reads otherwise."""
    body = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">第{n}段说的是第{n}件事{"，有人改过" if edited and n % 10 == 0 else ""}，共</w:t></w:r>'
        f'<w:sdt><w:sdtPr><w:alias w:val="数{n}"/><w:tag w:val="数{n}"/><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>{value + n}</w:t></w:r>'
        "</w:sdtContent></w:sdt><w:r><w:t>人。</w:t></w:r></w:p>"
        for n in range(paragraphs)
    )
    return {DOCUMENT: f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'.encode()}


def growth() -> None:
    """Time the merge of ever longer documents, and print."""
    for paragraphs in (500, 1000, 2000, 5000):
        sides = document(paragraphs, 1), document(paragraphs, 1, edited=True), document(paragraphs, 2)
        taken = []
        for _ in range(3):
            begun = time.perf_counter()
            refresh(*sides)
            taken.append(time.perf_counter() - begun)
        print(f"{paragraphs:5} paragraphs {1000 * min(taken):7.0f} ms   {1000 * min(taken) / paragraphs:.3f} ms each")


if __name__ == "__main__":
    commands(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
    growth()
