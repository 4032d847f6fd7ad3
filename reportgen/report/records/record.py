"""A build -> its record (生成记录), a JSON file beside the report: what it read, found and wrote; and back.

The record is how the next build knows whether a person has edited the report since, and from what. It holds no time: the same
inputs give the same record.
"""

from __future__ import annotations

import base64
import hashlib
import json
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from reportgen.base.hashing import sha256
from reportgen.base.issues import Issue, Location, issue_entry
from reportgen.base.names import PART_SIGN
from reportgen.base.numbers import whole
from reportgen.base.textfile import printable
from reportgen.checks.prose import Quantity, known_quantities
from reportgen.figures.changes import Entry, Side
from reportgen.figures.compute import Figures
from reportgen.figures.listing import figure_entry
from reportgen.figures.wording import PENDING
from reportgen.inputs.renaming import Renaming
from reportgen.merge.wordings import Texts
from reportgen.report.records.record_file import NotARecord, opened, read_bytes, sealed
from reportgen.word.blocks import TITLED
from reportgen.word.opening import opened as opened_document
from reportgen.word.origin import Origin

ENDING = ".生成记录.json"


def record_path(report: Path) -> Path:
    """Return where a report's record stands."""
    return report.with_name(f"{report.stem}{ENDING}")


def report_name(template: Path) -> str:
    """Return the name by which a report knows itself: its folder's, however the path to it is typed and on whichever machine."""
    return printable(unicodedata.normalize("NFC", template.resolve().name))


def build_id(parts: Mapping[str, bytes], remarks: Iterable[tuple[tuple[str, ...], str]]) -> str:
    """Return what tells one draft from another, 32 hexadecimal digits: the same for the same words on any machine."""
    digest = hashlib.sha256()
    for name, content in sorted(parts.items()):
        digest.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(content).digest())
    digest.update(json.dumps([*remarks], ensure_ascii=False).encode())
    return digest.hexdigest()[:32]


def make_record(
    side: Side,
    inputs: Mapping[str, str],
    figures: Figures,
    issues: Iterable[Issue],
    versions: Mapping[str, str],
    report: Path,
    document: bytes,
    base: Base,
    *,
    edited: bool,
    earlier: Mapping[Quantity, str],
) -> bytes:
    """Return the record of one build; `inputs` maps each file read to its hash, `versions` each library to its version.

    `document` is what stands on disk, `base` what was drafted. `edited` says that `document` holds what people changed; `earlier` is what
    the figures were in earlier builds, which people may have typed from a printout or a copy.
    """
    content = {
        "report": base.origin.report,
        "year": figures.year,
        "demo": side.demo,
        "output": {"file": report.name, "sha256": sha256(document), "edited": edited},
        "inputs": dict(inputs),
        "figures": [figure_entry(figure) | _compared(side.entries.get(figure.name)) for figure in figures],
        "earlier": [[number, unit, name] for (number, unit), name in earlier.items()],
        "issues": [issue_entry(issue) for issue in issues],
        "versions": dict(versions),
        "base": {
            "build": base.origin.build,
            "document": base64.b64encode(base.document).decode(),
            "remarks": base.remarks,
            "standing": _listed(base.standing),
            "gone": _listed(base.gone),
            "given_up": base.given_up,
        },
    }
    return sealed(content)


@dataclass(frozen=True)
class Base:
    """What a build drafted, before people came: the document without comments, and its comments as (titles, text).

    `standing` is what marks of people's report said then that the draft doesn't print: copies, and figures whose branch was gone.
    `gone` is what we wrote last of figures that the catalogue knew no metric for any more. `given_up` are paragraphs of earlier drafts,
    with their marks named, whose words stood in it still.
    """

    document: bytes
    remarks: tuple[tuple[tuple[str, ...], str], ...]
    origin: Origin
    standing: Texts = field(default_factory=dict)
    gone: Texts = field(default_factory=dict)
    given_up: tuple[str, ...] = ()


def base_of(record: Mapping[str, Any], key: str) -> Base | None:
    """Return a record's `base`, or the `previous` one, that of the report which the build was replacing; None where there is none.

    One whose draft is no Word file counts as none. Its origin has no build where the record is from before builds had one.
    """
    entry = record.get(key)
    if not entry:
        return None
    try:
        document = base64.b64decode(entry["document"], validate=True)
        opened_document(document)
    except ValueError:  # NotADocument is one
        return None
    remarks = tuple((tuple(titles), text) for titles, text in entry["remarks"])
    origin = Origin(record.get("report", ""), record.get("year", 0), entry.get("build", ""))
    standing, gone = (_texts(entry.get(kind, ())) for kind in ("standing", "gone"))
    return Base(document, remarks, origin, standing, gone, tuple(entry.get("given_up", ())))


def figures_named(record: Mapping[str, Any]) -> frozenset[str]:
    """Return the metrics whose figures the builds of a report printed up to a record: those of the record, and those gone before it."""
    gone = (record.get("base") or {}).get("gone", ())
    return frozenset(figure["name"] for figure in record.get("figures", ())) | {
        t.partition(PART_SIGN)[0] for t, _, _ in gone
    }


@dataclass(frozen=True)
class Earlier:
    """What earlier builds of a report printed and today's figures don't: quantities with their metric, and the metrics that are gone.

    `given_up` are paragraphs of their drafts whose words still stood in people's report.
    """

    quantities: Mapping[Quantity, str]
    gone: frozenset[str]
    given_up: tuple[str, ...]


def earlier_builds(records: Iterable[Mapping[str, Any]], figures: Figures) -> Earlier:
    """Return what the builds of a report up to its `records` printed that today's figures don't."""
    listed = list(records)
    if not listed:
        return Earlier({}, frozenset(), ())
    now = known_quantities(figures)
    named = frozenset[str]().union(*map(figures_named, listed))
    given_up = tuple(text for record in listed for text in (record.get("base") or {}).get("given_up", ()))
    return Earlier(_earlier_quantities(listed, now), named - figures.by_name.keys(), given_up)


