"""pyproject.toml -> the libraries that the program needs: as it asks for them, and those installed here with all that they ask for."""

from __future__ import annotations

import importlib.metadata
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from office import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

EXTRAS = (
    "page",
)  # of those that pyproject.toml has, what every office gets: a county's several computers have a Python


def requirements(project: Path = ROOT / "pyproject.toml") -> list[str]:
    """Return what the program asks for, as pip takes it."""
    said = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
    extras = said["optional-dependencies"]
    return [*said["dependencies"], *(line for extra in EXTRAS for line in extras.get(extra, ()))]


def wanted(lines: Iterable[str], environment: Mapping[str, str], extras: Iterable[str] = ()) -> list[Requirement]:
    """Return which of a library's requirements hold on a system, whose markers are given, with some of the library's extras."""
    asked = [Requirement(line) for line in lines]
    told = [{**environment, "extra": extra} for extra in ("", *extras)]
    return [one for one in asked if one.marker is None or any(one.marker.evaluate(each) for each in told)]


def installed() -> list[importlib.metadata.Distribution]:
    """Return the libraries of this Python that the program needs, each once; raises PackageNotFoundError where one is missing."""
    found: dict[str, importlib.metadata.Distribution] = {}
    waiting = wanted(requirements(), {})
    while waiting:
        one = waiting.pop()
        if (name := canonicalize_name(one.name)) not in found:
            found[name] = importlib.metadata.distribution(name)
            waiting += wanted(found[name].requires or (), {}, one.extras)
    return [found[name] for name in sorted(found)]


def not_needed() -> list[str]:
    """Return the packages of this Python that belong to no library that the program needs."""
    names = {canonicalize_name(one.metadata["Name"]) for one in installed()} | {"reportgen"}
    owners = importlib.metadata.packages_distributions()
    return sorted(package for package, owned in owners.items() if not {canonicalize_name(one) for one in owned} & names)
