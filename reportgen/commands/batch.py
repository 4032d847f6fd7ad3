"""The words of `batch` -> every office's report on disk, how each office ended on the screen, and an exit code."""

from __future__ import annotations

import contextlib
import gc
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from reportgen.commands.arguments import BadArguments, Command, Options, Parser
from reportgen.commands.clock import now, seconds
from reportgen.commands.of_county import county_of, county_words
from reportgen.commands.screen import ERRORS_STAND, INTERRUPTED, OK, print_issues

if TYPE_CHECKING:
    from reportgen.commands.bar import Bar
    from reportgen.offices.batch import Crew
    from reportgen.offices.county import County, Office
    from reportgen.offices.one_office import Order
    from reportgen.offices.outcome import Outcome
    from reportgen.offices.telling import Ended

_SWITCHES = {
    "--strict": "有单位的报告里有「错误」时退出码为1（报告照样写出）",
    "--final": "各单位另出公开版；有什么挡着，在那个单位下面说",
    "--dry-run": "只说各单位会怎么样，不写",
}
_TLS = {
    "ca-file": "调度程序的证书由谁签发",
    "cert": "这台电脑的证书",
    "key": "这台电脑的私钥",
}


def _batch_words(parser: Parser) -> None:
    county_words(parser)
    parser.add_argument("--only", nargs="+", metavar="单位", help="只做这几个单位，写代码或名称")
    for option, said in _SWITCHES.items():
        parser.add_argument(option, action="store_true", help=said)
    parser.annex()
    parser.add_argument("--workers", metavar="个数", help="同时用几个进程（默认有几个核就用几个）")
    parser.add_argument(
        "--scheduler", metavar="地址", help="用别的电脑一起做：dask 调度程序的地址，如 tcp://10.0.0.5:8786"
    )
    parser.add_argument("--send", action="store_true", help="别的电脑看不到县区文件夹时，数据随任务送过去，报告送回来")
    for name, said in _TLS.items():
        parser.add_argument(f"--tls-{name}", metavar="文件", help=f"{said}（加密连接用，地址写成 tls://…）")


def _batch(options: Options) -> int:
    from reportgen.commands.bar import Bar
    from reportgen.offices import batch, lock
    from reportgen.offices.gathering import file_of
    from reportgen.offices.one_office import Order

    workers = _workers(options.workers)
    _refuse_without_scheduler(options)
    county, year, template = county_of(options, "batch")
    offices = batch.chosen(county, options.only or ())
    order = Order(
        template,
        batch.hash_of(template),
        year,
        options.annex,
        options.final,
        options.dry_run,
        now(),
        seconds,
        file_of(county, year - 1, earlier=True).resolve(),
    )
    print_issues(county.issues, sys.stdout)
    terminal = sys.__stderr__ if sys.__stderr__ is not None and sys.__stderr__.isatty() else None
    bar = Bar(len(offices), terminal)
    gc.enable()  # a single build ends before garbage matters; a thousand of them would not
    held = contextlib.nullcontext("") if options.dry_run else lock.held(batch.results(county, year), now())
    # Among other computers' answers the interruption would come into threads and callbacks, where Python drops it with a traceback.
    stopping = _asked_to_stop(at_once=options.scheduler is None)
    with held as told, stopping as asked, _crew(options, workers, bar, asked) as crew:
        if told:
            print(told, file=sys.stderr)
        found, stopped = _ended(county, offices, order, crew, bar, asked)
    return _told(county, offices, order, found, options.strict, stopped=stopped)


BATCH = Command("一次做完县区所有单位的报告：没有变化的跳过，出错的不影响别的单位", _batch_words, _batch)


def _workers(said: str | None) -> int:
    from reportgen.offices.processes import cores

    if said is None:
        return cores()
    if not said.isdecimal() or not 1 <= int(said) <= 1000:
        raise BadArguments(f"--workers 后面写用几个进程，如 2，不是「{said}」")
    return int(said)


