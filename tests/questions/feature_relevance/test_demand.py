"""Does any hidden unit become affordability: the answer on arrival."""

import re

import lab


def test_the_data_decide():
    answer = lab.ask("demand")
    found = re.fullmatch(r"Sometimes: a hidden unit becomes affordability in (\d+) of 64 networks\.", answer.headline)
    told = re.search(
        r"On the same data, from 64 starts: affordability in none, awareness in (\d+), quality in none, all three in "
        r"none\. \(3 hidden units, 1,000 epochs;",
        answer.note,
    )
    assert 8 <= int(found[1]) <= 26
    assert int(told[1]) >= 55
    assert len(answer.figures()) == 4


def test_widths_are_compared_where_it_is_asked_for():
    assert len(lab.ask("demand", widths=True, epochs=10, networks=16).figures()) == 5
