"""A build -> its record (生成记录), a JSON file beside the report: what it read, found and wrote; and back.

The record is how the next build knows whether a person has edited the report since. It holds no time: the same inputs give the
same record.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from reportgen.figures import Figure
from reportgen.issues import Issue
from reportgen.wording import value_text


def sha256(data: bytes) -> str:
    """Return the hash by which the record knows a file."""
    return hashlib.sha256(data).hexdigest()


def record_path(report: Path) -> Path:
    """Return where a report's record stands."""
    return report.with_name(f"{report.stem}.生成记录.json")


def make_record(
    year: int,
    inputs: Mapping[str, str],
    figures: Iterable[Figure],
    issues: Iterable[Issue],
    versions: Mapping[str, str],
    report: Path,
    document: bytes,
) -> bytes:
    """Return the record of one build; `inputs` maps each file read to its hash, `versions` each library to its version."""
    content = {
        "year": year,
        "output": {"file": report.name, "sha256": sha256(document)},
        "inputs": dict(inputs),
        "figures": [figure_entry(figure) for figure in figures],
        "issues": [issue_entry(issue) for issue in issues],
        "versions": dict(versions),
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def begun(record: bytes, replaced: bytes) -> bytes:
    """Return the record as it stands while the report is being written over `replaced`: a crash leaves the one or the other."""
    content = json.loads(record)
    content["output"]["replaces"] = sha256(replaced)
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def last_built(report: Path) -> frozenset[str]:
    """Return the hashes of what the last build left at `report`: one, two where it was cut short, none when no record tells."""
    try:
        output = json.loads(record_path(report).read_bytes())["output"]
        known = output["sha256"], output.get("replaces")
        return frozenset(str(one) for one in known if one) if output["file"] == report.name else frozenset()
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return frozenset()


def figure_entry(figure: Figure) -> dict[str, object]:
    """Return a figure for machines: value as printed, how it was made, and from which cells."""
    metric = figure.metric
    return {
        "name": metric.name,
        "label": metric.label,
        "section": metric.section,
        "value": None if figure.value is None else value_text(metric, figure.value),
        "unit": metric.unit,
        "computed": None if figure.computed is None else value_text(metric, figure.computed),
        "reported_reason": figure.reported.reason if figure.reported else None,
        "operands": list(figure.operands),
        "cells": [{"file": c.at.file, "row": c.at.row, "column": c.at.column} for c in figure.cells],
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
