"""How far a year is filled -> the same as text for people, as JSON for machines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from reportgen.base.issues import issue_entry, listed
from reportgen.begin.filling.asked import FileInputs, Filling, Input, Lack

_MOST = 60  # of a file's missing cells that are named


def as_text(filling: Filling) -> str:
    """Return the missing inputs by section and file, those of a table by village, and what each village still owes."""
    lines = [f"{filling.year}年：已填 {len(filling.inputs) - len(filling.missing)}/{len(filling.inputs)}"]
    done = [section.title for section in filling.sections if not any(one.lack for one in section.inputs)]
    for section in filling.sections:
        missing = sum(bool(one.lack) for one in section.inputs)
        if missing:
            lines.append(f"{section.title}  已填 {len(section.inputs) - missing}/{len(section.inputs)}")
            for file in section.files:
                lines += [f"  {line}" for line in _of_file(file, filling.earlier)]
    villages = Counter(one.village for one in filling.missing if one.village)
    if villages:
        lines.append(f"各村还差：{'，'.join(f'{village}{count}格' for village, count in villages.items())}")
    if done:
        lines.append(f"填齐了的部分：{'、'.join(done)}")
    return "".join(f"{line}\n" for line in lines)


def as_json(filling: Filling) -> str:
    """Return the same for machines."""
    made = {
        "year": filling.year,
        "earlier": filling.earlier,
        **_counts(filling.inputs),
        "sections": [
            {
                "section": section.name,
                "title": section.title,
                **_counts(section.inputs),
                "files": [
                    {
                        "file": file.file,
                        "from": file.source,
                        **_counts(file.inputs),
                        "missing": [_entry(one) for one in file.missing],
                    }
                    for file in section.files
                ],
            }
            for section in filling.sections
        ],
        "same_dates": [{"file": at.file, "row": at.row, "key": at.column} for at in filling.same_dates],
        "issues": [issue_entry(issue) for issue in filling.faults],
    }
    return f"{json.dumps(made, ensure_ascii=False, indent=1)}\n"


FORMATS: dict[str, Callable[[Filling], str]] = {"text": as_text, "json": as_json}


def _counts(inputs: Sequence[Input]) -> dict[str, int]:
    return {"filled": sum(not one.lack for one in inputs), "of": len(inputs)}


def _entry(one: Input) -> dict[str, object]:
    assert one.lack, "missing"
    return {
        "lack": one.lack.name.lower(),
        "row": one.at.row,
        "column": one.at.column,
        "village": one.village or None,
        "categories": list(one.row),
    }


def _of_file(file: FileInputs, earlier: int | None) -> Iterator[str]:
    """Yield a file's line, and below it a line for each village that owes a part of the file."""
    missing, head = file.missing, f"{file.file}（{file.source}）"
    if not missing:
        return
    by_village: dict[str, list[Input]] = {}
    for one in file.inputs:
        by_village.setdefault(one.village, []).append(one)
    if len(missing) == len(file.inputs) and _is_of_table(missing):
        rows = f"，{len(by_village)}个{file.source.removeprefix('各')}" if missing[0].village else ""
        columns = listed(dict.fromkeys(one.at.column for one in missing if one.at.column))
        yield f"{head} 全部{len(missing)}格{rows}：{columns}" if columns else f"{head} 没有数据行"
        return
    named = [_named(one, earlier) for one in missing if not one.village]
    yield f"{head} 差{len(missing)}{'格' if _is_of_table(missing) else '项'}{'：' if named else ''}{listed(named, _MOST)}"
    for village, inputs in by_village.items():
        lacking = [one for one in inputs if one.lack]
        if village and lacking:
            what = "全部" if len(lacking) == len(inputs) else listed((_named(one, earlier) for one in lacking), _MOST)
            yield f"  {village} {len(lacking)}格：{what}"


def _is_of_table(inputs: Sequence[Input]) -> bool:
    return not inputs[0].at.file.endswith(".yaml")


def _named(one: Input, earlier: int | None) -> str:
    column = one.at.column or ""
    name = f"{'、'.join(one.row)}「{column}」" if _is_of_table([one]) else column
    if one.lack is Lack.UNCHANGED:
        return f"{name}（还是{earlier}年的原文）"
    if one.lack in (Lack.NO_FILE, Lack.SAME_PICTURE):
        return f"{name}（{''.join(one.row)}，{one.lack.value}）"
    return f"{name}（{Lack.NO_ROW.value}）" if one.lack is Lack.NO_ROW else name
