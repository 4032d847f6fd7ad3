"""What a county's offices handed in -> its own figures: exact sums by office, what can't be added up left out and told.

An office that is missing makes every sum 待补, unless only those that handed in are counted; then the county's own figures say how many.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from reportgen.base.issues import Finder, Issue, Location, Severity, key_text, listed, quoted
from reportgen.base.numbers import base_unit
from reportgen.base.textfile import read_bytes
from reportgen.base.yaml_writing import scalar_text
from reportgen.base.yamlfile import MOST_BYTES, parse_yaml
from reportgen.base.yamlfile import Mapping as YamlMapping
from reportgen.figures.compute import Figures, compute
from reportgen.figures.rules import absent_rows, empty_rows
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.catalogue_file import FILE as CATALOGUE_FILE
from reportgen.inputs.catalogue_file import catalogue_of
from reportgen.inputs.folder import unread_table
from reportgen.inputs.metric_rules import SumOf
from reportgen.inputs.section import SectionValues, read_section
from reportgen.inputs.sources import Sources
from reportgen.inputs.tables import TableData
from reportgen.offices.across import same_numbers
from reportgen.offices.county import County, Office
from reportgen.offices.county_catalogue import Derived, derive
from reportgen.offices.gathering import Gathered, gather
from reportgen.offices.handed_in import HandedIn
from reportgen.offices.rolled_tables import Adding, doubtful_names

GENERATED = "由 rollup 汇总各单位生成，请不要改，再汇总一次就换掉了"
_MOST_NAMED = 5  # offices in a message
_FEW = 3  # offices of which it says little that all have the same number
_MONEY = "元"


@dataclass(frozen=True)
class Rolled:
    """A county's year, `earlier` where it is only compared with: `catalogue` is its own, `offices_catalogue` its offices'; `column` names the
    office in each of its tables.

    `counted` are the offices whose numbers are in it, `lacking` those that should have been, with the reason; `left_out` the metrics that
    can't be added up, with the reason. `remarks` are what was seen while they were added up. `tables` are those of `sources` that its offices'
    give, `section` is the file that says which offices were added up, `inputs` are the fingerprints of what each of them handed in, by code, and
    `handed_in` is what every office of the list did, those among them that aren't added because others belong to them.
    """

    year: int
    earlier: bool
    catalogue: Catalogue
    offices_catalogue: Catalogue
    derived: Derived
    sources: Sources
    column: str
    counted: tuple[Office, ...]
    lacking: tuple[tuple[Office, str], ...]
    left_out: tuple[tuple[str, str], ...]
    remarks: tuple[Issue, ...]
    tables: Mapping[str, TableData]
    section: bytes
    inputs: Mapping[str, str]
    handed_in: tuple[HandedIn, ...]

    @property
    def is_part(self) -> bool:
        """Return whether its sums are those of some offices only, because the others haven't handed in."""
        return bool(self.lacking) and self.sources.lists[self.column] == tuple(office.name for office in self.counted)

    @cached_property
    def figures(self) -> Figures:
        """The county's figures; added up when somebody asks for them."""
        return compute(self.catalogue, self.sources)

    @property
    def added(self) -> tuple[HandedIn, ...]:
        """What the counted offices handed in, in the list's order."""
        codes = {office.code for office in self.counted}
        return tuple(one for one in self.handed_in if one.office.code in codes)

    @cached_property
    def issues(self) -> tuple[Issue, ...]:
        """What somebody should look at; who compares offices looks for copied numbers among more than those that are added."""
        return (*self.remarks, *(() if self.earlier else same_numbers(self.offices_catalogue, self.added)))

    def unfilled(self) -> tuple[Office, ...]:
        """Return those of the counted offices of which a number is missing that a sum waits for."""
        names: set[str] = set()
        for metric in self.catalogue.metrics.values():
            if isinstance(metric.rule, SumOf) and not metric.optional:
                table = self.sources.tables[metric.rule.table]
                if self.column in table.dimensions:
                    offices = table.categories[self.column]
                    names.update(offices[row] for row in empty_rows(table, metric.rule))
                    names.update(row.get(self.column, "") for row in absent_rows(table, metric.rule))
        return tuple(office for office in self.counted if office.name in names)


