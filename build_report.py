"""The office's one command; `python build_report.py --help` says what it can do."""

from reportgen.commands.cli import run

if __name__ == "__main__":
    run()
