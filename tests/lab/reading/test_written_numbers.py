"""Numbers as people write them: what each text is with a point as decimal mark, and with a comma."""

import math
import random

import pytest

from lab.reading.written_numbers import is_number, number, readings, ways


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [
        ("7", 7, 7), ("+7", 7, 7), ("-7", -7, -7), ("−7", -7, -7), ("– 7", -7, -7), ("007", 7, 7),
        ("1.5", 1.5, None), ("1,5", None, 1.5), (".5", 0.5, None), (",5", None, 0.5), ("5.", 5, None),
        ("1,212", 1212, 1.212), ("1.212", 1.212, 1212), ("0,212", None, 0.212), ("0.212", 0.212, None),
        ("1234,567", None, 1234.567), ("1,212,000", 1212000, None), ("1.212.000", None, 1212000),
        ("1,212.25", 1212.25, None), ("1.212,25", None, 1212.25), ("1.234.567,89", None, 1234567.89),
        ("12,34,567", 1234567, None), ("1 212", 1212, 1212), ("1\u202f234\u202f567,5", None, 1234567.5),
        ("1\u00a0234.5", 1234.5, None), ("1\u2009234", 1234, 1234), ("12'345", 12345, 12345),
        ("12’345.5", 12345.5, None),
        ("1e5", 1e5, 1e5), ("1E+05", 1e5, 1e5), ("1,5e-3", None, 0.0015), ("-2.5E3", -2500, None),
        ("(1,234)", -1234, -1.234), ("( 5 )", -5, -5), ("5-", -5, -5), ("1.234,50-", None, -1234.5),
        ("12 %", 12, 12), ("12.5%", 12.5, None), ("3‰", 3, 3), ("$5", 5, 5), ("-$5", -5, -5), ("$-5", -5, -5),
        ("($1,200.50)", -1200.5, None), ("1.234,50 €", None, 1234.5), ("€ 5", 5, 5), ("CHF 1'200", 1200, 1200),
        ("5 EUR", 5, 5), ("US$3", 3, 3), ("inf", math.inf, math.inf), ("-Infinity", -math.inf, -math.inf),
        ("1e999", math.inf, math.inf),
    ],
)  # fmt: skip
def test_a_number_is_read_with_either_decimal_mark(text, point, comma):
    assert readings(text) == (point, comma)
    assert (number(text, "."), number(text, ",")) == (point, comma)
    assert is_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "-", ".", ",", "e5", "nan", "1.2.3", "1,2,3", "12,3,456.7.8", "2024-01-31", "31.01.2024", "10:30", "0x1F",
        "5 kg", "1 2", "--5", "-(5)", "(5", "5)", "1_000", "12.–", "١٢", "1,2345,678", "1.5 .", "%", "$", "10.0.0.1",
        "5EURO", "a1", "1/2", ">5", "2+3", "1 2345", "1234 567", "+-5", "-5-",
    ],
)  # fmt: skip
def test_what_is_no_number_is_none(text):
    assert readings(text) == (None, None)
    assert not is_number(text)


@pytest.mark.parametrize(
    ("text", "decimal", "told"),
    [
        ("5", ".", set()), ("1.5", ".", set()), ("1,5", ",", {"comma"}), ("1,500", ".", {"group"}),
        ("1.212,5", ",", {"comma", "group"}), ("5 %", ".", {"%"}),
        ("3‰", ".", {"%", "‰"}), ("$5", ".", {"currency", "$"}), ("(5)", ".", {"brackets"}),
        ("5-", ".", {"minus behind"}), ("($1,200)", ".", {"currency", "$", "brackets", "group"}),
    ],
)  # fmt: skip
def test_what_is_not_plain_about_it_is_told(text, decimal, told):
    assert ways(text, decimal) == told


@pytest.mark.parametrize(("decimal", "group"), [(".", ","), (".", " "), (".", "'"), (",", "."), (",", "\u202f")])
def test_numbers_come_back_however_they_were_written(decimal, group):
    draws = random.Random(0)
    for _ in range(300):
        value = round(draws.choice([-1, 1]) * 10 ** draws.uniform(-2, 9), draws.randrange(4))
        written = f"{value:,.3f}".replace(",", "G").replace(".", decimal).replace("G", group)
        assert number(written, decimal) == pytest.approx(value, abs=5e-4)


def test_a_long_row_of_digits_is_no_long_wait():
    """Reading is linear in the length: a pattern that tries every split would take hours."""
    for text in ("1" * 100_000 + "x", "1,234" * 20_000 + "x", "1.5" + "0" * 100_000 + "x", "1,23" * 20_000 + "x"):
        assert not is_number(text)
