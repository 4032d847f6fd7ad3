"""A table of an office of two villages, and its definition, as a page shows it."""

from __future__ import annotations

from reportgen.base.issues import Location
from reportgen.inputs.catalogue import Measure, Table

_AT = Location("catalogue.yaml")
TABLE = Table("population", "people", {"村": ()}, {"人口": Measure("人口", "人", 0, _AT)}, _AT)
LISTS: dict[str, tuple[str, ...]] = {}
POPULATION = "人口情况\n村,人口,备注\n甲村,120,\n乙村,85,估\n合计,205,\n注：年末数\n".encode()
