"""Break the shipped report's inputs in every way that we can think of, and look whether anything but the right answer comes out.

    python benchmarks/fuzz.py SECONDS [SEED]

A case changes one to three things in data/2018, catalogue.yaml or report.docx and builds. Right is a report whose figures an independent
reader of the tables confirms, or Unusable with nothing written; anything else is a finding. Every finding is printed with the seed that
gives it again (`python benchmarks/fuzz.py 0 SEED` runs that one case) and the fewest of its changes that still do. Exits with 1 on one.
"""

from __future__ import annotations

import contextlib
import csv
import io
import random
import re
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import FrameType
from xml.parsers import expat

from lxml import etree

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reportgen.base.issues import Unusable  # noqa: E402
from reportgen.base.numbers import unit_factor  # noqa: E402
from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE, main  # noqa: E402
from reportgen.figures.wording import value_text  # noqa: E402
from reportgen.inputs.metric_rules import SumOf  # noqa: E402
from reportgen.report import building  # noqa: E402  the checkout that the script stands in, installed or not
from reportgen.report.built import Built  # noqa: E402

YEAR = 2018
MOST_SECONDS = 20.0  # for one case; more is a hang
CATALOGUE, TEMPLATE = "annual/catalogue.yaml", "annual/report.docx"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

Files = dict[str, bytes | None]  # by path; None is a folder
Change = Callable[[Files, random.Random], str]  # changes the files and says how


class Hang(BaseException):
    """A case took longer than it may."""


@dataclass(frozen=True)
class Finding:
    """What went wrong, by which changes, and the seed that gives it again."""

    seed: int
    changes: tuple[str, ...]
    what: str

    def __str__(self) -> str:
        return f"seed {self.seed}: {self.what}\n    " + "\n    ".join(self.changes)


# ---- the changes -------------------------------------------------------------------------------------------------------------

_CELLS = """ 0 -1 1 00 1.5 1e5 1E+05 ９ 1,000 1,00 12 34 999999999999999 9999999999999999 =1+1 +1 @a - 无 合计 nan inf 0x1 1_0 ١ ² ½ #REF! ' 76人"""
_ODD_CELLS = [
    *_CELLS.split(" "),
    '"',
    "\t",
    "\u3000",
    "\u200b",
    "\0",
    "\ufffd",
    "\U0010ffff",
    "a" * 1001,
    "一孩",
    "农业",
]
_TOKENS = [
    *(
        '"',
        "'",
        "\n",
        "\r",
        "\t",
        ": ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "&a ",
        "*a",
        "!x ",
        "|",
        ">",
        "#",
        "%",
        "---\n",
        "? ",
        ",",
        "\0",
    ),
    *(
        "　",
        "：",
        "０",
        "1e9",
        "==",
        "+",
        "/",
        "*",
        "(",
        ")",
        "合计",
        "reported:\n",
        "where",
        "sum",
        "year",
        "digits: 6",
        "optional: true",
    ),
    *(
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "|",
        "{{ 总人口 }}",
        "{% if 死亡 %}",
        "{% endif %}",
        "<<: ",
        "null",
        "~",
        "self",
        "loop",
        "true",
    ),
]
_BYTES = [*range(256), *b"\x00\t\n\r \"',-:;[]{}#&*!|%`0\xff\xfe\xef<>/="]


def _data(files: Files, ending: str = "", within: str = "") -> list[str]:
    return sorted(name for name, data in files.items() if data is not None and name.endswith(ending) and within in name)


def _bytes(files: Files, name: str) -> bytes:
    data = files[name]
    assert data is not None, "only files are chosen"
    return data


def _any_file(files: Files, rng: random.Random) -> str:
    """Return a file's name; the catalogue and the template as often as all tables together."""
    return rng.choice([rng.choice(_data(files)), rng.choice([CATALOGUE, TEMPLATE])])


