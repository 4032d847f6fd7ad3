"""The walls of the design, read from the imports: who may know pandas, Word, YAML, the screen and the clock."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "reportgen"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Each room, and the rooms that it may import: what stands below it, and of that what it needs. From the lowest to the highest.
ROOMS = {
    "base": "",
    "inputs": "base",
    "editing": "inputs base",
    "figures": "inputs base",
    "word": "base",
    "checks": "figures inputs base",
    "template": "word figures inputs base",
    "compare": "checks figures inputs base",
    "annex": "compare template word figures base",
    "merge": "annex word inputs base",
    "begin": "merge template checks word figures inputs base",
    "verify": "begin merge annex template checks word figures inputs base",
    "report": "verify begin merge annex compare template checks word figures inputs base",
    "public": "report checks word figures inputs base",
    "offices": "public report begin compare checks template word figures inputs base",
    "authoring": "report annex template checks word figures inputs base",
    "api": "report begin compare word figures base",
    "page": "public offices report begin compare checks word figures editing inputs base",
    "commands": "page public authoring offices report begin compare word figures inputs base",
}
# Each library of pyproject.toml: the packages that it brings, the modules that may know them, and a command that can't do without it.
LIBRARIES = {
    "docxtpl": ("docxtpl", r"template/(rendering|inline_pictures)", ["2018", "--output", "{}"]),
    "Jinja2": (
        "jinja2|markupsafe",
        r"template/\w+|compare/(series_|league_)?page|annex/chart|page/\w+",
        ["diff", "2018", "--format", "html", "-o", "{}/page.html"],
    ),
    "lxml": (
        "lxml",
        r"(word|template|annex|merge|public|authoring/(layout|adopt))/\w+|begin/old_report/document|verify/(chart_held|printed_as|typed_notes)",
        ["text", "templates/annual/report.docx"],
    ),
    "python-docx": (
        "docx",
        r"word/whole|template/blank|public/parts|authoring/mend/\w+",
        ["template", "new", "{}/new"],
    ),
    "pandas": ("pandas", r"figures/adding", ["figures", "2018"]),
    "PyYAML": ("yaml", r"base/(yamlfile|yaml_places)", ["check", "2018"]),
    "rapidfuzz": ("rapidfuzz", r"word/alignment", ["verify", "templates/annual/report.docx", "2018"]),
    "openpyxl": (
        "openpyxl",
        r"base/book|compare/(sheet|sheet_look|league_sheet)|begin/changed_book|begin/forms/form_book",
        ["diff", "2018", "--format", "xlsx", "-o", "{}/book.xlsx"],
    ),
}
# Each library of an extra, which an office installs only for what it names: the packages that it brings, the modules that may know them.
EXTRAS = {
    "page": {"Flask": ("flask|werkzeug", r"page/\w+"), "waitress": ("waitress", r"page/serving")},
    "cluster": {"distributed": ("distributed", r"offices/cluster")},
}
# A room that only its own command imports, when it is asked for: its modules may import an extra's libraries at their start.
ROOM_OF_EXTRA = "page"
WALLS = [
    *((packages, allowed) for packages, allowed, _ in LIBRARIES.values()),
    *(wall for libraries in EXTRAS.values() for wall in libraries.values()),
    ("argparse", r"commands/arguments"),
    ("time|sys", r"commands/\w+"),
    ("subprocess", r"base/program"),
]


@functools.cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return the nodes of a module, itself first; all tests look through all modules."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imported(path: Path) -> Iterator[str]:
    """Yield the top-level packages that a module imports, anywhere in it."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


@pytest.mark.parametrize(("library", "allowed"), WALLS, ids=[wall[0] for wall in WALLS])
def test_only_the_named_modules_know_a_library(library: str, allowed: str) -> None:
    knowing = {
        path.relative_to(PACKAGE).with_suffix("").as_posix()
        for path in MODULES
        if any(re.fullmatch(library, name) for name in imported(path))
    }
    assert knowing, f"the wall around {library} is stale"
    assert {name for name in knowing if not re.fullmatch(allowed, name)} == set()


