"""A Word file and the data -> what of its figures isn't so, for the last look before signing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from reportgen.issues import Issue, Location, Severity
from reportgen.word.blocks import Printed, printed_in
from reportgen.word.package import DOCUMENT, parse_part, serialized
from reportgen.word.sentences import sentences
from reportgen.word.stutter import without_stutter

CHECK = "核对"
_SHOWN = 30


def verify(
    file: str,
    theirs: Mapping[str, bytes],
    draft: Mapping[str, bytes],
    worded: Callable[[str, str], str | None],
) -> Iterator[Issue]:
    """Yield what differs between a document and today's draft: marks against the data, marks that are gone, numbers typed since.

    `worded` says what a mark would say that the draft doesn't print.
    """
    root = parse_part(theirs[DOCUMENT])
    if without_stutter(root):
        theirs = {**theirs, DOCUMENT: serialized(root)}
    drafted = list(printed_in(parse_part(draft[DOCUMENT])))
    texts: dict[str, dict[str, str]] = {}
    for mark in drafted:
        texts.setdefault(mark.title, {})[mark.tag] = mark.text
    found = list(printed_in(root))
    for mark in found:
        due = _due(mark, texts, worded)
        if due and mark.text.strip() not in due:
            message = f"「{mark.title}」写的是{mark.text.strip() or '空'}，数据是{'、'.join(due)}。请核对。"
            yield Issue(
                CHECK, Severity.ERROR, message, Location(file, None, mark.title), (mark.title,), due[0], mark.text
            )
    missing = Counter(mark.title for mark in drafted) - Counter(mark.title for mark in found)
    for title, count in missing.items():
        times = f"{count}处" if count > 1 else ""
        message = f"「{title}」的数据标记少了{times}：改稿时删了，或者变成了打字的数。请看这个数还对不对。"
        yield Issue(CHECK, Severity.WARNING, message, Location(file, None, title), (title,))
    yield from _typed(file, theirs, draft)


def _due(mark: Printed, texts: Mapping[str, Mapping[str, str]], worded: Callable[[str, str], str | None]) -> list[str]:
    """Return what a mark may say: by its own expression, or where a word processor dropped that, by any of its metric's."""
    wordings = texts.get(mark.title, {})
    if mark.tag in wordings:
        return [wordings[mark.tag]]
    said = worded(mark.title, mark.tag or mark.title)
    return list(wordings.values()) or ([] if said is None else [said])


def _typed(file: str, theirs: Mapping[str, bytes], draft: Mapping[str, bytes]) -> Iterator[Issue]:
    """Yield the numbers outside of marks that the draft doesn't type and no figure says: people wrote them, nothing vouches for them."""
    known = {number for sentence in sentences(draft) for number, _ in sentence.typed}
    known |= {mark.text.removeprefix("-") for mark in printed_in(parse_part(draft[DOCUMENT]))}  # 「减少26人」 is -26
    for sentence in sentences(theirs):
        for number, behind in sentence.typed:
            if number not in known:
                text = sentence.text if len(sentence.text) <= _SHOWN else f"{sentence.text[:_SHOWN]}…"
                message = f"「{number}{behind[:2].strip()}」是人写的，和数据里的数都不一样。请核对它的依据。"
                yield Issue(CHECK, Severity.WARNING, message, Location(file, None, text), (), None, number)
