"""A form below a section's values that was sent -> the section's YAML with this change of a list, of a reported number, or of a date's remark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.begin.next_year.next_section import is_mark
from reportgen.editing.pasted_names import Pasted
from reportgen.editing.yaml_list import (
    ItemText,
    with_item,
    with_item_added,
    with_item_moved,
    with_names_pasted,
    without_item,
)
from reportgen.editing.yaml_values import with_reported, without_remark, without_reported
from reportgen.inputs.catalogue import Catalogue
from reportgen.page.year_around import Around

SAVE, ADD, DELETE, UP, DOWN, REPORT, TAKE_BACK = "save", "add", "delete", "up", "down", "report", "take-back"
PASTE, CONFIRM = "paste", "confirm"
_DONE = {
    SAVE: "已保存「{name}」第{number}条。",
    ADD: "「{name}」已加一条，是第{number}条。",
    PASTE: "「{name}」已加{count}个。",
    CONFIRM: "「{name}」核对过了，今年照旧。",
    DELETE: "已删去「{name}」第{number}条。",
    UP: "「{name}」第{number}条已上移。",
    DOWN: "「{name}」第{number}条已下移。",
    REPORT: "「{name}」按上报的数印。",
    TAKE_BACK: "「{name}」又按表计算了。",
}


class NotOurs(Exception):
    """No page of ours sends such a form."""


@dataclass(frozen=True)
class Sent:
    """What a form says: the hash of the file as it was shown, what is to be done with which text or metric and its item, from 1, and
    what was typed: one text, or one for each key of the item."""

    digest: str
    does: str
    name: str
    number: int
    texts: tuple[str, ...]

    def done(self, told: Pasted) -> list[str]:
        """Return what to say when it was done; `told` is of names that were pasted."""
        return [_DONE[self.does].format(name=self.name, number=self.number, count=len(told.names)), *told.told]


def sent_of(form: Mapping[str, str]) -> Sent:
    """Return what a form says; raises NotOurs for another one than our pages send."""
    does, number = form.get("do", ""), form.get("number", "1")
    if does not in _DONE or not number.isdecimal() or "digest" not in form or "name" not in form:
        raise NotOurs
    count = sum(key.startswith("text-") for key in form)
    texts = [form.get(f"text-{place}") for place in range(count)]
    if None in texts:
        raise NotOurs
    return Sent(form["digest"], does, form["name"], int(number), tuple(text for text in texts if text is not None))


def with_sent(data: bytes | None, here: Around, sent: Sent, shown: ItemText | None) -> tuple[bytes, Pasted]:
    """Return the section's bytes with what a form says, and what is to be told of names that were pasted; `shown` is the item as the file
    has it, None without one.

    Raises Unusable, NotOurs.
    """
    if sent.does == PASTE:
        if sent.name not in here.catalogue.name_lists or len(sent.texts) != 1:
            raise NotOurs
        return with_names_pasted(
            data or b"", here.file.name, here.catalogue, here.file.section, sent.name, sent.texts[0]
        )
    return _with_one(data, here, sent, shown), Pasted((), ())


def _with_one(data: bytes | None, here: Around, sent: Sent, shown: ItemText | None) -> bytes:
    """Return the section's bytes with one item, or one number to be reported, put otherwise.

    What was typed into an item that is moved is kept. Raises Unusable, NotOurs.
    """
    begun, file, catalogue, section = data or b"", here.file.name, here.catalogue, here.file.section
    name, number = sent.name, sent.number
    if name not in (catalogue.metrics if sent.does in (REPORT, TAKE_BACK, CONFIRM) else catalogue.texts):
        raise NotOurs
    if sent.does == REPORT:
        if len(sent.texts) != 2:  # the number and the reason
            raise NotOurs
        value, reason = sent.texts
        return with_reported(begun, file, catalogue, section, name, value, reason)
    if sent.does == CONFIRM:
        return without_remark(begun, file, catalogue, section, name, is_mark)
    if sent.does == TAKE_BACK:
        return without_reported(begun, file, catalogue, name)
    if sent.does == DELETE:
        return without_item(begun, file, catalogue, section, name, number)
    item = _item(catalogue, sent)
    if sent.does == ADD:
        return with_item_added(begun, file, catalogue, section, name, number, item)
    if shown is None or _as_sent(item) != _as_sent(shown):
        begun = with_item(begun, file, catalogue, section, name, number, item)
    if sent.does == SAVE:
        return begun
    return with_item_moved(begun, file, catalogue, section, name, number, number + (1 if sent.does == DOWN else -1))


def _item(catalogue: Catalogue, sent: Sent) -> ItemText:
    keys = catalogue.texts[sent.name].keys
    if len(sent.texts) != (len(keys) or 1):
        raise NotOurs
    return dict(zip(keys, sent.texts, strict=True)) if keys else sent.texts[0]


def _as_sent(item: ItemText) -> object:
    """Return an item as a browser sends it back that nobody has touched."""
    if isinstance(item, str):
        return "\n".join(item.splitlines())
    return {key: _as_sent(text) for key, text in item.items() if text}
