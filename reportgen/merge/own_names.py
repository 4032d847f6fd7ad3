"""Today's draft and people's document -> the draft by the names that people's document has for its styles and lists, and what that lacks.

Every program names styles and lists in its own way when it saves: Chinese Word calls 公文正文 "a7", LibreOffice "Style10", WPS "15".
What stays is a style's name (w:name; Word writes a built-in style's English one in every language) and how the levels of a list are numbered.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from reportgen.word.alignment import align
from reportgen.word.blocks import visible_text
from reportgen.word.numbering import Styles, read_lists, read_styles, value
from reportgen.word.package import DOCUMENT, W, parse_part, serialized
from reportgen.word.relations import with_part

_STYLES, _LISTS = "word/styles.xml", "word/numbering.xml"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_TO_STYLES = tuple(
    W + name for name in ("pStyle", "rStyle", "tblStyle", "basedOn", "link", "next", "styleLink", "numStyleLink")
)
# Built-in styles as programs in Chinese show them; some write these names, where Word writes the English ones in every language.
_ENGLISH = {
    "正文": "normal",
    "标题": "title",
    "副标题": "subtitle",
    "页眉": "header",
    "页脚": "footer",
    "题注": "caption",
    "正文文本": "body text",
    "列出段落": "list paragraph",
    "列表段落": "list paragraph",
    "网格型": "table grid",
    "普通表格": "normal table",
    "默认段落字体": "default paragraph font",
    "脚注文本": "footnote text",
    "超链接": "hyperlink",
    "页码": "page number",
    **{f"标题{blank}{level}": f"heading {level}" for level in range(1, 10) for blank in ("", " ")},
}
_Levels = dict[int, tuple[str, str]]


@dataclass
class OwnNames:
    """`styles` and `lists` are people's ids by ours; `lacking` are the definitions, under those ids, that people's document hasn't got."""

    styles: dict[str, str] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    lacking: dict[str, etree._Element] = field(default_factory=dict)  # styles
    lacking_lists: dict[str, tuple[etree._Element, etree._Element]] = field(default_factory=dict)  # abstractNum, num

    def put_into(self, ours: etree._Element) -> None:
        """Name the styles and lists of a tree of ours as people's document does."""
        for one in ours.iter(*_TO_STYLES):
            one.set(f"{W}val", self.style(one.get(f"{W}val", "")))
        for one in ours.iter(f"{W}numId"):
            one.set(f"{W}val", self.lists.get(one.get(f"{W}val", ""), one.get(f"{W}val", "")))

    def style(self, ours: str) -> str:
        """Return what a style of ours is called in people's document."""
        return self.styles.get(ours, ours)

    def defined(self, parts: Mapping[str, bytes], root: etree._Element) -> dict[str, bytes]:
        """Return people's parts with the definitions that their document `root` uses now and that were lacking."""
        styles, lists = self._used(root)
        made = dict(parts)
        if styles:
            whole = _root(made, _STYLES)
            whole.extend(self.lacking[one] for one in styles)
            made = _with(made, _STYLES, whole)
        if lists:
            whole = _root(made, _LISTS)
            first = next(whole.iterchildren(f"{W}num", f"{W}numIdMacAtCleanup"), None)
            end = next(whole.iterchildren(f"{W}numIdMacAtCleanup"), None)
            for abstract, num in (self.lacking_lists[one] for one in lists):
                _put(whole, abstract, first)
                _put(whole, num, end)
                first = num if first is None else first
            made = _with(made, _LISTS, whole)
        return made

    def _used(self, root: etree._Element) -> tuple[list[str], list[str]]:
        """Return the ids of what is lacking that a tree uses, with what its styles are based on and number with, in their order."""
        if not self.lacking and not self.lacking_lists:
            return [], []
        styles: list[str] = []
        lists: list[str] = []
        waiting = [root]
        while waiting:
            here = waiting.pop()
            for one in here.iter(*_TO_STYLES, f"{W}numId"):
                name = one.get(f"{W}val", "")
                if one.tag == f"{W}numId" and name in self.lacking_lists and name not in lists:
                    lists.append(name)
                    waiting.append(self.lacking_lists[name][0])
                elif one.tag != f"{W}numId" and name in self.lacking and name not in styles:
                    styles.append(name)
                    waiting.append(self.lacking[name])
        return sorted(styles), sorted(lists, key=int)


def own_names(
    theirs: Mapping[str, bytes], ours: Mapping[str, bytes], document: etree._Element, draft: etree._Element
) -> OwnNames:
    """Return what ours is called in people's document; `document` and `draft` are the two main parts' roots."""
    if all(theirs.get(name) == ours.get(name) for name in (_STYLES, _LISTS)):
        return OwnNames()
    known, own = (read_styles(_root(parts, _STYLES)) for parts in (theirs, ours))
    names = OwnNames(_styles(known, own))
    there, here = _root(theirs, _LISTS), _root(ours, _LISTS)
    names.lists = _same_lists(_levels(there, known), _levels(here, own), document, draft)
    _add_lists(names, there, here)
    for style_id, style in own.by_id.items():
        if names.style(style_id) not in known.by_id:
            made = copy.deepcopy(style)
            made.set(f"{W}styleId", names.style(style_id))
            made.attrib.pop(f"{W}default", "")
            names.lacking[names.style(style_id)] = made
    for made in (*names.lacking.values(), *(abstract for abstract, _ in names.lacking_lists.values())):
        names.put_into(made)
    for abstract, _ in names.lacking_lists.values():
        for level in abstract.iter(f"{W}lvl"):
            for linked in level.findall(f"{W}pStyle"):
                if linked.get(f"{W}val") not in names.lacking:  # a style of people's is linked to a list of theirs
                    level.remove(linked)
    return names


