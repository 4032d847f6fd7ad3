"""What a command made -> printed where it is text for a terminal, else written where somebody wants it or where such files stand."""

from __future__ import annotations

import sys
from pathlib import Path

from reportgen.commands.screen import OK


def hand_over(made: str | bytes, target: Path | None, usual: Path) -> int:
    """Print a text; write what is no text for a terminal, or what somebody named a file for, to that `target` or to the `usual` file.

    Returns the exit code; raises CannotWrite.
    """
    from reportgen.base.saving import keep_other, write_safely

    if isinstance(made, str) and target is None and usual.suffix != ".html":
        sys.stdout.write(made)
        return OK
    path = target or usual
    data = made if isinstance(made, bytes) else made.encode()
    kept = keep_other(path, data)
    write_safely(path, data)
    if kept:
        print(f"那里原有的文件内容不同，已另存为 {kept}")
    print(f"已写 {path}")
    return OK
