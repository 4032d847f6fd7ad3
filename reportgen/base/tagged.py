"""A text with a template's tags in it -> the text with a stand-in for each tag, as far as it can be read before it is rendered."""

from __future__ import annotations

import re

TAG = re.compile(
    r"\{\{.{0,2000}?\}\}|\{%.{0,2000}?%\}|\{#.{0,2000}?#\}", re.DOTALL
)  # bounded, or many open braces take hours
VALUE = "\ufffc"  # stands for what a tag prints: a number, a date, a name
STEER = "\ufffb"  # stands for a tag that prints nothing; what stands before it and behind it may never meet


def with_stand_ins(text: str) -> str:
    """Return a text with VALUE or STEER in place of each tag."""
    return TAG.sub(lambda tag: VALUE if tag[0].startswith("{{") else STEER, text)
