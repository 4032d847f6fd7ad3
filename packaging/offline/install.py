"""The wheels beside this file -> a .venv beside it that holds them; nothing comes over the network.

Any Python from 3.6 on can run this, so that one that the wheels aren't for is told so.
"""

import os
import re
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
WHEELS = HERE / "wheels"
VENV = HERE / ".venv"


def main():
    """Install; ends with what is missing, in Chinese, where this Python isn't one of those that the wheels are for."""
    if not WHEELS.is_dir():
        sys.exit("这个文件夹里少了 wheels：请把整个文件夹重新复制一份（压缩包要先全部解压），再双击「开始」。")
    names = [path.name for path in WHEELS.iterdir()]
    known = {int(found.group(1)) for found in (re.search(r"-cp3(\d+)-cp3\1-", name) for name in names) if found}
    is_for_windows = any("-win_amd64." in name for name in names)
    ours = sys.version_info[:2]
    if ours not in {(3, minor) for minor in known} or is_for_windows != (sysconfig.get_platform() == "win-amd64"):
        wanted = "、".join(f"3.{minor}" for minor in sorted(known))
        sys.exit(
            f"这台电脑上的 Python 是 {ours[0]}.{ours[1]}（{64 if sys.maxsize > 2**32 else 32}位），这个文件夹里的东西装不进去。\n"
            f"请装{'Windows 的' if is_for_windows else ' '}64位 Python，版本 {wanted} 里的一个，再双击「开始」。"
        )
    print("第一次用，正在安装，请等一两分钟……", flush=True)
    venv.create(VENV, clear=True, with_pip=True)
    python = VENV / ("Scripts" if os.name == "nt" else "bin") / "python"
    asked = ["--no-index", "--find-links", str(WHEELS), "--requirement", str(HERE / "requirements.txt")]
    # --isolated: an index or a proxy that somebody set up on this computer isn't asked.
    installing = [str(python), "-m", "pip", "--isolated", "--disable-pip-version-check", "install", "--quiet", *asked]
    if subprocess.call(installing) != 0:
        sys.exit("没有装成，原因在上面几行。磁盘满了，或者文件夹里少了文件：请把整个文件夹重新复制一份再试。")
    (VENV / "installed").touch()  # written last: a .venv without it was cut short
    print("装好了。")


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # Python 3.7
            stream.reconfigure(errors="replace", **({} if stream.isatty() else {"encoding": "utf-8"}))
    main()
