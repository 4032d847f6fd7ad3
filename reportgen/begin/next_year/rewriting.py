"""A YAML text and what becomes of each of its entries -> the text with comments and order kept, saying exactly what was meant.

The text is changed in place and read again. Where it then doesn't say what was meant (entries in braces, keys of odd forms), it is
written anew from its nodes, comments above their entries.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Dict
from dataclasses import dataclass

from reportgen.base.issues import Finder, Location
from reportgen.base.yaml_writing import flow_text, scalar_text
from reportgen.base.yamlfile import (
    LINE_END,
    Layout,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Span,
    layout,
    parse_yaml,
)

EMPTY = Scalar("", Location(""))
_BREAKS = "\r\n\u2028\u2029"


@dataclass(frozen=True)
class Rewrite:
    """What becomes of one entry: its node then, None to leave it out; what is said behind its value, and in a line above it.

    `kept` says that the value stays as it is written; only a single value can become another.
    """

    node: Node | None
    behind: str = ""
    above: str = ""
    kept: bool = True


@dataclass(frozen=True)
class Comment:
    """A comment as written, with its #; `behind` a value that becomes another, or `within` an entry that is left out."""

    text: str
    behind: bool = False
    within: bool = False


Remark = Callable[[Comment], str]


def rewritten(text: str, plans: Dict[str, Rewrite], added: list[str], heading: str, remark: Remark) -> str:
    """Return the text of a file's top mapping with each entry as planned, and with the keys `added` at the end, empty.

    `plans` are the entries in file order, and the text one in which `parse_yaml` found no fault. `heading` stands over what is added.
    `remark` says what remains of a comment, without its #, '' for nothing; one of which everything remains stays as it is written.
    """
    found = layout(text)
    meant = {key: plan.node for key, plan in plans.items() if plan.node is not None} | dict.fromkeys(added, EMPTY)
    more = ["", f"# {heading}", *(f"{scalar_text(key)}:" for key in added)] if added else []
    try:
        made = _lines_added(_InPlace(text, found, remark).edited(plans), more)
    except ValueError:  # an entry has no lines of its own
        made = None
    if made is None or not _says(made, meant):
        made = _lines_added(_anew(text, found, plans, remark), more)
        assert _says(made, meant), "written anew, the text doesn't say what was meant"
    return made


