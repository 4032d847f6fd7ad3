"""The words of `template` -> what is done with a report's folder, and an exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from reportgen.arguments import BadArguments, Parser, one_of
from reportgen.issues import nearest
from reportgen.screen import ERRORS_STAND, OK, counted, errors_stand, print_issues

_FORMATS = ("text", "json")


def template(words: Sequence[str]) -> int:
    """Do what the first word says. Returns the exit code."""
    known = "、".join(_WORDS)
    if not words:
        raise BadArguments(f"template 后面写 {known}")
    if words[0] not in _WORDS:
        raise BadArguments(f"不认识「template {words[0]}」，可用：{known}。{nearest(words[0], list(_WORDS))}")
    return _WORDS[words[0]](words[1:])


def check(words: Sequence[str]) -> int:
    """Say what is found in a template. Returns the exit code."""
    from reportgen.record import issue_entry  # noqa: PLC0415  --help needs neither pandas nor lxml
    from reportgen.template_check import check_template  # noqa: PLC0415  as above

    parser = Parser()
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--format", default=_FORMATS[0])
    options = parser.read(words)
    one_of("--format", options.format, _FORMATS)
    folder: Path = options.folder or options.template
    checked = check_template(folder, options.data)
    if options.format == "json":
        entries = [issue_entry(issue) for issue in checked.issues]
        shown = {"template": str(folder), "issues": entries, "notes": checked.notes}
        print(json.dumps(shown, ensure_ascii=False, indent=1))
    else:
        print_issues(checked.issues, sys.stdout)
        for note in checked.notes:
            print(f"说明  {note}")
        print(f"{folder}：{counted(checked.issues)}。")
    return ERRORS_STAND if errors_stand(checked.issues) else OK


_WORDS: dict[str, Callable[[Sequence[str]], int]] = {"check": check}
