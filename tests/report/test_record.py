"""A record that is damaged, foreign or hostile is told in one line, and nothing is lost by it."""

from __future__ import annotations

import json
import re

import pytest
from leader import Desk
from old_office import BEFORE, damage, edit, renewed, said, silence

from reportgen.base.hashing import sha256
from reportgen.commands.cli import OK, UNUSABLE
from reportgen.report.records.record import record_path


@pytest.mark.parametrize("place", [0.0, 0.003, 0.01, 0.3, 0.6, 0.9, 0.9999])
def test_one_damaged_byte_of_the_record_is_told_and_nothing_is_lost(place: float, old_desk: Desk) -> None:
    old_desk.runs("2018")
    edit(old_desk.report)
    before = old_desk.report.read_bytes()
    damage(record_path(old_desk.report), place)
    old_desk.corrects("死亡: 85", "死亡: 86")
    assert old_desk.runs("2018") == OK
    assert re.search("旁边的「报告.生成记录.json」(坏了（.+?）|不是生成记录)", old_desk.said)
    assert old_desk.report.read_bytes() == before and "死亡86人" in said(old_desk.output / "报告（新稿）.docx")


def test_in_place_of_a_damaged_record_the_histories_is_used(old_desk: Desk) -> None:
    old_desk.runs("2018")
    edit(old_desk.report)
    kept = old_desk.report.read_bytes()
    old_desk.corrects("死亡: 85", "死亡: 86")
    old_desk.runs("2018")
    old_desk.report.write_bytes(kept)
    damage(record_path(old_desk.report), 0.5)
    old_desk.corrects("死亡: 86", "死亡: 87")
    assert old_desk.runs("2018") == OK and renewed(old_desk.report, 87)
    told = "旁边的「报告.生成记录.json」坏了（和它自己的校验码对不上），用了 output/2018/history/0001 报告.json 里的。"
    assert told in old_desk.said


def changed(record: dict[str, object], *path: str, to: object) -> bytes:
    """Return a record of before there were checksums with one value changed."""
    at: dict[str, object] = record
    for name in path[:-1]:
        at = at[name] if isinstance(at, dict) else at[int(name)]  # type: ignore[index,assignment]
    if isinstance(at, dict):
        at[path[-1]] = to
    return json.dumps(record).encode()


@pytest.mark.parametrize(
    "path",
    [
        ("figures", {"a": 1}),
        ("figures", [[]]),
        ("figures", "0", "exact", "1e999999"),
        ("figures", "0", "exact", "1e99999999"),
        ("figures", "0", "exact", "9" * 5000),
        ("figures", "0", "exact", "1/0"),
        ("figures", "0", "exact", "nan"),
        ("figures", "0", "exact", 7),
        ("figures", "0", "digits", 10**30),
        ("figures", "0", "digits", True),
        ("figures", "0", "name", None),
        ("figures", "0", "operands", "甲"),
        ("figures", "0", "cells", [{"file": 1}]),
        ("figures", "0", "cells", [{"file": "a", "row": "1", "column": None, "value": "1"}]),
        ("figures", "0", "cells", [7]),
        ("figures", "0", "cells", [{"file": "a", "row": ["1"], "column": None, "value": "1"}]),
        ("figures", "0", "cells", [{"file": "a", "row": row, "column": None, "value": "1"} for row in (1, True)]),
        ("figures", "0", "cells", [{"file": "a", "row": 1, "column": None, "value": said} for said in ("1", "\ud800")]),
        ("figures", "0", "label", "\ud800"),
        ("base", "AAAA"),
        ("base", "document", "AAAA"),
        ("base", "document", "not base64"),
        ("base", "document", 7),
        ("base", "remarks", [[1, 2]]),
        ("base", "remarks", [["甲", "乙"]]),
        ("base", "remarks", 5),
        ("previous", {"document": "AAAA"}),
        ("year", "2018"),
        ("output", {"sha256": 7, "file": "报告.docx"}),
        ("output", {"sha256": "", "file": "报告.docx", "edited": "no"}),
    ],
    ids=lambda path: "·".join(str(one)[:12] for one in path),
)
def test_a_record_of_another_shape_is_no_record(path: tuple[object, ...], old_desk: Desk) -> None:
    old_desk.runs("2018")
    edit(old_desk.report)
    record = json.loads((BEFORE / "报告.生成记录.json").read_bytes())
    *way, value = path
    record_path(old_desk.report).write_bytes(changed(record, *map(str, way), to=value))
    silence(old_desk.report)
    before = old_desk.report.read_bytes()
    assert old_desk.runs("2018") == OK
    assert old_desk.report.read_bytes() == before and (old_desk.output / "报告（新稿）.docx").exists()
    assert old_desk.runs("diff", "2018", "--record", str(record_path(old_desk.report))) in (OK, UNUSABLE)


@pytest.mark.parametrize("content", [b"[" * 200_000, b'{"a": 1}', b"9" * 5000, b"\xff\xfe{\x00", b""])
def test_a_foreign_json_beside_the_report_is_no_record(content: bytes, old_desk: Desk) -> None:
    old_desk.runs("2018")
    edit(old_desk.report)
    before = old_desk.report.read_bytes()
    record_path(old_desk.report).write_bytes(content)
    assert old_desk.runs("2018") == OK
    assert "不是生成记录" in old_desk.said and old_desk.report.read_bytes() == before


def test_a_record_without_end_is_not_read(old_desk: Desk) -> None:
    old_desk.runs("2018")
    edit(old_desk.report)
    with record_path(old_desk.report).open("r+b") as file:
        file.truncate(10**9)
    assert old_desk.runs("2018") == OK
    assert "太大，不像是本程序写的" in old_desk.said


def test_what_the_record_says_is_read_back_with_its_checksum(old_desk: Desk) -> None:
    old_desk.runs("2018")
    data = record_path(old_desk.report).read_bytes()
    record = json.loads(data)
    assert list(record)[:3] == ["checksum", "report", "year"] and (record["report"], record["year"]) == (
        "template",
        2018,
    )
    assert record["checksum"] == sha256(data[data.index(b'"report"') :])
