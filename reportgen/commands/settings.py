"""What an office typed once in `reportgen.toml` -> the folders that its commands work with."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from reportgen.base.issues import Finder, Location, nearest
from reportgen.base.textfile import read_bytes, read_text

FILE = "reportgen.toml"
# Each folder, where it is unless somebody says otherwise, and what stands there.
FOLDERS = {
    "data": ("data", "数据在哪里，下面一年一个文件夹（默认 data）"),
    "template": ("templates/annual", "模板和指标目录在哪里（默认 templates/annual）"),
    "output": ("output", "报告写到哪里（默认 output）"),
}
_MOST = 100_000  # bytes


def usual_folders(beside: Path) -> dict[str, Path]:
    """Return the folders by name: those that the file in `beside` says, and the usual ones; raises Unusable with every fault in it.

    data = "数据"                     # from the file's own folder
    template = "templates/annual"
    output = "报告"
    """
    found = {name: Path(folder) for name, (folder, _) in FOLDERS.items()}
    path = beside / FILE
    if not path.is_file():
        return found
    finder = Finder()
    data = read_bytes(path, FILE, _MOST, finder)
    text = None if data is None else read_text(data, FILE, "另存为 UTF-8", finder)
    try:
        said = tomllib.loads(text or "")
    except tomllib.TOMLDecodeError as error:
        row = re.search(r"at line ([0-9]+)", str(error))
        message = '这一行看不懂，应写成 data = "数据" 这样，文件夹的名称放在英文引号里，\\ 写成 /。'
        finder.error("设置", Location(FILE, int(row[1]) if row else None), message)
        said = {}
    known = "、".join(FOLDERS)
    for name, value in said.items():
        at = Location(FILE, None, name)
        if name not in FOLDERS:
            message = f"不认识「{name}」。{nearest(name, list(FOLDERS))}能写的有：{known}。"
            finder.error("设置", at, message, expected=known, found=name)
        elif not isinstance(value, str) or not value.strip():
            finder.error(
                "设置", at, f'应是一个文件夹，写成 {name} = "文件夹"。', expected="一个文件夹", found=str(value)
            )
        else:
            found[name] = beside / value
    finder.stop_if_any()
    return found
