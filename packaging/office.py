"""A new folder -> in it what an office begins with: the reports' templates, the published year as an example, the manual, what to double-click."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANUAL = ("README.zh-CN.md", "docs/first-page.png", "LICENSE")


def new_folder(words: str | None, otherwise: str) -> Path:
    """Return the folder that somebody names, else the usual one below dist/; ends the program where something stands there."""
    folder = Path(words) if words else ROOT / "dist" / otherwise
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        sys.exit(f"{folder} 已经有了，不会覆盖：里面可能有填好的表。请换一个名称，或者先把它移开。")
    return folder


def add_office(folder: Path, starts: Path) -> None:
    """Write what an office begins with; of the files in `starts` the one to double-click on Windows, or elsewhere."""
    for name in ("templates", "data/2018"):
        shutil.copytree(ROOT / name, folder / name)
    for name in MANUAL:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    shutil.copy(starts, folder / starts.name)


def megabytes(folder: Path) -> str:
    """Return a folder and its size, as a person is told."""
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return f"{folder}：{size / 1e6:.0f} MB"
