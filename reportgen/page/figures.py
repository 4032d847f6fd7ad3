"""A year's figures -> a list."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("figures", __name__)


@pages.get("/<int:year>/figures/")
def figures() -> str:
    """Show it."""
    return ""
