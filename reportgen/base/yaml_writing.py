"""A text, or a whole mapping -> YAML that our reader reads back as exactly this."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.base.textfile import BLANKS, bad_character
from reportgen.base.yamlfile import Mapping, Node, Scalar, Sequence

_MEANS_SOMETHING = re.compile("""[][:#,{}&*!|>'"%@`?]""")  # to YAML, somewhere in a plain scalar
_OPENING = "（《“‘【「"  # a plain scalar may begin with these as well as with a letter or a digit
_TYPED_BLANKS = "\u3000\u00a0\u2002\u2003\u2009\u202f"  # no printable characters to Python, ordinary ones to YAML


def scalar_text(text: str) -> str:
    """Return a YAML scalar, on one line, that our reader reads back as exactly this text, wherever a scalar may stand.

    Raises ValueError for what the reader never returns: blanks at the ends, characters that no report can carry.
    """
    if text != text.strip(BLANKS) or bad_character(text):
        raise ValueError(f"no value of a data file: {text!r}")
    on_one_line = all(character.isprintable() or character in _TYPED_BLANKS for character in text)
    if on_one_line and text and (text[0].isalnum() or text[0] in _OPENING) and not _MEANS_SOMETHING.search(text):
        return f"'{text}'" if text.lower() == "null" else text
    if on_one_line:
        return "'" + text.replace("'", "''") + "'"
    escaped = (rf"\{sign}" if sign in '\\"' else sign if sign.isprintable() else f"\\U{ord(sign):08X}" for sign in text)
    return f'"{"".join(escaped)}"'


def yaml_text(top: Mapping) -> str:
    """Return a file's text that our reader reads back as this mapping: a line for each entry of its first two levels, braces below.

    Raises ValueError as `scalar_text` does.
    """
    lines: list[str] = []
    for key, node in top:
        if isinstance(node, Mapping) and node.entries:
            lines.append(f"\n{scalar_text(key)}:")
            lines += [line for name, below in node for line in _entry_lines(name, below)]
        else:
            lines.append(f"{scalar_text(key)}: {flow_text(node)}")
    return "".join(f"{line}\n" for line in lines)


def _entry_lines(name: str, node: Node) -> Iterator[str]:
    below = node.items if isinstance(node, Sequence) else [*node.entries.values()] if isinstance(node, Mapping) else ()
    if not isinstance(node, Sequence) and not (below and all(isinstance(one, Mapping) for one in below)):
        yield f"  {scalar_text(name)}: {flow_text(node)}"
    elif isinstance(node, Sequence):
        yield f"  {scalar_text(name)}:{'' if below else ' []'}"
        yield from (f"    - {flow_text(item)}" for item in below)
    elif isinstance(node, Mapping):
        yield f"  {scalar_text(name)}:"
        yield from (f"    {scalar_text(key)}: {flow_text(one)}" for key, one in node)


def flow_text(node: Node) -> str:
    """Return a node on one line, in brackets and braces where it isn't a text; raises ValueError as `scalar_text` does."""
    if isinstance(node, Scalar):
        return scalar_text(node.text)
    if isinstance(node, Sequence):
        return f"[{', '.join(map(flow_text, node.items))}]"
    return f"{{{', '.join(f'{scalar_text(key)}: {flow_text(below)}' for key, below in node)}}}"