def change_bytes(files: Files, rng: random.Random) -> str:
    name = _any_file(files, rng)
    if files.get(name) is None:
        return f"{name} is gone already"
    data = bytearray(_bytes(files, name))
    at, length = rng.randrange(len(data) + 1), rng.choice([1, 1, 1, 3, 20, 300])
    how = rng.choice(["change", "remove", "insert", "token", "double", "cut"])
    if how == "change":
        data[at : at + 1] = bytes([rng.choice(_BYTES)])
    elif how == "remove":
        del data[at : at + length]
    elif how == "insert":
        data[at:at] = bytes([rng.choice(_BYTES)])
    elif how == "token":
        data[at:at] = rng.choice(_TOKENS).encode()
    elif how == "double":
        data[at:at] = data[at : at + length]
    else:
        del data[at:]
    files[name] = bytes(data)
    return f"{name}: {how} at byte {at} (length {length})"


def change_file(files: Files, rng: random.Random) -> str:
    name = _any_file(files, rng)
    how = rng.choice(["remove", "empty", "folder", "other", "capitals", "double"])
    if files.get(name) is None:
        return f"{name} is gone already"
    data = _bytes(files, name)
    if how == "remove":
        del files[name]
    elif how == "empty":
        files[name] = b""
    elif how == "folder":
        files[name] = None
    elif how == "other":
        other = rng.choice(_data(files))
        files[name], how = _bytes(files, other), f"has the content of {other}"
    elif how == "capitals":
        del files[name]
        folder, _, file = name.rpartition("/")
        files[f"{folder}/{file.upper()}"] = data
    else:
        files[name.replace(".csv", ".xlsx").replace("report", "report2")] = data
    return f"{name}: {how}"


def change_rows(files: Files, rng: random.Random) -> str:
    """Change lines of a text file: a table's rows or a YAML file's keys."""
    texts = [*_data(files, ".csv"), *_data(files, ".yaml"), *[CATALOGUE] * 8]
    name = rng.choice([text for text in texts if files.get(text)])
    lines = _bytes(files, name).splitlines(keepends=True)
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    how = rng.choice(["remove", "double", "swap", "move", "indent", "rename", "empty"])
    if how == "remove":
        del lines[one]
    elif how == "double":
        lines.insert(other, lines[one])
    elif how == "swap":
        lines[one], lines[other] = lines[other], lines[one]
    elif how == "move":
        lines.insert(min(other, len(lines) - 1), lines.pop(one))
    elif how == "indent":
        lines[one] = b"  " + lines[one]
    elif how == "rename":
        words = re.findall(r"\w+", _bytes(files, name).decode("utf-8", "replace"))
        here = re.findall(r"\w+", lines[one].decode("utf-8", "replace"))
        if here and words:
            old, new = rng.choice(here), rng.choice([*words, *_ODD_CELLS])
            lines[one] = lines[one].decode("utf-8", "replace").replace(old, new, 1).encode("utf-8", "replace")
            how = f"{old} -> {new!r}"
    else:
        lines[one] = b"\n"
    files[name] = b"".join(lines)
    return f"{name}: {how} line {one + 1} (and {other + 1})"


def change_cells(files: Files, rng: random.Random) -> str:
    """Change cells, columns or rows of a table."""
    name = rng.choice(_data(files, ".csv") or [CATALOGUE])
    text = (files.get(name) or b"").decode("utf-8-sig", "replace")
    rows = [row for row in csv.reader(io.StringIO(text)) if row]
    if not rows:
        return f"{name} is no table"
    r, s = rng.randrange(len(rows)), rng.randrange(len(rows))
    c, d = rng.randrange(len(rows[r])), rng.randrange(len(rows[s]))
    how = rng.choice(
        ["cell", "cell", "swap cells", "swap down", "drop row", "double row", "reorder", "drop column", "double column"]
    )
    if how == "cell":
        rows[r][c] = rng.choice([*_ODD_CELLS, str(rng.randrange(10_000))])
        how = f"cell {rows[r][c][:20]!r}"
    elif how == "swap cells":
        rows[r][c], rows[s][d] = rows[s][d], rows[r][c]
    elif how == "swap down":
        c = min(c, len(rows[s]) - 1)
        rows[r][c], rows[s][c] = rows[s][c], rows[r][c]
    elif how == "drop row":
        del rows[r]
    elif how == "double row":
        rows.insert(s, list(rows[r]))
    elif how == "reorder":
        rows[1:] = rng.sample(rows[1:], len(rows) - 1)
    elif how == "drop column":
        rows = [row[:c] + row[c + 1 :] for row in rows]
    else:
        rows = [row[:d] + row[c : c + 1] + row[d:] for row in rows]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    files[name] = b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")
    return f"{name}: {how}, row {r + 1} column {c + 1} (row {s + 1} column {d + 1})"


