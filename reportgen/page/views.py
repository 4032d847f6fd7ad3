"""An address that a browser asks for -> the function that answers it; its module is imported when somebody asks for the first time."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import cast

from flask import Flask
from flask.typing import ResponseReturnValue

# What the menu shows -> its title, and the module in VIEWS whose view of the same name is shown. A new page is one line here, and its views below.
MENU = {
    "overview": "总览",
    "tables": "填表",
    "figures": "数据",
    "issues": "问题",
    "compare": "对比",
    "report": "报告",
    "begin": "新的一年",
}
# What it shows before these to those who run a county.
MENU_OF_COUNTY = {"offices": "各单位"}
# The pages that know years of a county's offices, of which the county itself may have none yet.
OF_COUNTY = ("offices", "working")
# A module (`report.held` is report_held, a part of the page `report`) -> its functions, each with its method and its addresses. All that
# can be asked for stands here: nothing of a page that nobody has looked at is imported, so the first page doesn't wait for the others.
VIEWS = {
    "overview": {
        "overview": "GET /<int:year>/",
        "nothing": "GET /begin-here",
    },
    "tables": {
        "tables": "GET /<int:year>/tables/",
        "sheet": "GET /<int:year>/tables/<file>",
        "check": "POST /<int:year>/tables/<file>/check",
        "save_typed": "POST /<int:year>/tables/<file>/save",
        "item": "POST /<int:year>/tables/<file>/item",
    },
    "figures": {
        "figures": "GET /<int:year>/figures/",
        "figure": "GET /<int:year>/figures/<name>",
    },
    "issues": {
        "issues": "GET /<int:year>/issues/",
        "accept": "POST /<int:year>/issues/accept",
        "stand": "POST /<int:year>/issues/stand",
        "disclose": "POST /<int:year>/issues/public",
        "undisclose": "POST /<int:year>/issues/public/no-longer",
    },
    "compare": {
        "compare": "GET /<int:year>/compare/",
        "comparison": "GET /<int:year>/compare/<int:other>.<form>",
        "series": "GET /<int:year>/compare/series.<form>",
    },
    "report": {
        "report": "GET /<int:year>/report/",
        "build": "POST /<int:year>/report/build",
    },
    "report.files": {
        "download": "GET /<int:year>/report/files/<kind>/<name>",
    },
    "report.held": {
        "held": "GET /<int:year>/report/verify/<name>",
        "accept": "POST /<int:year>/report/verify/<name>/accept",
    },
    "report.kept": {
        "restore": "POST /<int:year>/report/history/restore",
    },
    "report.pictured": {
        "pictured": "GET /<int:year>/report/pages/<name>",
        "set_pages": "POST /<int:year>/report/pages/<name>",
        "one": "GET /<int:year>/report/pages/of/<key>/<file>",
    },
    "report.public": {
        "public": "GET /<int:year>/report/public/",
        "make_it": "POST /<int:year>/report/public/make",
    },
    "report.received": {
        "receive": "POST /<int:year>/report/received/",
        "received": "GET /<int:year>/report/received/<key>/",
        "held": "GET /<int:year>/report/received/<key>/verify",
        "put": "POST /<int:year>/report/received/<key>/put",
    },
    "begin": {
        "begin": "GET /begin/ /<int:year>/begin/",
        "new": "POST /begin/new /<int:year>/begin/new",
    },
    "begin.older": {
        "upload": "POST /begin/older /<int:year>/begin/older",
        "older": "GET /begin/older/<key> /<int:year>/begin/older/<key>",
        "write": "POST /begin/older/<key> /<int:year>/begin/older/<key>",
    },
    "offices": {
        "offices": "GET /offices/ /<int:year>/offices/",
        "notice": "GET /<int:year>/offices/notice",
        "found": "GET /<int:year>/offices/found/<code>",
        "download": "GET /<int:year>/offices/files/<code>/<name>",
    },
    "offices.batch": {
        "batch": "POST /<int:year>/offices/batch",
    },
    "offices.rollup": {
        "rollup": "POST /<int:year>/offices/rollup",
    },
    "offices.league": {
        "league": "GET /<int:year>/offices/league/",
        "shown": "GET /<int:year>/offices/league/shown/<key>",
        "download": "GET /<int:year>/offices/league/<form>",
    },
    "working": {
        "working": "GET /working/ /<int:year>/working/",
        "stop": "POST /working/stop /<int:year>/working/stop",
    },
}


def add_views(app: Flask) -> None:
    """Let an application answer all addresses; an endpoint is called `module.function`."""
    for module, functions in VIEWS.items():
        for name, said in functions.items():
            method, *addresses = said.split()
            view = _imported_late(module, name)
            for address in addresses:
                app.add_url_rule(address, f"{module}.{name}", view, methods=[method])


def _imported_late(module: str, name: str) -> Callable[..., ResponseReturnValue]:
    def view(**said: object) -> ResponseReturnValue:
        imported = importlib.import_module(f"reportgen.page.{module.replace('.', '_')}")
        return cast(ResponseReturnValue, getattr(imported, name)(**said))

    return view
