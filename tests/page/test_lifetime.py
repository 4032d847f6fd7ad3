"""A page from its start to its end: who is told of whom, what it leaves behind, and when it ends by itself."""

from __future__ import annotations

import contextlib
import gc
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from clerk import Clerk
from conftest import DATA, ROOT, TEMPLATE
from served import serving

from reportgen.commands.cli import OK, UNUSABLE, main
from reportgen.offices import lock
from reportgen.page.desk import Desk
from reportgen.page.presence import Presence
from reportgen.page.serving import LOCK, Server, announced

LONG = 10**6


def watched(presence: Presence, is_busy: Callable[[], bool] = lambda: False) -> threading.Thread:
    """Return a thread that ends when the presence does."""
    watching = threading.Thread(target=presence.watch, args=(is_busy,), daemon=True)
    watching.start()
    return watching


def ends(watching: threading.Thread, within: float = 20) -> bool:
    watching.join(within)
    return not watching.is_alive()


def test_a_server_without_a_page_ends_after_a_while() -> None:
    assert Presence(every=0.01, silent=3, asleep=LONG).watch(lambda: False)


@pytest.mark.slow
def test_a_page_that_asks_again_keeps_its_server() -> None:
    presence = Presence(every=0.02, silent=20, asleep=LONG)
    watching = watched(presence)
    for _ in range(40):
        presence.seen()
        time.sleep(0.02)
    assert watching.is_alive()
    assert ends(watching)


def test_a_page_that_is_open_and_says_nothing_keeps_its_server_until_it_is_closed() -> None:
    """As a browser puts to sleep a page that nobody looks at: what was typed there must find its server when it wakes."""
    presence = Presence(every=0.01, silent=3, asleep=LONG)
    presence.opened("a")
    watching = watched(presence)
    assert not ends(watching, within=0.3)
    presence.opened("b")
    presence.closed("a")
    assert not ends(watching, within=0.3)
    presence.closed("a")  # said twice, as a browser may
    presence.closed("b")
    assert ends(watching)


def test_a_page_that_vanished_without_a_word_doesn_t_keep_its_server_for_ever() -> None:
    presence = Presence(every=0.01, silent=3, asleep=30)
    presence.opened("of a browser that was killed")
    assert presence.watch(lambda: False)


def test_a_server_that_works_on_something_stays() -> None:
    presence, busy = Presence(every=0.01, silent=3), threading.Event()
    busy.set()
    watching = watched(presence, busy.is_set)
    assert not ends(watching, within=0.3)
    busy.clear()
    assert ends(watching)


def test_an_end_that_somebody_wants_isn_t_for_want_of_a_page() -> None:
    presence = Presence(every=0.01, silent=LONG)
    presence.end()
    assert presence.watch(lambda: False) is False


def test_a_page_in_the_browser_says_that_it_is_open_and_that_it_is_closed(clerk: Clerk) -> None:
    presence = Presence(every=0.02, silent=5, asleep=LONG)
    with serving(clerk.folders, presence) as served:
        form = {**served.own, "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8"}
        assert served.asked("POST", "/alive", form, b"page=0.123&how=open").status == 204
        time.sleep(0.4)
        assert served.asked("POST", "/alive", form, b"page=0.123&how=closed").status == 204
        assert ends(served.running)


def test_a_stranger_s_requests_keep_no_server(clerk: Clerk) -> None:
    with serving(clerk.folders, Presence(every=0.02, silent=10)) as served:
        deadline = time.monotonic() + 20
        with contextlib.suppress(OSError):
            while served.running.is_alive() and time.monotonic() < deadline:
                assert served.asked("GET", "/2018/").status == 403
                time.sleep(0.02)
        assert ends(served.running, within=5)


def test_the_end_waits_for_what_is_being_written(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, whole = threading.Event(), type(clerk.folders).checked

    def slow(folders: Desk, year: int) -> object:
        begun.set()
        time.sleep(0.5)
        return whole(folders, year)

    monkeypatch.setattr(type(clerk.folders), "checked", slow)
    statuses: list[int] = []
    with serving(clerk.folders) as served:
        cookie = {"Cookie": served.own["Cookie"]}
        asking = threading.Thread(target=lambda: statuses.append(served.asked("GET", "/2018/", cookie).status))
        asking.start()
        assert begun.wait(20)
        served.server.stop()
        asking.join(20)
    assert statuses == [200]


def test_a_server_that_has_ended_leaves_neither_thread_nor_port(clerk: Clerk) -> None:
    before = threading.active_count()
    with serving(clerk.folders) as served:
        served.asked("GET", "/static/page.css")
        port = served.port
    deadline = time.monotonic() + 10
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert threading.active_count() == before
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), timeout=5):
        pass
    with serving(clerk.folders, port=port) as again:
        assert again.port == port, "the same port can be asked for at once"


def test_a_second_page_on_the_same_folder_is_told_of_the_first_while_that_is_there(clerk: Clerk) -> None:
    second = Desk(clerk.data, clerk.template, clerk.output, clerk.folders.clock)
    first = contextlib.ExitStack()
    with first:
        first.enter_context(announced(clerk.folders))
        assert clerk.folders.told() == ""
        with announced(second), serving(second) as served:
            cookie = {"Cookie": served.own["Cookie"]}
            shown = served.asked("GET", "/2018/", cookie).text
            assert re.search(
                r'<p class="told" role="status">这个文件夹还有另一个页面开着：.+@.+，2018-12-12 20:00:00开始的', shown
            )
            first.close()
            assert "另一个页面" not in served.asked("GET", "/2018/", cookie).text
    assert not (clerk.data / LOCK).exists()


