"""`batch --scheduler`: the same bytes from the workers of a dask scheduler; workers that go cost only time. Loopback and own processes alone."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from conftest import ROOT
from small_county import NAMES, SmallCounty

from reportgen.base.issues import Unusable
from reportgen.commands.cli import ERRORS_STAND, OK, UNUSABLE
from reportgen.commands.screen import INTERRUPTED
from reportgen.offices import cluster, far, processes
from reportgen.offices.cluster import Cluster, connected
from reportgen.offices.county import Office, read_county
from reportgen.offices.one_office import Order
from reportgen.offices.outcome import State

distributed = pytest.importorskip("distributed")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]
FIRST, SECOND, THIRD, FOURTH = NAMES
_shared = far.in_shared_folder


@contextlib.contextmanager
def scheduler_with(workers: int) -> Iterator[distributed.LocalCluster]:
    """Run a scheduler with workers, each a process of its own."""
    words = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0", "threads_per_worker": 1}
    with distributed.LocalCluster(n_workers=workers, **words) as found:
        yield found


@pytest.fixture(scope="module")
def scheduler() -> Iterator[distributed.LocalCluster]:
    with scheduler_with(2) as found:
        yield found


@pytest.fixture
def county(tmp_path: Path) -> SmallCounty:
    return SmallCounty(tmp_path / "青山县")


def nobody(order: Order, offices: Sequence[Office]) -> Iterator[processes.Done]:
    raise AssertionError("built here")
    yield


# ---- the same bytes


@pytest.mark.parametrize("send", [[], ["--send"]], ids=["shared folder", "sent"])
def test_the_cluster_writes_the_bytes_that_one_process_writes(
    tmp_path: Path, scheduler: distributed.LocalCluster, send: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = SmallCounty(tmp_path / "here"), SmallCounty(tmp_path / "there")
    for county in (here, there):
        county.corrects(THIRD, "死亡: 47", "死亡: 很多")
    assert here.runs() == ERRORS_STAND
    monkeypatch.setattr(processes, "do", nobody)
    assert there.runs("--scheduler", scheduler.scheduler_address, *send) == ERRORS_STAND
    assert there.files() == here.files() and len(there.files()) == 4 * 4 + 3 * 2
    kept = [{**line, "seconds": 0, "inputs": ""} for line in here.last().values()]
    found = [{**there.last()[name], "seconds": 0, "inputs": ""} for name in here.last()]
    assert [str(one).replace("there", "here") for one in found] == list(map(str, kept))
    assert there.gathered == here.gathered
    assert there.runs("--scheduler", scheduler.scheduler_address, *send) == ERRORS_STAND
    assert there.states == ["unchanged", "unchanged", "refused", "unchanged"]


@pytest.mark.parametrize("send", [[], ["--send"]], ids=["shared folder", "sent"])
def test_corrections_come_into_an_edited_report_there_too(
    tmp_path: Path, scheduler: distributed.LocalCluster, send: list[str]
) -> None:
    here, there = SmallCounty(tmp_path / "here"), SmallCounty(tmp_path / "there")
    for county in (here, there):
        assert county.runs() == OK
        county.edits(SECOND, "开展孕前优生服务", "优生服务做得很好。")
        county.corrects(SECOND, "死亡: 46", "死亡: 49")
    assert (here.runs(), there.runs("--scheduler", scheduler.scheduler_address, *send)) == (OK, OK)
    assert there.states == ["unchanged", "merged", "unchanged", "unchanged"]
    assert there.report(SECOND).read_bytes() == here.report(SECOND).read_bytes()
    history = [path.name for path in (there.report(SECOND).parent / "history").iterdir()]
    assert history == [path.name for path in (here.report(SECOND).parent / "history").iterdir()] != []


def test_a_report_that_somebody_changed_while_it_was_away_is_built_here(
    county: SmallCounty, scheduler: distributed.LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert county.runs() == OK
    county.corrects(SECOND, "死亡: 46", "死亡: 49")
    whole = cluster.is_as_sent

    def edited(parcel: cluster.Parcel, year: int) -> bool:
        county.edits(SECOND, "开展孕前优生服务", "优生服务做得很好。")
        return whole(parcel, year)

    monkeypatch.setattr(cluster, "is_as_sent", edited)
    assert county.runs("--scheduler", scheduler.scheduler_address, "--send") == OK
    assert county.states[1] == "merged" and "优生服务做得很好。" in county.text(SECOND)


# ---- workers that go


def killing(folder: Path, times: int) -> Callable[[Order, Sequence[Office]], far.Answer]:
    """Return what ends a worker that is to build the second office, so many times."""

    def built(order: Order, offices: Sequence[Office]) -> far.Answer:
        died = folder / f"died{len(list(folder.glob('died*')))}"
        if any(office.name == SECOND for office in offices) and len(list(folder.glob("died*"))) < times:
            died.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return _shared(order, offices)

    return built


def test_a_killed_worker_costs_only_time(county: SmallCounty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "in_shared_folder", killing(county.folder, 1))
    with scheduler_with(2) as scheduler, connected(scheduler.scheduler_address, None) as client:
        found = list(
            Cluster(client, False, nobody, print, bool).built(county.order, read_county(county.folder).offices)
        )
    assert (county.folder / "died0").exists()
    assert sorted(one.outcome.name for one in found) == sorted(NAMES)
    assert {one.outcome.state for one in found} <= {State.WRITTEN, State.UNCHANGED}


def test_an_office_that_kills_every_worker_is_told_and_the_others_go_on(
    county: SmallCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "in_shared_folder", killing(county.folder, 99))
    with scheduler_with(2) as scheduler, connected(scheduler.scheduler_address, None) as client:
        found = list(
            Cluster(client, False, nobody, print, bool).built(county.order, read_county(county.folder).offices)
        )
    states = {one.outcome.name: one.outcome.state for one in found}
    assert states.pop(SECOND) is State.FAILED
    assert set(states) == {FIRST, THIRD, FOURTH} and set(states.values()) <= {State.WRITTEN, State.UNCHANGED}


def test_when_the_last_worker_has_gone_the_run_says_so_and_finishes_here(tmp_path: Path) -> None:
    county = SmallCounty(tmp_path, tuple(f"{name}{number}" for number in range(1, 11) for name in NAMES))
    said: list[str] = []
    found = []
    with scheduler_with(1) as scheduler, connected(scheduler.scheduler_address, None) as client:
        crew = Cluster(
            client, False, lambda *words: processes.built(*words, workers=1), said.append, bool, patience=0.5
        )
        for number, done in enumerate(crew.built(county.order, read_county(county.folder).offices)):
            if number == 0:
                scheduler.scale(0)
            found.append(done.outcome)
    assert sorted(one.name for one in found) == sorted(county.names)
    assert {one.state for one in found} <= {State.WRITTEN, State.UNCHANGED}
    assert len(said) == 1 and "秒没有工作进程了，还有" in said[0]


def test_where_no_worker_comes_the_run_says_so_and_is_done_here(county: SmallCounty) -> None:
    said: list[str] = []
    with scheduler_with(0) as scheduler, connected(scheduler.scheduler_address, None) as client:
        crew = Cluster(
            client, False, lambda *words: processes.built(*words, workers=1), said.append, bool, patience=0.5
        )
        found = list(crew.built(county.order, read_county(county.folder).offices))
    assert [one.outcome.state for one in found] == [State.WRITTEN] * 4
    assert len(said) == 1 and "秒没有工作进程了，还有4个单位，在这台电脑上接着做。" in said[0]


def test_when_the_scheduler_goes_the_run_finishes_here(county: SmallCounty, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    with scheduler_with(0) as scheduler, connected(scheduler.scheduler_address, None) as client:

        def gone(run: cluster._Run, offices: Sequence[Office]) -> None:
            submit(run, offices)
            if not said:
                said.append("gone")
                scheduler.close()

        submit = cluster._Run.submit
        monkeypatch.setattr(cluster._Run, "submit", gone)
        crew = Cluster(
            client, False, lambda *words: processes.built(*words, workers=1), said.append, bool, patience=0.5
        )
        found = list(crew.built(county.order, read_county(county.folder).offices))
    assert sorted(one.outcome.name for one in found) == sorted(NAMES)
    assert {one.outcome.state for one in found} == {State.WRITTEN}


@pytest.mark.parametrize("send", [[], ["--send"]], ids=["shared folder", "sent"])
def test_ctrl_c_takes_back_what_nobody_waits_for_and_the_next_run_goes_on(
    tmp_path: Path, scheduler: distributed.LocalCluster, send: list[str]
) -> None:
    county = SmallCounty(tmp_path, tuple(f"{name}{number}" for number in range(1, 21) for name in NAMES))
    words = ["build_report.py", "batch", str(county.folder), "--scheduler", scheduler.scheduler_address, *send]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([sys.executable, *words], cwd=ROOT, encoding="utf-8", **pipes) as process:
        assert process.stderr is not None and "[1/80]" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in err) == (INTERRUPTED, False)
    done = len(county.lines())
    assert 1 <= done < 80 and f"停下了，还有{80 - done}个单位没有做。" in out
    assert county.runs("--scheduler", scheduler.scheduler_address, *send) == OK
    assert len(county.states) == 80 and county.states.count("unchanged") >= done


# ---- what is refused


def test_no_scheduler_at_the_address_is_one_line_and_exit_code_2(
    county: SmallCounty, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_TIMEOUT", 1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    assert county.runs("--scheduler", address) == UNUSABLE
    told = capsys.readouterr().err.strip().split("\n")
    assert told[0].startswith(f"错误  连不上调度程序 {address}") and len(told) == 3
    assert not county.ledger.exists()


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "nonsense"])
def test_an_address_that_is_none_is_told(
    county: SmallCounty, address: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_TIMEOUT", 1)
    assert county.runs("--scheduler", address) == UNUSABLE
    assert f"连不上调度程序 {address}" in capsys.readouterr().err


def test_without_dask_it_says_what_to_install(county: SmallCounty) -> None:
    code = f"""
