"""What a page keeps for a while is found by a hash of ours alone, and goes with the server."""

from __future__ import annotations

import gc
import threading
from pathlib import Path

import pytest
from clerk import Clerk

from reportgen.page.serving import Server
from reportgen.page.shelf import Shelf, upload_name

KEYS = [f"{number:064x}" for number in range(10)]


def test_a_set_of_files_is_found_by_its_key_and_by_no_path() -> None:
    shelf = Shelf()
    assert shelf.files("pages", KEYS[0]) == {}, "nothing was kept yet"
    shelf.put("pages", KEYS[0], {"b.png": b"2", "a.png": b"1"})
    shelf.put("pages", KEYS[0], {"other.png": b"the same key is the same set"})
    assert {name: path.read_bytes() for name, path in shelf.files("pages", KEYS[0]).items()} == {
        "a.png": b"1",
        "b.png": b"2",
    }
    for kind, key in (("received", KEYS[0]), ("pages", KEYS[1]), ("pages", ".."), ("pages", ""), ("pages", "G" * 64)):
        assert shelf.files(kind, key) == {}


def test_of_many_the_last_are_kept_and_all_go_with_the_shelf() -> None:
    shelf = Shelf()
    for key in KEYS:
        shelf.put("received", key, {"a.docx": b"x"})
    assert [bool(shelf.files("received", key)) for key in KEYS] == [False] * 2 + [True] * 8
    place = Path(shelf.files("received", KEYS[-1])["a.docx"]).parents[2]
    assert place.is_dir()
    del shelf
    gc.collect()
    assert not place.exists()


def test_nothing_that_was_uploaded_stays_behind_the_server(clerk: Clerk) -> None:
    server = Server(clerk.folders)
    server.shelf.put("received", KEYS[0], {"a.docx": b"x"})
    place = server.shelf.files("received", KEYS[0])["a.docx"].parents[2]
    serving = threading.Thread(target=server.run)
    serving.start()
    server.stop()
    serving.join(30)
    assert not serving.is_alive() and not place.exists()


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("报告.docx", "报告.docx"),
        ("收到/领导 改过.DOCX", "领导改过.docx"),
        ("C:\\收到\\报告.docx", "报告.docx"),
        ("../../报告", "报告"),
        ("1.2 稿.doc", "1.2稿.doc"),
        (".docx", "报告.docx"),
        ("..", "报告"),
    ],
)
def test_an_upload_has_its_own_name_and_no_folder(sent: str, name: str) -> None:
    assert upload_name(sent) == name
