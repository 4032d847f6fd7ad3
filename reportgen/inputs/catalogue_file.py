"""`catalogue.yaml` -> `Catalogue`; everything that can't be meant is told with its row, all at once.

subsidies:
  title: 奖励扶助
  from: 街道计生办                                     # which unit hands the numbers in, for the list of what must be filled
  tables:
    subsidies_scholarships: {学段: [小学, 初中], 人数: 人, 金额: {unit: 元, digits: 2}}
  奖学金合计:     {sum: 金额}                          # unit and digits are the column's
  奖学金小学人数: {sum: 人数, where: {学段: 小学}}
  兑现率:         {formula: 已兑现 / 应兑现, unit: '%'}
  养老生活补助:   人                                   # one number in subsidies.yaml
  兑现日:         日期                                 # one date there
  texts:
    问题: [标题, 内容]                                 # to be rewritten each year; 文字 and 列表 too
    期限: {kind: 列表, steady: true}                   # usually the same every year
  identities: [奖学金合计 <= 预算]
"""

from __future__ import annotations

import contextlib
import itertools
import keyword
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from reportgen.base.hashing import sha256
from reportgen.base.issues import Finder, Issue, Location, Severity, key_text, nearest
from reportgen.base.names import MOST_NAME
from reportgen.base.textfile import read_bytes, word_length
from reportgen.base.yamlfile import MOST_BYTES, Mapping, Node, Scalar, Sequence, parse_yaml
from reportgen.inputs.acceptance import apply, read_accepted
from reportgen.inputs.catalogue import Catalogue, Metric, Properties, Section, Table, TextField, TextKind
from reportgen.inputs.columns import read_columns
from reportgen.inputs.definitions import SECTION_KEYS, BadRule, check_keys, flag, read_metric, word
from reportgen.inputs.metric_rules import SumOf
from reportgen.inputs.relation_records import Limits, PlacedIdentity, Stock
from reportgen.inputs.relations import (
    impossible_formulas,
    impossible_weights,
    read_identity,
    read_limits,
    read_properties,
    read_stock,
    shared_keys,
    with_as_of,
)
from reportgen.inputs.renaming import doubtful, renaming_of

FILE = "catalogue.yaml"
TOP_KEYS = ("accepted", "any_table", "changes", "period", "properties")  # beside the sections
_TEXT_KEYS = ("kind", "steady")
_PLAIN_KINDS = {kind.value for kind in (TextKind.TEXT, TextKind.LIST, TextKind.PICTURE)}
# Jinja means something by these.
_OF_TEMPLATES = frozenset(["_step", "self", "super", "loop", "caller", "varargs", "kwargs", "true", "false", "none"])
_PERIOD = re.compile(r"[\w—-]{0,8}")  # stands in titles and in names of files
_FILE_STEM = re.compile("[a-z][a-z0-9_]*")  # Windows takes Births.csv and births.csv for one file


def read_catalogue(folder: Path) -> Catalogue:
    """Return the catalogue of a report's folder; raises Unusable with every fault in it."""
    finder = Finder()
    data = read_bytes(folder / FILE, FILE, MOST_BYTES, finder)
    finder.stop_if_any()
    return catalogue_of(data or b"")


def catalogue_of(data: bytes) -> Catalogue:
    """Return what the bytes of a catalogue's file say; raises Unusable with every fault in them."""
    finder = Finder()
    top = parse_yaml(data, FILE, finder)
    finder.stop_if_any()
    return replace(catalogue_from(top), digest=sha256(data))


def catalogue_from(top: Mapping) -> Catalogue:
    """Return what a catalogue's nodes say, wherever they stand; raises Unusable with every fault in them."""
    return _CatalogueReader(Finder()).read(top)


