"""How an office ended in a run over a county's offices <-> one line of JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from reportgen.offices.county import Office

# What is counted beside the severities: places where the report says otherwise than the data, and figures that changed.
WRONG, CORRECTED = "wrong", "corrected"


class State(Enum):
    """How an office ended; the value is what people read, the name in small letters what its line says."""

    WRITTEN = "已写"
    UNCHANGED = "没有变化"  # the report stands as it is due
    MERGED = "已合并"  # corrections came into a report that people had edited
    REFUSED = "不能用"  # its inputs; nothing was written
    NOT_WRITTEN = "没写进"  # the disk, or people's report that could not be renewed
    FAILED = "出错"  # ours; its traceback is kept

    @property
    def code(self) -> str:
        """Return the name for machines: written, unchanged, merged, refused, not_written, failed."""
        return self.name.lower()

    @property
    def is_done(self) -> bool:
        """Return whether its report stands as it is due."""
        return self in (State.WRITTEN, State.UNCHANGED, State.MERGED)


_STATES = {state.code: state for state in State}


@dataclass(frozen=True)
class Outcome:
    """How an office ended: `inputs` is the hash of all that went in, `report` that of its report, `output` that of everything in its output
    folder as the run left it, '' where an equal run would have to look again.

    `counts` are its standing issues by severity, what its report says otherwise than the data and how many figures were corrected; `barred` says
    that something stands in the way of its public edition. `said` are sentences that a person should read, or a traceback's lines.
    """

    code: str
    name: str
    state: State
    inputs: str = ""
    report: str = ""
    output: str = ""
    file: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    barred: bool = False
    said: tuple[str, ...] = ()

    @property
    def errors_stand(self) -> bool:
        """Return whether a build of it alone would end with `--strict` as one in which errors stand."""
        return bool(self.counts.get("error", 0) or self.counts.get(WRONG, 0))


def ended(office: Office, state: State, said: tuple[str, ...], inputs: str = "", seconds: float = 0.0) -> Outcome:
    """Return the outcome of an office that has no report of this run."""
    return Outcome(office.code, office.name, state, inputs, said=said, seconds=seconds)


def as_line(outcome: Outcome) -> str:
    """Return an outcome as one line, without its end."""
    said = {**vars(outcome), "state": outcome.state.code, "counts": dict(outcome.counts), "said": list(outcome.said)}
    return json.dumps(said, ensure_ascii=False)


def of_line(line: str) -> Outcome | None:
    """Return what a line says, None for one that a run cut short or somebody else wrote: it is believed only when it is whole."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.keys() != _SHAPE.keys():
        return None
    if not all(_is(value, _SHAPE[name]) for name, value in found.items()) or found["state"] not in _STATES:
        return None
    if not all(_is(value, int) for value in found["counts"].values()) or not all(
        _is(one, str) for one in found["said"]
    ):
        return None
    return Outcome(**{**found, "state": _STATES[found["state"]], "said": tuple(found["said"])})


_SHAPE: Mapping[str, Any] = {
    "code": str,
    "name": str,
    "state": str,
    "inputs": str,
    "report": str,
    "output": str,
    "file": str,
    "counts": dict,
    "seconds": float,
    "barred": bool,
    "said": list,
}


def _is(value: object, kind: type) -> bool:
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
