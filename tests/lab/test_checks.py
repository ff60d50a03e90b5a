"""Every check at the door: what passes comes back plain, what does not gets its sentence."""

from fractions import Fraction

import numpy as np
import pytest

from lab import checks


def nested(depth):
    """[[[...]]], deeper than Python can print."""
    value = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("value", ["y", "", None, 1, ["a"], float("nan")])
def test_a_choice_outside_the_options_is_told_all_of_them(refused, value):
    with refused(f"`Network.output` must be one of 'a', 'b'; got {value!r}."):
        checks.one_of("Network.output", value, ("a", "b"))


@pytest.mark.parametrize("value", [1, 7, np.int64(7), np.uint8(1)])
def test_a_whole_number_comes_back_as_an_int(value):
    assert type(checks.whole("n", value, 1, 7)) is int
    assert checks.whole("n", value, 1, 7) == value


@pytest.mark.parametrize("value", [0, 1001, 1.0, "3", None, True, np.True_, float("inf"), float("nan"), -1])
def test_what_is_no_whole_number_in_range_is_shown_with_the_range(refused, value):
    with refused(f"`n` must be a whole number from 1 to 1,000; got {value!r}."):
        checks.whole("n", value, 1, 1000)


@pytest.mark.parametrize("value", [0, -1.5, 2.0, np.float32(0.5), np.int8(2), Fraction(1, 2)])
def test_a_number_comes_back_as_a_float(value):
    assert type(checks.number("rate", value, -2, 2)) is float
    assert checks.number("rate", value, -2, 2) == float(value)


@pytest.mark.parametrize("value", [2.5, -2.5, "1", None, True, 1j, float("nan"), float("inf"), float("-inf")])
def test_what_is_no_finite_number_in_range_is_shown_with_the_range(refused, value):
    with refused(f"`rate` must be a number from -2 to 2; got {value!r}."):
        checks.number("rate", value, -2, 2)


def test_an_integer_beyond_every_float_is_refused_like_any_other(refused):
    with refused(f"`rate` must be a number from -1e+09 to 1e+09; got {str(10**400)[:77]}...."):
        checks.number("rate", 10**400)


@pytest.mark.parametrize("value", [0, 1, "True", None, np.True_])
def test_only_true_and_false_are_flags(refused, value):
    with refused(f"`shuffle` must be True or False; got {value!r}."):
        checks.flag("shuffle", value)


@pytest.mark.parametrize("value", ["", "x" * 201, None, 3, b"x", "half a character: \ud800"])
def test_a_text_has_1_to_200_characters_that_can_be_written(refused, value):
    shown = repr(value) if len(repr(value)) <= 80 else repr(value)[:77] + "..."
    with refused(f"`name` must be a text of 1 to 200 characters; got {shown}."):
        checks.text("name", value)


def test_markup_is_a_text_like_any_other():
    assert checks.text("name", "<script>alert(1)</script>") == "<script>alert(1)</script>"


@pytest.mark.parametrize("value", ["abc", {1, 2}, None, 3, {"a": 1}, np.zeros(2), [1, 2, 3, 4]])
def test_a_sequence_is_a_short_enough_list_tuple_or_range(refused, value):
    with refused(f"`hidden` must be a list of at most 3 items; got {value!r}."):
        checks.sequence("hidden", value, 3)


@pytest.mark.parametrize("value", [[1, 2], (1, 2), range(1, 3)])
def test_a_sequence_comes_back_as_a_tuple(value):
    assert checks.sequence("hidden", value, 3) == (1, 2)


def test_an_unknown_name_is_told_the_known_ones(refused):
    with refused("`Data` has no '<b>x</b>'; it has 'name', 'n'."):
        checks.known("Data", ["<b>x</b>", "name"], ("name", "n"))


def test_a_part_of_another_kind_is_refused(refused):
    with refused("`Experiment.data` must be a dict; got 3."):
        checks.require_type("Experiment.data", 3, dict)


@pytest.mark.parametrize("value", [nested(100_000), 10**5000], ids=["nested", "long"])
def test_what_cannot_be_printed_is_named_by_its_type(refused, value):
    with refused(f"`n` must be a whole number from 1 to 9; got something too large to show ({type(value).__name__})."):
        checks.whole("n", value, 1, 9)
