"""A document's body + the prose lists of a year -> the paragraphs that say a list's items, as one loop over the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from reportgen.authoring.adopt.passages import CLOSED, passages
from reportgen.authoring.adopt.patterns import Put, squeezed
from reportgen.word.package import XML_SPACE, W

_WORDS = ("项", "条", "每项", "每条")  # one for the loop's variable
_LEAST = 6  # characters in all; less may stand anywhere by chance


@dataclass(frozen=True)
class ProseList:
    """A list of a year: its name and items, each as texts by key; the key '' is that of a list of plain texts."""

    name: str
    items: tuple[Mapping[str, str], ...]


def put_loops(root: etree._Element, lists: Sequence[ProseList], names: set[str]) -> dict[str, str]:
    """Put a loop where the paragraphs of the body say a list's items, all and in order, at one place.

    Returns what was done by the list's name: '' for done, else why not. `names` are those that a loop's variable can't have.
    """
    variable = next(word for word in _WORDS if word not in names)
    return {one.name: _put_loop(root, one, variable) for one in lists}


def _put_loop(root: etree._Element, prose: ProseList, variable: str) -> str:
    body = root.find(f"{W}body")
    assert body is not None, "a document has a body"
    said = [(key, text) for item in prose.items for key, text in item.items() if squeezed(text)[0]]
    wanted = [squeezed(text)[0] for _, text in said]
    if not wanted or sum(map(len, wanted)) < _LEAST:
        return "没有条目"
    standing = [one for one in passages(root, {}) if one.paragraph.getparent() is body and squeezed(one.text)[0]]
    texts = [squeezed(one.text)[0] for one in standing]
    places = [at for at in range(len(texts) - len(wanted) + 1) if texts[at : at + len(wanted)] == wanted]
    if len(places) != 1:
        return "没有一段一条、按顺序写着它的地方" if not places else "有几处都写着它"
    found = standing[places[0] : places[0] + len(wanted)]
    if any(CLOSED in one.text or "\n" in one.text or _has_more(one.paragraph) for one in found):
        return "段落里有图片、域或换行"
    first, last = body.index(found[0].paragraph), body.index(found[-1].paragraph)
    if any(one.tag != f"{W}p" for one in list(body)[first:last]):
        return "中间有表格"
    keys = list(dict.fromkeys(key for key, _ in said))
    models = {key: found[[one for one, _ in said].index(key)] for key in keys}
    block: list[etree._Element] = [_tag(f"{{%p for {variable} in {prose.name} %}}")]
    for key in keys:
        source = f"{variable}.{key}" if key else variable
        models[key].put([Put(0, len(models[key].text), f"{{{{ {source} }}}}")])
        always = all(squeezed(item.get(key, ""))[0] for item in prose.items)
        inside = [models[key].paragraph]
        block += inside if always else [_tag(f"{{%p if {source} %}}"), *inside, _tag("{%p endif %}")]
    block.append(_tag("{%p endfor %}"))
    for one in found:
        body.remove(one.paragraph)
    body[first:first] = block
    return ""


def _has_more(paragraph: etree._Element) -> bool:
    """Return whether a paragraph holds what a loop would repeat or lose: pictures, notes, the settings of a section."""
    held = ("drawing", "pict", "object", "sectPr", "footnoteReference", "endnoteReference")
    return next(paragraph.iter(*(W + name for name in held)), None) is not None


def _tag(text: str) -> etree._Element:
    paragraph = etree.Element(f"{W}p", nsmap={"w": W.strip("{}")})
    node = etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t", {XML_SPACE: "preserve"})
    node.text = text
    return paragraph