def _parts(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def _zipped(parts: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of doubled names
        for name, data in parts:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def change_part(files: Files, rng: random.Random) -> str:
    """Change the XML tree of one of the template's parts, the document's more often than others."""
    try:
        parts = _parts(files.get(TEMPLATE) or b"")
        number = rng.choice(
            [rng.randrange(len(parts)), *[n for n, (name, _) in enumerate(parts) if name.endswith("document.xml")] * 2]
        )
        root = etree.fromstring(parts[number][1])
    except (zipfile.BadZipFile, etree.XMLSyntaxError, IndexError, ValueError, NotImplementedError):
        return "the template is broken already"
    said = _change_tree(root, rng)
    parts[number] = parts[number][0], etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    files[TEMPLATE] = _zipped(parts)
    return f"{parts[number][0]}: {said}"


def _change_tree(root: etree._Element, rng: random.Random) -> str:
    elements = list(root.iter(etree.Element))
    tagged = [element for element in elements if element.text and re.search(r"[{}%]", element.text)]
    one = rng.choice(tagged) if tagged and rng.random() < 0.4 else rng.choice(elements)
    other, parent = rng.choice(elements), one.getparent()
    above = rng.randrange(4)
    for _ in range(above):  # a run, a paragraph, a row as often as a text
        if parent is not None and parent.getparent() is not None:
            one, parent = parent, parent.getparent()
    place = root.getroottree().getpath(one)
    how = rng.choice(
        ["remove", "double", "move", "attribute", "no attribute", "text", "text", "tag", "tail", "namespace"]
    )
    if how == "remove" and parent is not None:
        parent.remove(one)
    elif how == "double" and parent is not None:
        parent.insert(parent.index(one), etree.fromstring(etree.tostring(one, with_tail=False)))
    elif how == "move" and parent is not None and one not in other.iterancestors() and one is not other:
        other.insert(rng.randrange(len(other) + 1), one)
        how = f"move to {root.getroottree().getpath(other)}"
    elif how in {"attribute", "no attribute"} and one.attrib:
        key = rng.choice(sorted(map(str, one.attrib)))
        if how == "attribute":
            one.set(key, rng.choice(["", "0", "-1", "99999999999", "a", "{{ 总人口 }}", "1", "../x", "二"]))
        else:
            del one.attrib[key]
        how = f"{how} {key} = {one.get(key)!r}"
    elif how == "text":
        text = one.text or ""
        at = rng.randrange(len(text) + 1)
        new = rng.choice(
            [text[:at] + text[at + 1 :], text[:at] + rng.choice(_TOKENS[:-5]) + text[at:], text[:at], text[::-1]]
        )
        with contextlib.suppress(ValueError):
            one.text = new
        how = f"text {text[:60]!r} -> {one.text!r}"[:300]
    elif how == "tag":
        one.tag = rng.choice([element.tag for element in elements])
        how = f"tag {one.tag}"
    elif how == "tail":
        one.tail = rng.choice(["{{ 总人口 }}", " ", "字", "{%", "{{0}}"])
    elif how == "namespace" and parent is not None:
        inner = etree.fromstring(b'<a xmlns:x="{{ 1 }}" xmlns:y="{%"/>')
        inner.tail = one.tail
        one.append(inner)
    return f"{how} at {place}"


def change_package(files: Files, rng: random.Random) -> str:
    """Change the template's zip: its entries and their names."""
    parts = _parts(files.get(TEMPLATE) or b"")
    one, other = rng.randrange(len(parts)), rng.randrange(len(parts))
    name, data = parts[one]
    how = rng.choice(["remove", "double", "swap names", "swap", "rename", "empty", "entities", "bytes"])
    if how == "remove":
        del parts[one]
    elif how == "double":
        parts.insert(other, rng.choice([(name, data), (name.upper(), data), (name, b"")]))
    elif how == "swap names":
        parts[one], parts[other] = (parts[other][0], data), (name, parts[other][1])
    elif how == "swap":
        parts[one], parts[other] = parts[other], parts[one]
    elif how == "rename":
        new = rng.choice(
            [
                "../x.xml",
                "/x.xml",
                "a\\b.xml",
                "word/document.xml",
                "名.xml",
                "x.xml/",
                " ",
                "a" * 300,
                name.upper(),
                "C:x",
            ]
        )
        parts[one], how = (new, data), f"rename to {new[:20]!r}"
    elif how == "empty":
        parts[one] = name, b""
    elif how == "entities":
        root = data.partition(b"?>")[2] or data
        parts[one] = name, b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d SYSTEM "file:///etc/passwd">]>' + root
    else:
        at = rng.randrange(len(data) + 1)
        parts[one] = (
            name,
            data[:at] + rng.choice([b"", b"<", b"&b;", b"\0", b"{{ x }}"]) + data[at + rng.randrange(3) :],
        )
    files[TEMPLATE] = _zipped(parts)
    return f"template's zip: {how}, {name} ({parts[min(other, len(parts) - 1)][0] if parts else ''})"


CHANGES: tuple[Change, ...] = (
    change_bytes,
    change_file,
    change_rows,
    change_cells,
    change_cells,
    change_part,
    change_part,
    change_package,
)


def _changed(change: Change, files: Files, rng: random.Random) -> str:
    """Return what a change did; an earlier change may have left it nothing to work on."""
    try:
        return change(files, rng)
    except Exception as error:
        return f"{change.__name__} does nothing: {type(error).__name__}"


# ---- what must hold ----------------------------------------------------------------------------------------------------------


class Fuzz:
    """Runs cases in a folder of its own; `counts` says what became of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.original: Files = {
            **{f"data/{YEAR}/{path.name}": path.read_bytes() for path in sorted((ROOT / "data" / str(YEAR)).iterdir())},
            **{f"annual/{path.name}": path.read_bytes() for path in sorted((ROOT / "templates" / "annual").iterdir())},
        }
        self.counts: Counter[str] = Counter()
        self.standing: Files = {}
        self._put(self.original)
        built = self._build(folder / "first.docx")
        self.before = _outcome(built)
        self.meant = {name: _meant(data) for name, data in self.original.items() if name.endswith(".csv") and data}

    def case(self, seed: int) -> Finding | None:
        """Run one case; a finding comes with the fewest changes that give it."""
        rng = random.Random(seed)
        steps = [(rng.choice(CHANGES), rng.getrandbits(64)) for _ in range(rng.choice([1, 1, 1, 2, 3]))]
        through_cli = rng.random() < 0.1
        what, said = self._run(steps, through_cli)
        self.counts["cases"] += 1
        if not what:
            return None
        for step in list(steps) if len(steps) > 1 else ():
            fewer = [other for other in steps if other is not step]
            smaller, told = self._run(fewer, through_cli) if fewer else ("", [])
            if smaller:
                steps, what, said = fewer, smaller, told
        return Finding(seed, tuple(said), what)

    def _run(self, steps: list[tuple[Change, int]], through_cli: bool) -> tuple[str, list[str]]:
        """Return what is wrong, '' for nothing, and what was changed."""
        files: Files = dict(self.original)
        said = [_changed(change, files, random.Random(seed)) for change, seed in steps]
        self._put(files)
        out = self.folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        try:
            with _watched():
                return self._command(out) if through_cli else self._checked(files, out), said
        except Hang:
            return f"takes more than {MOST_SECONDS:g} seconds", said
        except Exception:
            return traceback.format_exc(), said

    def _put(self, files: Files) -> None:
        """Make the folder hold these files and no others."""
        for name in [name for name in self.standing if files.get(name, ...) != self.standing[name]]:
            path = self.folder / name
            path.rmdir() if path.is_dir() else path.unlink()
            del self.standing[name]
        for name, data in files.items():
            if name not in self.standing:
                path = self.folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.mkdir() if data is None else path.write_bytes(data)
                self.standing[name] = data

    def _build(self, target: Path) -> Built:
        return building.build(self.folder / "data", self.folder / "annual", YEAR, target.parent, target)

    def _command(self, out: Path) -> str:
        """Build from the command line."""
        words = [
            str(YEAR),
            "--data",
            str(self.folder / "data"),
            "--template",
            str(self.folder / "annual"),
            "--output",
            str(out),
        ]
        printed, told = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(told):
            code = main(words)
        if code not in {OK, ERRORS_STAND, UNUSABLE} or "Traceback" in told.getvalue():
            return f"exit code {code}: {told.getvalue()}"
        if code == UNUSABLE and (out.exists() or not re.search("[一-鿿]", told.getvalue())):
            return f"exit code 2, but something was written, or nothing said: {told.getvalue()!r}"
        self.counts["refused" if code == UNUSABLE else "built"] += 1
        return ""

    def _checked(self, files: Files, out: Path) -> str:
        try:
            built = self._build(out / "report.docx")
        except Unusable as error:
            self.counts["refused"] += 1
            if out.exists():
                return f"refused, and something was written: {[path.name for path in out.iterdir()]}"
            bad = [
                str(issue)
                for issue in error.issues
                if issue.location is None or not issue.message.endswith(("。", "？"))
            ]
            return f"no whole sentence with a place: {bad}" if bad or not error.issues else ""
        self.counts["built"] += 1
        return "\n".join([*_broken_document(built), *self._silent(files, built), *self._other_sums(files, built)])

    def _silent(self, files: Files, built: Built) -> Iterator[str]:
        """Yield the tables that mean something else than before although the report says and tells the same."""
        if files.get(CATALOGUE) != self.original[CATALOGUE] or _outcome(built) != self.before:
            return
        for name, before in self.meant.items():
            data = files.get(name)
            meant = _meant(data) if data else None
            if meant is not None and before is not None and _differ(before, meant):
                yield f"{name} means something else, and nothing shows it"

    def _other_sums(self, files: Files, built: Built) -> Iterator[str]:
        """Yield the sums that an independent reader of the tables finds otherwise."""
        for figure in built.figures:
            rule = figure.metric.rule
            if not isinstance(rule, SumOf):
                continue
            data = files.get(f"data/{YEAR}/{built.figures.tables[rule.table].file}")
            rows = _rows(data) if data else None
            expected = _added(rows, rule) if rows else None
            if expected is None:
                self.counts["sums not recomputed"] += 1
                continue
            self.counts["sums recomputed"] += 1
            if figure.computed is None and figure.missing:
                continue  # a row is missing, which is told
            expected = expected * unit_factor(rule.unit) / unit_factor(figure.metric.unit)
            if figure.computed != expected:
                yield f"{figure.name} is {figure.computed}, by the table {expected}"


def _outcome(built: Built) -> tuple[object, ...]:
    """Return everything that a build tells: its figures and its issues."""
    return tuple((f.name, f.value, f.computed) for f in built.figures), tuple(str(issue) for issue in built.issues)


def _rows(data: bytes) -> list[dict[str, str]] | None:
    """Return a table's rows by column, None for one that is not in plain form."""
    try:
        rows = [row for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True) if any(row)]
    except (UnicodeDecodeError, csv.Error):
        return None
    if (
        not rows
        or any(len(row) != len(rows[0]) for row in rows)
        or len(set(rows[0])) < len(rows[0])
        or "合计" in rows[0]
    ):
        return None
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