def _earlier_quantities(records: Iterable[Mapping[str, Any]], now: Collection[Quantity]) -> dict[Quantity, str]:
    """Return the quantities that figures were in the builds of a report up to its records, and that no figure is `now`, with the metric."""
    found: dict[Quantity, str] = {}
    for record in records:
        recorded = [(figure["value"], figure["unit"], figure["name"]) for figure in record.get("figures", ())]
        for number, unit, name in (*recorded, *record.get("earlier", ())):
            quantity = ((number or "").removeprefix("-"), unit)
            if number and unit and quantity not in now:
                found.setdefault(quantity, name)
    return found


def _listed(texts: Texts) -> list[list[str]]:
    return [[title, tag, text] for title, wordings in texts.items() for tag, text in wordings.items()]


def _texts(listed: Iterable[Sequence[str]]) -> Texts:
    found: Texts = {}
    for title, tag, text in listed:
        found.setdefault(title, {})[tag] = text
    return found


def _compared(entry: Entry | None) -> dict[str, str]:
    """Return what a later comparison asks and the figure alone doesn't say; nothing for a date, which isn't compared."""
    return {} if entry is None else {"section_title": entry.section, "until": entry.until}


def read_record(path: Path) -> dict[str, Any] | None:
    """Return a record, None when there is none, or it is damaged or nobody could have written it."""
    try:
        data = read_bytes(path)
        return None if data is None else opened(data)
    except NotARecord:
        return None


def is_of(record: Mapping[str, Any], report: str, year: int) -> bool:
    """Return whether a record is of this report and year; one from before records said the report is of any."""
    named, of = record.get("report") or report, record.get("year", year)
    return bool(named.casefold() == report.casefold() and of == year)


def side_of_record(record: Mapping[str, Any], title: str) -> Side | None:
    """Return the figures that a build recorded as a side of a comparison, None where a record doesn't hold them."""
    try:
        entries = [_entry_of(figure) for figure in record["figures"] if "section_title" in figure]
        return Side(title, {entry.name: entry for entry in entries}, str(record.get("demo", "")))
    except (ValueError, TypeError, KeyError, ZeroDivisionError):
        return None


def _entry_of(figure: Mapping[str, Any]) -> Entry:
    return Entry(
        figure["name"],
        figure["label"],
        figure["section_title"],
        figure["unit"],
        int(figure["digits"]),
        None if figure["exact"] is None else whole(Fraction(figure["exact"])),
        figure["value"] or PENDING,
        figure["how"],
        figure["until"],
    )


def cells_of_record(record: Mapping[str, Any], name: str) -> dict[Location, str]:
    """Return the cells below a recorded figure, through its formula, and what they said."""
    figures = {figure["name"]: figure for figure in record["figures"]}
    waiting, seen = [name], set[str]()
    cells: dict[Location, str] = {}
    while waiting:
        one = waiting.pop()
        if one not in seen and one in figures:
            seen.add(one)
            waiting += figures[one]["operands"]
            cells |= {Location(c["file"], c["row"], c["column"]): c["value"] for c in figures[one]["cells"]}
    return cells


def begun(record: bytes, replaced: bytes, previous: Mapping[str, Any] | None, *, edited: bool) -> bytes:
    """Return the record as it stands while the report is being written over `replaced`: a crash leaves the one or the other.

    `previous` is the entry of the base that `replaced` comes from, `edited` whether people's changes are in it.
    """
    content = json.loads(record)
    content.pop("checksum", None)
    content["output"] |= {"replaces": sha256(replaced), "replaces_edited": edited}
    content["previous"] = previous
    return sealed(content)


def under_todays_names(record: Mapping[str, Any], renaming: Renaming) -> dict[str, Any]:
    """Return a build's record as if the metrics had been called then as they are now.

    The marks that its build knew no metric for keep their expression: beside today's under one title, it tells the two apart.
    """
    if not renaming:
        return dict(record)
    renamed = {
        **record,
        "figures": [_figure_under_todays_name(figure, renaming) for figure in record.get("figures", ())],
        "earlier": [[number, unit, renaming.name(name)] for number, unit, name in record.get("earlier", ())],
    }
    for key in ("base", "previous"):
        entry = record.get(key)
        if entry:
            remarks = [[[*map(renaming.title, titles)], renaming.remark(text)] for titles, text in entry["remarks"]]
            standing = [
                [renaming.title(t), renaming.expression(tag), text] for t, tag, text in entry.get("standing", ())
            ]
            gone = [[renaming.title(title), tag, text] for title, tag, text in entry.get("gone", ())]
            given_up = [
                TITLED.sub(lambda mark: mark[0].replace(mark[1], renaming.title(mark[1])), text)
                for text in entry.get("given_up", ())
            ]
            renamed[key] = {**entry, "remarks": remarks, "standing": standing, "gone": gone, "given_up": given_up}
    return renamed


def _figure_under_todays_name(figure: Mapping[str, Any], renaming: Renaming) -> dict[str, Any]:
    name, operands = renaming.name(figure["name"]), [*map(renaming.name, figure.get("operands", ()))]
    changed: dict[str, Any] = {"name": name, "operands": operands}
    if name != figure["name"]:
        # Today's sources know a typed number's cell by today's name.
        cells = [{**cell, "column": renaming.name(cell["column"] or "") or None} for cell in figure.get("cells", ())]
        changed["cells"] = cells
    if operands:  # what a sum says of itself are columns and categories
        changed["how"] = renaming.expression(figure["how"])
    return {**figure, **changed}
