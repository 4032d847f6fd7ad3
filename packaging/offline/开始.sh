#!/bin/sh
# Installs from wheels/ the first time, then opens the page, from wherever it is double-clicked.
cd "$(dirname "$0")" || exit
if [ ! -f .venv/installed ] || ! .venv/bin/python -c "" 2>/dev/null; then
    if ! command -v python3 >/dev/null; then
        echo "这台电脑上没有 Python（python3）。请先装 Python，再双击「开始」。" >&2
        exit 2
    fi
    python3 install.py || exit
fi
exec .venv/bin/python build_report.py page
