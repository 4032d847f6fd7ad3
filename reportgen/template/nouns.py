"""What a template may say -> its nouns: what each name stands for, what its dots reach and what a loop over it gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from reportgen.figures.wording import Asked
from reportgen.template.content import CATEGORY, Vocabulary

NUMBER, DATE, TEXT, WORDING, FLAG, PICTURE = "数", "日期", "文字", "改写的文字", "是否", "图"


@dataclass(frozen=True)
class Source:
    """What a loop goes through: the list `name`, or the parts of the figure `name` by `column`; `within` are the columns that it was split by before.

    For what is printed in such a loop, `key` is that of an item's text, or 名称 for what a part is called; '' for the item or part itself.
    """

    name: str
    column: str = ""
    key: str = ""
    within: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Return all the columns whose categories a part is of."""
        return (*self.within, self.column) if self.column else ()


@dataclass(frozen=True)
class Noun:
    """What an expression stands for.

    `kind` is what it prints and compares as, '' for what does neither; `behind` is what its dots reach, `each` what a loop over it
    gives, `columns` what it can be broken down by, `source` what a loop over it goes through or went through to reach it, `title` the
    title of its mark: as it is for a metric, a tag for a part. `name` is what the catalogue calls the metric or text that it comes from,
    「列表.项」 for a text of an item; `wordings` are the filters that word it, the first first.
    """

    kind: str = ""
    title: str = ""
    name: str = ""
    wordings: tuple[Asked, ...] = ()
    columns: tuple[str, ...] = ()
    source: Source | None = None
    behind: Mapping[str, Noun] = field(default_factory=dict)
    each: Noun | None = None


Equals = tuple[tuple[str, str], ...]  # metrics, each with the number that it is


@dataclass(frozen=True)
class Condition:
    """What stands behind if or elif: its text, and which metrics are which number where it is true, and where it is false."""

    text: str
    if_true: Equals = ()
    if_false: Equals = ()


NOTHING = Noun()
LOOP = Noun(behind={"first": Noun(FLAG), "last": Noun(FLAG), "index": Noun(NUMBER)})


def nouns_of(vocabulary: Vocabulary) -> dict[str, Noun]:
    """Return the names of a vocabulary with what they stand for."""
    return (
        {name: Noun(NUMBER, name, name, columns=columns) for name, columns in sorted(vocabulary.figures.items())}
        | {name: Noun(DATE, name, name) for name in sorted(vocabulary.dates)}
        | {name: Noun(TEXT, name=name) for name in sorted(vocabulary.texts)}
        | {name: Noun(PICTURE, name=name) for name in sorted(vocabulary.pictures)}
        | {name: _list(name, Noun(TEXT, name=name, source=Source(name))) for name in sorted(vocabulary.lists)}
        | {name: _list(name, _item(name, keys)) for name, keys in vocabulary.records.items()}
    )


def part_noun(source: Source, columns: Iterable[str]) -> Noun:
    """Return one category's part of a figure that has these columns, as a loop reaches it; of two categories it has no parts any more."""
    category = Noun(TEXT, source=replace(source, key=CATEGORY))
    others = () if source.within else tuple(column for column in columns if column != source.column)
    return Noun(NUMBER, name=source.name, columns=others, source=source, behind={CATEGORY: category})


def _list(name: str, each: Noun) -> Noun:
    return Noun(name=name, each=each, source=Source(name))


def _item(name: str, keys: Iterable[str]) -> Noun:
    return Noun(behind={key: Noun(TEXT, name=f"{name}.{key}", source=Source(name, key=key)) for key in keys})
