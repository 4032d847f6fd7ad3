"""A folder -> commands run in it on a system that has a C library, zlib, a shell and nothing else: no Python, no network, no variable set."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = ("/bin/sh", "/usr/bin/dirname")
LIBRARIES = ("libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libutil.so.1", "libz.so.1")


def can_be_had() -> bool:
    """Return whether this system lets a test have a root of its own."""
    return bool(shutil.which("unshare")) and subprocess.run(["unshare", "-rmn", "true"], check=False).returncode == 0


@dataclass(frozen=True)
class BareSystem:
    """A root folder with what every Linux has, as a new computer has it."""

    root: Path

    def __post_init__(self) -> None:
        for name in ("dev", "proc", "tmp"):
            (self.root / name).mkdir(parents=True)
        for program in PROGRAMS:
            self._take(Path(program))
            told = subprocess.run(["ldd", program], capture_output=True, check=True, encoding="utf-8").stdout
            libraries = [Path(found) for found in re.findall(r"(/\S+) \(0x", told)]
            beside = next(one.parent for one in libraries if one.name == "libc.so.6")
            for library in (*libraries, *(beside / name for name in LIBRARIES)):
                self._take(library)

    def _take(self, file: Path) -> None:
        target = self.root / file.relative_to("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)

    def runs(self, folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
        """Run a command in a folder below the root, its first word a file there; return how it ended and what it printed."""
        inside = "/" + folder.relative_to(self.root).as_posix()
        root = shlex.quote(str(self.root))
        within = f"cd {shlex.quote(inside)} && exec {shlex.join(words)}"
        script = (
            f"mount --rbind /dev {root}/dev && exec env -i $(command -v chroot) {root} /bin/sh -c {shlex.quote(within)}"
        )
        return subprocess.run(
            ["unshare", "-rmn", "sh", "-c", script],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=60,
        )
