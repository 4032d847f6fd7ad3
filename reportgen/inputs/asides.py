"""What stands in a table beside its figures: columns as 序号 and 备注, rows as 注：, 填表人： and 其中： -> what to call it, '' for figures.

The words are those of the forms that offices keep. What is called so is passed over, and its contents are repeated nowhere: they may
be names and telephone numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reportgen.base.names import column_key
from reportgen.base.textfile import half_width

_NUMBERED = (
    "序号|序|编号|行号|行次|no[.]?|电话|电话号码|联系电话|联系方式|手机|手机号|手机号码|填表日期|填报日期|填报时间"
)
_WORDED = (
    "备注|备注说明|备考|附注|注|说明|情况说明|填表人|填报人|制表人|审核人|复核人|经办人|联系人|负责人|单位负责人|主管领导|分管领导|"
    "签字|签名|签章|盖章"
)
_NOTES = "注释|注|备注|备考|附注|说明|填表说明|填报说明|编制说明|数据来源|资料来源|统计口径"
_SIGNED = (
    "填表人|填报人|制表人|审核人|复核人|审批人|经办人|联系人|单位负责人|部门负责人|统计负责人|主管领导|分管领导|"
    "领导签字|填报单位|填表单位|制表单位|报送单位|联系电话|填报日期|填表日期|制表日期|报送日期|报出日期|上报日期|填报时间|填表时间"
)
_OTHER_LABELS = "制表|审核|复核|审批|经办|负责人|电话|手机|盖章|公章|单位盖章|日期"  # which may also be somebody's category where no colon follows
_LABEL = re.compile(rf"({_NOTES})(?=[:(、.0-9①]|$)|({_SIGNED})(?=[:(]|$)|({_OTHER_LABELS})(?=:)")
_STARRED = re.compile("[*※★▲].*[:。,;]")
_CLOSING = re.compile(r".*\((?:盖章|公章|签章|签字)\)|[0-9]{4}年[0-9]{1,2}月(?:[0-9]{1,2}日)?")
_NEXT_NOTE = re.compile(r"[(]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[).、:].|[①-⑳].|.*[。;]$")
_PART = re.compile("其中[:、,]?(.*)")
_SHEETS = re.compile("说明|须知|注释|指标解释|统计口径|目录|封面")
_TELEPHONE = re.compile("(?:电话|手机|联系方式):?$")
_DATED = re.compile(":|(?<![0-9])[0-9]{4} *(?:年|[-/.][0-9]{1,2}[-/.][0-9])|[0-9]月|[0-9]季度")  # 填报日期：12月5日
_NUMERAL = re.compile("[〇零一二两三四五六七八九十百千万亿]+")
_BARE = re.compile("[-+]?[0-9][0-9, .]*[%‰]?")
_COUNTED = re.compile(rf"约?{_BARE.pattern}[^0-9]{{0,3}}")

NOTE, CLOSING = "注", "落款"


def is_aside(heading: str) -> bool:
    """Return whether a column of this name holds no figure of any table; what the catalogue names is asked before."""
    return bool(re.fullmatch(f"{_NUMBERED}|{_WORDED}", _plain(heading)))


def is_worded(heading: str) -> bool:
    """Return whether such a column holds words alone: a bare number there has slipped from another."""
    return bool(re.fullmatch(_WORDED, _plain(heading)))


def is_aside_sheet(name: str) -> bool:
    """Return whether a sheet of this name explains the others."""
    return bool(_SHEETS.search(name))


def part_of(word: str) -> str | None:
    """Return what a row of 其中：女 says that it is a part, 女; None for any other row."""
    found = _PART.fullmatch(column_key(word))
    return found[1] if found else None


def label_of(cells: Iterable[str], above: str = "") -> str:
    """Return what to call a row of remarks: 注, 填表人, 落款; '' for one that is none. `above` is what the row above was called."""
    filled = [cell for cell in cells if cell]
    key = column_key(filled[0]) if filled else ""
    if found := _LABEL.match(key):
        return found[0]
    if _STARRED.match(key):
        return NOTE
    if len(filled) > 1:
        return ""
    if _CLOSING.fullmatch(key):
        return CLOSING
    return above if re.fullmatch(_NOTES, above) and _NEXT_NOTE.match(key) else ""  # 1.…… 2.…… below 注：


def number_among(cells: Sequence[str], numbers: Iterable[int], categories: Iterable[int]) -> str:
    """Return the first of a remark's cells that may be a number of ours, '' when there is none.

    At the positions of our `numbers` that is whatever holds digits and no date, at those of our `categories` a bare number.
    """
    slipped = [at for at in numbers if may_be_number(cells[at]) or _NUMERAL.fullmatch(cells[at])]
    slipped += [at for at in categories if is_bare_number(cells[at])]
    return next((cells[at] for at in slipped if not _is_telephone(cells, at)), "")


def may_be_number(cell: str) -> bool:
    """Return whether a cell where no figure belongs may be one that slipped there: 16,800, and no date or unit beside a title."""
    plain = half_width(cell)
    return bool(re.search("[0-9]", plain)) and not _DATED.search(plain)


def is_counted(cell: str) -> bool:
    """Return whether a cell holds a number, perhaps with its unit, 16800人, and no date."""
    plain = half_width(cell)
    return bool(_COUNTED.fullmatch(plain)) and not _DATED.search(plain)


def is_bare_number(cell: str) -> bool:
    """Return whether a cell holds a number and nothing else."""
    return bool(_BARE.fullmatch(half_width(cell)))


def _plain(heading: str) -> str:
    return re.sub(r"\(.*\)$", "", column_key(heading).casefold()).rstrip(":")


def _is_telephone(cells: Sequence[str], at: int) -> bool:
    """Return whether a number stands right of its label 联系电话：, as long as a telephone number."""
    digits = re.sub("[- ()]", "", half_width(cells[at]))
    return at > 0 and bool(_TELEPHONE.search(column_key(cells[at - 1]))) and digits.isdecimal() and len(digits) >= 7
