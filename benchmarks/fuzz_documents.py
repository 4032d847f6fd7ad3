"""Break a report in every way that fuzz.py breaks a template in, and give it to every command that takes a Word file.

    python benchmarks/fuzz_documents.py SECONDS [SEED]

Right is an answer, or a refusal with exit code 2; a traceback, or what takes longer than MOST_SECONDS, is a finding and printed with its
seed and changes. Exits with 1 on one.
"""

from __future__ import annotations

import contextlib
import io
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from fuzz import CATALOGUE, ROOT, TEMPLATE, Files, change_bytes, change_package, change_part

from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE, main

OFFICE = ["--data", str(ROOT / "data"), "--template", str(ROOT / "templates" / "annual")]
MOST_SECONDS = 20
KINDS = (change_part, change_part, change_part, change_package, change_bytes)


def commands(file: Path, good: Path, folder: Path) -> list[list[str]]:
    """Return every command whose Word file can be `file`; `good` is a report that can be read."""
    return [
        ["text", str(file)],
        ["verify", str(file), "2018", *OFFICE],
        ["diff", str(good), str(file), *OFFICE],
        ["import", str(file), "--data", str(folder / "data"), "--year", "2018", *OFFICE[2:]],
        ["template", "check", str(file.parent), *OFFICE[:2]],
        ["template", "adopt", str(file), str(folder / "adopted"), "--year", "2018", *OFFICE],
        ["2018", *OFFICE, "-o", str(folder / "merged.docx"), "--final"],
    ]


def broken(good: bytes, rng: random.Random) -> tuple[bytes, list[str]]:
    """Return a report with one to three changes, and what they are."""
    files: Files = {TEMPLATE: good}
    said = []
    for _ in range(rng.randint(1, 3)):
        with contextlib.suppress(Exception):  # an earlier change has left nothing to work on
            said.append(rng.choice(KINDS)(files, rng))
    return files.get(TEMPLATE) or b"", said


def run(seconds: float, seed: int) -> int:
    """Run cases for some seconds; return how many findings there were."""
    began, found, codes = time.monotonic(), 0, Counter[int]()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        good = folder / "good.docx"
        with contextlib.redirect_stdout(io.StringIO()):
            assert main(["2018", *OFFICE, "-o", str(good)]) == OK
        record = good.with_name("good.生成记录.json")
        while time.monotonic() - began < seconds:
            case = folder / str(seed)
            file = case / "annual" / "report.docx"
            file.parent.mkdir(parents=True)
            shutil.copy(ROOT / "templates" / CATALOGUE, file.parent)
            data, changes = broken(good.read_bytes(), random.Random(seed))
            file.write_bytes(data)
            (case / "merged.docx").write_bytes(data)
            shutil.copy(record, case / "merged.生成记录.json")
            for words in commands(file, good, case):
                wrong = ""
                said, since = io.StringIO(), time.process_time()
                try:
                    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                        code = main(words)
                    codes[code] += 1
                    if code not in (OK, ERRORS_STAND, UNUSABLE) or not said.getvalue():
                        wrong = f"exit code {code}, {said.getvalue()!r}"
                except Exception:
                    wrong = traceback.format_exc()
                if time.process_time() - since > MOST_SECONDS:
                    wrong += f"took {time.process_time() - since:.0f} s"
                if wrong:
                    found += 1
                    print(f"seed {seed}: {words[:2]}\n  {changes}\n{wrong}", flush=True)
            shutil.rmtree(case)
            seed += 1
    print(f"{sum(codes.values())} answers, {dict(codes)}; {found} findings; next seed {seed}")
    return found


if __name__ == "__main__":
    sys.exit(1 if run(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0) else 0)
