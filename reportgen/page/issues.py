"""What was found -> a list."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("issues", __name__)


@pages.get("/<int:year>/issues/")
def issues() -> str:
    """Show it."""
    return ""
