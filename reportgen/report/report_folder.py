"""A report's folder -> its catalogue and its prepared template with their hashes, read once for any number of years and offices."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.base.hashing import sha256
from reportgen.base.issues import Issue, Location, Severity, Unusable
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.catalogue_file import FILE as CATALOGUE_FILE
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.template.content import vocabulary
from reportgen.template.reading import FILE as TEMPLATE_FILE
from reportgen.word.package import Packages

if TYPE_CHECKING:
    from reportgen.template.rendering import ReportTemplate

_MOST_HASHED = 1_000_000_000  # bytes; what is larger is refused by its reader


@dataclass(frozen=True)
class ReportFolder:
    """A report's folder read and prepared; `hashes` are those of its files, by name, `packages` what writes its reports."""

    path: Path
    catalogue: Catalogue
    template: ReportTemplate
    hashes: Mapping[str, str]
    packages: Packages = field(default_factory=Packages, repr=False, compare=False)


def read_report(template: Path) -> ReportFolder:
    """Return a report's folder, read once for all the offices whose reports it prints; raises Unusable."""
    from reportgen.template.rendering import prepare  # noqa: PLC0415  docxtpl takes longer to import than all of ours

    hashes = hashes_of(template)
    catalogue = read_catalogue(template)
    return unchanged(template, catalogue, prepare(template / TEMPLATE_FILE, vocabulary(catalogue)), hashes)


def unchanged(
    template: Path, catalogue: Catalogue, prepared: ReportTemplate, hashes: Mapping[str, str]
) -> ReportFolder:
    """Return a report's folder as it was read; refuses one that was written to meanwhile."""
    refuse(hashes != hashes_of(template), template, "模板或指标目录正在被改动，请等改完再做一次。")
    return ReportFolder(template, catalogue, prepared, hashes)


def hashes_of(template: Path, names: Iterable[str] = (CATALOGUE_FILE, TEMPLATE_FILE)) -> dict[str, str]:
    """Return the hashes of a report folder's files, '' for one that can't be read, which its reader tells."""
    hashes = dict.fromkeys(names, "")
    for name in hashes:
        with contextlib.suppress(OSError, ValueError):
            if (template / name).is_file() and (template / name).stat().st_size <= _MOST_HASHED:
                hashes[name] = sha256((template / name).read_bytes())
    return hashes


def refuse(condition: bool, path: Path, reason: str) -> None:
    """Raise Unusable about a file under a condition."""
    if condition:
        raise Unusable([Issue("文件", Severity.ERROR, reason, Location(str(path)))])