_Meant = tuple[frozenset[tuple[tuple[str, str], ...]], frozenset[tuple[str, str]]]


def _meant(data: bytes) -> _Meant | None:
    """Return what a table says whatever the order of its rows and columns: its rows, and the cells of its rows of totals.

    A total that is what its column adds up to says nothing more. None for a table that is not in plain form.
    """
    rows = _rows(data)
    if rows is None:
        return None
    said = [tuple(sorted((_plain(column), _plain(cell)) for column, cell in row.items())) for row in rows]
    sums = {
        (_plain(column), str(sum(int(_plain(row[column])) for row in rows if not _is_total(row))))
        for column in (rows[0] if rows else ())
        if all(_plain(row[column]).isdecimal() for row in rows if not _is_total(row))
    }
    totals = frozenset(
        pair
        for row, cells in zip(rows, said, strict=True)
        if _is_total(row)
        for pair in cells
        if pair[1] and (pair[0], pair[1].lstrip("0") or "0") not in sums
    )
    return frozenset(cells for row, cells in zip(rows, said, strict=True) if not _is_total(row)), totals


def _differ(before: _Meant, after: _Meant) -> bool:
    """Return whether two tables say different things; a total may be left out."""
    return before[0] != after[0] or not after[1] <= before[1]


def _is_total(row: Mapping[str, str]) -> bool:
    return any(cell.strip() in {"合计", "总计", "共计", "全街道", "小计"} for cell in row.values())


