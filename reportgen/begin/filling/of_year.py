"""A data folder, a catalogue and a year -> how far the year is filled, held against the newest one before it."""

from __future__ import annotations

import contextlib
from pathlib import Path

from reportgen.base.issues import Unusable
from reportgen.begin.filling.asked import Filling, filling
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.folder import read_partly
from reportgen.inputs.sources import PartlyRead
from reportgen.inputs.years import newest_before
from reportgen.template.content import vocabulary
from reportgen.template.tagged_texts import read_texts
from reportgen.template.texts import texts


def how_far(data: Path, template: Path, year: int) -> Filling:
    """Return how far a year is filled, with the faults of its files; raises Unusable when there is no folder, or no catalogue."""
    catalogue = read_catalogue(template)
    return filling_of(catalogue, data, read_partly(data / str(year), year, catalogue))


def filling_of(catalogue: Catalogue, data: Path, read: PartlyRead) -> Filling:
    """Return how far a year is filled of which this was `read`."""
    sources, faults = read
    before = newest_before(data, sources.year)
    earlier = None
    if before is not None:
        with contextlib.suppress(Unusable):  # what of it can't be read is that year's concern
            earlier, _ = read_partly(data / str(before), before, catalogue)
    _, wrong = read_texts(texts(catalogue, sources), vocabulary(catalogue, optional=True))
    return filling(catalogue, sources, earlier, (*faults, *wrong, *sources.issues))
