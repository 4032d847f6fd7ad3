"""How long an office takes when a county's are done in one run, what a county's own figures take, and how memory grows with the offices.

    python benchmarks/offices.py [OFFICES] [ROUNDS] [MOST OFFICES]

The county is invented (`tests/support/invented_county.py`). Every round runs each contestant once, in turn, so that a machine that slows
down slows all of them; the first round is dropped. CPU is what a command and all its processes used, wall what a
person waits; both are divided by the offices. docxtpl's own loop over the same template, without data to read, checks, last year, marks,
comments, records or files, is what is compared with.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from invented_county import YEARS, invented_county  # noqa: E402  beside the tests
from warm import by_docxtpl, contents  # noqa: E402

from reportgen.offices.county import read_county  # noqa: E402  the checkout that the script stands in, installed or not
from reportgen.report.building import build  # noqa: E402

YEAR = str(YEARS[-1])
ONE_BY_ONE = "--one-by-one"
FLOOR = "docxtpl's bare loop"


@dataclass(frozen=True)
class Spent:
    """What a run took: seconds on the clock and of CPU, and the most memory of one process in MiB."""

    wall: float
    cpu: float
    peak: float


WALL, CPU = attrgetter("wall"), attrgetter("cpu")


def run(words: list[str]) -> Spent:
    """Run a command to its end and return what it and its processes took; 1 says that errors stand in some office, which is no fault.

    Python keeps its bytecode, as on a clerk's machine, whatever the shell says: the floor has compiled its modules before the clock is read.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(words, cwd=ROOT, stdout=said, stderr=subprocess.STDOUT, env=kept)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            said.seek(0)
            raise SystemExit(f"{words} ended with {process.returncode}:\n{said.read().decode()}")
    return Spent(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def command(*words: str) -> Spent:
    return run([sys.executable, "build_report.py", *words])


def one_by_one(county: Path) -> None:
    """Build every office's report as a loop over the command's function does, the catalogue and the template read anew for each."""
    for office in read_county(county).offices:
        build(office.data, county / "template", YEARS[-1], office.output, None)


def bare(offices: int) -> Spent:
    """Render as many reports with docxtpl alone; the contents are ready before the clock is read."""
    _, made = contents(offices)
    begun, used = time.perf_counter(), time.process_time()
    for content in made:
        by_docxtpl(content)
    return Spent(time.perf_counter() - begun, time.process_time() - used, 0)


def emptied(county: Path) -> Path:
    """Return the county without anything that a run has left there."""
    for output in (*county.glob("offices/*/output"), county / "output", county / "data"):
        shutil.rmtree(output, ignore_errors=True)
    return county


@dataclass(frozen=True)
class Cluster:
    """A scheduler's address, and the processes that it and its workers are."""

    address: str
    processes: tuple[int, ...]

    def run(self, *words: str) -> Spent:
        """Run a command that has the workers do the work, and return what they and it took."""
        before = self._cpu()
        spent = command(*words, "--scheduler", self.address)
        return replace(spent, cpu=spent.cpu + self._cpu() - before)

    def _cpu(self) -> float:
        """Return the seconds of CPU that the cluster has used (proc(5): fields 14 and 15 of stat, in ticks)."""
        stats = (Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split() for process in self.processes)
        return sum(int(ticks) for one in stats for ticks in one[11:13]) / os.sysconf("SC_CLK_TCK")


@contextmanager
def cluster(workers: int) -> Iterator[Cluster]:
    """Start a scheduler and workers on this machine, which nobody else reaches."""
    with tempfile.TemporaryDirectory() as folder:
        known = ["--scheduler-file", str(Path(folder) / "scheduler.json")]
        local = ["--host", "127.0.0.1", "--no-dashboard", *known]
        kinds = [["scheduler", "--port", "0"], *[["worker", "--nthreads", "1", "--no-nanny"]] * workers]
        started: list[subprocess.Popen[bytes]] = []
        try:
            for kind in kinds:
                words = [sys.executable, "-m", "dask", *kind, *local]
                started.append(subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
            from distributed import Client  # noqa: PLC0415  only who measures a cluster needs it

            with Client(scheduler_file=known[1], timeout=60) as client:
                client.wait_for_workers(workers, timeout=60)
                address = client.scheduler.address
            yield Cluster(address, tuple(process.pid for process in started))
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait()


def change_a_cell(county: Path, number: int) -> None:
    """Correct a figure of the first office, to another number each time."""
    table = read_county(county).offices[0].data / YEAR / "certificates.csv"
    header, first, *rest = table.read_text(encoding="utf-8-sig").splitlines()
    kind, _ = first.split(",")
    table.write_text("\n".join([f"\ufeff{header}", f"{kind},{30 + number}", *rest, ""]), encoding="utf-8")


def contestants(county: Path, offices: int, machines: Cluster) -> dict[str, Callable[[int], Spent]]:
    """Return what is measured in each round, by name; each is told the round's number."""

    def anew(*words: str) -> Callable[[int], Spent]:
        return lambda _: command("batch", str(emptied(county)), YEAR, *words)

    def again() -> Spent:
        return command("batch", str(county), YEAR)

    def corrected(number: int) -> Spent:
        change_a_cell(county, number)
        return again()

    return {
        FLOOR: lambda _: bare(offices),
        "one `build` after the other": lambda _: run([sys.executable, __file__, ONE_BY_ONE, str(emptied(county))]),
        "`batch --workers 1`": anew("--workers", "1"),
        "`batch --workers 2`": anew("--workers", "2"),
        "`batch --scheduler`, two workers": lambda _: machines.run("batch", str(emptied(county)), YEAR),
        "the same again, nothing changed": lambda _: again(),
        "one cell changed": corrected,
    }


def race(county: Path, offices: int, rounds: int) -> None:
    """Run the contestants and print a line of the README's table for each."""
    with cluster(2) as machines:
        each = contestants(county, offices, machines)
        spent: dict[str, list[Spent]] = {name: [] for name in each}
        for number in range(rounds + 1):
            for name, go in each.items():
                taken = go(number)
                if number:
                    spent[name].append(taken)
    floor = spent[FLOOR]
    print(f"| {offices} offices, {rounds} rounds | wall, ms an office | CPU, ms an office | CPU against docxtpl's |")
    print("|---|---|---|---|")
    for name, taken in spent.items():
        wall, cpu = (1000 * statistics.median(map(of, taken)) / offices for of in (WALL, CPU))
        ratio = statistics.median(one.cpu / other.cpu for one, other in zip(taken, floor, strict=True))
        print(f"| {name} | {wall:.1f} | {cpu:.1f} | {ratio:.2f} x |", flush=True)


def grows(folder: Path, sizes: list[int]) -> None:
    """Print what a run over ever more offices holds in memory, and what the county's own report takes from their figures."""
    for offices in sorted({*sizes}):
        county = invented_county(folder / str(offices), offices)
        peak = command("batch", str(county), YEAR, "--workers", "1").peak
        first = command("rollup", str(county), YEAR)
        again = command("rollup", str(county), YEAR, "--build")
        print(
            f"{offices} offices: batch holds {peak:.0f} MiB at most; rollup {first.cpu:.1f} s CPU the first time, when it reads last year; "
            f"rollup --build after that {again.wall:.1f} s, {again.cpu:.1f} s CPU, {again.peak:.0f} MiB",
            flush=True,
        )


def main(offices: int, rounds: int, most: int) -> None:
    """Run and print."""
    with tempfile.TemporaryDirectory() as folder:
        race(invented_county(Path(folder) / "county", offices), offices, rounds)
        grows(Path(folder), [offices, most])


if __name__ == "__main__":
    if sys.argv[1:2] == [ONE_BY_ONE]:
        one_by_one(Path(sys.argv[2]))
    else:
        main(*(int(word) for word in sys.argv[1:4]), *(200, 3, 1000)[len(sys.argv) - 1 :])