def _styles(theirs: Styles, ours: Styles) -> dict[str, str]:
    """Return people's ids of our styles: of the same kind and name, else that of the default one, else one that is free."""
    by_name = {_named(style): style_id for style_id, style in reversed(list(theirs.by_id.items()))}
    usual = {style.get(f"{W}type"): style_id for style_id, style in theirs.by_id.items() if _is_default(style)}
    found: dict[str, str] = {}
    taken = set(theirs.by_id)
    for style_id, style in ours.by_id.items():
        same = by_name.get(_named(style)) or (usual.get(style.get(f"{W}type")) if _is_default(style) else None)
        if same is None:
            same = _free(style_id, taken)
            taken.add(same)
        found[style_id] = same
    return found


def _named(style: etree._Element) -> tuple[str, str]:
    """Return a style's kind and name; 「Heading 1」, 「heading 1」 and 「标题 1」 are one."""
    name = " ".join((value(style, "name") or "").casefold().split())
    return style.get(f"{W}type", ""), _ENGLISH.get(name, name)


def _is_default(style: etree._Element) -> bool:
    return style.get(f"{W}default") in {"1", "true", "on"}


def _free(wanted: str, taken: set[str]) -> str:
    names = (wanted, *(f"{wanted}-{number}" for number in range(1, len(taken) + 2)))
    return next(name for name in names if name not in taken)


def _same_lists(
    theirs: Mapping[str, _Levels], ours: Mapping[str, _Levels], document: etree._Element, draft: etree._Element
) -> dict[str, str]:
    """Return people's lists by ours: where most of a list's items stand, else one numbered alike in which nothing stands."""
    there, here = list(_items(document)), list(_items(draft))
    partners = align([text for text, _ in here], [text for text, _ in there])
    votes = Counter((here[o][1], num) for (_, num), o in zip(there, partners, strict=True) if o is not None)
    found: dict[str, str] = {}
    for (mine, num), _ in votes.most_common():
        if num in theirs and mine in ours:
            found.setdefault(mine, num)
    taken = {num for _, num in there} | set(found.values())
    for mine in [one for one in ours if one not in found]:
        alike = [num for num in (mine, *theirs) if num not in taken and _alike(ours[mine], theirs.get(num, {}))]
        if alike:
            found[mine] = alike[0]
            taken.add(alike[0])
    return found


def _items(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield text and list of each paragraph that says itself in which list it is."""
    for number in root.iter(f"{W}numId"):
        paragraph = next(number.iterancestors(f"{W}p"), None)
        if paragraph is not None and number.get(f"{W}val") != "0":
            yield visible_text(paragraph), number.get(f"{W}val", "")


def _levels(root: etree._Element, styles: Styles) -> dict[str, _Levels]:
    return {
        str(num_id): {ilvl: (level.format, level.text) for ilvl, level in one.levels.items()}
        for num_id, one in read_lists(root, styles).items()
    }


def _alike(ours: _Levels, theirs: _Levels) -> bool:
    """Return whether a list numbers as ours does on each of our levels; LibreOffice adds those up to the ninth."""
    return bool(ours) and ours.items() <= theirs.items()


def _add_lists(names: OwnNames, theirs: etree._Element, ours: etree._Element) -> None:
    """Note the lists of ours that people's document hasn't got, under numbers that are free there."""
    abstracts = {one.get(f"{W}abstractNumId"): one for one in ours.iterfind(f"{W}abstractNum")}
    numbers = [one.get(f"{W}numId", "") for one in theirs.iterfind(f"{W}num")]
    levels = [one.get(f"{W}abstractNumId", "") for one in theirs.iterfind(f"{W}abstractNum")]
    free, free_levels = (max((int(one) for one in ids if one.isdecimal()), default=0) for ids in (numbers, levels))
    shared: dict[str | None, str] = {}
    for num in ours.iterfind(f"{W}num"):
        mine, of = num.get(f"{W}numId", ""), value(num, "abstractNumId")
        if mine in names.lists or of not in abstracts:
            continue
        free += 1
        made, abstract = copy.deepcopy(num), copy.deepcopy(abstracts[of])
        shared.setdefault(of, str(free_levels + 1 + len(shared)))
        made.set(f"{W}numId", str(free))
        abstract.set(f"{W}abstractNumId", shared[of])
        for reference in made.iter(f"{W}abstractNumId"):
            reference.set(f"{W}val", shared[of])
        for level in abstract.iter(f"{W}lvl"):
            for picture in level.findall(f"{W}lvlPicBulletId"):
                level.remove(picture)
        names.lists[mine] = str(free)
        names.lacking_lists[str(free)] = abstract, made


def _put(whole: etree._Element, definition: etree._Element, before: etree._Element | None) -> None:
    """Put a definition of a list before another, unless levels under its number stand there by now: lists share them."""
    number = definition.get(f"{W}abstractNumId")
    if number is not None and whole.find(f"{W}abstractNum[@{W}abstractNumId='{number}']") is not None:
        return
    if before is None:
        whole.append(definition)
    else:
        before.addprevious(definition)


def _root(parts: Mapping[str, bytes], name: str) -> etree._Element:
    content = parts.get(name)
    if content is not None:
        return parse_part(content)
    tag = "styles" if name == _STYLES else "numbering"
    return etree.Element(W + tag, nsmap={"w": W.strip("{}")})


def _with(parts: Mapping[str, bytes], name: str, root: etree._Element) -> dict[str, bytes]:
    """Return the parts with one of the two parts of definitions, known to the document."""
    if name in parts:
        return {**parts, name: serialized(root)}
    kind = "styles" if name == _STYLES else "numbering"
    made, _ = with_part(parts, DOCUMENT, name, serialized(root), kind, f"{_CONTENT_TYPE}{kind}+xml")
    return made
