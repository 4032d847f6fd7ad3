"""The office's one command; `python build_report.py --help` says what it can do."""

import sys

from reportgen.cli import main

if __name__ == "__main__":
    sys.exit(main())
