"""What was typed into a table is written whole or not at all, and never over what somebody else has changed meanwhile."""

from __future__ import annotations

import threading
from pathlib import Path

import openpyxl
import pytest
from tables_shown import LISTS, POPULATION, TABLE
from workbooks import workbook

from reportgen.base.issues import Unusable
from reportgen.base.saving import CannotWrite
from reportgen.editing.cell_changes import Changes, row_shown
from reportgen.editing.one_writer import only_writer
from reportgen.editing.saved import Changed, digest_of, save, with_changes
from reportgen.editing.sheet import sheet_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "population.csv").write_bytes(POPULATION)
    return tmp_path / "population.csv"


def save_table(path: Path, shown: str, changes: Changes, empty: bytes = b"") -> Changed | None:
    """Save as the page does: a file that nobody has made yet begins as the `empty` table."""
    return save(
        path,
        shown,
        lambda before: with_changes(empty if before is None else before, path.name, changes, TABLE, LISTS),
    )


def test_a_cell_is_saved(path: Path) -> None:
    assert save_table(path, digest_of(POPULATION), Changes({(3, 2): "121"})) is None
    assert path.read_bytes() == POPULATION.replace(b"120", b"121")
    assert [one.name for one in path.parent.iterdir()] == ["population.csv"]


def openpyxl_rows(path: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))


@pytest.mark.parametrize("text", ["（5）", "(5)", "16,800", "２０１８", "85%", "5"])
def test_what_looks_like_a_number_stays_a_text_in_a_column_of_texts_of_a_workbook(tmp_path: Path, text: str) -> None:
    path = tmp_path / "population.xlsx"
    path.write_bytes(workbook([["村", "人口"], ["甲村", 120]]))
    save_table(path, digest_of(path.read_bytes()), Changes({(2, 1): text, (2, 2): "1,210"}, added=[[text, "7"]]))
    assert openpyxl_rows(path) == [("村", "人口"), (text, 1210), (text, 7)]


def test_a_number_in_brackets_is_one_below_zero_in_a_column_of_numbers_as_reading_takes_it(tmp_path: Path) -> None:
    path = tmp_path / "population.xlsx"
    path.write_bytes(workbook([["村", "人口"], ["甲村", 120]]))
    save_table(path, digest_of(path.read_bytes()), Changes({(2, 2): "（5）"}))
    assert openpyxl_rows(path)[1] == ("甲村", -5)


def test_a_file_that_somebody_else_has_changed_is_shown_and_not_written(path: Path) -> None:
    theirs = POPULATION.replace(b"85", b"86")
    path.write_bytes(theirs)
    done = save_table(path, digest_of(POPULATION), Changes({(3, 2): "121"}))
    assert done == Changed(theirs)
    assert path.read_bytes() == theirs
    path.unlink()
    assert save_table(path, digest_of(theirs), Changes({(3, 2): "121"})) == Changed(None)
    assert not path.exists()


def test_what_cannot_be_changed_leaves_the_file_as_it_is(path: Path) -> None:
    changes = Changes({(1, 1): "另一张表", (2, 1): "组"}, deleted={2})
    with pytest.raises(Unusable) as refused:
        save_table(path, digest_of(POPULATION), changes)
    assert [str(one) for one in refused.value.issues] == [
        "population.csv 第1行「A」：表头和表头上面的字不能在这里改，请在 Excel 或 WPS 里改。",
        "population.csv 第2行「A」：表头和表头上面的字不能在这里改，请在 Excel 或 WPS 里改。",
        "population.csv 第2行：表头和表头上面的行不能在这里删，请在 Excel 或 WPS 里删。",
    ]
    assert path.read_bytes() == POPULATION


def test_what_would_make_the_table_another_one_or_unreadable_is_refused(path: Path) -> None:
    with pytest.raises(Unusable) as refused:
        save_table(path, digest_of(POPULATION), Changes({(3, 1): "", (3, 2): "人"}))
    assert [str(one) for one in refused.value.issues] == [
        "population.csv 第3行：这样填，这一行就成了表头，不是数据了。什么都没有写，请填数据。"
    ]
    assert path.read_bytes() == POPULATION
    # A formula on another sheet that nothing had computed yet: with its number the workbook has two sheets that may be meant.
    book = openpyxl.Workbook()
    for row in (["村", "人口"], ["甲村", 120], ["乙村", 85]):
        book.active.append(row)
    book.create_sheet("汇总")["A1"] = "=SUM(Sheet!B2:B3)"
    book.save(path.with_suffix(".xlsx"))
    data = path.with_suffix(".xlsx").read_bytes()
    with pytest.raises(Unusable) as refused:
        save_table(path.with_suffix(".xlsx"), digest_of(data), Changes({(2, 2): "121"}))
    (told,) = refused.value.issues
    assert "有几张填了内容的工作表（Sheet、汇总）" in str(told)
    assert path.with_suffix(".xlsx").read_bytes() == data


