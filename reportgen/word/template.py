"""`report.docx` of a report's folder -> a prepared template; a prepared template + content -> the bytes of a .docx.

Prepared once (docxtpl's patcher heals the tags that Word cut into runs, marks are wrapped, Jinja compiles it), rendered any number of
times. A render is a Jinja render of each part with tags, a parse as guard, and a zip with fixed stamps; every other part of the
package comes through as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from reportgen.content import BREAKDOWN, Vocabulary, filters
from reportgen.issues import Finder, Issue, Location, Severity, Unusable
from reportgen.word.marks import wrap_marks
from reportgen.word.package import DOCUMENT, NotADocument, W, parse_part, read_package, write_package
from reportgen.word.tags import TAG, check_tags

FILE = "report.docx"
_TEXT_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NEW_LINE = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_TAB = Markup('</w:t><w:tab/><w:t xml:space="preserve">')
_PARAGRAPH_IDS = re.compile(r' w14:(?:paraId|textId)="[^"]*"')
_LOOP_OVER_PARTS = re.compile(rf"\{{%\s*for\s+(\w+)\s+in\s.*\|\s*{BREAKDOWN}\b", re.DOTALL)


@dataclass(frozen=True)
class Prepared:
    """A template ready to render: the package's parts, and a compiled Jinja template for each part that has tags."""

    parts: dict[str, bytes]
    compiled: dict[str, Template]


def prepare(path: Path, vocabulary: Vocabulary) -> Prepared:
    """Return the template of `path`, checked against what it may say; raises Unusable with every fault of every tag."""
    finder = Finder()
    try:
        parts = read_package(path.read_bytes())
    except FileNotFoundError as error:
        raise Unusable([Issue("模板", Severity.ERROR, f"找不到模板 {path}。", Location(path.name))]) from error
    except (OSError, NotADocument) as error:
        reason = str(error) if isinstance(error, NotADocument) else f"读不出来（{error.strerror}）"
        raise Unusable([Issue("模板", Severity.ERROR, f"模板{reason}。", Location(path.name))]) from error
    texts: dict[str, str] = {}
    for name in filter(_TEXT_PARTS.fullmatch, parts):
        try:
            root = parse_part(parts[name])
        except etree.XMLSyntaxError:
            finder.error("模板", Location(path.name), f"{name} 已损坏，请用 Word 打开模板后重新另存。")
            continue
        shown = path.name if name == DOCUMENT else f"{path.name}（{Path(name).stem}）"
        if check_tags(root, shown, vocabulary, finder):
            texts[name] = etree.tostring(root, encoding="unicode")
    finder.stop_if_any()
    environment = _environment()
    return Prepared(parts, {name: environment.from_string(_marked(text, vocabulary)) for name, text in texts.items()})


def render(template: Prepared, values: Mapping[str, object], demo: str = "") -> bytes:
    """Return the report as .docx; `demo`, where not empty, is printed over it: its numbers are invented.

    Raises lxml.etree.XMLSyntaxError when the result is no XML, which only a fault of ours can cause.
    """
    parts = dict(template.parts)
    for name, compiled in template.compiled.items():
        content = (_DECLARATION + compiled.render(values)).encode()
        root = parse_part(content)
        mended = _fill_empty_cells(root)
        if demo and name == DOCUMENT:
            _print_note(root, demo)
            mended = True
        parts[name] = (
            etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True) if mended else content
        )
    return write_package(parts)


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_worded)
    environment.globals.clear()
    environment.filters = filters()
    return environment


def _worded(value: object) -> Markup:
    """Escape what a tag prints; a line break or tab in a text becomes Word's own."""
    return escape(str(value)).replace("\n", _NEW_LINE).replace("\t", _TAB)


def _marked(text: str, vocabulary: Vocabulary) -> str:
    """Return a part's Jinja source: tags healed, marks wrapped.

    While the tree is in hand, tags are stood in for by characters that the part doesn't use, because a healed tag may hold < and >.
    """
    healed = DocxTemplate("").patch_xml(_PARAGRAPH_IDS.sub("", text))  # looped paragraphs must not share an id
    begin, end = _unused(healed)
    tags: list[str] = []

    def stand_in(tag: str) -> str:
        tags.append(tag)
        return f"{begin}{len(tags) - 1}{end}"

    body = TAG.sub(lambda match: stand_in(match[0]), healed)
    part_names = {match[1] for tag in tags if (match := _LOOP_OVER_PARTS.match(tag))}

    def titles(found: str) -> tuple[str, str] | None:
        tag = tags[int(found[1:-1])]
        expression = "".join(tag[2:-2].split()) if tag.startswith("{{") else ""
        name = re.split(r"[|.]", expression, maxsplit=1)[0]
        if name in vocabulary.figures:
            return name, expression
        return (stand_in(f"{{{{ {name}.title }}}}"), expression) if expression in part_names else None

    root = parse_part(body.encode())
    wrap_marks(root, re.compile(f"{begin}\\d+{end}"), titles)
    source = etree.tostring(root, encoding="unicode")
    return re.sub(f"{begin}(\\d+){end}", lambda match: tags[int(match[1])], source)


def _unused(text: str) -> tuple[str, str]:
    free = (chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in text)
    return next(free), next(free)


def _fill_empty_cells(root: etree._Element) -> bool:
    """Give a paragraph to each cell that a condition emptied: Word calls a file with a bare cell unreadable. True if any was."""
    bare = [cell for cell in root.iter(f"{W}tc") if cell.find(f"{W}p") is None and cell.find(f"{W}sdt") is None]
    for cell in bare:
        etree.SubElement(cell, f"{W}p")
    return bool(bare)


def _print_note(root: etree._Element, note: str) -> None:
    body = root.find(f"{W}body")
    assert body is not None, "a document has a body"
    paragraph = etree.Element(f"{W}p")
    run = etree.SubElement(paragraph, f"{W}r")
    etree.SubElement(run, f"{W}t").text = f"【演示数据】{note}"
    body.insert(0, paragraph)
