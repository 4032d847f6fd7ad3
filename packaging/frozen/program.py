"""Words of the command line -> the same command as `build_report.py` runs, in a folder that brings its own Python."""

import multiprocessing
import os

from reportgen.commands.cli import run


def forget_our_libraries() -> None:
    """Let what this program starts (LibreOffice, a browser) have the libraries of the system: PyInstaller names ours to all of them."""
    if before := os.environ.pop("LD_LIBRARY_PATH_ORIG", None):
        os.environ["LD_LIBRARY_PATH"] = before
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"  # a batch's workers look for them anew


if __name__ == "__main__":
    multiprocessing.freeze_support()  # a batch's workers are this program once more
    forget_our_libraries()
    run()