class _CatalogueReader:
    """Reads in two rounds: first tables and names, so that a rule may say what stands below it; then the rules."""

    def __init__(self, finder: Finder) -> None:
        self.finder = finder
        self.sections: dict[str, Section] = {}
        self.tables: dict[str, Table] = {}
        self.texts: dict[str, TextField] = {}
        self.metrics: dict[str, Metric] = {}
        self.identities: list[PlacedIdentity] = []
        self.names: dict[str, Location] = {}

    def read(self, top: Mapping) -> Catalogue:
        for_any = self._mapping(top.entries.get("any_table"), top.places.get("any_table", top.at))
        within = {key: self._within(value, for_any) for key, value in for_any if isinstance(value, Mapping)}
        any_table = {key: "" if key in within else self._text(value) for key, value in for_any}
        bodies = {name: self._mapping(node, top.places[name]) for name, node in top if name not in TOP_KEYS}
        for name, body in bodies.items():
            self._read_section(name, body, top.places[name], for_any)
        for name, body in bodies.items():
            for key, node in body:
                if key not in SECTION_KEYS and self.names.get(key) == body.places[key]:
                    with self._telling(body.places[key]):
                        self.metrics[key] = read_metric(key, name, node, body.places[key], self.tables)
        metrics = self.metrics
        doubts = (shared_keys(metrics, self.texts), impossible_formulas(metrics, self.texts, self.names))
        weights = impossible_weights(metrics, self.names)
        for at, message in (*itertools.chain(*doubts), *weights, *doubtful(metrics.values(), self.names)):
            self._wrong(at, message)
        for name, body in bodies.items():
            self._read_identities(name, body)
        limits, stocks = self._read_expectations(top, bodies)
        properties = Properties()
        with self._telling(top.places.get("properties", top.at)):
            node = self._mapping(top.entries.get("properties"), top.places.get("properties", top.at))
            properties = read_properties(node, self.metrics, self.texts, self.names)
        period = self._text(top.entries.get("period", Scalar("", top.at)))
        if not _PERIOD.fullmatch(period):
            message = f"「{period}」不能接在年份后面，请写成「上半年」「1—6月」的样子。"
            self._wrong(top.places.get("period", top.at), message)
        for column, source in any_table.items():
            if source and (source not in self.texts or self.texts[source].kind is not TextKind.LIST):
                lists = [name for name, text in self.texts.items() if text.kind is TextKind.LIST]
                message = f"「{column}」的名单「{source}」不是 texts 里的列表。"
                self._wrong(for_any.places[column], message, source, lists)
        catalogue = Catalogue(
            self.sections,
            self.tables,
            self.texts,
            self.metrics,
            tuple(self.identities),
            tuple(stocks),
            limits,
            any_table,
            properties,
            period,
            tuple(self._unused()),
            within=within,
        )
        node, at = top.entries.get("accepted", Scalar("", top.at)), top.places.get("accepted", top.at)
        accepted = tuple(read_accepted(node, at, self.finder, renaming_of(catalogue)))
        self.finder.issues.sort(key=_row)
        self.finder.stop_if_any()
        return replace(catalogue, issues=apply(catalogue.issues, accepted), accepted=accepted)

    def _read_section(self, name: str, body: Mapping, at: Location, for_any: Mapping) -> None:
        if not _FILE_STEM.fullmatch(name):
            self._wrong(at, f"部分名「{name}」就是文件名，只用小写英文字母、数字和下划线。")
        title = self._text(body.entries.get("title", Scalar(name, at)))
        source = self._text(body.entries.get("from", Scalar("", at)))
        self.sections[name] = Section(name, title, at, source)
        tables = self._mapping(body.entries.get("tables"), at)
        for table, columns in tables:
            place = tables.places[table]
            self._read_table(name, table, self._mapping(columns, place), place, for_any)
        texts = self._mapping(body.entries.get("texts"), at)
        for text, kind in texts:
            if self._claim(text, texts.places[text]):
                self._read_text(name, text, kind, texts.places[text])
        for key in body.entries:
            if key not in SECTION_KEYS:
                self._claim(key, body.places[key])

    def _claim(self, name: str, at: Location) -> bool:
        """Note a name as taken; tell when it was taken before, or can't be said in a formula or a tag."""
        if "·" in name or not _is_identifier(name):
            self._wrong(at, f"「{name}」不能作名称：只用汉字、字母、数字和下划线，不以数字开头，不带括号和标点。")
        elif word_length(name) > MOST_NAME:
            self._wrong(at, f"「{name}」超过{MOST_NAME}个字，请用短一些的名称；表里要印的全称写在 label 里。")
        elif name in _OF_TEMPLATES:
            self._wrong(at, f"「{name}」在模板的标签里另有意思，请换一个名称。")
        elif name in self.names:
            self._wrong(at, f"「{name}」定义了两次，前一次在第{self.names[name].row}行，请改名或删去一个。")
        else:
            self.names[name] = at
            return True
        return False

    def _read_table(self, section: str, name: str, columns: Mapping, at: Location, for_any: Mapping) -> None:
        if name in self.tables:
            self._wrong(at, f"表「{name}」定义了两次，前一次在第{self.tables[name].at.row}行，请改名或删去一个。")
        elif not _FILE_STEM.fullmatch(name):
            self._wrong(at, f"表名「{name}」就是文件名，只用小写英文字母、数字和下划线。")
        else:
            dimensions, measures = read_columns(columns, for_any.entries, self._wrong)
            if not measures:
                self._wrong(at, f"表「{name}」没有数字列，请写成「列名: 单位」。")
            self.tables[name] = Table(name, section, dimensions, measures, at)

    def _read_text(self, section: str, name: str, node: Node, at: Location) -> None:
        steady = False
        if isinstance(node, Mapping):
            with self._telling(at):
                check_keys(node, _TEXT_KEYS)
                steady = flag(node, "steady")
            node = node.entries.get("kind", Scalar("", at))
        if isinstance(node, Sequence):
            keys = tuple(self._text(item) for item in node.items)
            if not keys or len(set(keys)) < len(keys) or not all(map(_is_identifier, keys)):
                self._wrong(at, f"「{name}」每条的各项名称要各不相同，只用汉字、字母、数字和下划线。")
            self.texts[name] = TextField(name, section, TextKind.RECORDS, keys, at, steady)
        elif isinstance(node, Scalar) and node.text in _PLAIN_KINDS:
            self.texts[name] = TextField(name, section, TextKind(node.text), (), at, steady)
        else:
            self._wrong(at, f"「{name}」应写「文字」「列表」「图」，或每条的各项名称，如 [标题, 内容]。")

    def _read_identities(self, section: str, body: Mapping) -> None:
        node = body.entries.get("identities", Sequence((), body.at))
        for item in node.items if isinstance(node, Sequence) else (node,):
            with self._telling(item.at):
                placed = read_identity(item, section, self.metrics, self.texts, self.names)
                self.identities += [placed] if placed else []

    def _read_expectations(self, top: Mapping, bodies: dict[str, Mapping]) -> tuple[Limits, list[Stock]]:
        limits = Limits()
        stocks: list[Stock] = []
        with self._telling(top.places.get("changes", top.at)):
            limits = read_limits(self._mapping(top.entries.get("changes"), top.places.get("changes", top.at)))
        for name, body in bodies.items():
            of_section = self._text(body.entries.get("as_of", Scalar("", body.at)))
            for metric in [one for one in self.metrics.values() if one.section == name]:
                at = metric.at if metric.as_of else body.places.get("as_of", metric.at)
                with self._telling(at):
                    self.metrics[metric.name] = with_as_of(metric, of_section, self.metrics, self.texts, self.names)
            node = body.entries.get("stocks", Sequence((), body.at))
            for item in node.items if isinstance(node, Sequence) else (node,):
                with self._telling(item.at):
                    stock = read_stock(item, self.metrics, self.texts, self.names)
                    stocks += [stock] if stock else []
        return limits, stocks

    @contextlib.contextmanager
    def _telling(self, at: Location) -> Iterator[None]:
        """Note a BadRule at a place, once: a section's fault shows at each of its metrics."""
        try:
            yield
        except BadRule as error:
            told = {(issue.location, issue.message) for issue in self.finder.issues}
            if (at, str(error)) not in told:
                self._wrong(at, str(error))

    def _within(self, node: Mapping, for_any: Mapping) -> str:
        """Return the column that another one's names belong to."""
        outer = ""
        with self._telling(node.at):
            check_keys(node, ("within",))
            outer = word(node, "within")
            if outer not in for_any.entries:
                raise BadRule(
                    f"within 后面应是 any_table 里的另一列，「{outer}」不是。{nearest(outer, [*for_any.entries])}"
                )
        return outer

    def _unused(self) -> list[Issue]:
        used = {(m.rule.table, m.rule.measure) for m in self.metrics.values() if isinstance(m.rule, SumOf)}
        return [
            Issue(
                "未用的列",
                Severity.WARNING,
                f"表「{table.name}」的列「{name}」没有指标用到，请删去或补上指标。",
                measure.at,
                key=f"未用的列：{table.name}「{key_text(name)}」",
            )
            for table in self.tables.values()
            for name, measure in table.measures.items()
            if (table.name, name) not in used
        ]

    def _text(self, node: Node) -> str:
        if isinstance(node, Scalar):
            return node.text
        self._wrong(node.at, "这里应是一个词，不是列表或下一层。")
        return ""

    def _mapping(self, node: Node | None, at: Location) -> Mapping:
        """Return the mapping below a key; an absent or empty one is an empty mapping."""
        if isinstance(node, Mapping):
            return node
        if node is not None and not (isinstance(node, Scalar) and not node.text):
            self._wrong(at, f"「{at.column}」下面应是「名称: 值」的样子，冒号用半角、后面空一格。")
        return Mapping({}, {}, at)

    def _wrong(self, at: Location, message: str, found: str = "", known: list[str] | None = None) -> None:
        self.finder.error("指标目录", at, message + nearest(found, known or []), found=found or None)


def _row(issue: Issue) -> int:
    return issue.location.row or 0 if issue.location else 0


def _is_identifier(name: str) -> bool:
    """Return whether a formula and a template can say the name; Python would read a full-width letter as another name."""
    return name.isidentifier() and not keyword.iskeyword(name) and unicodedata.normalize("NFKC", name) == name