def test_every_import_is_python_s_own_ours_or_a_library_that_pyproject_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [re.split("[<>=]", one)[0] for one in project["dependencies"]] == list(LIBRARIES)
    extras = project["optional-dependencies"]
    for name, libraries in EXTRAS.items():
        assert [re.split("[<>=]", one)[0] for one in extras[name]] == list(libraries)
    assert {*extras} == {"dev", *EXTRAS}
    known = {package for packages, *_ in LIBRARIES.values() for package in packages.split("|")}
    known |= {one for libraries in EXTRAS.values() for packages, _ in libraries.values() for one in packages.split("|")}
    foreign = {(path.name, name) for path in MODULES for name in imported(path)}
    assert {one for one in foreign if one[1] not in {*sys.stdlib_module_names, "reportgen", *known}} == set()


def room(path: Path) -> str:
    """Return the room that a module stands in, its own name where it stands in none, '' for the map itself."""
    place = path.relative_to(PACKAGE).parts
    return place[0].removesuffix(".py").replace("__init__", "")


def ours(path: Path) -> set[Path]:
    """Return the modules of ours that a module imports, anywhere in it."""
    found: set[Path] = set()
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "reportgen":
            place = ROOT.joinpath(*node.module.split("."))
            named = {place / f"{name.name}.py" for name in node.names} & set(MODULES)
            found |= named or {
                place.with_suffix(".py") if place.with_suffix(".py").is_file() else place / "__init__.py"
            }
    return found


def test_a_room_imports_only_rooms_below_it() -> None:
    lowest_first = list(ROOMS)
    assert {room(path) for path in MODULES} == {"", *ROOMS}
    for name, below in ROOMS.items():
        assert all(lowest_first.index(other) < lowest_first.index(name) for other in below.split()), name
        known = {room(other) for path in MODULES if room(path) == name for other in ours(path)} - {name, ""}
        assert known == set(below.split()), f"{name} imports {known}"


def test_no_module_imports_itself_by_a_detour() -> None:
    waiting = {path: ours(path) - {path} for path in MODULES}
    while ready := [path for path, needed in waiting.items() if not needed & waiting.keys()]:
        for path in ready:
            del waiting[path]
    assert sorted(path.relative_to(PACKAGE).as_posix() for path in waiting) == []


def test_only_the_commands_print() -> None:
    printing = {path for path in MODULES if re.search(r"\bprint\(", path.read_text(encoding="utf-8"))}
    assert {room(path) for path in printing} == {"commands"}


def run(code: str) -> str:
    """Return what a program of these lines prints, in a process of its own."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT, encoding="utf-8")
    return done.stdout


HIDE = """
import importlib, sys
for name in {others}:
    importlib.import_module(name)
for name in [*sys.modules, *{hidden}]:
    if name.split(".")[0] in {hidden}:
        sys.modules[name] = None
