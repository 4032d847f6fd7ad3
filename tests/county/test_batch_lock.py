"""Two runs over one county's year: the second learns whose the first is; a lock that nobody holds any more is taken over."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from small_county import NAMES, SmallCounty

from reportgen.base.issues import Unusable
from reportgen.base.saving import CannotWrite
from reportgen.commands.cli import OK, UNUSABLE
from reportgen.commands.screen import INTERRUPTED
from reportgen.offices import one_office, processes
from reportgen.offices.lock import FILE, held

SINCE = "2025-12-10 09:30:00"


def lock_of(folder: Path, computer: str = "", pid: int = 0, seconds_ago: float = 0) -> Path:
    """Leave a lock in a folder as a run leaves it that has no time to remove it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    holder = {
        "user": "张三",
        "computer": computer or platform.node(),
        "pid": pid or os.getpid(),
        "since": SINCE,
        "token": "a",
    }
    path.write_text(json.dumps(holder, ensure_ascii=False), encoding="utf-8")
    os.utime(path, (time.time() - seconds_ago,) * 2)
    return path


def a_dead_process() -> int:
    """Return the number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
        return process.pid


def test_a_lock_stands_while_it_is_held_and_is_gone_behind(tmp_path: Path) -> None:
    with held(tmp_path, SINCE) as told:
        said = json.loads((tmp_path / FILE).read_bytes())
        assert (told, said["pid"], said["computer"], said["since"]) == ("", os.getpid(), platform.node(), SINCE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
def test_whatever_ends_a_run_its_lock_is_gone(tmp_path: Path, error: type[BaseException]) -> None:
    with pytest.raises(error), held(tmp_path, SINCE):
        raise error
    assert list(tmp_path.iterdir()) == []


def test_a_second_run_is_refused_with_whose_the_first_is_and_since_when(tmp_path: Path) -> None:
    lock_of(tmp_path)
    with pytest.raises(Unusable, match=rf"张三@.+（进程{os.getpid()}），{SINCE}开始的"), held(tmp_path, "later"):
        pass
    assert json.loads((tmp_path / FILE).read_bytes())["token"] == "a"


def test_a_lock_of_a_process_that_has_ended_is_taken_over_at_once(tmp_path: Path) -> None:
    pid = a_dead_process()
    lock_of(tmp_path, pid=pid)
    with held(tmp_path, SINCE) as told:
        assert re.fullmatch(rf"上一次运行（张三@.+（进程{pid}），{SINCE}开始的）已经不在运行，接着它做。", told)
        assert [path.name for path in tmp_path.iterdir()] == [FILE]
    assert list(tmp_path.iterdir()) == []


def test_a_lock_of_another_computer_is_respected_while_it_shows_life(tmp_path: Path) -> None:
    lock_of(tmp_path, "档案室", a_dead_process(), seconds_ago=299)
    with pytest.raises(Unusable, match="张三@档案室"), held(tmp_path, SINCE):
        pass


def test_a_lock_of_another_computer_without_a_sign_of_life_is_taken_over(tmp_path: Path) -> None:
    lock_of(tmp_path, "档案室", 4711, seconds_ago=360)
    with held(tmp_path, SINCE) as told:
        assert told == f"上一次运行（张三@档案室（进程4711），{SINCE}开始的）6分钟没有动静，接着它做。"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"user": []}', b"\xff\xfe"])
def test_a_lock_that_says_nothing_is_somebody_s_until_it_is_old(tmp_path: Path, content: bytes) -> None:
    path = lock_of(tmp_path)
    path.write_bytes(content)
    with pytest.raises(Unusable, match="另一次运行正在做这一年。"), held(tmp_path, SINCE):
        pass
    os.utime(path, (time.time() - 400,) * 2)
    with held(tmp_path, SINCE) as told:
        assert told == "上一次运行（不知是谁的）6分钟没有动静，接着它做。"


def test_a_run_shows_signs_of_life(tmp_path: Path) -> None:
    with held(tmp_path, SINCE, renewed=0.02):
        os.utime(tmp_path / FILE, (0, 0))
        deadline = time.monotonic() + 20
        while (tmp_path / FILE).stat().st_mtime == 0 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert (tmp_path / FILE).stat().st_mtime > 0


def test_a_lock_that_another_run_took_over_is_not_removed(tmp_path: Path) -> None:
    with held(tmp_path, SINCE, renewed=0.02):
        lock_of(tmp_path, "档案室")
        time.sleep(0.1)
    assert json.loads((tmp_path / FILE).read_bytes())["computer"] == "档案室"


def test_a_folder_that_can_t_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "2018").write_text("a file", encoding="utf-8")
    with pytest.raises(CannotWrite, match=r"写不进 .*2018"), held(tmp_path / "2018", SINCE):
        pass


def test_a_second_batch_is_refused_and_a_dry_run_is_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    county = SmallCounty(tmp_path)
    lock_of(county.ledger.parent)
    assert county.runs() == UNUSABLE
    assert f"另一次运行正在做这一年：张三@{platform.node()}" in capsys.readouterr().err
    assert county.runs("--dry-run") == OK
    assert not county.ledger.exists() and not list((county.folder / "offices").rglob("output"))


def test_ctrl_c_that_was_lost_on_its_way_stops_the_run_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    county, whole = SmallCounty(tmp_path), one_office.do

    def interrupted(*words: Any) -> Iterator[one_office.Done]:
        with contextlib.suppress(KeyboardInterrupt):  # as Python does while it takes an object apart
            signal.raise_signal(signal.SIGINT)
        yield from whole(*words)

    monkeypatch.setattr(processes, "do", interrupted)
    assert county.runs() == INTERRUPTED
    assert "停下了，还有3个单位没有做。" in capsys.readouterr().out
    assert county.states == ["written"]


def test_a_run_stopped_before_any_office_ended_counts_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*words: Any) -> Iterator[one_office.Done]:
        raise KeyboardInterrupt

    monkeypatch.setattr(processes, "do", interrupted)
    assert SmallCounty(tmp_path).runs() == INTERRUPTED
    assert capsys.readouterr().out == "停下了，还有4个单位没有做。做完的都在，再运行同一条命令就接着做。\n"


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_keeps_what_is_done_and_the_next_run_goes_on(tmp_path: Path, workers: str) -> None:
    county = SmallCounty(tmp_path, tuple(f"{name}{number}" for number in range(1, 31) for name in NAMES))
    command = [sys.executable, "build_report.py", "batch", str(county.folder), "--workers", workers]
    group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP} if os.name == "nt" else {"start_new_session": True}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, encoding="utf-8", **pipes, **group) as process:
        assert process.stderr is not None and "[1/120]" in process.stderr.readline()
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to the workers too
        out, err = process.communicate(timeout=60)
    assert process.returncode == INTERRUPTED
    done = len(county.lines())
    assert 1 <= done < 120 and "Traceback" not in err
    assert f"停下了，还有{120 - done}个单位没有做。做完的都在，再运行同一条命令就接着做。" in out
    assert not (county.ledger.parent / FILE).exists()
    assert county.runs() == OK
    assert county.states.count("unchanged") >= done and len(county.states) == 120


@pytest.mark.slow
def test_a_run_that_was_killed_is_taken_over_and_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    county = SmallCounty(tmp_path, tuple(f"{name}{number}" for number in range(1, 11) for name in NAMES))
    command = [sys.executable, "build_report.py", "batch", str(county.folder), "--workers", "1"]
    with subprocess.Popen(
        command, cwd=ROOT, encoding="utf-8", stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    ) as process:
        assert process.stderr is not None and "[1/40]" in process.stderr.readline()
        process.kill()
    assert (county.ledger.parent / FILE).exists()
    done = len(county.lines())
    assert county.runs() == OK
    assert f"（进程{process.pid}）" in capsys.readouterr().err
    assert county.states.count("unchanged") >= done >= 1


@pytest.mark.slow
def test_what_a_run_that_was_killed_had_begun_ends_with_it(tmp_path: Path) -> None:
    county = SmallCounty(tmp_path, tuple(f"{name}{number}" for number in range(1, 11) for name in NAMES))
    command = [sys.executable, "build_report.py", "batch", str(county.folder), "--workers", "2"]
    with subprocess.Popen(
        command, cwd=ROOT, encoding="utf-8", stderr=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stderr is not None and "[1/40]" in process.stderr.readline()
        process.kill()
        process.communicate(timeout=20)  # what is printed to is open as long as any of its processes lives
    assert county.runs() == OK and len(county.states) == 40
