"""A story as a word processor saved it -> the same with its marks as a draft has them: each one control inside of its paragraph.

Word saves a control that is alone in its paragraph around the paragraph, one that is alone in its cell or row around that (ECMA-376
17.5.2.29 to 17.5.2.32): the same words under the same title, one level up.
LibreOffice 7.4, saving a plain-text control whose text changes script (9月30日), writes one control for each stretch, and into each the
stretch and the whole text behind it: 「9月30日」「月9月30日」「309月30日」「日9月30日」「9月30日」. Nobody typed that; what is left is the first
control, which is whole. Saved once more, each of these is repeated so in its turn, and so on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from reportgen.word.blocks import Mark, printed_in, title_of
from reportgen.word.package import W, parse_part, remove, serialized
from reportgen.word.relations import stories
from reportgen.word.undecided import decided, is_left_undecided

_PARAGRAPH = f"{W}p"
_HOLDERS = frozenset((_PARAGRAPH, f"{W}tc", f"{W}tr"))


def resaved_undone(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return a document's parts with the marks of all its stories as a draft has them; raises etree.XMLSyntaxError for bad XML."""
    undone = dict(parts)
    for name in stories(parts):
        root = parse_part(parts[name])
        moved = put_inside(root)
        if without_stutter(root) or moved:
            undone[name] = serialized(root)
    return undone


def put_inside(root: etree._Element, is_ours: Callable[[str], bool] = lambda title: True) -> bool:
    """Put the controls of a story that stand around one paragraph, its cell or its row into that paragraph; return whether there were any.

    Only plain-text controls with a title that `is_ours`: others are a person's frame around text, whose paragraphs are the story's own.
    """
    found = [control for control in root.iter(f"{W}sdt") if _is_around_a_paragraph(control, is_ours)]
    for control in found:
        _put_inside(control)
    return bool(found)


def _is_around_a_paragraph(control: etree._Element, is_ours: Callable[[str], bool]) -> bool:
    content = control.find(f"{W}sdtContent")
    if content is None or not title_of(control):
        return False
    if control.find(f"{W}sdtPr/{W}text") is None and not is_left_undecided(control):
        return False
    held = [child for child in content if child.tag in _HOLDERS]
    one = len(held) == 1 and sum(1 for _ in content.iter(_PARAGRAPH)) == 1
    return one and next(content.iter(f"{W}sdt"), None) is None and is_ours(title_of(control))


def _put_inside(control: etree._Element) -> None:
    content = control.find(f"{W}sdtContent")
    assert content is not None, "it has been looked at"
    paragraph = next(content.iter(_PARAGRAPH))
    for child in list(content):
        control.addprevious(child)
    remove(control)
    content.extend(child for child in list(paragraph) if child.tag != f"{W}pPr")
    paragraph.append(control)


def without_stutter(root: etree._Element) -> bool:
    """Take away what LibreOffice says again and give marks with revisions their titles again; return whether there was anything to do."""
    renamed = decided(root)
    found = [mark for run in _neighbours(root) for mark in _repetitions(run)]
    for mark in found:
        remove(mark.control)
    return bool(found) or renamed


def _neighbours(root: etree._Element) -> Iterator[list[Mark]]:
    """Yield runs of marks that follow each other with nothing between, all of one title."""
    run: list[Mark] = []
    for mark in printed_in(root):
        if run and not (mark.title == run[-1].title and run[-1].control.getnext() is mark.control):
            yield run
            run = []
        run.append(mark)
    yield run


def _repetitions(run: list[Mark]) -> list[Mark]:
    """Return the marks that only repeat others; saved again, each of them was repeated in the same way, so that the last time goes first."""
    left = run
    while len(groups := list(_groups(left))) < len(left):
        left = [group[0] for group in groups]
    stays = {mark.control for mark in left}
    return [mark for mark in run if mark.control not in stays]


def _groups(run: list[Mark]) -> Iterator[list[Mark]]:
    """Yield the marks that one save made of one, or one alone: its text, each stretch of that with the text behind it, the text again."""
    at = 0
    while at < len(run):
        whole, said, end = run[at].text, "", at + 1
        while end < len(run) and run[end].text != whole and run[end].text.endswith(whole):
            said += run[end].text.removesuffix(whole)
            end += 1
        if not said or not whole.endswith(said):
            end = at + 1
        elif end < len(run) and run[end].text == whole:
            end += 1
        yield run[at:end]
        at = end
