"""A catalogue and a year's files, both written beside the assertion -> the year's figures."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from reportgen.figures.compute import Figures, compute
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_sources

YEAR = 2018


def figures(folder: Path, catalogue: str, **files: str) -> Figures:
    """Return the figures of one year: `births="孩次,人数\\n…"` is births.csv, `s_yaml="甲: 1"` is s.yaml."""
    (folder / "catalogue.yaml").write_text(dedent(catalogue), encoding="utf-8")
    data = folder / str(YEAR)
    data.mkdir()
    for name, text in files.items():
        stem, yaml, _ = name.partition("_yaml")
        (data / f"{stem}.{'yaml' if yaml else 'csv'}").write_text(dedent(text), encoding="utf-8")
    definitions = read_catalogue(folder)
    return compute(definitions, read_sources(data, YEAR, definitions))