def _refuse_without_scheduler(options: Options) -> None:
    """Refuse what means something only together with other computers."""
    tls = [f"--tls-{name}" for name in _TLS if getattr(options, f"tls_{name.replace('-', '_')}")]
    if options.scheduler is None and (options.send or tls):
        raise BadArguments(f"{'、'.join([*(['--send'] if options.send else []), *tls])} 要和 --scheduler 一起用")
    encrypted = (options.scheduler or "").startswith("tls://")
    if encrypted != bool(tls) or len(tls) not in (0, len(_TLS)):
        every = "、".join(f"--tls-{name}" for name in _TLS)
        raise BadArguments(f"加密连接要写 tls:// 开头的地址和 {every} 三样，缺一样都不行；不加密的写 tcp:// 开头的")


@contextlib.contextmanager
def _crew(options: Options, workers: int, bar: Bar, asked: Callable[[], bool]) -> Iterator[Crew]:
    """Yield who builds the offices: processes here, or the workers of a scheduler as long as there are any; raises Unusable."""
    from reportgen.offices.processes import built

    here = partial(built, workers=workers)
    if options.scheduler is None:
        yield here
        return
    from reportgen.offices.cluster import Cluster, Tls, connected

    tls = Tls(options.tls_ca_file, options.tls_cert, options.tls_key) if options.tls_cert else None
    with connected(options.scheduler, tls) as client:
        yield Cluster(client, options.send, here, bar.say, asked).built


def _ended(
    county: County, offices: Sequence[Office], order: Order, crew: Crew, bar: Bar, asked: Callable[[], bool]
) -> tuple[dict[str, Outcome], bool]:
    """Return how the offices ended by code, and whether somebody stopped the run before all had."""
    from reportgen.offices.batch import outcomes

    found: dict[str, Outcome] = {}
    try:
        with contextlib.closing(outcomes(county, offices, order, crew)) as run:
            for outcome in run:
                found[outcome.code] = outcome
                bar.ended(outcome)
                if asked():
                    return found, len(found) < len(offices)
    except KeyboardInterrupt:
        return found, True
    finally:
        bar.clear()
    return found, False


@contextlib.contextmanager
def _asked_to_stop(*, at_once: bool) -> Iterator[Callable[[], bool]]:
    """Yield what tells whether somebody pressed Ctrl-C: the interruption alone is lost where it meets Python taking an object apart.

    It interrupts `at_once`, or is only noted, and who waits for answers asks.
    """
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():  # only there can it be said what becomes of it
        yield asked.is_set
        return

    def note(*_: object) -> None:
        asked.set()
        if at_once:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, note)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def _told(
    county: County,
    offices: Sequence[Office],
    order: Order,
    found: Mapping[str, Outcome],
    strict: bool,
    *,
    stopped: bool,
) -> int:
    """Print how the offices ended, in the county's order, and return the exit code."""
    from reportgen.offices import telling
    from reportgen.offices.batch import results
    from reportgen.offices.ledger import FILE

    ended = [found[office.code] for office in offices if office.code in found]
    _print_each([*telling.about_each(ended, dry=order.dry)])
    if ended:
        print(telling.about_run(ended, order.year, dry=order.dry))
    if order.dry:
        print("只是试一遍，什么都没有写。")
    elif ended:
        print(f"每个单位的结果记在 {results(county, order.year) / FILE}。")
    if stopped:
        print(telling.about_stop(len(offices) - len(ended), "再运行同一条命令"))
        return INTERRUPTED
    wrong = any(not one.state.is_done or one.barred or (strict and one.errors_stand) for one in ended)
    return ERRORS_STAND if wrong else OK


def _print_each(ended: Sequence[Ended]) -> None:
    """Print a line for each office, and below it what a person should know of it."""
    from reportgen.base.terminal import table

    for one, line in zip(ended, table([one[:4] for one in ended]), strict=True):
        print(line)
        for sentence in one.said:
            print(f"      {sentence}")
