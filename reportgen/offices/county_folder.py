"""A county's figures, added up -> its year's folder and its report's folder on disk; what its own people typed there stays as it is.

Tables and list of offices are made anew each time; one that people have edited is kept beside what is remembered of the run. The catalogue
is made anew too, unless people have edited it: then nobody knows which of both is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.base.hashing import sha256
from reportgen.base.issues import Finder, Issue, Location, Severity, Unusable
from reportgen.base.saving import keep_aside, read_or_none, write_all
from reportgen.base.textfile import read_bytes
from reportgen.base.yamlfile import MOST_BYTES, parse_yaml
from reportgen.base.yamlfile import Mapping as YamlMapping
from reportgen.begin.first_year.first_folder import lacking_files
from reportgen.inputs.catalogue_file import FILE as CATALOGUE_FILE
from reportgen.inputs.catalogue_file import read_catalogue
from reportgen.inputs.sources import Made
from reportgen.offices import lock
from reportgen.offices.county import County
from reportgen.offices.county_catalogue import LEVELS, OWN, is_derived, level_of
from reportgen.offices.rolled_memory import FILE as MEMORY_FILE
from reportgen.offices.rolled_memory import Memory, catalogue_hash, remembered
from reportgen.offices.rolled_tables import as_csv
from reportgen.offices.rollup import Rolled, roll_up
from reportgen.template.reading import FILE as TEMPLATE_FILE
from reportgen.word.package import DOCUMENT, read_package, write_package

MODEL = Path("templates/county")  # what a county's report begins from, beside the program's own templates
_EDITED = "有人改过"


@dataclass(frozen=True)
class Written:
    """What was written of a county's year: its `folder`, the tables `made` and how many `rows` they have, what of people's was `kept` aside,
    what its own people still have to fill (`begun`), and the year before where that was added up too; `not_ours` is its folder where that
    is people's own. Its report's folder is a copy of the `model`, None where it held a report before."""

    rolled: Rolled
    folder: Path
    report: Path
    made: Mapping[str, Made]
    rows: int
    kept: tuple[Path, ...]
    begun: tuple[str, ...]
    before: Written | None = None
    not_ours: Path | None = None
    model: Path | None = None

    @property
    def tables(self) -> dict[int, Mapping[str, Made]]:
        """Return the tables made just now, by their years: who builds the report reads none of them again."""
        return {one.rolled.year: one.made for one in (self, self.before) if one is not None}


def begun_report(report: Path, model: Path, template: Path) -> dict[Path, bytes | None]:
    """Return the files by which a county's report folder begins where it holds no report yet, from a model's.

    The model is a county's over towns; over offices whose report folder is another county's, its tags say their level's words. Raises
    Unusable where that folder can't be used.
    """
    if (report / TEMPLATE_FILE).is_file() or not (model / TEMPLATE_FILE).is_file():
        return {}
    found = [path for path in sorted(model.iterdir()) if path.is_file() and path.name != CATALOGUE_FILE]
    files: dict[Path, bytes | None] = {
        report / path.name: path.read_bytes() for path in found if not (report / path.name).exists()
    }
    level = level_of(read_catalogue(template))
    if level != LEVELS[0]:
        parts = read_package(files[report / TEMPLATE_FILE] or b"")
        body = parts[DOCUMENT].decode()
        for word, due in zip(LEVELS[0][:-1], level[:-1], strict=True):
            body = body.replace(word, due)
        files[report / TEMPLATE_FILE] = write_package({**parts, DOCUMENT: body.encode()})
    return files


def write_county(
    county: County,
    template: Path,
    report: Path,
    year: int,
    *,
    partly: bool = False,
    since: str = "",
    model: Path | None = None,
) -> Written:
    """Add up a county's year and write its folders; the year before too, where nobody but this has made it. A county without a report's
    folder has one begun from `model`.

    Two runs at once would leave tables of the one beside the list of offices of the other: the second is refused, and told since when, `since`,
    the first one runs. Raises Unusable before anything is written, CannotWrite where a file can't be.
    """
    with lock.held(county.output, since, doing="汇总"):
        return _write(county, template, report, year, partly=partly, model=model)


def _write(county: County, template: Path, report: Path, year: int, *, partly: bool, model: Path | None) -> Written:
    begun = {} if model is None else begun_report(report, model, template)
    own = _own_sections(report, begun)
    rolled = roll_up(county, template, year, partly=partly, own=own)
    catalogue = _catalogue_file(report, rolled.derived.text)
    before = _before(county, template, rolled, own)
    write_all({**begun, report / CATALOGUE_FILE: catalogue})
    earlier = None if before is None else _write_year(county, template, report, before, partly=False, begin=False)
    not_ours = county.data / str(year - 1) if _is_people_s(county, year - 1) else None
    return replace(
        _write_year(county, template, report, rolled, partly=partly, begin=True),
        before=earlier,
        not_ours=not_ours,
        model=model if begun else None,
    )


def _own_sections(report: Path, begun: Mapping[Path, bytes | None]) -> YamlMapping | None:
    finder = Finder()
    data = begun.get(report / OWN)
    if data is None and (report / OWN).is_file():
        data = read_bytes(report / OWN, OWN, MOST_BYTES, finder) or b""
    if data is None:
        return None
    top = parse_yaml(data, OWN, finder)
    finder.stop_if_any()
    return top


def _before(county: County, template: Path, rolled: Rolled, own: YamlMapping | None) -> Rolled | None:
    """Return the year before a year, of the same offices, where one of them has handed it in and its folder isn't people's own work."""
    year = rolled.year - 1
    if _is_people_s(county, year):
        return None
    if not any((office.data / str(year)).is_dir() for office in county.lowest):
        return None
    among = {office.code for office in rolled.counted} if rolled.is_part else None
    return roll_up(county, template, year, earlier=True, own=own, among=among)


def _is_people_s(county: County, year: int) -> bool:
    """Return whether a county's folder of a year is there and was not added up from its offices' by this program."""
    return (county.data / str(year)).is_dir() and not remembered(county.output, year).files


def _write_year(county: County, template: Path, report: Path, rolled: Rolled, *, partly: bool, begin: bool) -> Written:
    folder = county.data / str(rolled.year)
    files = {f"{name}.csv": as_csv(table, rolled.catalogue.any_table) for name, table in rolled.tables.items()}
    files[f"{rolled.derived.level.section}.yaml"] = rolled.section
    before = remembered(county.output, rolled.year).files
    memory = county.output / str(rolled.year)
    kept = tuple(_kept_aside(folder, memory, before, files))
    gone = {name: None for name in before if name not in files}
    notes = {name: sha256(data) for name, data in files.items()}
    names = tuple(map(str, county.lowest))
    added = tuple(office.code for office in rolled.counted) if rolled.is_part else tuple(rolled.inputs)
    said = Memory(partly, notes, rolled.inputs, names, catalogue_hash(county, template), added)
    write_all(
        {
            memory / MEMORY_FILE: said.text,
            **{folder / name: data for name, data in {**gone, **files}.items()},
        }
    )
    made = {name: Made(table, notes[table.file]) for name, table in rolled.tables.items()}
    own = lacking_files(folder, rolled.catalogue, rolled.year, made) if begin else {}
    write_all({folder / name: data for name, data in own.items()})
    return Written(
        rolled, folder, report, made, sum(len(table.rows) for table in rolled.tables.values()), kept, tuple(own)
    )


def _kept_aside(
    folder: Path, memory: Path, remembered: Mapping[str, str], files: Mapping[str, bytes]
) -> Iterable[Path]:
    """Keep what people have edited of the files that are made anew; yield where."""
    for name in dict.fromkeys((*remembered, *files)):
        old = read_or_none(folder / name)
        if old is not None and sha256(old) != remembered.get(name) and old != files.get(name):
            yield keep_aside(memory / name, old, _EDITED)


def _catalogue_file(report: Path, text: str) -> bytes:
    """Return the bytes of a county's catalogue; raises Unusable where the one that stands there is people's."""
    old = read_or_none(report / CATALOGUE_FILE)
    if old is not None and not is_derived(old):
        message = (
            f"这份指标目录有人改过，或者不是汇总出来的，没有换掉。自己的部分和指标请写到旁边的 {OWN} 里，再把这一份移走，"
            f"重新汇总。"
        )
        raise Unusable([Issue("指标目录", Severity.ERROR, message, Location(str(report / CATALOGUE_FILE)))])
    return text.encode()
