#!/bin/sh
# Opens the page, from wherever it is double-clicked.
cd "$(dirname "$0")" || exit
exec ./build_report page
