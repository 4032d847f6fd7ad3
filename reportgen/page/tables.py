"""A year's files -> a sheet for each."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("tables", __name__)


@pages.get("/<int:year>/tables/")
def tables() -> str:
    """Show it."""
    return ""


@pages.get("/<int:year>/tables/<file>")
def sheet(file: str) -> str:
    """Show it."""
    return file