def _plain(cell: str) -> str:
    cell = re.sub(r"[\s\ufeff\u200b]", "", cell)  # blanks in a name don't matter
    return str(Fraction(cell)) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", cell) else cell


def _added(rows: list[dict[str, str]], rule: SumOf) -> Fraction | None:
    """Return the sum, None where a cell is not a plain number or category."""
    total = Fraction(0)
    found = False
    for row in rows:
        if not {*rule.where, rule.measure} <= set(row):
            return None
        if not _is_total(row) and all(row[column] in values for column, values in rule.where.items()):
            if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", row[rule.measure]):
                return None
            total, found = total + Fraction(row[rule.measure]), True
    known = all(any(row[column] in values for row in rows) for column, values in rule.where.items())
    return total if found and known else None


def _broken_document(built: Built) -> Iterator[str]:
    """Yield what is wrong with a written report: its zip, its XML, a tag left standing, a figure that is not the one of its mark."""
    try:
        with zipfile.ZipFile(built.report) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
            if len(parts) < len(archive.namelist()):
                yield "a part stands twice"
    except (zipfile.BadZipFile, OSError) as error:
        yield f"no zip: {error}"
        return
    for name, data in parts.items():
        if ".." in name or name.startswith("/") or "\\" in name:
            yield f"a part is called {name!r}"
        if name.endswith((".xml", ".rels")):
            try:
                expat.ParserCreate(namespace_separator=" ").Parse(data, True)
            except expat.ExpatError as error:
                yield f"{name} is no XML: {error}"
                return
            if b"<!DOCTYPE" in data:
                yield f"{name} has a DTD"
    root = etree.fromstring(parts["word/document.xml"])
    text = "".join(node.text or "" for node in root.iter(f"{_W}t"))
    data = [
        b for b in built.sources.sections.values() if re.search(r"[{}]", repr(b))
    ]  # braces in a text are the office's
    left = None if data else re.search(r"\{\{.{0,20}|\{%.{0,20}|.{0,20}%\}|.{0,20}\}\}|<Template", text)
    if left:
        yield f"a tag is left: {left[0]}"
    figures: Mapping[str, object] = built.figures.by_name
    for control in root.iter(f"{_W}sdt"):
        alias = control.find(f"{_W}sdtPr/{_W}alias")
        name = "" if alias is None else alias.get(f"{_W}val", "")
        if name in figures and next(control.iterancestors(f"{_W}rPr"), None) is None:
            figure = built.figures[name]
            texts = [node for node in control.iter(f"{_W}t") if next(node.iterancestors(f"{_W}rPr"), None) is None]
            said = "".join(node.text or "" for node in texts)
            if figure.number is not None and said != value_text(figure.metric, figure.value):
                yield f"the mark of {name} says {said!r}, the figure is {value_text(figure.metric, figure.value)!r}"


@contextlib.contextmanager
def _watched() -> Iterator[None]:
    """Raise Hang when the block takes too long; Windows has no such alarm."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def run(seconds: float, seed: int) -> int:
    """Run cases one after another for so long, at least one, and print; return the exit code."""
    findings = 0
    with tempfile.TemporaryDirectory() as folder:
        fuzz = Fuzz(Path(folder))
        end = time.monotonic() + seconds
        while True:
            finding = fuzz.case(seed)
            if finding is not None:
                findings += 1
                print(finding, flush=True)
            seed += 1
            if time.monotonic() >= end:
                break
        print(
            f"{'，'.join(f'{count} {name}' for name, count in fuzz.counts.items())}; {findings} findings; next seed {seed}"
        )
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(run(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))
