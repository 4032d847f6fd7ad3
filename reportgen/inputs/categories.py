"""The words in a table's columns of categories -> each as the catalogue, or else its first row, spells it; rows of totals and remarks."""

from __future__ import annotations

import re

from reportgen.base.issues import Finder, Location, listed, nearest, quoted
from reportgen.base.names import MOST_NAME, column_key
from reportgen.base.textfile import bad_character, word_length
from reportgen.inputs.total_words import Said, said_by

_SENTENCE = re.compile("[：:。；;]")  # in no category, but in every note under a table


def may_be_category(word: str) -> bool:
    """Return whether a word may stand in a column whose categories nobody listed: no total, no note, not too long."""
    return bool(column_key(word)) and not (
        said_by(word) or _SENTENCE.search(word) or bad_character(word) or word_length(word) > MOST_NAME
    )


def is_total(words: list[str], columns: list[Categories]) -> bool:
    """Return whether a row holds totals that can be told: of the whole table, or of the categories that stand in it."""
    said = {said_by(word) for word, column in zip(words, columns, strict=True) if not column.knows(word)} - {None}
    if not said or said & {Said.PART, Said.WORKED_OUT}:
        return False
    return Said.BESIDE not in said or not all(said_by(word) or not word for word in words)


def is_no_data(row: int, words: list[str], columns: list[Categories], file: str, finder: Finder) -> bool:
    """Note a row of totals that can't be told, or of remarks under the table: once, not for each of its cells."""
    for word, column in zip(words, columns, strict=True):
        if column.knows(word):
            continue
        at, said = Location(file, row, column.name), said_by(word)
        if said and said is not Said.WHOLE:
            message = said.value.format(quoted(word))
        elif _SENTENCE.search(word):
            message = f"{quoted(word)}不像一个类别；表里只放数据，说明文字请删去或写到别处。"
        else:
            continue
        finder.error("分类", at, message, expected=column.expected, found=word)
        return True
    return False


class Categories:
    """Reads the cells of one dimension column: each to its category as the catalogue, or else the first row, spells it."""

    def __init__(self, name: str, known: tuple[str, ...], file: str, finder: Finder, earlier: bool) -> None:
        self.name = name
        self.known = () if earlier else known
        self.choices = known
        self.file = file
        self.finder = finder
        self.spelled = {column_key(value): value for value in known}
        self.listed = {value: self.spelled[column_key(value)] for value in known if value}  # as it is spelled there
        self.read_before: dict[str, str] = {}

    @property
    def expected(self) -> str:
        """What may stand in the column, for messages."""
        return listed(self.choices) or "一个名称"

    def knows(self, text: str) -> bool:
        return text in self.read_before or column_key(text) in self.spelled

    def read(self, text: str, row: int) -> str:
        """Return the category, '' when there is none; faults are noted."""
        if text not in self.read_before:
            category = self._category(text, row)
            if not category:
                return ""
            self.read_before[text] = category
        return self.read_before[text]

    def _category(self, text: str, row: int) -> str:
        at, key = Location(self.file, row, self.name), column_key(text)
        if not key:
            message = "这一格是空的，每一行都要填；和上一行一样的，也请再写一遍。"
            self.finder.error("分类", at, message, expected=self.expected, found="空")
        elif key in self.spelled:
            return self.spelled[key]
        elif self.known:
            near = nearest(text, self.known) or f"这里可以填：{self.expected}。"
            self.finder.error("分类", at, f"不认识{quoted(text)}。{near}", expected=self.expected, found=text)
        elif word_length(text) > MOST_NAME:
            message = f"{quoted(text)}超过{MOST_NAME}个字，请用短一些的名称。"
            self.finder.error("分类", at, message, expected=f"最多{MOST_NAME}个字", found=text)
        else:
            return self.spelled.setdefault(key, "".join(text.splitlines()))
        return ""