class _InPlace:
    """Changes a text at the places of its entries and comments."""

    def __init__(self, text: str, found: Layout, remark: Remark) -> None:
        self.text = text
        self.found = found
        self.remark = remark
        breaks = list(LINE_END.finditer(text))
        self.starts = [0, *(one.end() for one in breaks)]
        self.ends = [*(one.start() for one in breaks), len(text)]
        self.line_break = breaks[0].group() if breaks else "\n"

    def edited(self, plans: Dict[str, Rewrite]) -> str:
        """Return the text with each entry as planned; raises ValueError where entries have no lines of their own."""
        if self.found.flow:
            raise ValueError("entries in braces")
        edits: list[tuple[Span, str]] = []
        for plan, entry in zip(plans.values(), self.found.entries, strict=True):
            first = self._line(entry.key.start)
            begin, colon = self.starts[first], self.text.index(":", entry.key.end, entry.value.start + 1) + 1
            # A block scalar's span ends behind its last line break.
            last = self._line(max(len(self.text[: entry.value.end].rstrip(_BREAKS)), entry.key.end))
            comments = [self._text(one) for one in self.found.comments if begin <= one.start < self.ends[last]]
            if plan.node is None:
                kept = [said for one in comments if (said := self.remark(Comment(one, within=True)))]
                edits.append((self._lines(first, last), "".join(f"# {said}{self.line_break}" for said in kept)))
            elif not plan.kept:
                assert isinstance(plan.node, Scalar), "a list or mapping stays as it is written"
                value = f" {scalar_text(plan.node.text)}" if plan.node.text else ""
                remarks = (self.remark(Comment(one, behind=True)) for one in comments)
                said = "；".join(filter(None, [plan.behind, *remarks]))
                edits.append((Span(colon, self.ends[last]), value + (f"   # {said}" if said else "")))
            if plan.above:
                indent = self.text[begin : entry.key.start]
                line = f"{indent if not indent.strip() else ''}# {plan.above}{self.line_break}"
                edits.append((Span(begin, begin), line))
        taken = [span for span, _ in edits]
        for one in self.found.comments:
            if not any(span.start <= one.start < span.end for span in taken):
                edits += self._comment(one)
        made = self.text
        for span, new in sorted(edits, key=lambda edit: (edit[0].start, edit[0].end), reverse=True):
            made = made[: span.start] + new + made[span.end :]
        if any(plan.node is None for plan in plans.values()):  # no empty lines where something was left out
            made = made.strip(_BREAKS) + self.line_break if made.strip() else ""
        return made

    def _comment(self, at: Span) -> Iterator[tuple[Span, str]]:
        old = self._text(at)
        new = _comment(old, self.remark)
        line = self._line(at.start)
        if new == old:
            return
        before = self.text[self.starts[line] : at.start]
        if new:
            yield at, new
        elif before.strip():
            yield Span(self.starts[line] + len(before.rstrip(" \t")), at.end), ""
        else:
            yield self._lines(line, line), ""

    def _text(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def _line(self, at: int) -> int:
        return bisect.bisect_right(self.starts, at) - 1

    def _lines(self, first: int, last: int) -> Span:
        behind = self.starts[last + 1] if last + 1 < len(self.starts) else len(self.text)
        return Span(self.starts[first], behind)


def _comment(old: str, remark: Remark) -> str:
    said = remark(Comment(old))
    return old if said == old.lstrip("#").strip() else f"# {said}" if said else ""


def _lines_added(text: str, lines: list[str]) -> str:
    begin = "\n" if lines and text and text[-1] not in _BREAKS else ""
    return text + begin + "".join(f"{line}\n" for line in lines)


# ---- anew ----------------------------------------------------------------------------------------------------------------------


def _anew(text: str, found: Layout, plans: Dict[str, Rewrite], remark: Remark) -> str:
    """Return the entries as lines of our own, each below the comments that begin before its end."""
    lines: list[str] = []
    comments = [(one.start, _comment(text[one.start : one.end], remark)) for one in found.comments]
    for (key, plan), entry in zip(plans.items(), found.entries, strict=True):
        lines += [line for start, line in comments if line and start < entry.value.end]
        comments = [(start, line) for start, line in comments if start >= entry.value.end]
        if plan.node is not None:
            lines += [f"# {plan.above}"] if plan.above else []
            lines += _lines(key, plan.node)
            lines[-1] += f"   # {plan.behind}" if plan.behind else ""
    lines += [line for _, line in comments if line]
    return "".join(f"{line}\n" for line in lines)


def _lines(key: str, node: Node) -> list[str]:
    if isinstance(node, Scalar):
        return [f"{scalar_text(key)}:{f' {scalar_text(node.text)}' if node.text else ''}"]
    if isinstance(node, Sequence) and node.items:
        return [f"{scalar_text(key)}:", *(line for item in node.items for line in _item_lines(item))]
    return [f"{scalar_text(key)}: {flow_text(node)}"]


def _item_lines(item: Node) -> list[str]:
    if not isinstance(item, Mapping) or not item.entries:
        return [f"  - {flow_text(item)}"]
    lines = [f"    {scalar_text(key)}: {flow_text(value)}" for key, value in item]
    return [f"  - {lines[0].lstrip()}", *lines[1:]]


# ---- held against what was meant -----------------------------------------------------------------------------------------------


def _says(text: str, meant: Dict[str, Node]) -> bool:
    """Return whether the text, read again, says what was meant, in this order, and nothing else."""
    finder = Finder()
    top = parse_yaml(text.encode(), "", finder)
    same = list(top.entries) == list(meant)
    return same and not finder.issues and all(plain(top.entries[key]) == plain(node) for key, node in meant.items())


def plain(node: Node) -> object:
    """Return a node without its places: text, a list, or a list of (key, value)."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return [(key, plain(value)) for key, value in node]
