"""A YAML text without faults -> its nodes, each with the characters that it is written with; which texts YAML takes for something else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from reportgen.base.folding import BLOCKS
from reportgen.base.yamlfile import LINE_END, Span

_BLANK = " \t\r\n\u2028\u2029"


@dataclass(frozen=True)
class Place:
    """Where a node is written, from its first character up to its last, without comments or line ends behind it.

    `kind` is scalar, list or mapping; of a mapping the `children` are key, value, key, value. `style` is a scalar's quote or its
    | or >, of a list or mapping in brackets the bracket, and '' for plain texts and what stands in lines. A value left
    empty stands behind its colon or dash.
    """

    kind: str
    span: Span
    style: str
    children: tuple[Place, ...] = ()

    @property
    def flow(self) -> bool:
        """Return whether it is a list or mapping in brackets."""
        return self.style in {"[", "{"}

    @property
    def entries(self) -> tuple[tuple[Place, Place], ...]:
        """Return a mapping's keys and values."""
        return tuple(zip(self.children[::2], self.children[1::2], strict=True))


def places(text: str) -> Place | None:
    """Return where the top node of a text and all below it are written, None for a text of comments alone."""
    stack: list[
        tuple[str, int, str, list[Place]]
    ] = []  # what is open: its kind, where it begins, its style, its children so far
    root: Place | None = None
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if not event.start_mark or not event.end_mark:
            continue
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.ScalarEvent):
            made = Place("scalar", _scalar_span(text, start, end, event.style or ""), event.style or "")
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            kind, bracket = ("mapping", "{") if isinstance(event, yaml.MappingStartEvent) else ("list", "[")
            stack.append((kind, start, bracket if event.flow_style else "", []))
            continue
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            kind, start, style, children = stack.pop()
            # In lines it ends with the last thing in it: its own mark is where the next thing begins.
            made = Place(kind, Span(start, end if style else children[-1].span.end), style, tuple(children))
        else:
            continue
        if stack:
            stack[-1][3].append(made)
        else:
            root = made
    return root


def _scalar_span(text: str, start: int, end: int, style: str) -> Span:
    if style in BLOCKS:
        said = start + len(text[start:end].rstrip(_BLANK))
        line_end = LINE_END.search(text, said)
        return Span(start, line_end.start() if line_end else len(text))
    if start == end:  # in brackets the mark of an empty value stands at the next sign
        behind = len(text[:start].rstrip(_BLANK))
        start = end = behind if text[behind - 1 : behind] in {":", "-"} else start
    return Span(start, end)


def is_text_to_yaml(text: str) -> bool:
    """Return whether any YAML reader takes an unquoted text for a text: not 0374 (a number), yes (true) or 2018-10-08 (a date)."""
    loader: Any = yaml.SafeLoader("")
    return bool(loader.resolve(yaml.ScalarNode, text, (True, False)) == "tag:yaml.org,2002:str")
