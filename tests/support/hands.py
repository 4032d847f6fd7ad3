"""What people do in Word to one paragraph of a report: each thing by its name, with what must be seen of it ever after.

A deed changes the XML as Word does when somebody does this, and leaves behind what can be looked for in any later version of the file:
what it put there must stay; where or how something stands must stay or be told. What is typed are characters that no report holds.
"""

from __future__ import annotations

import copy
import hashlib
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeVar

from lxml import etree
from person import split_run
from seen import BODY, Seen, W
from specimens import p, part, r

_Thing = TypeVar("_Thing")
PERSON, DATE = "某人", "2026-11-20T09:00:00Z"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FIRST_KEY = 9000  # of people's revisions
_FIRST = 0x3400  # rare characters that no report of an office uses
_GONE = (f"{W}del", f"{W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
_ENDS = "，。；"
_PROBE = 4  # characters of a paragraph's own by which it is found again


class Kind(Enum):
    """How dear it is."""

    OWN = auto()
    PLACE = auto()
    LOOK = auto()


@dataclass(frozen=True)
class Left:
    """Something that people did: how it is seen, and the words of the paragraph that it was done to.

    What is their OWN must never go; a PLACE (or a word of ours deleted, a link on our words) must stay or be told; a LOOK may also go with
    the words that it was on, where the run lists these as gone. `pair` are words of the two paragraphs whose order it is, in that order.
    """

    what: str
    kind: Kind
    stands: Callable[[Seen], bool]
    about: str
    pair: tuple[str, str] | None = None


@dataclass(frozen=True)
class _Choice:
    """Decides where: by dice, or always the same."""

    dice: random.Random | None

    def one(self, things: Iterable[_Thing]) -> _Thing | None:
        found = list(things)
        return None if not found else self.dice.choice(found) if self.dice else found[0]

    def last(self, things: Iterable[_Thing]) -> _Thing | None:
        found = list(things)
        return None if not found else self.dice.choice(found) if self.dice else found[-1]

    def number(self, usual: int, least: int, most: int) -> int:
        return self.dice.randint(least, most) if self.dice else usual


class Hand:
    """Somebody with a report open in Word: does things to its paragraphs and keeps what is left of them."""

    def __init__(self, parts: Mapping[str, bytes], titles: frozenset[str], first: int = _FIRST) -> None:
        self.titles = titles
        self.character = first
        self.left: list[Left] = []
        self.number = 0
        self.open(parts)

    def open(self, parts: Mapping[str, bytes]) -> None:
        """Open a version of the report."""
        self.parts = dict(parts)
        self.roots = {name: etree.fromstring(parts[name]) for name in Seen(parts, self.titles).roots}
        known = (
            one.get(f"{W}id", "0") for root in self.roots.values() for one in root.iter() if f"{W}author" in one.attrib
        )
        self.number = max([self.number, *(int(one) - _FIRST_KEY for one in known)])

    def saved(self) -> dict[str, bytes]:
        """Return the package as the person saves it."""
        for name, root in self.roots.items():
            self.parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return dict(self.parts)

    def paragraph(self, begins: str) -> etree._Element:
        """Return the body's first paragraph that begins so."""
        return next(
            one
            for one in self.roots[BODY].iter(f"{W}p")
            if "".join(t.text or "" for t in one.iter(f"{W}t")).startswith(begins)
        )

    def does(self, deed: str, to: etree._Element, dice: random.Random | None = None) -> bool:
        """Do something to a paragraph; False where it can't be done there."""
        return bool(DEEDS[deed](self, to, _Choice(dice)))

    # ---- words ----------------------------------------------------------------------------------------------------------------

    def add_words(self, to: etree._Element, choose: _Choice) -> bool:
        node = choose.one(self._texts(to))
        if node is None:
            return False
        text = node.text or ""
        at = choose.number(len(text) // 2, 0, len(text))
        self._says(node, text[:at] + self._typed(to) + text[at:])
        return True

    def change_words(self, to: etree._Element, choose: _Choice) -> bool:
        return self._over(to, choose, self._typed)

    def delete_words(self, to: etree._Element, choose: _Choice) -> bool:
        return self._over(to, choose, lambda _: "")

    def _over(self, to: etree._Element, choose: _Choice, new: Callable[[etree._Element], str]) -> bool:
        nodes = [one for one in self._texts(to) if len(one.text or "") >= _PROBE and not _is_typed(one.text or "")]
        node = choose.one(nodes)
        if node is None:
            return False
        text = node.text or ""
        at = choose.number(0, 0, len(text) - _PROBE)
        old = text[at : at + _PROBE]
        about = _said(to)
        only = _said(self.roots[BODY]).count(old) == 1
        self._says(node, text[:at] + new(to) + text[at + _PROBE :])
        if only:
            self._keeps(f"「{old}」 deleted", lambda seen: old not in seen.text, about, Kind.PLACE)
        return True

    def reword(self, to: etree._Element, choose: _Choice) -> bool:
        """Type over nearly all words; the marks stay."""
        nodes = [one for one in self._texts(to) if len(one.text or "") > 3 and not _is_typed(one.text or "")]
        for node in nodes:
            text = node.text or ""
            self._says(node, text[0] + self._typed(to) + text[-1])
        return bool(nodes)

    def retype(self, to: etree._Element, choose: _Choice) -> bool:
        """Type the paragraph anew with a word more: its marks are gone."""
        if not self._is_plain(to):
            return False
        text = _said(to) + self._typed(to)
        for child in [one for one in to if one.tag != f"{W}pPr"]:
            to.remove(child)
        to.append(_xml(r(text)))
        return True

    def lengthen(self, to: etree._Element, choose: _Choice) -> bool:
        """Add ten sentences."""
        to.append(_xml(r("".join(f"这件事{self._typed(to)}也要办好。" for _ in range(10)))))
        return True

    def break_at_commas(self, to: etree._Element, choose: _Choice) -> bool:
        """Press Enter behind every comma."""
        if not self._is_plain(to):
            return False
        about, first, done = _said(to), to, False
        while (cut := self._cut(to, choose)) is not None:
            to = self._new_paragraph(to, cut)
            done = True
        probes = _probe(first), _probe(to)
        if done and all(probes):
            self._keeps("broken at commas", lambda seen: not _together(seen, *probes, both=True), about, Kind.PLACE)
        return done

    # ---- place ----------------------------------------------------------------------------------------------------------------

    def move(self, to: etree._Element, choose: _Choice) -> bool:
        """Cut the paragraph and paste it elsewhere."""
        target = choose.last(self._places(to))
        if target is None:
            return False
        target.addnext(to)
        self._moved(to)
        return True

    def move_tracked(self, to: etree._Element, choose: _Choice) -> bool:
        """The same with changes tracked; the schema lets no link stand in what was moved."""
        target = choose.last(self._places(to))
        if target is None or not self._is_plain(to) or next(to.iter(f"{W}hyperlink"), None) is not None:
            return False
        name = f"move{self._next()}"
        goes, comes = self._key(), self._key()
        new = self._copy(to)
        for one, kind, key in ((to, "moveFrom", goes), (new, "moveTo", comes)):
            content = [child for child in one if child.tag != f"{W}pPr"]
            frame = _xml(f"<w:{kind} {self._key()}/>")
            for child in content:
                frame.append(child)
            one.append(_xml(f'<w:{kind}RangeStart {key} w:name="{name}"/>'))
            one.append(frame)
            one.append(_xml(f"<w:{kind}RangeEnd {key.split(' ')[0]}/>"))
            _mark_properties(one).insert(0, _xml(f"<w:{kind} {self._key()}/>"))
        target.addnext(new)
        self._moved(new)
        return True

    def cut_sentence(self, to: etree._Element, choose: _Choice) -> bool:
        """Cut a sentence of the paragraph and paste it behind another one."""
        target = choose.last([one for one in self._places(to) if self._is_plain(one)])
        if target is None or not self._is_plain(to):
            return False
        cut = self._cut(to, choose)
        if cut is None:
            return False
        text = "".join(_said(one) for one in cut)
        stop = next((at + 1 for at, one in enumerate(cut) if any(end in _said(one)[1:] for end in "。")), len(cut))
        target_probe, probe = _probe(target), _probe_of(text)
        for one in cut[:stop]:
            target.append(one)
        if target_probe and probe:
            self._keeps("a sentence pasted", lambda seen: _together(seen, target_probe, probe), text, Kind.PLACE)
        return True

    def split(self, to: etree._Element, choose: _Choice) -> bool:
        """Press Enter within the paragraph."""
        cut = self._cut(to, choose) if self._is_plain(to) else None
        if cut is None:
            return False
        about = _said(to)
        probes = _probe_of(about[: len(about) - len("".join(map(_said, cut)))]), _probe_of("".join(map(_said, cut)))
        self._new_paragraph(to, cut)
        if all(probes):
            self._keeps("split in two", lambda seen: not _together(seen, *probes, both=True), about, Kind.PLACE)
        return True

    def join(self, to: etree._Element, choose: _Choice) -> bool:
        """Delete the paragraph's end, so that the next one joins it."""
        behind = to.getnext()
        if behind is None or behind.tag != f"{W}p" or not self._is_plain(behind) or not self._is_plain(to):
            return False
        about = _said(to) + _said(behind)
        probes = _probe(to), _probe(behind)
        to.extend([child for child in behind if child.tag != f"{W}pPr"])
        _drop(behind)
        if all(probes):
            self._keeps("joined", lambda seen: _together(seen, *probes), about, Kind.PLACE)
        return True

    def delete_paragraph(self, to: etree._Element, choose: _Choice) -> bool:
        parent = to.getparent()
        if len(parent.findall(f"{W}p")) < 2 or to.getnext() is None or to.getnext().tag != f"{W}p":
            return False
        about, probe = _said(to), _probe(to)
        _drop(to)
        if probe and probe not in _said(self.roots[BODY]):
            self._keeps(f"「{probe}」 deleted", lambda seen: probe not in seen.text, about, Kind.PLACE)
        return True

    def into_control(self, to: etree._Element, choose: _Choice) -> bool:
        """Put a control of one's own around the paragraph."""
        name = f"批示{self._next()}"
        about, probe = _said(to), _probe(to)
        frame = _xml(
            f'<w:sdt><w:sdtPr><w:alias w:val="{name}"/><w:id w:val="{self._id()}"/></w:sdtPr><w:sdtContent/></w:sdt>'
        )
        to.addprevious(frame)
        frame[-1].append(to)
        if probe:
            self._keeps("in a control", lambda seen: _stand_in(seen, probe, "sdt"), about, Kind.PLACE)
        self._keeps("a control around it", lambda seen: seen.controls[name] == 1, about, Kind.PLACE)
        return True

    def into_table(self, to: etree._Element, choose: _Choice) -> bool:
        """Put the paragraph into a table of one cell."""
        about, probe = _said(to), _probe(to)
        cell = _xml(
            '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="8000"/></w:tblGrid>'
            "<w:tr><w:tc><w:tcPr/></w:tc></w:tr></w:tbl>"
        )
        to.addprevious(cell)
        cell.find(f".//{W}tc").append(to)
        following = cell.getnext()
        if following is None or following.tag != f"{W}p":
            cell.addnext(_xml("<w:p/>"))
        if probe:
            self._keeps("in a table", lambda seen: _stand_in(seen, probe, "tc"), about, Kind.PLACE)
        return True

    # ---- things in it ---------------------------------------------------------------------------------------------------------

    def comment(self, to: etree._Element, choose: _Choice) -> bool:
        """Say something about the paragraph's words."""
        first = next((one for one in to if one.tag != f"{W}pPr"), None)
        if first is None or not _said(to):
            return False
        words, key = f"请核实{self._character()}", self._number_of("comments")
        comments = self._part("comments")
        comments.append(
            _xml(f'<w:comment w:id="{key}" w:author="{PERSON}" w:date="{DATE}" w:initials="某">{p(words)}</w:comment>')
        )
        self._put("comments", comments)
        first.addprevious(_xml(f'<w:commentRangeStart w:id="{key}"/>'))
        to.append(_xml(f'<w:commentRangeEnd w:id="{key}"/>'))
        to.append(_xml(f'<w:r><w:commentReference w:id="{key}"/></w:r>'))
        self._keeps(
            f"the comment 「{words}」 at words",
            lambda seen: any(one.text == words and one.at for one in seen.remarks),
            _said(to),
        )
        return True

    def equation(self, to: etree._Element, choose: _Choice) -> bool:
        letter = self._character()
        space = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
        self._into(to, choose, _xml(f"<m:oMath {space}><m:r><m:t>{letter}=1</m:t></m:r></m:oMath>"))
        self._keeps(f"the equation {letter}", lambda seen: seen.equations[f"{letter}=1"] == 1, _said(to))
        words = next(one.text for one in Seen(self.saved(), self.titles).paragraphs if letter in one.text)
        before = words[max(words.index(letter) - 2, 0) : words.index(letter)]
        if before and not any(character.isdigit() for character in before):
            there = f"{before}{letter}"
            self._keeps(
                f"the equation {letter} behind its words", lambda seen: there in seen.text, _said(to), Kind.PLACE
            )
        return True

    def picture(self, to: etree._Element, choose: _Choice) -> bool:
        number = self._next()
        self.parts[f"word/media/people{number}.png"] = PNG + bytes([number % 256])
        key = self._relate("image", f"media/people{number}.png")
        types = etree.fromstring(self.parts["[Content_Types].xml"])
        if not any(one.get("Extension") == "png" for one in types):
            default = etree.Element(
                types[0].tag.replace("Override", "Default"), Extension="png", ContentType="image/png"
            )
            types.insert(0, default)
            self.parts["[Content_Types].xml"] = etree.tostring(types)
        self._into(to, choose, _xml(_PICTURE.format(key=key, number=number + 100)))
        digest = hashlib.sha256(PNG + bytes([number % 256])).hexdigest()
        self._keeps("the picture", lambda seen: seen.pictures[digest] == 1, _said(to))
        return True

    def field(self, to: etree._Element, choose: _Choice) -> bool:
        name = f"SEQ 图{self._next()}"
        parts = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
            f'<w:r><w:instrText xml:space="preserve"> {name} </w:instrText></w:r>',
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            "<w:r><w:t>1</w:t></w:r>",
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        )
        self._into(to, choose, *map(_xml, parts))
        self._keeps(f"the field {name}", lambda seen: seen.fields[name] == 1, _said(to))
        return True

    def link(self, to: etree._Element, choose: _Choice) -> bool:
        address = f"https://example.org/{self._next()}"
        run = self._run(to, choose)
        if run is None:
            return False
        about, words = _said(to), _said(run)
        frame = _xml(f'<w:hyperlink r:id="{self._relate("hyperlink", address, external=True)}"/>')
        run.addprevious(frame)
        frame.append(run)
        self._keeps(f"the link on 「{words}」", lambda seen: seen.links[address] == 1, about, Kind.PLACE)
        return True

    def footnote(self, to: etree._Element, choose: _Choice) -> bool:
        words, key = f"见附表{self._character()}", self._number_of("footnotes")
        notes = self._part("footnotes")
        notes.append(_xml(f'<w:footnote w:id="{key}">{p(words)}</w:footnote>'))
        self._put("footnotes", notes)
        self._into(to, choose, _xml(f'<w:r><w:footnoteReference w:id="{key}"/></w:r>'))
        self._keeps(f"the footnote 「{words}」", lambda seen: seen.footnotes[words] == 1, _said(to))
        return True

    def bookmark(self, to: etree._Element, choose: _Choice) -> bool:
        run = self._run(to, choose)
        if run is None:
            return False
        name, key = f"书签{self._next()}", self._id()
        run.addprevious(_xml(f'<w:bookmarkStart w:id="{key}" w:name="{name}"/>'))
        run.addnext(_xml(f'<w:bookmarkEnd w:id="{key}"/>'))
        self._keeps(f"the bookmark {name}", lambda seen: seen.bookmarks[name] == 1, _said(to), Kind.LOOK)
        return True

    def own_control(self, to: etree._Element, choose: _Choice) -> bool:
        """Type into a control of one's own within the paragraph."""
        name = f"填写{self._next()}"
        said = self._typed(to)
        control = _xml(
            f'<w:sdt><w:sdtPr><w:alias w:val="{name}"/><w:id w:val="{self._id()}"/></w:sdtPr><w:sdtContent>{r(said)}</w:sdtContent></w:sdt>'
        )
        self._into(to, choose, control)
        self._keeps(f"the control {name}", lambda seen: seen.controls[name] == 1, _said(to))
        return True

    # ---- look -----------------------------------------------------------------------------------------------------------------

    def highlight(self, to: etree._Element, choose: _Choice) -> bool:
        run = self._run(to, choose)
        if run is None or run.find(f"{W}rPr/{W}highlight") is not None:
            return False
        words = _said(run)
        _run_properties(run).append(_xml('<w:highlight w:val="yellow"/>'))
        self._keeps(f"「{words}」 highlighted", lambda seen: words in seen.highlighted, _said(to), Kind.LOOK)
        return True

    def style(self, to: etree._Element, choose: _Choice) -> bool:
        name = f"Leader{self._next()}"
        styles = etree.fromstring(self.parts["word/styles.xml"])
        styles.append(_xml(f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/></w:style>'))
        self.parts["word/styles.xml"] = etree.tostring(styles)
        properties = _properties(to)
        for known in properties.findall(f"{W}pStyle"):
            properties.remove(known)
        properties.insert(0, _xml(f'<w:pStyle w:val="{name}"/>'))
        self._keeps("its style", lambda seen: seen.styles[name] > 0, _said(to), Kind.LOOK)
        return True

    # ---- tracked --------------------------------------------------------------------------------------------------------------

    def insert_tracked(self, to: etree._Element, choose: _Choice) -> bool:
        run = self._run(to, choose)
        if run is None:
            return False
        said = self._typed(to)
        run.addnext(_xml(f"<w:ins {self._key()}>{r(said)}</w:ins>"))
        self._keeps("the insertion as one", lambda seen: said in seen.revised("ins", PERSON), _said(to), Kind.PLACE)
        return True

    def delete_tracked(self, to: etree._Element, choose: _Choice) -> bool:
        run = self._run(to, choose)
        if run is None or _is_typed(_said(run)):
            return False
        about, said = _said(to), _said(run)
        frame = _xml(f"<w:del {self._key()}/>")
        run.addprevious(frame)
        frame.append(run)
        for node in run.iter(f"{W}t"):
            node.tag = f"{W}delText"
        self._keeps(f"「{said}」 deleted, tracked", lambda seen: said in seen.revised("del", PERSON), about, Kind.PLACE)
        return True

    # ---- figures --------------------------------------------------------------------------------------------------------------

    def type_over_figure(self, to: etree._Element, choose: _Choice) -> bool:
        """Type another number into a mark."""
        control = choose.one(self._marks(to))
        if control is None:
            return False
        said = f"近{self._typed(to)}"
        nodes = list(control.iter(f"{W}t"))
        for node in nodes:
            self._says(node, said if node is nodes[0] else "")
        return bool(nodes)

    def unmark(self, to: etree._Element, choose: _Choice) -> bool:
        """Paste a figure without its control."""
        control = choose.one(self._marks(to))
        if control is None:
            return False
        for child in list(control.find(f"{W}sdtContent")):
            control.addprevious(child)
        _drop(control)
        return True

    def copy_below(self, to: etree._Element, choose: _Choice) -> bool:
        """Copy the paragraph with a word more into a new one."""
        if not self._is_plain(to) or _is_typed(_said(to)) or any(True for _ in to.iter(f"{W}bookmarkStart")):
            return False
        new = self._copy(to)
        new.append(_xml(r(self._typed(to))))
        to.addnext(new)
        return True

    # ---- what the deeds share -------------------------------------------------------------------------------------------------

    def _keeps(self, what: str, stands: Callable[[Seen], bool], about: str, kind: Kind = Kind.OWN) -> None:
        self.left.append(Left(what, kind, stands, about))

    def _keeps_order(self, what: str, one: str, two: str, about: str) -> None:
        self.left.append(Left(what, Kind.PLACE, lambda seen: _in_order(seen, one, two), about, (one, two)))

    def _character(self) -> str:
        self.character += 1
        return chr(self.character)

    def _typed(self, to: etree._Element) -> str:
        """Return a word that nobody has typed before, which must stay."""
        letters = self._character() + self._character()
        self._keeps(f"the word 「{letters}」", lambda seen: seen.text.count(letters) == 1, _said(to))
        return letters

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _id(self) -> str:
        known = [int(one.get(f"{W}id", "0")) for root in self.roots.values() for one in root.iter(f"{W}bookmarkStart")]
        return str(max([5000, *known]) + 1 + self._next())

    def _copy(self, paragraph: etree._Element) -> etree._Element:
        """Return a paragraph as it is pasted: what has a number of its own gets a new one."""
        new = copy.deepcopy(paragraph)
        for one in new.iter(f"{W}ins", f"{W}del"):
            one.set(f"{W}id", str(9000 + self._next()))
        for one in new.iterfind(f".//{W}sdtPr/{W}id"):
            one.set(f"{W}val", self._id())
        return new

    def _key(self) -> str:
        return f'w:id="{_FIRST_KEY + self._next()}" w:author="{PERSON}" w:date="{DATE}"'

    @staticmethod
    def _says(node: etree._Element, text: str) -> None:
        node.text = text
        node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def _texts(self, to: etree._Element) -> list[etree._Element]:
        """Return the w:t of the paragraph's own runs."""
        return [node for run in to.findall(f"{W}r") for node in run.findall(f"{W}t") if node.text]

    def _marks(self, to: etree._Element) -> list[etree._Element]:
        return [
            one
            for one in to.iter(f"{W}sdt")
            if (alias := one.find(f"{W}sdtPr/{W}alias")) is not None
            and alias.get(f"{W}val") in self.titles
            and next(one.iterancestors(f"{W}p")) is to
            and one.find(f".//{W}t") is not None
            and next(one.iterancestors(*_GONE), None) is None
        ]

    def _run(self, to: etree._Element, choose: _Choice) -> etree._Element | None:
        """Return a run of its own of some words of the paragraph."""
        node = choose.one([one for one in self._texts(to) if len(one.text or "") >= _PROBE])
        if node is None:
            return None
        at = choose.number(0, 0, len(node.text or "") - _PROBE)
        split_run(node, at + _PROBE)
        return split_run(node, at)[1] if at else node.getparent()

    def _into(self, to: etree._Element, choose: _Choice, *things: etree._Element) -> None:
        """Put something into the paragraph, between two characters or at its end."""
        node = choose.one(self._texts(to))
        if node is None:
            to.extend(things)
            return
        run, _ = split_run(node, choose.number(len(node.text or "") // 2, 0, len(node.text or "")))
        for one in reversed(things):
            run.addnext(one)

    def _cut(self, to: etree._Element, choose: _Choice) -> list[etree._Element] | None:
        """Return all that stands behind some sentence's end, None where there is only one sentence."""
        ends = [
            (node, at + 1)
            for node in self._texts(to)
            for at, character in enumerate(node.text or "")
            if character in _ENDS and len(_said(to)) - len(_said(to).partition(node.text or "")[0]) > at + 2
        ]
        found = choose.one(ends)
        if found is None:
            return None
        run, rest = split_run(*found)
        return [one for one in [rest, *rest.itersiblings()] if one.tag != f"{W}pPr"] if run.getnext() is rest else None

    def _new_paragraph(self, to: etree._Element, content: Sequence[etree._Element]) -> etree._Element:
        new = etree.Element(f"{W}p")
        properties = to.find(f"{W}pPr")
        if properties is not None:
            new.append(copy.deepcopy(properties))
        new.extend(content)
        to.addnext(new)
        return new

    def _places(self, to: etree._Element) -> list[etree._Element]:
        """Return the paragraphs of the body behind which another one may be put."""
        if to.getparent() is None or to.getparent().tag != f"{W}body" or len(to.getparent().findall(f"{W}p")) < 2:
            return []
        if to.getprevious() is not None and to.getprevious().tag == f"{W}tbl":
            following = to.getnext()
            if following is None or following.tag != f"{W}p":
                return []
        return [
            one
            for one in self.roots[BODY][0].findall(f"{W}p")
            if one is not to and one is not to.getprevious() and _probe(one)
        ]

    def _moved(self, to: etree._Element) -> None:
        """Keep between which paragraphs a moved one stands now."""
        about, probe = _said(to), _probe(to)
        before, behind = to.getprevious(), to.getnext()
        if before is not None and (other := _probe(before)) and probe:
            self._keeps_order("its place behind another", other, probe, about)
        if behind is not None and (following := _probe(behind)) and probe:
            self._keeps_order("its place before another", probe, following, about)

    @staticmethod
    def _is_plain(one: etree._Element) -> bool:
        """Return whether a paragraph can be cut in pieces: nothing in it has two ends."""
        split = (
            "commentRangeStart", "bookmarkStart", "fldChar", "txbxContent", "moveFrom", "moveTo", "sectPr", "footnoteReference",
        )  # fmt: skip
        return all(next(one.iter(f"{W}{name}"), None) is None for name in split)

    # ---- parts ----------------------------------------------------------------------------------------------------------------

    def _part(self, name: str) -> etree._Element:
        if f"word/{name}.xml" in self.roots:
            return self.roots[f"word/{name}.xml"]
        known = self.parts.get(f"word/{name}.xml")
        return etree.fromstring(known if known is not None else part(name, ""))

    def _put(self, name: str, root: etree._Element) -> None:
        path = f"word/{name}.xml"
        if path not in self.parts:
            self._relate(name, f"{name}.xml")
            types = self.parts["[Content_Types].xml"]
            new = f'<Override PartName="/{path}" ContentType="{_TYPES}.{name}+xml"/></Types>'.encode()
            self.parts["[Content_Types].xml"] = types.replace(b"</Types>", new)
        self.parts[path] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _number_of(self, name: str) -> int:
        return 1 + max([0, *(int(one.get(f"{W}id", "0")) for one in self._part(name))])

    def _relate(self, kind: str, target: str, *, external: bool = False) -> str:
        path = "word/_rels/document.xml.rels"
        rels = etree.fromstring(self.parts[path])
        key = f"people{len(rels)}x{self._next()}"
        new = etree.SubElement(rels, rels[0].tag, Id=key, Type=f"{_R}/{kind}", Target=target)
        if external:
            new.set("TargetMode", "External")
        self.parts[path] = etree.tostring(rels, xml_declaration=True, encoding="UTF-8", standalone=True)
        return key


DEEDS: dict[str, Callable[[Hand, etree._Element, _Choice], bool]] = {
    name: deed
    for name, deed in vars(Hand).items()
    if not name.startswith("_") and name not in {"open", "saved", "paragraph", "does"}
}


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
_PICTURE = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="9525" cy="9525"/><wp:docPr id="{number}" name="图{number}"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
    '<pic:cNvPr id="0" name="图"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{key}"/>'
    '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="9525" cy="9525"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)


def _xml(text: str) -> etree._Element:
    return etree.fromstring(f'<x xmlns:w="{W.strip("{}")}" xmlns:r="{_R}">{text}</x>')[0]


def _is_typed(text: str) -> bool:
    return any(_FIRST <= ord(one) < 0x4DB6 for one in text)


def _said(element: etree._Element) -> str:
    return "".join(node.text or "" for node in element.iter(f"{W}t") if next(node.iterancestors(*_GONE), None) is None)


def _probe(paragraph: etree._Element) -> str:
    """Return some words of the paragraph's own by which it can be found again, '' for none."""
    texts = [
        node.text or ""
        for node in paragraph.iterfind(f".//{W}r/{W}t")
        if next(node.iterancestors(f"{W}p")) is paragraph
        and next(node.iterancestors(f"{W}sdt", *_GONE, f"{W}p")).tag == f"{W}p"
    ]
    return _probe_of(max(texts, key=len, default=""))


def _probe_of(text: str) -> str:
    pieces = [text]
    for end in _ENDS:
        pieces = [one for piece in pieces for one in piece.split(end)]
    longest = max(pieces, key=lambda one: len(one) if not any(c.isdigit() for c in one) else 0, default="")
    return longest if len(longest) >= _PROBE and not any(c.isdigit() for c in longest) else ""


def _holding(seen: Seen, probe: str) -> list[int]:
    return [number for number, one in enumerate(seen.body) if probe in one.text]


def _together(seen: Seen, one: str, two: str, *, both: bool = False) -> bool:
    """Return whether two texts stand in one paragraph; with `both` False also where one of them stands nowhere."""
    first, second = set(_holding(seen, one)), set(_holding(seen, two))
    return bool(first & second) or (not both and not (first and second))


def _in_order(seen: Seen, one: str, two: str) -> bool:
    """Return whether a text stands before another one, where both stand somewhere."""
    first, second = _holding(seen, one), _holding(seen, two)
    return not first or not second or max(first) < min(second)


def _stand_in(seen: Seen, probe: str, element: str) -> bool:
    found = [one for one in seen.body if probe in one.text]
    return not found or any(element in one.within for one in found)


def _drop(element: etree._Element) -> None:
    element.getparent().remove(element)


def _properties(paragraph: etree._Element) -> etree._Element:
    found = paragraph.find(f"{W}pPr")
    if found is None:
        found = etree.Element(f"{W}pPr")
        paragraph.insert(0, found)
    return found


def _mark_properties(paragraph: etree._Element) -> etree._Element:
    properties = _properties(paragraph)
    found = properties.find(f"{W}rPr")
    return etree.SubElement(properties, f"{W}rPr") if found is None else found


def _run_properties(run: etree._Element) -> etree._Element:
    found = run.find(f"{W}rPr")
    if found is None:
        found = etree.Element(f"{W}rPr")
        run.insert(0, found)
    return found
