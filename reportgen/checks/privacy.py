"""A year's texts -> issues: what looks like one person's data. The report is public and holds counts, not people."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from reportgen.base.issues import Issue, Location, Severity, key_text
from reportgen.inputs.folder import Sources

_ID_CARD = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:(?:\+|00)?86)?1[3-9]\d{9}(?!\d)")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s‐-―-]+(?=\d)")  # 138-0013-8000
_NAMED = re.compile(
    r"(?:姓名|户主|联系人|填表人|负责人|审核人)[：:]\s*[一-鿿]{2,4}|[一-鿿]{1,3}(?:女士(?!气)|先生(?![育产]))"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def personal_details(sources: Sources) -> Iterator[Issue]:
    """Yield an issue for each text that holds an ID-card number, a mobile number or a person's name; never the thing itself."""
    found: dict[tuple[Location, str], list[int]] = {}  # a list has one place for all its texts
    for at, item, text in _texts(sources):
        squeezed = _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text))
        for what, is_there in (
            ("身份证号", any(is_id_card(number) for number in _ID_CARD.findall(squeezed))),
            ("手机号", bool(_MOBILE.search(squeezed))),
            ("人名", bool(_NAMED.search(text))),
        ):
            if is_there:
                found.setdefault((at, what), []).append(item)
    for (at, what), items in found.items():
        message = f"里面像有{what}。报告要公开，只写数，不写个人信息，请删去。"
        row = "" if at.row is None else f"第{at.row}行"
        among = "、".join(str(item) for item in dict.fromkeys(items) if item)
        key = f"个人信息：{at.file}「{key_text(at.column or '')}」{row}{f'第{among}条' if among else ''}{what}"
        yield Issue("个人信息", Severity.ERROR, message, at, found=what, key=key)


def is_id_card(number: str) -> bool:
    """Return whether 18 characters are an ID-card number: the last is the check digit (GB 11643-1999, ISO 7064 MOD 11-2)."""
    remainder = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True)) % 11
    return "10X98765432"[remainder] == number[17].upper()


def _texts(sources: Sources) -> Iterator[tuple[Location, int, str]]:
    """Yield every text with its place and, in a list, which item it is, from 1."""
    for section, values in sources.sections.items():
        file = f"{section}.yaml"
        yield Location(file, None, "demo"), 0, values.demo
        yield from ((Location(file, None, name), 0, text) for name, text in values.texts.items())
        for name, every in values.lists.items():
            yield from ((Location(file, None, name), item, text) for item, text in enumerate(every, 1))
        for name, items in values.items.items():
            for item, texts in enumerate(items, 1):
                yield from ((Location(file, None, name), item, text) for text in texts.values())
        yield from ((entry.at, 0, entry.reason) for entry in values.reported.values())
        yield from ((entry.at, 0, entry.reason) for entry in values.accepted)
    for table in sources.tables.values():
        for column in table.dimensions:
            rows = zip(table.rows, table.categories[column], strict=True)
            yield from ((Location(table.file, row, column), 0, text) for row, text in rows)
