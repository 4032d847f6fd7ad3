"""A sentence as a command says it and as the page does -> one text: the commands print it as it is, the page asks for its own words."""

from __future__ import annotations


class Faced(str):
    """A text whose advice is another on the page, where nobody types options or edits a file: there it says `page`."""

    page: str

    def __new__(cls, command: str, page: str) -> Faced:
        """Return a text that says `command`; built into a longer one, it is no more than that."""
        made = super().__new__(cls, command)
        made.page = page
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """Return of what it is made anew: an office's issues go between processes."""
        return str(self), self.page


def advised(fact: str, command: str, page: str) -> Faced:
    """Return a fact with what to do about it behind, on the command line and on the page."""
    return Faced(f"{fact}{command}", f"{fact}{page}")


def on_page(text: str) -> str:
    """Return a text as the page says it."""
    return text.page if isinstance(text, Faced) else text
