"""A section's YAML as bytes + an item of one of its lists changed, added, left out or moved, or names pasted -> the bytes with it, comments too."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.editing.changing import item_added, item_moved, left_out, text_made_mapping, value_put
from reportgen.editing.pasted_names import NoNames, Pasted, pasted
from reportgen.editing.yaml_file import Plain, YamlFile, opened, typed_text
from reportgen.editing.yaml_values import known_keys
from reportgen.inputs.catalogue import Catalogue, TextField, TextKind

ItemText = str | Mapping[str, str]  # an item: a text, or the texts behind its keys


def with_item(
    data: bytes, shown: str, catalogue: Catalogue, section: str, name: str, number: int, item: ItemText
) -> bytes:
    """Return the bytes with another text, or other texts, in the item of this number from 1."""
    file, field, path = _list(data, shown, catalogue, section, name, number)
    made = _item(file, field, item)
    if isinstance(made, str):
        return value_put(file, path, made).data
    assert isinstance(made, dict)
    here = file.says[name][number - 1]  # type: ignore[index]
    if isinstance(here, str):
        file = text_made_mapping(file, path, field.keys[0])
        here = {field.keys[0]: here}
    for key, text in made.items():
        if text != (here.get(key, "") if isinstance(here, dict) else None):
            file = value_put(file, (*path, key), text, order=field.keys)
    return file.data


def with_item_added(
    data: bytes, shown: str, catalogue: Catalogue, section: str, name: str, number: int, item: ItemText
) -> bytes:
    """Return the bytes with an item more, which then has this number from 1; the list begins with it where there is none yet."""
    file, field, (_, at) = _list(data, shown, catalogue, section, name, number, behind_last=True)
    made = _item(file, field, item)
    if not made:
        raise file.refused(name, "新加的一条是空的，请先写文字。")
    if isinstance(made, dict):
        made = {key: text for key, text in made.items() if text}
    if not file.says.get(name):
        return value_put(file, (name,), [made], order=known_keys(catalogue, section)).data
    return item_added(file, (name,), int(at), made).data


def with_names_pasted(
    data: bytes, shown: str, catalogue: Catalogue, section: str, name: str, text: str
) -> tuple[bytes, Pasted]:
    """Return the bytes with a list's items more, one for each line of a text, and what is to be said of them."""
    file, _, _ = _list(data, shown, catalogue, section, name, 1, behind_last=True)
    there = [str(item) for item in file.says.get(name) or ()]
    try:
        found = pasted(text, there)
    except NoNames as error:
        raise file.refused(name, str(error)) from None
    for number, item in enumerate(found.names, len(there) + 1):
        data = with_item_added(data, shown, catalogue, section, name, number, item)
    return data, found


def without_item(data: bytes, shown: str, catalogue: Catalogue, section: str, name: str, number: int) -> bytes:
    """Return the bytes without the item of this number from 1; behind the last one stands []: there are none this year."""
    file, _, path = _list(data, shown, catalogue, section, name, number)
    return left_out(file, path).data


def with_item_moved(
    data: bytes, shown: str, catalogue: Catalogue, section: str, name: str, number: int, to: int
) -> bytes:
    """Return the bytes with the item of one number at another, both from 1."""
    file, _, (_, at) = _list(data, shown, catalogue, section, name, number)
    _list(data, shown, catalogue, section, name, to)
    return item_moved(file, (name,), int(at), to - 1).data


def _list(
    data: bytes, shown: str, catalogue: Catalogue, section: str, name: str, number: int, *, behind_last: bool = False
) -> tuple[YamlFile, TextField, tuple[str, int]]:
    file = opened(data, shown)
    field = catalogue.texts.get(name)
    if field is None or field.section != section or field.kind not in (TextKind.LIST, TextKind.RECORDS):
        raise file.refused(name, f"「{name}」不是这个部分的列表。")
    items = file.says.get(name, "")
    if isinstance(items, dict) or (isinstance(items, str) and items):
        raise file.refused(name, "这里原来写的不是一条一条的列表，请用记事本改。")
    if not 1 <= number <= len(items) + behind_last:
        raise file.refused(name, f"没有第{number}条，这里现在有{len(items)}条；文件也许改过了，请重新打开这一页。")
    return file, field, (name, number - 1)


def _item(file: YamlFile, field: TextField, item: ItemText) -> Plain:
    if isinstance(item, str) != (field.kind is TextKind.LIST) or (
        not isinstance(item, str) and set(item) - {*field.keys}
    ):
        raise file.refused(
            field.name, f"「{field.name}」的一条应是{'、'.join(field.keys) if field.keys else '一段文字'}。"
        )
    if isinstance(item, str):
        return typed_text(file, field.name, item)
    made: dict[str, Plain] = {key: typed_text(file, field.name, item.get(key, "")) for key in field.keys}
    return made if any(made.values()) else {}
