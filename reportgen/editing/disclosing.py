"""A section's YAML as bytes + how the public edition prints a small number, and why, or no longer -> the bytes whose `public` says so."""

from __future__ import annotations

from reportgen.base.issues import Finder, Location
from reportgen.base.names import PART_SIGN
from reportgen.base.yamlfile import parse_yaml
from reportgen.editing.changing import left_out, value_put
from reportgen.editing.yaml_file import Plain, YamlFile, opened, typed_text
from reportgen.inputs.acceptance import read_disclosures
from reportgen.inputs.catalogue import Catalogue
from reportgen.inputs.renaming import renaming_of

PUBLIC = "public"


def with_disclosed(
    data: bytes, shown: str, catalogue: Catalogue, section: str, name: str, text: str, reason: str
) -> bytes:
    """Return the bytes in which the public edition prints this text for a metric's small numbers, or for one part of it.

    Raises Unusable without a reason, and for what the reader of `public` wouldn't take.
    """
    file = opened(data, shown)
    said: dict[str, Plain] = {"text": typed_text(file, PUBLIC, text), "reason": typed_text(file, PUBLIC, reason)}
    if not all(said.values()):
        raise file.refused(PUBLIC, "印成什么和原因都不能空：被问到时要答得上来。")
    entries = file.says.get(PUBLIC)
    if isinstance(entries, list) or (isinstance(entries, str) and entries):
        raise file.refused(PUBLIC, "public 下面不是「指标: {text: 公开版怎么印, reason: 原因}」，请用记事本先改好。")
    key = _written(file, catalogue, name)
    if not entries:
        made = value_put(file, (PUBLIC,), {name: said})
    elif key is None or not isinstance(entries[key], dict) or not entries[key]:
        made = value_put(file, (PUBLIC, key or name), said)
    else:
        made = file
        for part, one in said.items():
            made = value_put(made, (PUBLIC, key, part), one)
    _refuse_unreadable(made, section, catalogue)
    return made.data


def without_disclosed(data: bytes, shown: str, catalogue: Catalogue, name: str) -> bytes:
    """Return the bytes in which nothing is said of how this is printed; raises Unusable where nothing was."""
    file = opened(data, shown)
    key = _written(file, catalogue, name)
    if key is None:
        raise file.refused(PUBLIC, f"公开写法里没有「{name}」；文件也许改过了，请重新打开这一页。")
    return left_out(file, (PUBLIC, key)).data


def _written(file: YamlFile, catalogue: Catalogue, name: str) -> str | None:
    """Return the key by which a metric or part stands there, however blanks and former names are written; None for none."""
    entries, former = file.says.get(PUBLIC), renaming_of(catalogue)
    for key in entries if isinstance(entries, dict) else ():
        metric, *part = (one.strip() for one in key.split(PART_SIGN))
        if PART_SIGN.join((former.name(metric), *part)) == name:
            return key
    return None


def _refuse_unreadable(file: YamlFile, section: str, catalogue: Catalogue) -> None:
    finder = Finder()
    top = parse_yaml(file.data, file.shown, finder)
    list(read_disclosures(top.entries[PUBLIC], Location(file.shown, None, PUBLIC), section, catalogue, finder))
    finder.stop_if_any()
