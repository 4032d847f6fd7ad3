"""A year's sections -> its texts one by one, each with its place; issues: those that nobody has written yet, or anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportgen.base.issues import AS_BEFORE, Issue, Location, Severity, key_text
from reportgen.figures.wording import PENDING
from reportgen.inputs.catalogue import Catalogue, TextField, TextKind
from reportgen.inputs.section import SectionValues, TextPlace
from reportgen.inputs.sources import Sources

_SENTENCE = re.compile("[，。；：！？,;:!?]")


@dataclass(frozen=True)
class Text:
    """One text of a year: of which field of the catalogue, what it says, '' for nothing yet, and where.

    `item` is its number in its list, from 1, 0 for a text by itself or a list that nobody has begun; `key` is its key in that item.
    """

    field: TextField
    item: int
    key: str
    said: str
    at: Location

    @property
    def place(self) -> TextPlace:
        """Return what tells it from all others of the year."""
        return self.field.name, self.item, self.key


def texts(catalogue: Catalogue, sources: Sources) -> Iterator[Text]:
    """Yield every text that the catalogue asks for, in its order.

    None is asked for where a list says of itself that it is empty, [], or where a later text of an item is left out, key and all.
    """
    for field in catalogue.texts.values():
        yield from texts_of(field, sources)


def texts_of(field: TextField, sources: Sources) -> Iterator[Text]:
    """Yield the texts of one field, as `texts` does."""
    values = sources.sections[field.section]
    unwritten = Location(f"{field.section}.yaml", None, field.name)
    said_of = _said(field, values) if field.kind is not TextKind.PICTURE else ()
    for item, key, said in said_of:
        yield Text(field, item, key, said, values.places.get((field.name, item, key), unwritten))


def missing_texts(catalogue: Catalogue, sources: Sources) -> Iterator[Issue]:
    """Yield an error for each text that is still to be written: the report says 待补 there. What names a column's categories is no text."""
    for text in texts(catalogue, sources):
        if not text.said and text.field.name not in catalogue.name_lists:
            among = f"第{text.item}条" if text.item else ""
            what = f"{among}{f'的「{text.key}」' if text.key else ''}是空的"
            way = "没有的写 []。" if text.field.kind is not TextKind.TEXT and not text.item else ""
            way = "不要的就删去。" if text.item else way
            message = f"{what}，报告里暂写「{PENDING}」。请填上文字。{way}"
            key = f"缺文字：{text.at.file}「{key_text(text.field.name)}」{among}{key_text(text.key)}"
            yield Issue("缺文字", Severity.ERROR, message, text.at, (), "文字", "空", key)


def unchanged_texts(catalogue: Catalogue, sources: Sources, earlier: Sources) -> Iterator[Issue]:
    """Yield an issue for each text or picture of one year that is the same as the year before: word for word, tags as they are typed.

    Nearly always somebody forgot it, and nobody sees that in the report: an error, until the year accepts it. One that is no sentence may be
    a name that stays, which no catalogue says is steady: a warning.
    """
    for field in catalogue.texts.values():
        said = _content(field, sources) if catalogue.is_of_one_year(field) else ()
        if said and said == _content(field, earlier):
            at = sources.sections[field.section].places[field.name, 0, ""]
            then, now = catalogue.titled(earlier.year), catalogue.titled(sources.year)
            kept, what = ("的图，没有换", "图") if field.kind is TextKind.PICTURE else ("的原文，一个字也没改", "文字")
            message = f"还是{then}{kept}。请换成{now}的；今年确实也一样的，认可这一条并写上原因。"
            key = f"没改写：{at.file}「{key_text(field.name)}」"
            severity = Severity.WARNING if _is_name(field, said) else Severity.ERROR
            yield Issue("没改写", severity, message, at, (), f"{now}的{what}", AS_BEFORE, key)


def _content(field: TextField, sources: Sources) -> tuple[str, ...]:
    """Return what a text says, blanks left out, or the digest of a picture; () for nothing."""
    if field.kind is TextKind.PICTURE:
        return (sources.drawn[field.name],) if field.name in sources.drawn else ()
    return tuple("".join(text.said.split()) for text in texts_of(field, sources) if text.said)


def _is_name(field: TextField, said: Sequence[str]) -> bool:
    """Return whether a text is no sentence: 青石镇."""
    return field.kind is TextKind.TEXT and not _SENTENCE.search(said[0])


def with_texts(sources: Sources, said: Mapping[TextPlace, str]) -> Sources:
    """Return a year's inputs with some texts put otherwise."""
    if not said:
        return sources
    return replace(sources, sections={name: _with(values, said) for name, values in sources.sections.items()})


def _with(values: SectionValues, said: Mapping[TextPlace, str]) -> SectionValues:
    return replace(
        values,
        texts={name: said.get((name, 0, ""), text) for name, text in values.texts.items()},
        lists={
            name: tuple(said.get((name, item, ""), text) for item, text in enumerate(every, 1))
            for name, every in values.lists.items()
        },
        items={
            name: tuple(
                {key: said.get((name, number, key), text) for key, text in item.items()}
                for number, item in enumerate(every, 1)
            )
            for name, every in values.items.items()
        },
    )


def _said(field: TextField, values: SectionValues) -> Iterator[tuple[int, str, str]]:
    """Yield a field's texts as (number in its list, key, text)."""
    if field.kind is TextKind.TEXT:
        yield 0, "", values.texts.get(field.name, "")
    elif field.name not in values.lists and field.name not in values.items:
        yield 0, "", ""
    elif field.kind is TextKind.LIST:
        yield from ((item, "", text) for item, text in enumerate(values.lists[field.name], 1))
    else:
        for number, item in enumerate(values.items[field.name], 1):
            for key, text in item.items():
                if text or key == field.keys[0] or (field.name, number, key) in values.places:
                    yield number, key, text
