"""What a record says <-> its bytes, with a checksum over them; read back only when it is whole and of the shape that we write.

A record is a file that people copy, mail and open in an editor, so nothing in it is believed before it was looked at.
"""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from reportgen.base.hashing import sha256

_MOST_BYTES = 200_000_000  # a record holds its draft, with the template's pictures
_JSON = json.JSONEncoder(ensure_ascii=False)
_SEAL = re.compile(rb'\{\n"checksum": "([0-9a-f]{64})",\n')
_NUMBER = re.compile(r"-?[0-9]{1,4000}(/(?=0*[1-9])[0-9]{1,4000})?")  # longer ones Python itself writes no more
_BUILD = re.compile(r"[0-9a-f]{32}")
_MOST_DIGITS = 100


class NotARecord(ValueError):
    """The bytes are no record, or one that was damaged; the message says it in Chinese, as what is said of 生成记录."""


def sealed(content: Mapping[str, object]) -> bytes:
    """Return the content as JSON with one figure or issue on a line: compared line by line, and written in a tenth of the time."""
    said = []
    for key, value in content.items():
        if isinstance(value, list) and value:
            items = ",\n".join(_JSON.encode(item) for item in value)
            said.append(f"{json.dumps(key)}: [\n{items}\n]")
        else:
            said.append(f"{json.dumps(key)}: {_JSON.encode(value)}")
    rest = (",\n".join(said) + "\n}\n").encode()
    return b'{\n"checksum": "%s",\n%s' % (sha256(rest).encode(), rest)


def opened(data: bytes) -> dict[str, Any]:
    """Return what a record says; raises NotARecord. One from before there were checksums has none, and is judged by its shape."""
    seal = _SEAL.match(data)
    if seal and sha256(data[seal.end() :]) != seal[1].decode():
        raise NotARecord("坏了（和它自己的校验码对不上）")
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NotARecord("坏了（读不出来）" if b'"checksum"' in data[:100] else NO_RECORD) from error
    if not isinstance(content, dict) or not _RECORD(content):
        raise NotARecord(NO_RECORD)
    if not seal and "checksum" in content:
        raise NotARecord("坏了（校验码那一行被改过）")
    return content


def read_bytes(path: Path) -> bytes | None:
    """Return a file's bytes, None where nothing stands that could be a record or be read; raises NotARecord for one without end."""
    try:
        state = path.stat()
        data = path.read_bytes() if stat.S_ISREG(state.st_mode) and state.st_size <= _MOST_BYTES else None
    except (OSError, ValueError):  # ValueError for a name that no system takes
        return None
    if stat.S_ISREG(state.st_mode) and data is None:
        raise NotARecord("太大，不像是本程序写的")
    return data


NO_RECORD = "不是生成记录，或者是旧版本写的，读不出里面的数"
_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")  # JSON can say one, no file can hold it
_Check = Callable[[Any], bool]


def _text(value: Any) -> bool:
    return isinstance(value, str) and not _HALF_A_CHARACTER.search(value)


def _matching(pattern: re.Pattern[str]) -> _Check:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _whole(least: int, most: int) -> _Check:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _or_none(check: _Check) -> _Check:
    return lambda value: value is None or check(value)


def _list(check: _Check) -> _Check:
    return lambda value: isinstance(value, list) and all(map(check, value))


def _pair(first: _Check, second: _Check) -> _Check:
    return lambda value: isinstance(value, list) and len(value) == 2 and first(value[0]) and second(value[1])


def _triple(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 3 and all(map(_text, value))


def _object(needed: Mapping[str, _Check], optional: Mapping[str, _Check] | None = None) -> _Check:
    """Return what tells whether a value is an object with these fields; others are none of our business."""
    known = [(name, check, name in needed) for name, check in {**needed, **(optional or {})}.items()]

    def fits(value: Any) -> bool:
        if not isinstance(value, dict):
            return False
        for name, check, is_needed in known:
            if name in value:
                if not check(value[name]):
                    return False
            elif is_needed:
                return False
        return True

    return fits


def _columns(checks: Mapping[str, _Check]) -> _Check:
    """Return what tells whether a value is a list of objects with all these fields. A county's record has a hundred thousand cells: each
    different value of a field is looked at once, 1 and true, which Python takes for the same, apart."""

    def fits(value: Any) -> bool:
        if not isinstance(value, list) or {*map(type, value)} - {dict}:
            return False
        try:
            for name, check in checks.items():
                said = [one[name] for one in value]
                if not all(check(one) for _, one in {*zip(map(type, said), said, strict=True)}):
                    return False
        except (KeyError, TypeError):  # a field is missing, or holds a list or an object
            return False
        return True

    return fits


_CELLS = _columns({"file": _text, "row": _or_none(_whole(0, 10**9)), "column": _or_none(_text), "value": _text})
_FIGURE = _object(
    {
        "name": _text,
        "label": _text,
        "unit": _text,
        "value": _or_none(_text),
        "exact": _or_none(_matching(_NUMBER)),
        "digits": _whole(0, _MOST_DIGITS),
        "how": _text,
        "operands": _list(_text),
        "cells": _CELLS,
    },
    {"section_title": _text, "until": _text},
)
_BASE = _object(
    {"document": _text, "remarks": _list(_pair(_list(_text), _text))},
    {"build": _matching(_BUILD), "standing": _list(_triple), "gone": _list(_triple), "given_up": _list(_text)},
)
_OUTPUT = _object({}, {"file": _text, "sha256": _text, "edited": _flag, "replaces": _text, "replaces_edited": _flag})
_RECORD = _object(
    {"output": _OUTPUT},
    {
        "report": _text,
        "year": _whole(1000, 9999),
        "demo": _text,
        "figures": _list(_FIGURE),
        "earlier": _list(_triple),
        "base": _or_none(_BASE),
        "previous": _or_none(_BASE),
    },
)
