"""Words of the command line -> the same command as `build_report.py` runs, in a folder that brings its own Python."""

import multiprocessing

from reportgen.commands.cli import run

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a batch's workers are this program once more
    run()
