"""Some offices' year and a report's folder that is read already -> their reports on disk, as a build of each alone writes it, and how each ended."""

from __future__ import annotations

import contextlib
import gc
import importlib.metadata
import json
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import __version__
from reportgen.base.hashing import sha256, sha256_of
from reportgen.base.issues import Issue, Location, Severity, Unusable
from reportgen.base.saving import CannotWrite
from reportgen.offices.county import Office
from reportgen.offices.fingerprint import fingerprint
from reportgen.offices.outcome import CORRECTED, WRONG, Outcome, State, ended

if TYPE_CHECKING:  # a second run over offices in which nothing changed waits neither for pandas nor for docxtpl
    from reportgen.inputs.sources import Sources
    from reportgen.report.built import Built
    from reportgen.report.drafting import Year
    from reportgen.report.report_folder import ReportFolder

_OBJECTS = 100_000  # that are made before garbage is looked for
_PUBLIC = "公开版"  # the folder beside a report, whose files a run with `final` wrote
_MADE_BY = ("pandas", "docxtpl", "Jinja2", "lxml")  # a record says their versions: another one is another record


@dataclass(frozen=True)
class Order:
    """What a run does in each office: which year, with which report's folder, `report` being the hash of its files, and how.

    `kept` is the file that keeps what the offices handed in for the year before, as earlier runs read it. `version` is that of the
    reportgen that gives the order; `when` the time that histories note, `clock` what counts seconds.
    """

    template: Path
    report: str
    year: int
    annex: bool | None
    final: bool
    dry: bool
    when: str
    clock: Callable[[], float]
    kept: Path
    version: str = __version__

    @cached_property
    def said(self) -> str:
        """Return what of an order a report depends on."""
        made_by = [importlib.metadata.version(name) for name in _MADE_BY]
        return json.dumps([self.version, made_by, self.report, self.year, self.annex, self.final])


@dataclass(frozen=True)
class Done:
    """How an office ended, and the lines that are kept of what it handed in for the year, and for the year before; '' where that could not be
    read, is kept already or nothing is to be written."""

    outcome: Outcome
    gathered: str = ""
    earlier: str = ""

    def saying(self, there: Path, here: Path) -> Done:
        """Return the same with an office's folder as it is called here in what is said of it."""
        said = tuple(line.replace(str(there), str(here)) for line in self.outcome.said)
        return replace(self, outcome=replace(self.outcome, said=said))


def opened(order: Order) -> ReportFolder:
    """Return the report's folder of an order, read and prepared; raises Unusable where it can't be used, or isn't the one that was meant."""
    from reportgen.report.report_folder import read_report  # noqa: PLC0415  see above

    if order.version != __version__:
        message = f"这台电脑上的 reportgen 是 {__version__}，发出任务的是 {order.version}，请装成一样的版本。"
        raise Unusable([Issue("版本", Severity.ERROR, message)])
    folder = read_report(order.template)
    if fingerprint(order.template) != order.report:
        message = "模板文件夹和这次运行开始时的不一样，请等改完（各台电脑上放成一样的）再运行一次。"
        raise Unusable([Issue("版本", Severity.ERROR, message, Location(str(order.template)))])
    # An office leaves little garbage: looking for it among all that was read takes an eighth of a run, unless it is rare.
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])
    return folder


def read_hashes(order: Order, office: Office) -> tuple[str, ...]:
    """Return the hashes of an office's year and of the year before, none where a file can't be read, which its reader tells."""
    with contextlib.suppress(OSError):
        return tuple(fingerprint(office.data / str(year)) for year in (order.year, order.year - 1))
    return ()


def inputs_of(order: Order, hashes: tuple[str, ...]) -> str:
    """Return one hash over all that goes into an office's report, '' without the hashes of its years."""
    return sha256(json.dumps([order.said, *hashes]).encode()) if hashes else ""


