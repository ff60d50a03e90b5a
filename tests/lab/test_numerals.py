"""Numbers as they are read."""

import numpy as np
import pytest

from lab.numerals import aligned, cell, counted, every, figure, on_axis, percent, probability, short, tex


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (3.0, "3"),
        (-3.0, "−3"),
        (0.003, "0.003"),
        (0.0003, "0.0003"),
        (0.459983, "0.4600"),
        (-0.0024382, "−0.0024"),
        (-0.00067104, "−0.000671"),
        (9.99e-5, "9.99 × 10⁻⁵"),
        (2.06e-9, "2.06 × 10⁻⁹"),
        (np.float64(-1e-6), "−10⁻⁶"),
        (14.5, "14.5"),
        (12.34567, "12.35"),
        (22026.4657, "22,026.47"),
        (3000, "3,000"),
        (1e16, "10¹⁶"),
        (float("inf"), "∞"),
        (float("-inf"), "−∞"),
        (float("nan"), "not a number"),
    ],
)
def test_a_figure_is_short_and_says_zero_only_for_zero(value, shown):
    assert figure(value) == shown


@pytest.mark.parametrize(
    ("shown", "formula"),
    [
        ("−2.06 × 10⁻⁹", r"-2.06 \times 10^{-9}"),
        ("10¹⁶", "10^{16}"),
        ("22,026.47", "22{,}026.47"),
        ("∞", r"\infty"),
        ("0.4600", "0.4600"),
    ],
)
def test_a_figure_becomes_a_formula(shown, formula):
    assert tex(shown) == formula


def test_lines_stand_below_each_other():
    assert aligned("a &= 1", "b &= 2") == r"\small \begin{aligned} a &= 1 \\[0.6em] b &= 2 \end{aligned} \;"


def test_what_is_not_a_number_is_a_word_in_a_formula():
    assert tex(figure(float("nan"))) == r"\text{not a number}"


def test_a_count_agrees_with_its_noun():
    assert [counted(n, "value") for n in (0, 1, 2, 1200)] == ["0 values", "1 value", "2 values", "1,200 values"]
    assert [every(n, "seed") for n in (1, 2, 16)] == ["the only seed", "all 2 seeds", "all 16 seeds"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0"), (0.34123, "0.341"), (-1.4037, "−1.4"), (29.123, "29.1"), (1234.5, "1,230"),
        (1e-10, "less than a billionth"), (3.37e-6, "3.37 millionths"), (-2.06e-9, "−2.06 billionths"),
        (99e-6, "99 millionths"), (0.9999999e-6, "1 millionth"),
        (float("inf"), "∞"), (1.96e16, "1.96 × 10¹⁶"), (1.968e6, "1.97 million"), (-9.999e8, "−1 billion"),
    ],
)  # fmt: skip
def test_a_number_in_a_sentence_has_three_digits_and_words_for_the_tiny_and_the_large(value, shown):
    assert short(value) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0.0, "0 %"),
        (1e-4, "less than 1 %"),
        (0.934, "93 %"),
        (0.105, "11 %"),
        (0.125, "13 %"),
        (0.995, "more than 99 %"),
        (0.9999, "more than 99 %"),
        (1.0, "100 %"),
    ],
)
def test_a_percentage_is_whole_and_says_none_and_all_only_for_none_and_all(share, shown):
    assert percent(share) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0"), (1.0, "1"), (0.5, "0.5"), (1 / 3, "0.3333"), (1 - 2e-9, "1 − 2.00 × 10⁻⁹"),
        (-1 + 2e-9, "−1 + 2.00 × 10⁻⁹"), (-1.0, "−1"),
    ],
)  # fmt: skip
def test_a_probability_is_written_1_only_where_it_is_1(value, shown):
    assert probability(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, "0"), (0.341, "0.341"), (1230.4, "1,230"), (4.54e-5, "4.54·10⁻⁵"), (-1e-9, "−10⁻⁹"), (2e6, "2.00·10⁶")],
)
def test_a_number_in_a_cell_takes_little_room(value, shown):
    assert cell(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1e-12, "10⁻¹²"), (3e-7, "3 × 10⁻⁷"), (0.001, "0.001"), (0.0, "0"), (2000.0, "2,000"), (2.5e30, "2.5 × 10³⁰")],
)
def test_an_axis_writes_numbers_as_sentences_do(value, shown):
    import vl_convert

    axis = {"values": [value], "labelExpr": on_axis()}
    drawn = vl_convert.vegalite_to_svg(
        {"data": {"values": [{"a": value}, {"a": -1.0}]}, "mark": "tick",
         "encoding": {"x": {"field": "a", "type": "quantitative", "axis": axis}}}
    )  # fmt: skip
    assert f">{shown}</text>" in drawn
