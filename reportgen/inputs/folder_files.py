"""A year's folder -> its files; a name that the catalogue asks for -> the file that is meant by it, or what to do where there is none."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from pathlib import Path

from reportgen.base.faced import advised
from reportgen.base.issues import Finder, Issue, Location, Severity, Unusable, key_text, listed, nearest, reason_of
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.written import READERS
from reportgen.inputs.years import misnamed, years

_INPUTS = (*READERS, ".yaml", ".yml")
_NOTE = ".txt"  # what people note down in the folder is no input that somebody forgot
_MOST_BELOW = 10_000  # files in the folders of a year's folder


def files_of(folder: Path, year: int, finder: Finder) -> dict[str, Path]:
    """Return the files of a year's folder by name; raises Unusable without a folder."""
    at = Location(str(folder))
    try:
        if folder.is_dir():
            return {path.name: path for path in sorted(folder.iterdir()) if path.is_file()}
        other = misnamed(folder.parent).get(year)
        model = "上一年" if any(known < year for known in years(folder.parent)) else "指标目录"
        ways = (f"用 new {year} 照{model}建，或建立后放入数据。", f"在「新的一年」里照{model}建，或建立后放入数据。")
        fact = f"没有{year}年的数据文件夹："
        message = f"{fact}请把「{other}」改名为 {year}。" if other else advised(fact, *ways)
        finder.error("文件", at, message, expected=str(folder), found=other or "没有")
    except OSError as error:
        finder.error("文件", at, f"文件夹打不开（{reason_of(error)}），请看有没有读取权限。", expected="能打开的文件夹")
    raise Unusable(finder.issues)


class FolderFiles:
    """The files of a year's folder, and the names that the catalogue asks for: tables in each form, and the sections' YAML."""

    def __init__(self, folder: Path, paths: Mapping[str, Path], catalogue: Catalogue) -> None:
        self.folder = folder
        self.paths = paths
        tables = [f"{table}{ending}" for ending in READERS for table in catalogue.tables]
        self.asked_for = tables + [f"{section}.yaml" for section in catalogue.sections]
        self._spelt: dict[str, list[str]] = {}  # the same in lower case, as Windows takes them
        for name in paths:
            self._spelt.setdefault(name.lower(), []).append(name)

    def meant(self, wanted: Sequence[str], finder: Finder, missing: Callable[[], str]) -> str:
        """Return the one file that has a wanted name, '' when there is none; upper and lower case are the same.

        `missing` says what to tell where there is none, '' for nothing.
        """
        found = [name for one in wanted for name in self._spelt.get(one, ())]
        at = Location(wanted[0])
        if len(found) > 1:
            found = [name for name in self.paths if name in found]
            message = f"有{len(found)}个文件：{listed(f'「{name}」' for name in found)}，不知道以哪个为准，请只留一个。"
            finder.error("文件", at, message, expected="一个文件", found=listed(found))
        elif not found and (told := missing()):
            others = [name for name in self.paths if name.lower() not in self.asked_for and _is_input(name)]
            hint = self._renaming(others, wanted) or self._below(wanted) or nearest(wanted[0], others)
            finder.error("文件", at, told + hint, expected=wanted[0], found="没有")
        return found[0] if len(found) == 1 else ""

    def stray(self, read: Container[str]) -> Iterator[Issue]:
        """Yield a warning for each file that looks like an input and isn't among those that were read."""
        for name in self.paths:
            if name in read or not _is_input(name) or name.startswith(("~", ".")):
                continue
            way = self._renaming([name], self.asked_for) or nearest(name, self.asked_for)
            if way or not name.lower().endswith(_NOTE):
                message = f"这个文件没有用到。{way}"
                yield Issue("文件", Severity.WARNING, message, Location(name), key=f"文件：{key_text(name)}")

    def _renaming(self, names: Sequence[str], wanted: Sequence[str]) -> str:
        """Return what to do where a name has an ending too many: Windows hides it, and people and programs add one that they don't see."""
        for name in names:
            due = name.rpartition(".")[0]
            if due.lower() in wanted and due.lower() not in self._spelt:
                return f"有「{name}」，请把它改名为「{due}」（先在「查看」里勾上「文件扩展名」）。"
        return ""

    def _below(self, wanted: Sequence[str]) -> str:
        """Return what to do where a file lies in a folder of the year's folder."""
        try:
            paths = itertools.islice(self.folder.glob("*/*"), _MOST_BELOW)
            found = sorted(path.relative_to(self.folder) for path in paths if path.name.lower() in wanted)
        except OSError:
            return ""
        places = listed((f"「{path.parent}」" for path in found), 3)
        return f"{places}文件夹里有「{found[0].name}」，请放到 {self.folder.name} 里。" if found else ""


def _is_input(name: str) -> bool:
    return name.lower().endswith(_INPUTS)
