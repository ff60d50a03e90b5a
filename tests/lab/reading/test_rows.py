"""The rows of a table in a text: which separator makes them agree, what is left out, what is refused."""

import pytest

from lab.reading.rows import lines_listed, rows

AGREE = "commas, semicolons, tabs, upright bars and blanks were tried, and none of them makes the rows agree."


def cells(text):
    """The rows without their lines."""
    return [row for _, row in rows(text).lines]


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2,5\n2,5;3,5\n", ";"),
        ("Temp, C;Hum, pct\n10.69;32.7\n11;30\n", ";"),
        ("Last, First\tvalue\nSmith, Jo\t3\nLee, Al\t4\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("a  b\n 1   2\n10  20\n", " "),
        ("date time,value\n2024-01-01 10:00,5\n2024-01-02 11:00,6\n", ","),
        ("a,b\n1,x;y\n2,x;y\n", ","),
        ("p,x\ne,y\np,z\n", ","),
        ("sep=^\na^b\n1^2\n", "^"),
    ],
)
def test_the_separator_is_the_one_that_makes_all_rows_agree(text, separator):
    assert rows(text).separator == separator
    assert {len(row) for row in cells(text)} == {2}


@pytest.mark.parametrize("first", ["sep=;\n", '"sep=;"\r\n', "SEP=;\r", "sep=;;\n"])
def test_the_first_line_that_excel_writes_tells_the_separator_and_counts_as_a_line(first):
    found = rows(first + "a;b,c\n1;2,5\n")
    assert found.separator == ";"
    assert found.lines == [(2, ["a", "b,c"]), (3, ["1", "2,5"])]


@pytest.mark.parametrize(
    ("text", "kept", "notes"),
    [
        ("a,b,\n1,2,\n3,4,\n", 3, ["Rows end with a separator, and nothing stands behind it."]),
        ("a,b\n1,2,\n3,4,\n", 3, ["Rows end with a separator, and nothing stands behind it."]),
        ("Report of 2024\n\na,b\n1,2\n3,4\n", 3, ["Left out above the table: line 1 (“Report of 2024”)."]),
        ("Report,,\n,,\na,b,c\n1,2,3\n3,4,5\n", 3,
         ["Left out above the table: line 1 (“Report”).", "Left out for want of any value: line 2."]),
        ("a,b,c\n1,2,3\n,,\n3,4,5\n,,\n", 3, ["Left out for want of any value: lines 3 and 5."]),
        ("a,b,c\n1,2,3\n3,4,5\n\nSource: a bank\n", 3, ["Left out below the table: line 5 (“Source: a bank”)."]),
        ("a,b,c\n1,2,3\n3,4,5\nSource: a bank,,\n", 3, ["Left out below the table: line 4 (“Source: a bank”)."]),
        ("a,b,c\n1,2,3\n3,4,5\n6,7\n", 3, ["Left out below the table: line 4 (“6”)."]),
        ("a,b\nx,2\ny,4\nTotal,6\nAverage:,3\n", 3, ["Left out as totals of other rows: lines 4 and 5 (“Total”)."]),
        ("a,b\nx,2\n,4\nSumme,6\n", 3, ["Left out as totals of other rows: line 4 (“Summe”)."]),
        ("# made today\na,b\n1,2\n# a break\n3,4\n", 3, ["Left out as comments: lines 1 and 4 (“# made today”)."]),
    ],
)  # fmt: skip
def test_what_is_no_row_of_the_table_is_left_out_and_told(text, kept, notes):
    found = rows(text)
    assert len(found.lines) == kept
    assert found.notes == notes


@pytest.mark.parametrize(
    "text",
    [
        "a,b\ntotal,1\nmean,2\nx,3\ntotal,4\n",
        "#,b\n1,2\n2,3\n",
        "colour,b\n#ff0000,1\n#00ff00,2\n",
        "a,b\n#N/A,1\n2,3\n#DIV/0!,4\n",
        'a,b\n"x\ny",1\n"1,5",2\n',
        ",b\nx,1\ny,2\n",
    ],
)
def test_what_looks_like_it_and_is_a_row_stays(text):
    assert rows(text).notes == []
    assert len(rows(text).lines) >= 3


def test_names_that_are_one_too_few_are_those_of_the_other_columns():
    for text in ('"a" "b"\n"r 1" 1 2\n"r 2" 3 4\n', "a,b\nr1,1,2\nr2,3,4\n"):
        assert cells(text)[0] == ["", "a", "b"]


def test_names_in_a_comment_are_names():
    assert rows("# x y\n1 2\n3 4\n").header == ["x", "y"]
    assert rows("#x,y\n1,2\n3,4\n").header == ["x", "y"]
    assert rows("# of 2024\na,b\n1,2\n").header is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b\n1,2\n1,2,3\n4,5\n", "Line 3 has 3 values, and the first row has 2."),
        ("a,b\n1\n2,3\n4,5\n", "Line 2 has 1 value, and the first row has 2."),
        ("a,b\n1\n2\n3\n", "Line 2 has 1 value, and the first row has 2."),
        ("sep=;\na;b\n1;2\n\n1;2;3\n4;5\n", "Line 5 has 3 values, and the first row has 2."),
        ('a,b\n"x\ny",1\n1,2,3\n4,5\n', "Line 4 has 3 values, and the first row has 2."),
        ("a,b,c\n1,2,3,4,5\n1,2,3,4,5\n", "Line 1 has 3 values, and most rows have 5."),
        ("only\n1\n2\n", f"This is not a CSV file with several columns: {AGREE}"),
        ("\n \n", f"This is not a CSV file with several columns: {AGREE}"),
        ('a,b\n1,"2\n3,4\n', "This is not a CSV file: line 3 cannot be read (unexpected end of data)."),
    ],
)
def test_rows_that_do_not_agree_are_refused_with_the_line(text, sentence, refused):
    with refused(sentence):
        rows(text)


def test_lines_are_named_as_a_sentence_names_them():
    assert [lines_listed(range(1, n)) for n in (2, 3, 6, 7)] == [
        "line 1", "lines 1 and 2", "lines 1, 2, 3, 4 and 5", "lines 1, 2, 3, 4, 5 and 1 more",
    ]  # fmt: skip
