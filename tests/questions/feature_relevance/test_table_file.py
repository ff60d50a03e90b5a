"""A CSV that somebody brings: read as it is meant, or refused with one sentence; never anything else."""

import numpy as np
import pandas as pd
import pytest

from lab.questions.feature_relevance.table import sheet as upload

PLAIN = "a,b,kind\n1,2.5,x\n-3,4e2,y\n5,.5,x\n"


NARROW = (
    "This is not a CSV file with several columns: commas, semicolons, tabs, upright bars and blanks were tried, and "
    "none of them makes the rows agree."
)


KIND = "Texts with few values, which as inputs become columns of 0 and 1: kind (2)."


SAVE = "Save it as CSV (in Excel: “CSV UTF-8”)."


def frame(text):
    """The columns of a file with this text."""
    return upload.read(text.encode()).frame


def test_numbers_are_numbers_and_texts_are_texts():
    sheet = upload.read(PLAIN.encode())
    assert sheet.numbers == ["a", "b"]
    assert sheet.frame["a"].tolist() == [1.0, -3.0, 5.0]
    assert sheet.frame["b"].tolist() == [2.5, 400.0, 0.5]
    assert sheet.frame["kind"].tolist() == ["x", "y", "x"]
    assert sheet.texts == ["kind"]
    assert sheet.notes == (KIND,)
    assert sheet.own


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace("\n", "\n\n"),
        PLAIN.rstrip("\n"),
        PLAIN.replace(",", " , "),
        'a,b,kind\n"1","2.5","x"\n"-3","4e2",y\n5,0.5,"x"\n',
    ],
    ids=["byte order mark", "Windows", "old Mac", "blank lines", "no end of line", "spaces", "quotes"],
)
def test_ways_to_write_the_same_table_are_the_same_table(text):
    pd.testing.assert_frame_equal(frame(text), frame(PLAIN))


@pytest.mark.parametrize(
    ("mark", "name"), [(";", "semicolons"), ("\t", "tabs"), ("|", "upright bars"), (" ", "blanks")]
)
def test_another_separator_is_accepted_and_told(mark, name):
    sheet = upload.read(PLAIN.replace(",", mark).encode())
    pd.testing.assert_frame_equal(sheet.frame, frame(PLAIN))
    assert sheet.notes == (f"Its columns are separated by {name}.", KIND)


def test_a_decimal_comma_is_accepted_and_told():
    sheet = upload.read(b"a;b\n1,5;2\n-2,25;3\n3;4\n")
    assert sheet.frame["a"].tolist() == [1.5, -2.25, 3.0]
    assert sheet.notes == ("Its columns are separated by semicolons.", "A comma is read as the decimal point in a.")


def test_quoted_separators_quotes_and_line_ends_belong_to_the_cell():
    texts = frame('a,b\n1,"x, ""y""\nz"\n2,plain\n3,plain\n')["b"].tolist()
    assert texts == ['x, "y"\nz', "plain", "plain"]


def test_what_is_missing_is_missing_and_what_is_infinite_is_infinite():
    found = frame("a,b\n,1\nNA,nan\nnull,-inf\n?,1e999\n7,-\n")
    assert np.isnan(found["a"]).tolist() == [True] * 4 + [False]
    assert found["b"].tolist()[2:4] == [-np.inf, np.inf]
    assert np.isnan(found["b"]).tolist() == [False, True, False, False, True]


def test_cells_that_look_like_formulas_are_texts():
    sheet = upload.read(b"a,=b\n1,=1+1\n2,@SUM(A1)\n3,=1+1\n")
    assert sheet.numbers == ["a"]
    assert sheet.frame["=b"].tolist() == ["=1+1", "@SUM(A1)", "=1+1"]


def test_names_that_are_missing_are_made_up_and_told():
    sheet = upload.read(b",b\n1.5,2\n2,3\n3,4\n")
    assert list(sheet.frame) == ["column 1", "b"]
    assert sheet.notes == ("Without a name in the file: column 1.",)