def skipped(order: Order, office: Office, before: Outcome | None) -> Outcome | None:
    """Return an office as unchanged where all that goes in and its output are as the run before left them, else None: it is to be built."""
    if before is None or not before.state.is_done or not before.output:
        return None
    began = order.clock()
    if inputs_of(order, read_hashes(order, office)) != before.inputs or output_of(order, office) != before.output:
        return None
    counts = {name: count for name, count in before.counts.items() if name != CORRECTED}
    seconds = _rounded(order.clock() - began)
    return replace(before, name=office.name, state=State.UNCHANGED, counts=counts, seconds=seconds)


def do(folder: ReportFolder, order: Order, offices: Sequence[Office]) -> Iterator[Done]:
    """Build some offices' reports, whose rows are added up at once; whatever goes wrong in one is its outcome, and no other office's.

    The seconds of each are those since the one before it; the first has the reading of all.
    """
    from reportgen.report.drafting import understood, understood_of_many  # noqa: PLC0415  see above

    began = order.clock()
    hashes = [read_hashes(order, office) for office in offices]  # what is saved from now on is found at the next run
    years: Sequence[Year | Unusable | None] = [None] * len(offices)
    earlier: Sequence[tuple[Sources | None, str]] = [(None, "")] * len(offices)
    with contextlib.suppress(Exception):  # ours, in one of them: it is met again where each is alone
        earlier = [_earlier(folder, order, office, own) for office, own in zip(offices, hashes, strict=True)]
        years = list(
            understood_of_many(
                folder, [office.data for office in offices], order.year, [sources for sources, _ in earlier]
            )
        )
    for office, own, read, (_, line) in zip(offices, hashes, years, earlier, strict=True):
        year = partial(understood, folder, office.data, order.year) if read is None else partial(_of, read)
        done = _done(folder, order, office, own, year)
        if read_hashes(order, office) != own:  # saved meanwhile: nobody knows which bytes were read
            done, own = replace(done, gathered=""), ()
        seconds = _rounded(order.clock() - began)
        began = order.clock()
        outcome = replace(done.outcome, inputs=inputs_of(order, own), seconds=seconds)
        yield replace(done, outcome=outcome, earlier="" if order.dry else line)


def _earlier(folder: ReportFolder, order: Order, office: Office, hashes: tuple[str, ...]) -> tuple[Sources | None, str]:
    """Return an office's inputs of the year before, and the line to be kept of them, '' for one that is kept; None where they are wanting
    or can't be read, which is told as it is alone."""
    from reportgen.offices.gathering import gathered_of, kept_line, line_of, read_line  # noqa: PLC0415  see above

    year, inputs = order.year - 1, hashes[1] if hashes else ""
    if not inputs:
        return None, ""
    kept = read_line(kept_line(order.kept, office.code), folder.catalogue)
    if kept is not None and (kept.year, kept.earlier) != (year, True):
        kept = None
    found = gathered_of(office, folder.catalogue, year, inputs, kept, earlier=True)
    return found.sources, "" if found is kept or found.sources is None else line_of(found)


def _of(read: Year | Unusable) -> Year:
    if isinstance(read, Unusable):
        raise read
    return read


def _done(
    folder: ReportFolder, order: Order, office: Office, hashes: tuple[str, ...], year: Callable[[], Year]
) -> Done:
    gathered = ""
    try:
        outcome, gathered = _built(folder, order, office, hashes, year())
    except Unusable as error:
        outcome = ended(office, State.REFUSED, tuple(map(str, error.issues)))
    except CannotWrite as error:
        outcome = ended(office, State.NOT_WRITTEN, (str(error),))
    except Exception:  # ours: the other offices go on, and its traceback stays
        outcome = ended(office, State.FAILED, tuple(traceback.format_exc().rstrip().split("\n")))
    return Done(outcome, gathered)


