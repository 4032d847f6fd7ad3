"""A build -> its record (生成记录), a JSON file beside the report: what it read, found and wrote; and back.

The record is how the next build knows whether a person has edited the report since. It holds no time: the same inputs give the
same record.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from reportgen.changes import Entry, Side
from reportgen.exact import whole
from reportgen.figures import Figure, Figures
from reportgen.issues import Issue, Location
from reportgen.provenance import cell_value, how
from reportgen.wording import PENDING, value_text


def sha256(data: bytes) -> str:
    """Return the hash by which the record knows a file."""
    return hashlib.sha256(data).hexdigest()


def record_path(report: Path) -> Path:
    """Return where a report's record stands."""
    return report.with_name(f"{report.stem}.生成记录.json")


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
) -> bytes:
    """Return the record of one build; `inputs` maps each file read to its hash, `versions` each library to its version.

    `document` is what stands on disk, `base` what was drafted. `edited` says that `document` holds what people changed.
    """
    content = {
        "year": figures.year,
        "demo": side.demo,
        "output": {"file": report.name, "sha256": sha256(document), "edited": edited},
        "inputs": dict(inputs),
        "figures": [figure_entry(figure) | _compared(side.entries.get(figure.name)) for figure in figures],
        "issues": [issue_entry(issue) for issue in issues],
        "versions": dict(versions),
        "base": _base_entry(base),
    }
    return _lines(content)


@dataclass(frozen=True)
class Base:
    """What a build drafted, before people came: the document without comments, and its comments as (titles, text)."""

    document: bytes
    remarks: tuple[tuple[tuple[str, ...], str], ...]


def _base_entry(base: Base) -> dict[str, object]:
    return {"document": base64.b64encode(base.document).decode(), "remarks": base.remarks}


def bases_of(record: Mapping[str, Any] | None, disk: bytes) -> list[Base]:
    """Return the bases that the file on disk may come from: one, two when a run was cut short and people went on since, or none."""
    record = record or {}
    entries: dict[str, Any] = {"sha256": record.get("base"), "replaces": record.get("previous")}
    found = {}
    for key, entry in entries.items():
        with contextlib.suppress(ValueError, TypeError, KeyError):
            document = base64.b64decode(entry["document"], validate=True)
            found[key] = Base(
                document, tuple((tuple(map(str, titles)), str(text)) for titles, text in entry["remarks"])
            )
    known = [base for key, base in found.items() if record.get("output", {}).get(key) == sha256(disk)]
    return known or list(found.values())


def _lines(content: Mapping[str, object]) -> bytes:
    """Return the content as JSON with one figure or issue on a line: compared line by line, and written in a tenth of the time."""
    said = []
    for key, value in content.items():
        if isinstance(value, list) and value:
            items = ",\n".join(json.dumps(item, ensure_ascii=False) for item in value)
            said.append(f"{json.dumps(key)}: [\n{items}\n]")
        else:
            said.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return ("{\n" + ",\n".join(said) + "\n}\n").encode()


def _compared(entry: Entry | None) -> dict[str, str]:
    """Return what a later comparison asks and the figure alone doesn't say; nothing for a date, which isn't compared."""
    return {} if entry is None else {"section_title": entry.section, "until": entry.until}


def read_record(path: Path) -> dict[str, Any] | None:
    """Return a record, None when there is none or nobody could have written it."""
    try:
        content = json.loads(path.read_bytes())
        return content if isinstance(content, dict) and isinstance(content.get("output"), dict) else None
    except (OSError, ValueError, RecursionError):
        return None


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


def begun(record: bytes, replaced: bytes, before: Mapping[str, Any] | None) -> bytes:
    """Return the record as it stands while the report is being written over `replaced`: a crash leaves the one or the other.

    `before` is the record of what is replaced.
    """
    content = json.loads(record)
    known = before or {"output": {}}
    content["output"]["replaces"] = sha256(replaced)
    content["output"]["replaces_edited"] = known["output"].get("edited") or known["output"].get("sha256") != sha256(
        replaced
    )
    content["previous"] = known.get("base")
    return _lines(content)


def last_built(report: Path) -> frozenset[str]:
    """Return the hashes of what the last build may have left at `report` with nothing of people's in it.

    One, two where it was cut short, none when no record tells or what people changed was kept in it.
    """
    output = (read_record(record_path(report)) or {}).get("output", {})
    pairs = (("sha256", "edited"), ("replaces", "replaces_edited"))
    known = frozenset(str(output[one]) for one, edited in pairs if output.get(one) and not output.get(edited))
    return known if output.get("file") == report.name else frozenset()


def figure_entry(figure: Figure) -> dict[str, object]:
    """Return a figure for machines: value as printed, how it was made, and from which cells."""
    metric = figure.metric
    return {
        "name": metric.name,
        "label": metric.label,
        "section": metric.section,
        "value": None if figure.value is None else value_text(metric, figure.value),
        "exact": None if figure.number is None else str(figure.number),
        "unit": metric.unit,
        "digits": metric.digits,
        "how": how(metric),
        "computed": None if figure.computed is None else value_text(metric, figure.computed),
        "reported_reason": figure.reported.reason if figure.reported else None,
        "operands": list(figure.operands),
        "cells": [
            {"file": c.at.file, "row": c.at.row, "column": c.at.column, "value": cell_value(c)} for c in figure.cells
        ],
        "missing": [str(place) for place in figure.missing],
    }


def issue_entry(issue: Issue) -> dict[str, object]:
    """Return an issue for machines."""
    at = issue.location
    return {
        "check": issue.check,
        "severity": issue.severity.code,
        "message": issue.message,
        "file": at.file if at else None,
        "row": at.row if at else None,
        "column": at.column if at else None,
        "metrics": list(issue.metrics),
        "expected": issue.expected,
        "found": issue.found,
        "key": issue.key,
        "accepted": issue.accepted or None,
    }
