"""Two years -> page."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("compare", __name__)


@pages.get("/<int:year>/compare/")
def compare() -> str:
    """Show it."""
    return ""
