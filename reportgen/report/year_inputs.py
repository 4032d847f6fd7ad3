"""A data folder, a catalogue and a year -> that year's inputs, with those of the year before as far as they are there and can be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.base.issues import Unusable
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.folder import read_partly, read_sources
from reportgen.inputs.sources import Made, PartlyRead, Sources
from reportgen.template.content import vocabulary
from reportgen.template.tagged_texts import TaggedText, read_texts
from reportgen.template.texts import texts

MadeTables = Mapping[int, Mapping[str, Made]]  # by year, what this run has written itself and needn't read again
NOTHING_MADE: MadeTables = {}


@dataclass(frozen=True)
class YearInputs:
    """A year's inputs, those of its texts that have tags, and the inputs of the year before: None without its folder, Unusable where they
    can't be read."""

    sources: Sources
    tagged: Sequence[TaggedText]
    earlier: Sources | Unusable | None


def read_inputs(
    data: Path,
    year: int,
    catalogue: Catalogue,
    earlier: Sources | None = None,
    made: MadeTables = NOTHING_MADE,
    read: PartlyRead | None = None,
) -> YearInputs:
    """Return a year's inputs, with those of the year before where they are known; raises Unusable with the faults of tables and texts at
    once. `read` is what was read of the year already."""
    sources, faults = read or read_partly(data / str(year), year, catalogue, made=made.get(year))
    tagged, wrong = read_texts(texts(catalogue, sources), vocabulary(catalogue, optional=True))
    if faults or wrong:
        raise Unusable((*faults, *wrong))
    if earlier is not None or not (data / str(year - 1)).is_dir():
        return YearInputs(sources, tagged, earlier)
    try:
        before, of_before = data / str(year - 1), made.get(year - 1)
        return YearInputs(sources, tagged, read_sources(before, year - 1, catalogue, earlier=True, made=of_before))
    except Unusable as error:
        return YearInputs(sources, tagged, error)
