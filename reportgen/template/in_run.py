"""A year's text + how the run is set that it stands in -> its XML: each figure a mark, what is emphasised in bold."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from markupsafe import Markup, escape

from reportgen.template.content import Filled, Printed, emphasised
from reportgen.template.sandbox import in_word
from reportgen.word.marks import MOST_TAG, Setting


def in_run(value: object, around: Setting | None) -> str:
    """Return what a tag prints, as `in_word` does; the figures in a text get marks set like the run that it stands in.

    Where emphasis is asked for, what stands between its signs is in bold, figures too.
    """
    if around is not None and around.strong is not None:
        said = groupby(emphasised(value if isinstance(value, Filled) else str(value)), itemgetter(0))
        return Markup(
            "".join(_emphasised((piece for _, piece in every), around, strong=strong) for strong, every in said)
        )
    if around is not None and isinstance(value, Filled):
        return Markup("".join(_piece(piece, around) for piece in value.pieces))
    return in_word(value)


def _emphasised(pieces: Iterable[str | Printed], around: Setting, *, strong: bool) -> str:
    inside = "".join(_piece(piece, around.strong if strong and around.strong else around) for piece in pieces)
    return around.emphasised(inside) if strong else inside


def _piece(piece: str | Printed, around: Setting) -> str:
    if isinstance(piece, str):
        return escape(in_word(piece))
    return around.marked(escape(piece.text), escape(piece.title), escape(piece.tag[:MOST_TAG]))
