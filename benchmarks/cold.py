"""How long one report takes from the shell, against its floor and against a plain script of the same job.

    python benchmarks/cold.py [ROUNDS]

Every round runs each command once, in turn, so that a machine that slows down slows all of them; the first round is dropped.
Prints the median, fastest and slowest wall time of each command, and the median of its ratio to the floor, round by round.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def commands(folder: str) -> dict[str, list[str]]:
    """Return the contestants; the floor is what any program of pandas and docxtpl pays before it does anything."""
    python = sys.executable
    return {
        "floor: import pandas, docxtpl": [python, "-c", "import pandas, docxtpl"],
        "reportgen, checks and marks included": [python, "build_report.py", "2018", "--output", folder],
        "plain pandas + docxtpl script": [python, "benchmarks/plain_script.py", f"{folder}/plain.docx"],
        "reportgen --help": [python, "build_report.py", "--help"],
        "reportgen text": [python, "build_report.py", "text", "templates/annual/report.docx"],
    }


def as_a_clerk_s() -> dict[str, str]:
    """Return the environment of a run; Python keeps its bytecode, as on a clerk's machine, whatever the shell says."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(command: list[str]) -> float:
    """Return the wall time of one run."""
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=as_a_clerk_s())
    return time.perf_counter() - begun


def race(commands: Callable[[str], dict[str, list[str]]], rounds: int) -> None:
    """Run the contestants, which may write into a folder, and print; the first is the floor."""
    with tempfile.TemporaryDirectory() as folder:
        contestants = commands(folder)
        times: dict[str, list[float]] = {name: [] for name in contestants}
        for number in range(rounds + 1):
            for name, command in contestants.items():
                taken = seconds(command)
                if number:
                    times[name].append(taken)
    floor = next(iter(times.values()))
    for name, taken in times.items():
        ratio = statistics.median(one / other for one, other in zip(taken, floor, strict=True))
        median, fast, slow = (1000 * each for each in (statistics.median(taken), min(taken), max(taken)))
        print(f"{name:40} {median:6.0f} ms ({fast:.0f}-{slow:.0f})   {ratio:.2f} x floor")


if __name__ == "__main__":
    race(commands, int(sys.argv[1]) if len(sys.argv) > 1 else 11)
