"""The report -> page."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("report", __name__)


@pages.get("/<int:year>/report/")
def report() -> str:
    """Show it."""
    return ""
