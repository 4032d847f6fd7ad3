"""A section's YAML as an office saved it <-> its text, its nodes and where these are written; a change that is proven -> its bytes.

Nothing but the place of a change is written anew. ruamel.yaml, which keeps comments too, writes the whole file anew: it loses the
blanks before values, CRLF and the inside of brackets, and folds long texts.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from reportgen.base.issues import Finder, Issue, Location, Severity, Unusable
from reportgen.base.textfile import BLANKS, bad_character, decode
from reportgen.base.yaml_places import Place, places
from reportgen.base.yamlfile import LINE_END, Node, Scalar, Sequence, layout, parse_yaml

CHECK = "修改"
Plain = str | list["Plain"] | dict[str, "Plain"]  # a node without its places


@dataclass(frozen=True)
class YamlFile:
    """A section's YAML: its text in the `encoding` that it is saved in, `mark` before it, what it says, and where that is written.

    `root` is None where it says nothing yet.
    """

    shown: str
    text: str
    encoding: str
    mark: bytes
    says: dict[str, Plain]
    root: Place | None

    @property
    def data(self) -> bytes:
        """Return the file's bytes."""
        return self.mark + self.text.encode(self.encoding)

    @property
    def line_break(self) -> str:
        """Return how the file ends its lines."""
        found = LINE_END.search(self.text)
        return found.group() if found else "\n"

    def refused(self, name: str, message: str) -> Unusable:
        """Return what to raise for a change that can't be made at a name of this file."""
        return Unusable([Issue(CHECK, Severity.ERROR, message, Location(self.shown, None, name))])


def opened(data: bytes, shown: str) -> YamlFile:
    """Return what is in a file's bytes, b'' for a file that isn't there yet; raises Unusable with every fault of its form."""
    finder = Finder()
    top = parse_yaml(data, shown, finder)
    finder.stop_if_any()
    text, (encoding, mark) = decode(data), _encoding(data)
    if encoding is None or mark + text.encode(encoding) != data:
        message = "文件的编码不能照原样写回，请用记事本另存为 UTF-8。"
        raise Unusable([Issue("编码", Severity.ERROR, message, Location(shown))])
    root = places(text)
    says = {key: plain(node) for key, node in top}
    return YamlFile(shown, text, encoding, mark, says, root if root is not None and root.kind == "mapping" else None)


def _encoding(data: bytes) -> tuple[str | None, bytes]:
    """Return the encoding that a file is saved in and the mark before its text; None where only a part of it can be told."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return encoding, mark
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        mark = mark or next((one for one in ["\ufeff".encode("gb18030")] if data.startswith(one)), b"")
        return "gb18030", mark
    return "utf-8", mark


def plain(node: Node) -> Plain:
    """Return a node without its places: text, a list, or a dict in file order."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node}


def typed_text(file: YamlFile, name: str, typed: str) -> str:
    """Return what a person typed without blanks at its ends; raises Unusable for what no report can carry."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n").strip(BLANKS)
    if bad := bad_character(text):
        raise file.refused(name, f"有看不见的控制字符或乱码（{bad}），请删去后再填。")
    if text in {"~", "null"}:
        raise file.refused(name, f"「{text}」在这种文件里是「没有填」，请换个写法；没有就不填。")
    return text


def proven(
    file: YamlFile, name: str, text: str, says: dict[str, Plain], gone: Iterable[str] = (), come: Iterable[str] = ()
) -> YamlFile:
    """Return the file with a new text, which says exactly what is meant, in this order, with all comments but those `gone`, and those that
    have `come`.

    Raises Unusable where the file's encoding doesn't carry what was typed; a text that says something else is our own failure.
    """
    data = file.mark + text.encode(file.encoding)
    finder = Finder()
    top = parse_yaml(data, file.shown, finder)
    if finder.issues and any(issue.check == "编码" for issue in finder.issues):
        raise Unusable(finder.issues)
    if decode(data) != text:
        raise file.refused(name, "填了这些文字，文件的编码就认不出来了。请先用记事本把文件另存为 UTF-8，再填。")
    assert not finder.issues, f"the changed text has faults: {finder.issues}"
    now = {key: plain(node) for key, node in top}
    assert _ordered(now) == _ordered(says), "the changed text doesn't say what was meant"
    assert comments(text) + Counter(gone) == comments(file.text) + Counter(come), "a comment was lost"
    return opened(data, file.shown)


def comments(text: str) -> Counter[str]:
    """Return the comments of a text, each as often as it stands there."""
    return Counter(text[one.start : one.end].rstrip() for one in layout(text).comments)


def _ordered(node: Plain) -> object:
    if isinstance(node, str):
        return node
    return (
        [_ordered(one) for one in node]
        if isinstance(node, list)
        else [(key, _ordered(one)) for key, one in node.items()]
    )
