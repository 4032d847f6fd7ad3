"""An office's reports and what it has handed in -> which of the reports are older than that, by the build records beside them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from reportgen.base.hashing import sha256_of
from reportgen.inputs.catalogue_file import FILE as CATALOGUE_FILE
from reportgen.offices.county import Office
from reportgen.report.records.record import record_path
from reportgen.report.records.record_file import NotARecord, opened, read_bytes

_OF_THE_TEMPLATE = ".docx"  # and the catalogue: a record names what it read of the report's folder too
_FILE = re.compile(r"(?:[0-9]{4}/)?[^/\\]+")  # as a build names one: beside the others, or of the year before
_MOST_KEPT = 10_000  # reports


def older_reports(office: Office, year: int, reports: tuple[str, ...]) -> Iterator[str]:
    """Yield the reports in which a file of the office's year, or of the year before, isn't as it is now. One without a record that can be
    read isn't told: nobody knows what it was made of."""
    now: dict[str, str] = {}
    for name in reports:
        was = _read(record_path(office.output / str(year) / name))
        if was is not None:
            now |= {file: sha256_of(_place(office, year, file)) for file in was if file not in now}
            if any(now[file] != digest for file, digest in was.items()):
                yield name


def _place(office: Office, year: int, file: str) -> Path:
    """Return where a file lies that a record names: of the year before with that in front, as 2017/population.csv."""
    return office.data / file if file.startswith(f"{year - 1}/") else office.data / str(year) / file


def _read(record: Path) -> Mapping[str, str] | None:
    """Return the hashes of the data that a build read, None where its record isn't there or can't be believed."""
    try:
        state = record.stat()
    except OSError:
        return None
    return _inputs(record, state.st_size, state.st_mtime_ns)


@functools.lru_cache(maxsize=_MOST_KEPT)  # a page asks each time it is looked at
def _inputs(record: Path, _size: int, _saved: int) -> Mapping[str, str] | None:
    try:
        said = opened(read_bytes(record) or b"")
    except NotARecord:
        return None
    inputs = said.get("inputs")
    if not isinstance(inputs, dict) or not all(
        isinstance(one, str) and _FILE.fullmatch(name) for name, one in inputs.items()
    ):
        return None
    of_template = (name for name in inputs if name == CATALOGUE_FILE or name.endswith(_OF_THE_TEMPLATE))
    return {name: inputs[name] for name in inputs.keys() - {*of_template}}