def test_a_page_whose_computer_is_gone_is_not_told_of(clerk: Clerk) -> None:
    with announced(clerk.folders):
        assert lock.holder(clerk.data, file=LOCK) is not None
        assert lock.holder(clerk.data, forsaken=-1, file=LOCK) is None
        assert lock.holder(clerk.data) is None, "of a batch, which there is none of"
    assert lock.holder(clerk.data, file=LOCK) is None


def test_a_folder_that_can_t_be_written_is_looked_at_all_the_same(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(lock, "created", refuses)  # root may write wherever a test could make a folder
    with announced(clerk.folders):
        clerk.gets("/2018/")
        assert "写不进去（没有权限，或者正被别的程序占用），只能看，改了存不住。" in clerk.said
    assert not (clerk.data / LOCK).exists()


def test_a_folder_that_isn_t_there_is_not_made_for_looking(tmp_path: Path) -> None:
    newcomer = Clerk(tmp_path, years=())
    with announced(newcomer.folders):
        newcomer.gets("/")
        assert f"「{newcomer.data}」里还没有一年的数据" in newcomer.said and newcomer.folders.told() == ""
    assert not newcomer.data.exists()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder with a year and a template where the command looks for them."""
    shutil.copytree(DATA / "2018", tmp_path / "data" / "2018")
    shutil.copytree(TEMPLATE, tmp_path / "templates" / "annual")
    return tmp_path


@contextlib.contextmanager
def started(folder: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the page as an office does; yields it with the address that it printed."""
    command = [sys.executable, str(ROOT / "build_report.py"), "page", "--no-browser", *words]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=folder, encoding="utf-8", **pipes) as process:  # type: ignore[call-overload]
        try:
            yield process, next(line.strip() for line in process.stdout if line.startswith("http://"))
        finally:
            process.kill()


@pytest.mark.slow
def test_ctrl_c_ends_the_page_with_one_line(place: Path) -> None:
    with started(place) as (process, _):
        deadline = time.monotonic() + 20
        while not (place / "data" / LOCK).exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)  # right behind the address: the server may not even run yet
        said, faults = process.communicate(timeout=20)
        assert (process.returncode, faults) == (0, "")
    assert said.splitlines()[-1] == "页面已经结束。" and len(said.splitlines()) <= 2
    assert not (place / "data" / LOCK).exists()


@pytest.mark.slow
def test_each_line_that_is_entered_gives_another_address_and_nothing_in_english_is_said(place: Path) -> None:
    with started(place) as (process, first):
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write("\n")
        process.stdin.flush()
        second = next(line.strip() for line in process.stdout if line.startswith("http://"))
        assert second != first and second.partition("?")[0] == first.partition("?")[0]
        port = int(re.search(r":(\d+)/", first)[1])  # type: ignore[index]
        for _ in range(30):  # more at once than the server has threads
            with socket.create_connection(("127.0.0.1", port)) as other:
                other.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\nrubbish")
        process.send_signal(signal.SIGINT)
        said, faults = process.communicate(timeout=30)
        assert (process.returncode, faults, said.splitlines()[-1]) == (0, "", "页面已经结束。")


@pytest.mark.slow
def test_a_page_without_a_keyboard_runs_on(place: Path) -> None:
    with started(place) as (process, first):
        assert process.stdin is not None
        process.stdin.close()
        time.sleep(0.3)
        assert process.poll() is None
        port = int(re.search(r":(\d+)/", first)[1])  # type: ignore[index]
        socket.create_connection(("127.0.0.1", port), timeout=5).close()


def test_a_port_that_another_program_has_is_told(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(["page", "--no-browser", "--port", str(port)]) == UNUSABLE
    assert f"用不了端口{port}：正被别的程序占用。不写 --port" in capsys.readouterr().err
    assert not (place / "data" / LOCK).exists()


@pytest.mark.slow
def test_an_office_without_any_data_gets_its_page(tmp_path: Path) -> None:
    with started(tmp_path) as (process, _):
        assert process.poll() is None
    assert list(tmp_path.iterdir()) == []


def test_a_server_is_of_one_address_alone(clerk: Clerk) -> None:
    with serving(clerk.folders) as served, pytest.raises(OSError):
        Server(clerk.folders, served.port)


def test_a_server_ends_whole_though_another_request_woke_it_first(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What wakes it can be closed by then: the write to it failed, in the window of somebody who pressed Ctrl-C."""
    server = Server(clerk.folders)
    trigger = server._server.trigger
    pulls = trigger._physical_pull

    def late() -> None:
        pulls()
        time.sleep(0.2)
        pulls()

    monkeypatch.setattr(trigger, "_physical_pull", late)
    server.stop()
    assert server.run() is False


def test_what_was_uploaded_doesn_t_stay_behind_the_server(clerk: Clerk) -> None:
    """The process ends without a word to Python, which would else remove it."""
    with serving(clerk.folders) as served:
        kept = served.server.shelf
        kept.put("upload", "a" * 64, {"report.docx": b"somebody's"})
        path = kept.files("upload", "a" * 64)["report.docx"]
        assert path.read_bytes() == b"somebody's"
    assert not path.exists() and not path.parents[2].exists()


def test_a_page_that_runs_all_day_looks_for_garbage(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every other command ends before that pays, and doesn't."""
    looked: list[bool] = []
    whole = Server.run

    def runs(server: Server) -> bool:
        looked.append(gc.isenabled())
        server.stop()
        return whole(server)

    monkeypatch.chdir(place)
    monkeypatch.setattr("sys.stdin", None)  # as in a program without a console
    monkeypatch.setattr(Server, "run", runs)
    gc.disable()
    try:
        assert main(["page", "--no-browser"]) == OK
    finally:
        gc.enable()
    assert looked == [True]
