"""An order and the offices that are to be built -> how each ended, built by the workers of a dask scheduler; here, when these are gone."""

from __future__ import annotations

import contextlib
import logging
import math
import queue
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import __version__
from reportgen.base.issues import Issue, Severity, Unusable, listed
from reportgen.base.saving import CannotWrite
from reportgen.offices.county import Office
from reportgen.offices.far import Answer, from_parcels, in_shared_folder, looked_at
from reportgen.offices.one_office import Done, Order, output_of
from reportgen.offices.outcome import State, ended
from reportgen.offices.processes import DIED
from reportgen.offices.sending import Changes, Parcel, is_as_sent, packed, put

if TYPE_CHECKING:
    from distributed import Client, Future

PATIENCE = 30.0  # seconds that a run waits for a worker to come, or to come back
_MOST = 20  # offices of a chunk: fewer cost talk, more are lost with a worker
_ROUNDS = 8  # chunks that each worker is to have, so that all end at about the same time
_TIMEOUT = 10  # seconds until a scheduler has to answer
_CHECK = "集群"


@dataclass(frozen=True)
class Tls:
    """The files of an encrypted connection: who signed the scheduler's certificate, and this computer's own."""

    authority: str
    certificate: str
    key: str


@contextlib.contextmanager
def connected(address: str, tls: Tls | None) -> Iterator[Client]:
    """Yield a connection to a scheduler; raises Unusable where there is none at the address."""
    try:
        from distributed import Client  # noqa: PLC0415  installed with the extra `cluster` alone
        from distributed.security import Security  # noqa: PLC0415
    except ImportError as error:
        raise _unusable('这台电脑上没有装 dask。请先装：pip install "reportgen[cluster]"') from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what it has to say, this module says in Chinese
    try:
        security = None
        if tls is not None:
            files = {"tls_ca_file": tls.authority, "tls_client_cert": tls.certificate, "tls_client_key": tls.key}
            security = Security(require_encryption=True, **files)
        client = Client(address, timeout=_TIMEOUT, security=security, set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        reason = str(error).split("\n")[0]
        message = f"连不上调度程序 {address}（{reason}）。请看地址对不对、它启动了没有、证书对不对。"
        raise _unusable(message) from error
    try:
        yield client
    finally:
        with contextlib.suppress(OSError, TimeoutError):
            client.close(timeout=_TIMEOUT)


@dataclass(frozen=True)
class Cluster:
    """The workers of a scheduler: they see the county's folder, or offices are `sent` to them; `here` builds what they leave, `say` tells a
    person so, after `patience` seconds without any of them. `asked` tells whether somebody wants the run to stop."""

    client: Client
    sent: bool
    here: Callable[[Order, Sequence[Office]], Iterator[Done]]
    say: Callable[[str], None]
    asked: Callable[[], bool]
    patience: float = PATIENCE

    def built(self, order: Order, offices: Sequence[Office]) -> Iterator[Done]:
        """Yield how each office ended; raises Unusable where a worker has another reportgen or another template."""
        if not offices:
            return
        order = replace(order, template=order.template.resolve())
        self._refuse_others(order)
        run = _Run(self, order, _template(order.template) if self.sent else {})
        try:
            size = min(_MOST, math.ceil(len(offices) / (_ROUNDS * max(1, len(self._workers())))))
            for first in range(0, len(offices), size):
                run.submit(offices[first : first + size])
            yield from run.done()
        finally:
            run.cancel()
        if run.left:
            yield from self.here(order, run.left)

    def _refuse_others(self, order: Order) -> None:
        """Refuse workers that would write other reports; each says for itself what it has."""
        answers = self.client.run(looked_at, order.template, on_error="return")
        others = [one for one, said in answers.items() if not isinstance(said, tuple) or said[0] != __version__]
        if others:
            said = {answers[one][0] for one in others if isinstance(answers[one], tuple)}
            found = f"是{listed(sorted(said))}" if said else "没有装，或版本不同"
            raise _unusable(
                f"工作进程 {listed(others)} 上的 reportgen {found}，这里是{__version__}。请装成一样的版本。"
            )
        others = [one for one, said in answers.items() if said[1] != order.report]
        if others and not self.sent:
            message = f"工作进程 {listed(others)} 看到的模板文件夹 {order.template} 和这里的不一样，或者看不到。请挂上同一个共享文件夹，或加 --send。"
            raise _unusable(message)

    def _workers(self) -> Sequence[str]:
        """Return the addresses of the workers, none where the scheduler itself is gone."""
        if self.client.status != "running":
            return ()
        try:
            return tuple(self.client.scheduler_info()["workers"])
        except (OSError, TimeoutError, RuntimeError):
            return ()


class _Run:
    """One run's offices on the way; `left` are those that nobody there could build."""

    def __init__(self, cluster: Cluster, order: Order, template: Mapping[str, bytes]) -> None:
        self._cluster, self._order, self._template = cluster, order, template
        self._answers: queue.SimpleQueue[Future] = queue.SimpleQueue()
        self._away: dict[Future, tuple[Sequence[Office], Sequence[Parcel]]] = {}
        self.left: list[Office] = []

    def submit(self, offices: Sequence[Office]) -> None:
        """Send a chunk; an office whose files can't be read here is left, so that it says so as it does alone."""
        parcels: list[Parcel] = []
        if self._cluster.sent:
            for office in offices:
                try:
                    parcels.append(packed(office, self._order.year))
                except OSError:
                    self.left.append(office)
            offices = [parcel.office for parcel in parcels]
            name = self._order.template.name
            work = partial(from_parcels, self._order, self._template, name, parcels)
        else:
            there = [replace(office, folder=office.folder.resolve()) for office in offices]
            work = partial(in_shared_folder, self._order, there)
        if offices:
            future = self._cluster.client.submit(work, pure=False)
            self._away[future] = (offices, parcels)
            future.add_done_callback(self._answers.put)

    def done(self) -> Iterator[Done]:
        """Yield how the offices ended, until all have or nobody is there to build them."""
        step, alone = min(1.0, self._cluster.patience / 5), 0.0
        while self._away:
            if self._cluster.asked():
                raise KeyboardInterrupt
            try:
                future = self._answers.get(timeout=step)
            except queue.Empty:
                alone = 0.0 if self._cluster._workers() else alone + step
                if alone >= self._cluster.patience:
                    self._give_up()
                continue
            if future in self._away:
                yield from self._answered(future, step)

    def cancel(self) -> None:
        """Take back what nobody waits for any more."""
        with contextlib.suppress(OSError, TimeoutError, RuntimeError):
            if self._away and self._cluster.client.status == "running":
                self._cluster.client.cancel(list(self._away))
        self._away.clear()

    def _give_up(self) -> None:
        offices = [office for chunk, _ in self._away.values() for office in chunk]
        self._cluster.say(
            f"已经{self._cluster.patience:.0f}秒没有工作进程了，还有{len(offices)}个单位，在这台电脑上接着做。"
        )
        self.cancel()
        self.left += offices

    def _answered(self, future: Future, step: float) -> Iterator[Done]:
        from distributed import KilledWorker  # noqa: PLC0415  see above
        from distributed import TimeoutError as NoAnswer  # noqa: PLC0415

        try:
            answer: Answer = future.result(timeout=step)
        except NoAnswer:  # its worker has gone with the result, and another one is building the chunk again
            future.add_done_callback(self._answers.put)
            return
        except KilledWorker:
            offices, _ = self._away.pop(future)
            if len(offices) == 1:
                yield Done(ended(offices[0], State.FAILED, (DIED,)))
            else:
                for office in offices:  # alone, so that it is known which it was
                    self.submit([office])
            return
        except Exception as error:  # the scheduler has gone, or a worker lacks something: here it is what it is
            offices, _ = self._away.pop(future)
            self._cluster.say(f"有{len(offices)}个单位别的电脑没有做成（{_first(error)}），改在这台电脑上做。")
            self.left += offices
            return
        offices, parcels = self._away.pop(future)
        if isinstance(answer, tuple):
            raise Unusable(answer)
        if not self._cluster.sent:
            yield from (
                done.saying(office.folder.resolve(), office.folder)
                for office, (done, _) in zip(offices, answer, strict=True)
            )
            return
        for parcel, (done, changed) in zip(parcels, answer, strict=True):
            yield from self._put(parcel, done, changed)

    def _put(self, parcel: Parcel, done: Done, changed: Changes) -> Iterator[Done]:
        """Write what came back; where somebody has changed something here meanwhile, the office is built here."""
        office, order = parcel.office, self._order
        try:
            if changed and not is_as_sent(parcel, order.year):
                self.left.append(office)
                return
            put(office, changed)
        except OSError:
            self.left.append(office)
            return
        except CannotWrite as error:
            outcome = ended(office, State.NOT_WRITTEN, (str(error),), done.outcome.inputs, done.outcome.seconds)
            yield replace(done, outcome=outcome)
            return
        stands = done.outcome.output and output_of(order, office) == done.outcome.output
        yield done if stands else replace(done, outcome=replace(done.outcome, output=""))


def _template(folder: Path) -> dict[str, bytes]:
    """Return the files of a report's folder, '' of those that can't be read, which its reader there tells."""
    try:
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    except OSError:
        return {}


def _first(error: BaseException) -> str:
    return (str(error) or type(error).__name__).split("\n")[0]


def _unusable(message: str) -> Unusable:
    return Unusable([Issue(_CHECK, Severity.ERROR, message)])