def _built(
    folder: ReportFolder, order: Order, office: Office, hashes: tuple[str, ...], year: Year
) -> tuple[Outcome, str]:
    from reportgen.offices.gathering import Gathered, line_of  # noqa: PLC0415  see above
    from reportgen.report.building import build_from  # noqa: PLC0415  see above
    from reportgen.report.built import Way  # noqa: PLC0415

    built = build_from(folder, year, office.output, None, Way(order.annex, dry=order.dry, when=order.when))
    barred, told, lasts = _published(built, order)
    report = sha256(built.document)
    lasts = lasts and not built.apart and not order.dry and sha256_of(built.report) == report
    outcome = Outcome(
        office.code,
        office.name,
        _state(built),
        report=report,
        output=output_of(order, office) if lasts else "",
        file=built.report.name,
        counts=_counts(built),
        barred=barred,
        said=(*_sentences(built), *told),
    )
    if not hashes or order.dry:
        return outcome, ""
    handed_in = Gathered(office.code, order.year, hashes[0], folder.catalogue.digest, year.sources)
    return outcome, line_of(handed_in)


def _state(built: Built) -> State:
    if built.apart:
        return State.NOT_WRITTEN
    if not built.changed:
        return State.UNCHANGED
    return State.MERGED if built.edited else State.WRITTEN


def _counts(built: Built) -> dict[str, int]:
    found = Counter(issue.severity.code for issue in built.issues if not issue.accepted)
    found[WRONG] = sum(1 for _ in _wrong(_held(built)))
    found[CORRECTED] = sum(not correction.is_printed_same for correction in built.corrections)
    return {name: count for name, count in found.items() if count and name != Severity.NOTE.code}


def _held(built: Built) -> Iterator[Issue]:
    """Yield what the report, and people's where that stays beside it, says otherwise than the data."""
    yield from built.held
    for left in built.left:
        yield from left.held or ()


def _wrong(held: Iterable[Issue]) -> Iterator[Issue]:
    return (issue for issue in held if issue.is_standing_error)


def _sentences(built: Built) -> Iterator[str]:
    """Yield what a person should know of an office's report, as far as it stays so until somebody does something."""
    yield from built.told
    if built.apart:
        yield f"原来的报告没有动，新稿另写一份：{built.report.name}（{built.apart}）。"
    if built.waiting:
        yield f"报告里有{built.waiting}处修订等人接受或拒绝。"
    yield from (issue.message for issue in _wrong(_held(built)))
    if lacking := sum(figure.value is None and not figure.metric.optional for figure in built.figures):
        yield f"还有{lacking}个数没有填。"


def _published(built: Built, order: Order) -> tuple[bool, tuple[str, ...], bool]:
    """Publish where the order says so; return whether something stands in its way, what is said of it, and whether an equal run would
    do the same."""
    from reportgen.public.files import is_old  # noqa: PLC0415  see above

    if not order.final:
        old = not order.dry and is_old(built.report, built.document)
        return False, ("「公开版」里的还是以前那份报告的，要发的话请再出一次公开版。",) * old, True
    from reportgen.public.made import make  # noqa: PLC0415

    edition = make(built, order.when, dry=order.dry)
    older = ("「公开版」里的是以前生成的，先不要用。",) * edition.older
    if edition.done is None:
        refused = edition.made.refused if edition.made else ()
        return True, (*(f"不能公开：{issue}" for issue in refused), *older), True
    kept = (f"公开版里有文件被人改过，改过的那份留在 {path}。" for path in edition.done.kept)
    without = edition.done.without_pdf
    return False, (*kept, *((f"公开版没有 PDF：{without}。",) if without else ())), not without


def output_of(order: Order, office: Office) -> str:
    """Return one hash over the files that stand in an office's output folder, and in that of its public edition."""
    folder = office.output / str(order.year)
    with contextlib.suppress(OSError):
        return f"{fingerprint(folder)}{fingerprint(folder / _PUBLIC)}"
    return ""


def _rounded(seconds: float) -> float:
    return round(seconds, 4)
