"""What a page has read stays until what it was read from is another; what was read while somebody saved stays with neither."""

from __future__ import annotations

from pathlib import Path

import pytest
from clerk import Clerk

from reportgen.page import desk
from reportgen.page.memory import Memory


def test_what_was_read_is_read_again_only_under_another_key() -> None:
    memory: Memory[int] = Memory()
    keys = iter("aaabb")  # asked before what is read is read, and behind it
    said = iter((1, 2))
    assert [memory.of(lambda: next(keys), lambda: next(said)) for _ in range(3)] == [1, 1, 2]


def test_a_save_while_a_year_is_read_that_is_undone_leaves_nothing_behind(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = clerk.data / "2018" / "certificates.csv"
    before = file.read_bytes()
    read = desk.read_partly

    def while_somebody_saves(folder: Path, *words: object, **named: object) -> object:
        file.write_bytes(before.replace(b"41", b"44"))
        return read(folder, *words, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(desk, "read_partly", while_somebody_saves)
    clerk.folders.checked(2018)
    monkeypatch.setattr(desk, "read_partly", read)
    file.write_bytes(before)
    assert clerk.folders.checked(2018).year.figures["一孩生育服务证"].value == 41