"""


@pytest.mark.slow
@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_does_what_nothing_else_would(library: str, tmp_path: Path) -> None:
    packages, _, told = LIBRARIES[library]
    words = [word.format(tmp_path) for word in told]
    others = [name for one, *_ in LIBRARIES.values() if one != packages for name in one.split("|")]
    command = f"from reportgen.commands.cli import main\nassert main({words}) in {(0,) if words != told else (0, 1)}"
    with pytest.raises(subprocess.CalledProcessError) as caught:
        run(HIDE.format(others=others, hidden=packages.split("|")) + command)
    assert re.search(rf"(import of|No module named) '?({packages})\b", caught.value.stderr)
    asking = Path(re.findall(r'File "([^"]+)"', caught.value.stderr)[-1])
    assert PACKAGE in asking.parents, "another library asked for it"
    assert list(tmp_path.iterdir()) == []
    run(command)
    assert bool(list(tmp_path.iterdir())) is (words != told)
    assert library != "docxtpl" or list(tmp_path.rglob("*.docx"))


def test_no_module_waits_for_an_extra_at_its_start() -> None:
    extras = {packages for libraries in EXTRAS.values() for packages, _ in libraries.values()}
    for path in MODULES:
        if room(path) == ROOM_OF_EXTRA:
            continue
        module = nodes(path)[0]
        assert isinstance(module, ast.Module)
        said = [ast.unparse(one) for one in module.body if isinstance(one, (ast.Import, ast.ImportFrom))]
        assert [one for one in said if re.match(rf"(import|from) ({'|'.join(extras)})\b", one)] == [], path


@pytest.mark.parametrize(
    "words",
    [["text", "templates/annual/report.docx"], ["diff", "2018"], ["history", "2018"]],
    ids=lambda words: words[0],
)
def test_what_prepares_no_template_does_not_wait_for_docxtpl(words: list[str]) -> None:
    code = f"import sys\nfrom reportgen.commands.cli import main\nmain({words})\nprint('docxtpl' in sys.modules)"
    assert run(code).endswith("False\n")


def test_one_module_reads_the_clock() -> None:
    clocks = re.compile(r"\.(now|today|utcnow)\(|time\.time\(")
    assert [path.name for path in MODULES if clocks.search(path.read_text(encoding="utf-8"))] == ["clock.py"]


REPORTS = [ROOT / "templates" / "annual", ROOT / "tests" / "reports" / "halfyear" / "template"]


@pytest.mark.parametrize("report", REPORTS, ids=["annual", "halfyear"])
def test_no_module_knows_a_metric_a_section_or_a_title_of_a_report(report: Path) -> None:
    catalogue = (report / "catalogue.yaml").read_text(encoding="utf-8")
    sections = re.findall(r"^([a-z_]+):", catalogue, re.MULTILINE)
    titles = re.findall(r"^  title: (.+)$", catalogue, re.MULTILINE)
    metrics = re.findall(r"^  ([^\s:#]{3,}):", catalogue, re.MULTILINE)
    assert len(sections) > 5 and len(titles) > 5 and len(metrics) > 30
    for path in MODULES:
        docstrings = {
            ast.get_docstring(node, clean=False)
            for node in nodes(path)
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        }
        texts = [
            node.value
            for node in nodes(path)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in docstrings
        ]
        texts += [word for text in texts for word in text.split("|")]  # a pattern says several
        known = {name for name in (*sections, *titles, *metrics) if name in texts} - {
            "报告期",
            "any_table",
            "period",
            "title",
            "from",
            "tables",
            "texts",
            "identities",
            "changes",
            "stocks",
            "as_of",
            "properties",
        }
        assert known == set(), path.name


def first_line(path: Path) -> str:
    """Return what a module says first."""
    module = nodes(path)[0]
    assert isinstance(module, ast.Module), path
    return (ast.get_docstring(module) or "").split("\n")[0]


def test_the_map_is_the_first_line_of_every_module() -> None:
    mapped: set[tuple[str, str]] = set()
    folders: list[str] = []
    for line in (PACKAGE / "__init__.py").read_text(encoding="utf-8").splitlines():
        if found := re.fullmatch(r"( {4,})(\w+)(/?)  +(\S.*)", line):
            folders = [*folders[: len(found[1]) // 4 - 1], found[2]]
            mapped.add(("/".join(folders) + ("/__init__" if found[3] else ""), found[4]))
    said = {(path.relative_to(PACKAGE).with_suffix("").as_posix(), first_line(path)) for path in MODULES}
    assert mapped == {(place, line) for place, line in said if place != "__init__"}


def test_every_module_says_first_what_comes_in_and_what_goes_out() -> None:
    assert [path for path in MODULES if not first_line(path)] == []