def roll_up(
    county: County,
    template: Path,
    year: int,
    *,
    partly: bool = False,
    earlier: bool = False,
    own: YamlMapping | None = None,
    among: Collection[str] | None = None,
) -> Rolled:
    """Return the figures of a county whose offices' report folder is `template`; `own` are the county's own sections, which wait for their
    inputs. `partly` adds up those that handed in; an `earlier` year is only compared with, and of the offices `among` these codes alone where
    the year that it is compared with is of no others.

    Raises Unusable where the catalogue, or a name in a table, can't be used, and CannotWrite.
    """
    finder = Finder()
    data = read_bytes(template / CATALOGUE_FILE, CATALOGUE_FILE, MOST_BYTES, finder) or b""
    finder.stop_if_any()
    catalogue = catalogue_of(data)
    due = len(county.lowest)
    lowest = {office.code: office for office in county.lowest if among is None or office.code in among}
    derived = derive(parse_yaml(data, CATALOGUE_FILE, finder), catalogue, own, due)
    of_county = catalogue_of(derived.text.encode())
    every = gather(county, catalogue, year, earlier=earlier)
    gathered = [one for one in every if one.code in lowest]
    there = [one for one in gathered if one.sources is not None]
    lacking = tuple((lowest[one.code], one.refused[0]) for one in gathered if one.sources is None)
    counted = tuple(lowest[one.code] for one in there)
    named = counted if partly else tuple(lowest.values())
    handed_in = [HandedIn(office, one.sources) for office, one in zip(counted, there, strict=True) if one.sources]
    names = [office.name for office in named]
    tables = Adding(of_county, catalogue, derived, handed_in, names, earlier=earlier).tables()
    finder.issues += doubtful_names(tables, of_county)
    finder.stop_if_any()
    demo = next((one.sources.demo for one in handed_in if one.sources.demo), "")
    section = _section(derived, names, len(counted), due, demo)
    sources = _sources(of_county, derived, tables, section, year, earlier)
    return Rolled(
        year,
        earlier,
        of_county,
        catalogue,
        derived,
        sources,
        derived.level.column,
        counted,
        lacking,
        derived.left_out,
        (
            *county.issues,
            *_uppers(county, every),
            *_reported(catalogue, derived, handed_in),
            *_standards(catalogue, derived, handed_in),
        ),
        tables,
        section,
        {one.code: one.inputs for one in gathered},
        tuple(
            HandedIn(office, one.sources)
            for office, one in zip(county.offices, every, strict=True)
            if one.sources is not None
        ),
    )


def _section(derived: Derived, names: Sequence[str], reported: int, due: int, demo: str) -> bytes:
    """Return the YAML of the section that says which offices were added up."""
    level = derived.level
    lines = [
        f"# {GENERATED}",
        f"{level.names}:{'' if names else ' []'}",
        *(f"  - {scalar_text(name)}" for name in names),
    ]
    lines += [f"{level.reported}: {reported}", f"{level.due}: {due}"]
    lines += [f"demo: {scalar_text(f'有单位的数字是虚构的：{demo}')}"] if demo else []
    return "".join(f"{line}\n" for line in lines).encode()


def _sources(
    catalogue: Catalogue, derived: Derived, tables: Mapping[str, TableData], section: bytes, year: int, earlier: bool
) -> Sources:
    """Return a county's inputs as its folder would say them, without those that its own people type."""
    finder = Finder()
    own = derived.level.section
    file = f"{own}.yaml"
    said = read_section(parse_yaml(section, file, finder), file, own, year, catalogue, finder, earlier=earlier)
    finder.stop_if_any()
    sections = {name: said if name == own else SectionValues() for name in catalogue.sections}
    lists = {column: said.lists.get(source, ()) if source else () for column, source in catalogue.any_table.items()}
    every = {name: tables.get(name) or unread_table(table, lists) for name, table in catalogue.tables.items()}
    return Sources(year, every, sections, {}, (), lists)


def _uppers(county: County, gathered: Sequence[Gathered]) -> Iterator[Issue]:
    """Yield a note for each office that handed in and isn't added, because others of the list belong to it."""
    lowest = {office.code for office in county.lowest}
    for office, one in zip(county.offices, gathered, strict=True):
        if office.code not in lowest and one.sources is not None:
            below = listed((other.name for other in county.offices if county.above(other) == office), _MOST_NAMED)
            message = f"{quoted(office.name)}是{below}的上级，只加所属单位的数，它自己的数没有加。"
            yield Issue("单位", Severity.NOTE, message, office.at)


def _reported(catalogue: Catalogue, derived: Derived, handed_in: Sequence[HandedIn]) -> Iterator[Issue]:
    """Yield a note for each figure that offices print as reported: the numbers of their tables were added up."""
    out = {name for name, _ in derived.left_out}
    said: dict[str, list[str]] = {}
    for one in handed_in:
        for values in one.sources.sections.values():
            for name in values.reported:
                said.setdefault(name, []).append(one.name)
    for name in catalogue.metrics:
        if name in said and name not in out:
            message = f"「{name}」{listed(said[name], _MOST_NAMED)}印的是上报数；汇总的是表里的数，不是上报数。"
            yield Issue("上报数", Severity.NOTE, message, metrics=(name,))


def _standards(catalogue: Catalogue, derived: Derived, handed_in: Sequence[HandedIn]) -> Iterator[Issue]:
    """Yield a warning for each typed amount of money that is the same in all offices: a standard isn't added up."""
    names = (held for columns in derived.typed.values() for held in columns.values() if isinstance(held, str))
    for name in names:
        metric = catalogue.metrics[name]
        if base_unit(metric.unit) != _MONEY or metric.rollup or len(handed_in) < _FEW:
            continue
        typed = (one.sources.sections[metric.section].typed.get(name) for one in handed_in)
        values = {entry.value if entry else None for entry in typed}
        if len(values) == 1 and None not in values:
            message = (
                f"{quoted(name)}各单位都一样，像是标准，汇总时加起来了。是标准的，在各单位的指标目录里写 steady: true；"
                f"真要相加的写 rollup: sum。"
            )
            at = Location(CATALOGUE_FILE, metric.at.row, name)
            yield Issue("汇总", Severity.WARNING, message, at, (name,), key=f"汇总：{key_text(name)}")
