"""A sentence that says one thing on the command line and another on the page; and that no advice for the one reaches the other."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

from conftest import ROOT

from reportgen.base.faced import Faced, advised, on_page
from reportgen.commands.cli import _COMMANDS

_OF_A_COMMAND = re.compile(rf"(?<![\w-])(-o|--[a-z]+)(?![\w-])|(用|运行) ?({'|'.join(filter(None, _COMMANDS))})\b")
_HAN = re.compile("[\u4e00-\u9fff]")
_OF_COMMANDS = {  # rooms, and modules, whose sentences no page shows
    "commands",
    "authoring",
    "offices/cluster.py",  # the page builds on its own computer
    "report/documents.py",  # a record that somebody names
    "begin/forms/handed_out.py",
}


def test_the_commands_print_it_as_it_is_and_the_page_asks_for_its_own_words() -> None:
    said = advised("有两份，", "请用 -o 指明。", "请选一份。")
    assert said == "有两份，请用 -o 指明。" and on_page(said) == "有两份，请选一份。"
    assert on_page("没有别的话。") == "没有别的话。"
    again = pickle.loads(pickle.dumps(said))
    assert isinstance(again, Faced) and (again, again.page) == (said, said.page), (
        "an office's issues go between processes"
    )


def test_no_sentence_that_reaches_the_page_advises_a_command_or_an_option_of_one() -> None:
    package = ROOT / "reportgen"
    found = [
        f"{path.relative_to(package)}: {text}"
        for path in sorted(package.rglob("*.py"))
        if not {path.relative_to(package).parts[0], str(path.relative_to(package))} & _OF_COMMANDS
        for text in _sentences(path)
        if _OF_A_COMMAND.search(text) and _HAN.search(text)
    ]
    assert found == []


def _sentences(path: Path) -> Iterator[str]:
    """Yield the texts of a module that no `Faced` says on the command line alone, but for docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    faced: set[ast.AST] = set()
    docs: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Faced", "advised"):
            spoken = node.args[0 if node.func.id == "Faced" else 1]
            faced |= {*ast.walk(spoken)} - {spoken} if isinstance(spoken, ast.Starred) else {*ast.walk(spoken)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            docs.add(node.value)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple) and _is_named(node, "ways"):
            faced |= {*ast.walk(node.value.elts[0])}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in faced | docs:
            yield node.value


def _is_named(node: ast.Assign, name: str) -> bool:
    """Return whether both faces' ways stand beside each other under this name, the command's first."""
    return isinstance(node.targets[0], ast.Name) and node.targets[0].id == name
