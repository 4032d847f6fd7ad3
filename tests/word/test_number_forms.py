"""Numbers as people write them: the same number in other forms, and another number in the form that a person chose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.word.number_forms import in_form_of, plain


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2,352", "2352"),
        ("２３５２", "2352"),
        ("2 352人", "2352人"),
        ("12，352.50", "12352.50"),
        ("比上年减少1,008人，下降4.70%", "比上年减少1008人，下降4.70%"),
        (" 41 ", "41"),
    ],
)
def test_a_number_in_another_form_says_the_same(written: str, said: str) -> None:
    assert plain(written) == said


@pytest.mark.parametrize("written", ["41、452", "1,2,3", "9.30", "9.3", "2018年9月30日", "12,34", "2352,", "1,2345"])
def test_what_is_no_grouped_number_stays_as_it_is(written: str) -> None:
    assert plain(written) == written


@pytest.mark.parametrize(
    ("text", "like", "written"),
    [
        ("12352.60", "2,352", "12,352.60"),
        ("减少1352人", "２３５２", "减少１３５２人"),
        ("45", "1,234", "45"),
        ("1360", "2352", "1360"),
        ("12360", "2 352", "12 360"),
    ],
)
def test_another_number_is_written_in_the_form_that_the_person_chose(text: str, like: str, written: str) -> None:
    assert in_form_of(text, like) == written


@given(st.integers(0, 10**9), st.sampled_from(["2,352", "２３５２", "2 352", "2352", "1,234,567"]))
def test_a_number_in_any_form_is_the_number(number: int, like: str) -> None:
    assert plain(in_form_of(str(number), like)) == str(number)