import sys
sys.modules["distributed"] = None
from reportgen.commands.cli import main
print(main(["batch", {str(county.folder)!r}, "--workers", "1"]))
print(main(["batch", {str(county.folder)!r}, "--scheduler", "tcp://127.0.0.1:1"]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT, encoding="utf-8")
    assert [line for line in done.stdout.split("\n") if line.isdecimal()] == ["0", "2"]
    assert '这台电脑上没有装 dask。请先装：pip install "reportgen[cluster]"' in done.stderr


def test_a_worker_with_another_version_is_refused(
    county: SmallCounty, scheduler: distributed.LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "__version__", "9.9")
    with connected(scheduler.scheduler_address, None) as client, pytest.raises(Unusable) as raised:
        list(Cluster(client, False, nobody, print, bool).built(county.order, read_county(county.folder).offices))
    (issue,) = raised.value.issues
    assert (
        "上的 reportgen 是0.1.0，这里是9.9。请装成一样的版本。" in issue.message and "tcp://127.0.0.1" in issue.message
    )


def test_a_worker_that_came_later_with_another_version_is_refused(
    county: SmallCounty, scheduler: distributed.LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Cluster, "_refuse_others", lambda *_: None)
    order = Order(**{**vars(county.order), "version": "9.9"})
    with connected(scheduler.scheduler_address, None) as client, pytest.raises(Unusable, match=r"发出任务的是 9\.9"):
        list(Cluster(client, False, nobody, print, bool).built(order, read_county(county.folder).offices))


def test_a_worker_that_sees_another_template_is_refused_but_takes_what_is_sent(
    county: SmallCounty, scheduler: distributed.LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "looked_at", lambda _: (cluster.__version__, "another"))
    offices = read_county(county.folder).offices
    with connected(scheduler.scheduler_address, None) as client:
        with pytest.raises(Unusable, match=r"看到的模板文件夹 .+ 和这里的不一样，或者看不到"):
            list(Cluster(client, False, nobody, print, bool).built(county.order, offices))
        found = list(Cluster(client, True, nobody, print, bool).built(county.order, offices))
    assert {one.outcome.state for one in found} == {State.WRITTEN}


def test_an_encrypted_scheduler_is_reached_with_the_three_files(county: SmallCounty, tmp_path: Path) -> None:
    security = distributed.Security.temporary()
    files = {}
    for name, word in (("ca-file", "tls_ca_file"), ("cert", "tls_client_cert"), ("key", "tls_client_key")):
        files[name] = tmp_path / f"{name}.pem"
        files[name].write_text(getattr(security, word), encoding="utf-8")
    words = [word for name, path in files.items() for word in (f"--tls-{name}", str(path))]
    with distributed.LocalCluster(
        n_workers=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", security=security
    ) as scheduler:
        assert scheduler.scheduler_address.startswith("tls://")
        assert county.runs("--scheduler", scheduler.scheduler_address, *words) == OK
