"""The words of `page` -> a page in this computer's browser that does all that the commands do, until it is closed; an exit code."""

from __future__ import annotations

import contextlib
import gc
import sys
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.base.issues import reason_of
from reportgen.commands.arguments import FOLDERS, BadArguments, Command, Options, Parser
from reportgen.commands.clock import now, revision_date, seconds, today
from reportgen.commands.screen import OK

if TYPE_CHECKING:
    from reportgen.page.serving import Server

_MOST_PORT = 65535


def _page_words(parser: Parser) -> None:
    parser.add_argument(
        "county", nargs="?", type=Path, metavar="县区文件夹", help="里面有单位名单 offices.csv；不写就是一个单位的"
    )
    parser.add_argument("--port", metavar="端口", help="用哪个端口（默认由系统给一个空着的）")
    parser.add_argument("--no-browser", action="store_true", help="不打开浏览器，只印出地址")
    parser.folders("data", "template", "output")


def _page(options: Options) -> int:
    port = options.port or "0"
    if not port.isdecimal() or int(port) > _MOST_PORT:
        raise BadArguments(f"--port 后面写端口，如 8018，不是「{port}」")
    from reportgen.page.desk import Clock, Desk
    from reportgen.page.serving import Server, announced

    of = Desk(*_folders(options), Clock(now, today, revision_date, seconds))
    with contextlib.suppress(KeyboardInterrupt), announced(of):
        try:
            server = Server(of, int(port))
        except OSError as error:
            raise BadArguments(f"用不了端口{port}：{reason_of(error)}。不写 --port，系统会给一个空着的") from None
        if told := of.told():
            print(told)
        _open(server, browser=not options.no_browser)
        print(
            "页面只有这台电脑打得开，什么都不传出去。关掉页面，过几分钟就自己结束；要马上结束，在这里按 Ctrl-C。",
            flush=True,
        )
        threading.Thread(target=_open_again, args=(server, not options.no_browser), daemon=True).start()
        gc.freeze()  # what is imported by now stays
        gc.enable()  # a command that ends within a second looks for no garbage; this one runs all day
        server.run()
    print("页面已经结束。")
    return OK


def _folders(options: Options) -> tuple[Path, Path, Path]:
    """Return where the years, their report and what is made of it are: a county's own where its folder is named, or the years lie in it."""
    from reportgen.offices.county import county_around, is_county

    if options.county is not None:
        if options.typed:
            raise BadArguments("县区文件夹后面不写 --data、--template、--output：它自己的都在里面")
        if not is_county(options.county):
            raise BadArguments(f"「{options.county}」不是县区文件夹：里面要有单位名单 offices.csv")
        return _of_county(options.county)
    if county_around(options.data) is None:
        return options.data, options.template, options.output
    _, template, output = _of_county(options.data.parent)

    def meant(name: str, own: Path) -> Path:
        folder: Path = getattr(options, name)
        return own if name not in options.typed and folder == Path(FOLDERS[name][0]) else folder

    return options.data, meant("template", template), meant("output", output)


def _of_county(folder: Path) -> tuple[Path, Path, Path]:
    return folder / "data", folder / "report", folder / "output"


PAGE = Command("打开一个网页，在里面填表、看错误、生成和更新报告，不用打命令；县区的看各单位、汇总", _page_words, _page)


def _open(server: Server, *, browser: bool) -> None:
    """Open a one-time address, and print it for those whose browser doesn't open by itself."""
    address = server.address()
    opened = browser and webbrowser.open(address)
    print(
        f"{'已在浏览器里打开' if opened else '请在浏览器里打开'}（这个地址只能用一次，按回车再要一个）：\n{address}",
        flush=True,
    )


def _open_again(server: Server, browser: bool) -> None:
    """Give another address for each line that somebody enters: a closed browser has forgotten the first."""
    for _ in sys.stdin or ():  # a program without a console has none
        _open(server, browser=browser)
