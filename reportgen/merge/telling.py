"""What becomes of places in one story -> the run's list of them, and our comments where people and the data disagree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from reportgen.base.issues import short
from reportgen.merge.conflicts import About, Conflicts
from reportgen.word.blocks import Block, visible_text
from reportgen.word.events import Event, Kind
from reportgen.word.package import W


@dataclass
class Telling:
    """Collects `events`, each under its heading; `changed` says whether the document has been.

    `lines` is what the paragraphs of today's draft say, `stale` what it says in place of words that stand in a block of people's.
    """

    conflicts: Conflicts
    lines: frozenset[str] = frozenset()
    heading: str = ""
    events: list[Event] = field(default_factory=list)
    changed: bool = False
    stale: dict[etree._Element, str] = field(default_factory=dict)

    def tell(self, kind: Kind, text: str, heading: str | None = None) -> None:
        """Add an event, under the heading that the walk has come to unless another is given."""
        self.events.append(Event(kind, self.heading if heading is None else heading, text))

    def renamed(self, headings: Mapping[str, str], since: int) -> None:
        """Have the events from number `since` on say each heading as it reads by now; a figure in it may have been renewed."""
        self.events[since:] = [
            replace(one, heading=headings.get(one.heading, one.heading)) for one in self.events[since:]
        ]

    def kept(self, what: str, block: Block, heading: str) -> None:
        """Tell a block that only people's report has, or that they deleted."""
        text = visible_text(block.element).strip()
        if text:
            self.tell(Kind.KEPT, f"{what}：{short(text)}", heading)

    def disagrees(self, block: Block, said: str, why: str = "") -> None:
        """Tell that a block which stays says otherwise than today's draft, which has `said` in its place or nothing.

        `why` says in Chinese why it stays, '' because people wrote in it.
        """
        text = short(visible_text(block.element))
        saying = list(filter(None, (said, self.stale.get(block.element))))
        if saying:
            self.comment(block, About.WORDS, About.WORDS.value + "\n".join(saying))
            self.tell(Kind.CONFLICT, f"{text}（现在应为：{short(saying[0])}{why and f'；{why}，没有换'}）")
            for other in saying[1:]:
                self.tell(Kind.CONFLICT, f"{text}（里面还有一段现在应为：{short(other)}）")
        else:
            self.comment(block, About.GONE, f"{About.GONE.value}，因为{why or '有人改过'}，所以留着。")
            self.tell(Kind.CONFLICT, f"{text}（现在的报告里没有这一段{why and f'，{why}'}）")

    def comment(self, block: Block, about: About, text: str) -> None:
        """Say something at a block's first paragraph."""
        paragraph = block.element if block.element.tag == f"{W}p" else next(block.element.iter(f"{W}p"), None)
        if paragraph is None:
            return
        content = [one for one in paragraph if one.tag != f"{W}pPr"]
        if not content:
            content = [etree.SubElement(paragraph, f"{W}r")]
        self.changed |= self.conflicts.say(content[0], content[-1], about, text)

    def settle(self, block: Block, *about: About) -> None:
        """Take back what we said about a paragraph; what we said of rows and cells is theirs."""
        if block.element.tag == f"{W}p":
            self.changed |= self.conflicts.settle(block.element, *about)

    def settle_words(self, block: Block) -> None:
        """Take back what we said that the draft says, if it says so nowhere any more."""
        if block.element.tag == f"{W}p":
            begins = len(About.WORDS.value)
            self.changed |= self.conflicts.settle(
                block.element, About.WORDS, holds=lambda text: self.lines.issuperset(text[begins:].split("\n"))
            )
