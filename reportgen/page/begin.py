"""An older report -> folder."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("begin", __name__)


@pages.get("/<int:year>/begin/")
def begin() -> str:
    """Show it."""
    return ""