def test_columns_that_nothing_can_be_done_with_are_left_out_and_told():
    rows = "".join(f"{i},name {i},,{i % 3}\n" for i in range(150))
    sheet = upload.read(f"a,who,empty,b\n{rows}".encode())
    assert list(sheet.frame) == ["a", "b"]
    assert sheet.notes == (
        "Empty, and not used: empty.",
        "Different in every row, so that they name it, and not used: who.",
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\n\n", NARROW),
        (b"only\n1\n2\n3\n", NARROW),
        (b"a,b\n" + b"1,2\n" * 7_000_000,
         "The file has 26.7 MB, and 25 MB is the most; take fewer rows or columns."),
        (b"PK\x03\x04abc", f"This is an Excel or zip file, not a CSV file. {SAVE}"),
        (b"%PDF-1.7", f"This is a PDF, not a CSV file. {SAVE}"),
        (b"  <!doctype html><p>a,b", "This is a web page or XML, not a CSV file: it begins with “<”."),
        (b"a,b\n1,\x002\n", f"This is not a CSV file: it holds bytes that no text has. {SAVE}"),
        (b"a,b\n1,2\n1,Z\x81rich\n", f"The file is not written in UTF-8: line 3 has the byte 0x81. {SAVE}"),
        (b"a,b\n1,2\n1,2\n", "A table must have at least 3 rows below the names; this one has 2."),
        (b",".join(b"c%d" % i for i in range(201)) + b"\n" + 3 * (b",".join(b"%d" % i for i in range(201)) + b"\n"),
         "A table may have 200 columns here; this one has 201."),
        (b"a,b\n1,2\n1,2,3\n4,5\n", "Line 3 has 3 values, and the first row has 2."),
        (b'a,b\n1,"2\n3,4\n', "This is not a CSV file: line 3 cannot be read (unexpected end of data)."),
        (b"a,b\nx,y\nx,y\n,y\n", "The table has no column that can be used. The same text in every row, and not used: "
         "a and b."),
        (b"a,b\n,\n,NA\n,\n", "The table has no column that can be used. Empty, and not used: a and b."),
    ],
)  # fmt: skip
def test_everything_else_is_refused_with_its_sentence(content, sentence, refused):
    with refused(sentence):
        upload.read(content)


def outcome(content):
    """ "sheet" or the sentence; anything else is raised."""
    try:
        sheet = upload.read(content)
    except UnicodeError:
        raise
    except ValueError as error:
        return str(error)
    assert len(sheet.frame.columns) > 0
    assert len(sheet.frame) >= 3
    return "sheet"


def test_random_bytes_are_refused_and_nothing_worse():
    draws = np.random.default_rng(0)
    for size in (1, 5, 50, 500, 5000):
        assert "sheet" not in {outcome(draws.bytes(size)) for _ in range(20)}


def test_random_texts_of_what_tables_are_made_of_are_read_or_refused_and_nothing_worse():
    draws = np.random.default_rng(1)
    pieces = np.array(
        [",", ";", "\n", "\r\n", '"', "\t", "1", "-2.5", "1e308", "nan", "inf", "ab", " ", "ü", "=1", "<", "|"]
    )
    found = [outcome("".join(draws.choice(pieces, draws.integers(1, 80))).encode()) for _ in range(2000)]
    assert len(set(found)) > 10
    assert all(told == "sheet" or told.endswith(".") for told in found)


def test_a_long_row_of_digits_is_no_long_wait():
    """Reading a cell is linear in its length: a pattern that tries every split would take hours."""
    assert outcome(b"a,b\n" + b"1" * 100_000 + b"x,1\n2,3\n4,5\n6,7\n8,9\n") == "sheet"


def test_sheets_are_the_same_if_their_contents_are():
    assert upload.read(PLAIN.encode()) == upload.read(PLAIN.encode())
    assert hash(upload.read(PLAIN.encode())) == hash(upload.read(PLAIN.encode()))
    assert upload.read(PLAIN.encode()) != upload.read(PLAIN.replace("4e2", "4e3").encode())


def test_a_sheet_read_otherwise_is_another_sheet():
    text = b"a;id\n1.212;7\n2.100;5\n2.300;9\n"
    usual, pointed, kept = upload.read(text), upload.read(text, decimal="."), upload.read(text, keep=("id",))
    assert usual != pointed != kept
    assert (usual.undecided, usual.decimal, usual.unused) == (("a",), ",", ("id",))
    assert [sheet.frame["a"].iloc[0] for sheet in (usual, pointed)] == [1212, 1.212]
    assert [list(sheet.frame) for sheet in (usual, kept)] == [["a"], ["a", "id"]]