def test_rows_are_added_above_the_total(path: Path) -> None:
    save_table(path, digest_of(POPULATION), Changes(added=[["丙村", "7"]]))
    assert path.read_bytes() == POPULATION.replace("合计".encode(), "丙村,7\n合计".encode())


def test_a_table_that_nobody_has_made_begins_as_the_empty_one(path: Path) -> None:
    path.unlink()
    empty = "\ufeff村,人口\n甲村,\n乙村,\n".encode()
    shown = sheet_of(None, path.name, TABLE, LISTS, empty=empty)
    assert shown.digest == ""
    assert [row.cells for row in shown.rows] == [("甲村", ""), ("乙村", "")]
    save_table(path, shown.digest, Changes({(2, 2): "120"}), empty)
    assert path.read_bytes() == "\ufeff村,人口\n甲村,120\n乙村,\n".encode()
    # Another page shows it as not made yet: it is told.
    assert isinstance(save_table(path, "", Changes({(3, 2): "1"}), empty), Changed)


def test_of_pages_that_save_at_the_same_moment_one_is_told(path: Path) -> None:
    told: list[Changed | None] = []

    def save(number: int) -> None:
        told.append(save_table(path, digest_of(POPULATION), Changes({(3, 2): str(number)})))

    pages = [threading.Thread(target=save, args=(number,)) for number in range(200, 206)]
    for page in pages:
        page.start()
    for page in pages:
        page.join()
    assert told.count(None) == 1
    assert told.count(Changed(path.read_bytes())) == 5


def test_a_lock_that_somebody_holds_is_waited_for_and_one_that_is_nobodys_taken_over(path: Path) -> None:
    (path.parent / ".population.csv.保存中").touch()
    with pytest.raises(CannotWrite, match="正由另一个人保存"), only_writer(path, waited=0.1):
        raise AssertionError("it is held")
    with only_writer(path, waited=1, forsaken=-1):
        assert (path.parent / ".population.csv.保存中").stat().st_size
    assert [one.name for one in path.parent.iterdir()] == ["population.csv"]


def test_any_file_is_saved_the_same_way_and_a_change_that_is_refused_writes_nothing(path: Path) -> None:
    def refused(before: bytes | None) -> bytes:
        raise Unusable([])

    with pytest.raises(Unusable):
        save(path, digest_of(POPULATION), refused)
    assert save(path, "", lambda before: b"a: 1\n") == Changed(POPULATION)
    assert path.read_bytes() == POPULATION
    assert save(path, digest_of(POPULATION), lambda before: (before or b"") + "丙村,1\n".encode()) is None
    assert path.read_bytes() == POPULATION + "丙村,1\n".encode()


def test_each_row_of_the_changed_table_is_known_as_it_was_shown(path: Path) -> None:
    changes = Changes(added=[["丙村", "7"], ["丁村", "8"]], deleted={3})
    made = with_changes(POPULATION, path.name, changes, TABLE, LISTS).decode()
    assert made == "人口情况\n村,人口,备注\n乙村,85,估\n丙村,7\n丁村,8\n合计,205,\n注：年末数\n"
    assert [row_shown(row, changes, 4, is_moved=True) for row in range(1, 8)] == [1, 2, 4, -1, -2, 5, 6]
    # A workbook's rows stay: the deleted one is empty, the new ones stand in empty rows below the last.
    assert [row_shown(row, changes, 4, is_moved=False) for row in range(1, 8)] == [1, 2, 3, 4, -1, -2, 7]
    assert [row_shown(row, Changes(), 4, is_moved=True) for row in range(1, 6)] == [1, 2, 3, 4, 5]


def test_rows_may_be_deleted_behind_the_data_too(path: Path) -> None:
    changes = Changes(added=[["丙村", "7"]], deleted={3, 4, 6})
    made = with_changes(POPULATION, path.name, changes, TABLE, LISTS).decode()
    assert made == "人口情况\n村,人口,备注\n丙村,7\n合计,205,\n"
    assert [row_shown(row, changes, 4, is_moved=True) for row in range(1, 5)] == [1, 2, -1, 5]
