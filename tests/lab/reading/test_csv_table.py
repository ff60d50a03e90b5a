"""Files such as people bring: what is read, and what is said about it."""

import numpy as np
import pandas as pd
import pytest

import lab
from lab.reading.csv_table import read_csv

ROWS = 30
SEMICOLONS = "Its columns are separated by semicolons."
COUNTS = "".join(f"{i},{2 * i},{3 * i}\n" for i in range(ROWS))


def told(text, **how):
    """The columns of a file with this text, as lists, and what is said about it."""
    table = read_csv(text.encode(), **how)
    return {name: table.frame[name].tolist() for name in table.frame}, table.notes


def thousands(sign, quote=""):
    """Areas, rooms and prices of about a hundred times the area, as people and spreadsheets write them."""
    draws = np.random.default_rng(0)
    areas = [1212, 950, *draws.integers(300, 3000, 40).tolist()]
    separator = ";" if sign == "." else ","
    written = [f"{quote}{area:,}{quote}".replace(",", sign) for area in areas]
    lines = [separator.join((text, str(2 + i % 3), str(100 * areas[i]))) for i, text in enumerate(written)]
    return areas, "\n".join([separator.join(("area", "rooms", "price")), *lines]) + "\n"


@pytest.mark.parametrize(("sign", "quote"), [(",", '"'), (".", ""), (".", '"')])
def test_groups_of_thousands_are_no_decimals(sign, quote):
    areas, text = thousands(sign, quote)
    table = read_csv(text.encode())
    assert table.frame["area"].tolist() == areas
    assert table.undecided == ()
    assert f"Groups of three digits are read as one number in area: 1{sign}212 is 1212." in table.notes
    x, y = table.frame["area"], table.frame["price"]
    assert np.corrcoef(x, y)[0, 1] == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('a,b\n"1,212,000",1\n5,2\n', [1212000, 5]),
        ("a;b\n1.212,25;1\n5;2\n", [1212.25, 5]),
        ("a;b\n1.234.567,89;1\n5;2\n", [1234567.89, 5]),
        ("a;b\n1 234,5;1\n−3;2\n", [1234.5, -3]),
        ("a;b\n1\u00a0234;1\n12\u202f345;2\n", [1234, 12345]),
        ("a;b\n12'345.5;1\n−1’000;2\n", [12345.5, -1000]),
        ('a,b\n"1,212",1\n2.5,2\n', [1212, 2.5]),
        ('a,b\n"1,212",1\n"2,5",2\n', [1.212, 2.5]),
        ("a;b\n1,212;1\n0,5;2\n", [1.212, 0.5]),
        ("a;b\n1.212;1\n2.5;2\n", [1.212, 2.5]),
        ("a;b\n1.212;1,5\n2.100;2,5\n", [1212, 2100]),
        ("a;b\n1,212;1,5\n2,100;2,5\n", [1.212, 2.1]),
        ("a;b\n1,212;1,5\n950;2,5\n", [1.212, 950]),
        ('a,b\n"1,212",1.5\n"2,100",2.5\n', [1212, 2100]),
        ("a,b\n1.212,1\n2.100,2\n", [1.212, 2.1]),
        ("a\tb\n1,212\t1.5\n2,100\t2.5\n", [1212, 2100]),
        ('a,b\n"$1,212.50",1\n$3,2\n', [1212.5, 3]),
        ('a,b\n"(1,234)",1\n950,2\n', [-1234, 950]),
        ("a,b\n1e5,1\n-2.5E-3,2\n", [1e5, -0.0025]),
    ],
)
def test_a_column_of_numbers_is_read_as_a_whole_and_without_doubt(text, values):
    table = read_csv(text.encode())
    assert table.frame["a"].tolist() == values
    assert table.undecided == ()


@pytest.mark.parametrize(
    ("text", "taken", "mark", "other"),
    [
        ("a;b\n1.212;7\n2.100;8\n", [1212, 2100], ",", [1.212, 2.1]),
        ("a;b\n1,212;7\n2,100;8\n", [1.212, 2.1], ",", [1212, 2100]),
        ("a;b\n1,212;7\n950;8\n", [1212, 950], ".", [1.212, 950]),
        ('a,b\n"1,212",7\n"2,100",8\n', [1212, 2100], ".", [1.212, 2.1]),
        ("a,b\n1.212,7\n950,8\n", [1212, 950], ",", [1.212, 950]),
        ("a\tb\n1.212\t7\n2.100\t8\n", [1.212, 2.1], ".", [1212, 2100]),
        ("a;b\n1.212;7\n2500;8\n", [1.212, 2500], ".", [1212, 2500]),
        ('a,b,c\n1.212,"1,5",1.5\n2.100,"2,5",2.5\n', [1.212, 2.1], ".", [1212, 2100]),
    ],
)
def test_where_the_decimal_mark_is_in_doubt_it_is_said_and_the_other_can_be_chosen(text, taken, mark, other):
    table = read_csv(text.encode())
    assert table.frame["a"].tolist() == taken
    assert (table.undecided, table.decimal) == (("a",), mark)
    cell = text.split("\n")[1].replace("\t", ";")[:6].strip('";,').replace('"', "")
    sentence = f"In a, {cell} is read as {taken[0]:g}; the file does not tell whether {other[0]:g} is meant."
    assert [note for note in table.notes if "doubt" in note or "tell" in note] == [
        f"{sentence} The other reading can be chosen."
    ]
    chosen = read_csv(text.encode(), decimal={".": ",", ",": "."}[mark])
    assert chosen.frame["a"].tolist() == other
    assert (chosen.undecided, chosen.decimal) == (("a",), mark)
    assert any(f"read as {other[0]:g}; the file does not tell whether {taken[0]:g}" in note for note in chosen.notes)


@pytest.mark.parametrize("odd", ["unknown", "#N/A", "#DIV/0!", "n.v.", "12 kg", "<5", "."])
def test_a_cell_that_is_no_number_is_named_and_its_column_stays(odd):
    lines = COUNTS.splitlines()
    lines[7] = f"7,{odd},21"
    columns, notes = told("a,b,y\n" + "\n".join(lines))
    assert np.isnan(columns["b"]).tolist() == [i == 7 for i in range(ROWS)]
    assert notes == (f"In b, 1 cell of 30 is no number, and counts as missing: “{odd}” in line 9.",)


def test_a_number_with_the_other_decimal_mark_is_named_as_such():
    columns, notes = told('a,y\n1.5,1\n"2,5",2\n3.5,3\n4.5,4\n5.5,5\n')
    assert np.isnan(columns["a"]).tolist() == [False, True, False, False, False]
    assert notes == (
        "In a, 1 cell of 5 is no number with a point before decimals, and counts as missing: “2,5” in line 3.",
    )


def test_many_of_them_are_named_together():
    lines = [f"{i},{'soon' if i % 3 == 0 else i},{i}" for i in range(ROWS)]
    columns, notes = told("a,b,y\n" + "\n".join(lines))
    assert np.isnan(columns["b"]).sum() == 10
    assert notes == (
        "In b, 10 cells of 30 are no numbers, and count as missing: “soon” in lines 2, 5, 8, 11, 14 and 5 more.",
    )


def test_a_footer_is_no_row_and_takes_no_column_away():
    for footer in ("Total,870,1305", "total:,,", "Source: a bank"):
        columns, notes = told(f"a,b,y\n{COUNTS}{footer}\n")
        assert [len(values) for values in columns.values()] == [ROWS] * 3
        assert len(notes) == 1
        assert "line 32" in notes[0]


@pytest.mark.parametrize(
    ("yes", "no"), [("True", "False"), ("TRUE", "FALSE"), ("yes", "No"), ("y", "n"), ("T", "F"), ("WAHR", "FALSCH")]
)
def test_yes_and_no_are_1_and_0(yes, no):
    columns, notes = told("ok,y\n" + "".join(f"{yes if i % 3 else no},{i}\n" for i in range(ROWS)) + ",5\n")
    assert columns["ok"][:4] == [0, 1, 1, 0]
    assert np.isnan(columns["ok"][-1])
    assert notes == (f"Read as 1 and 0: ok ({yes} is 1, {no} is 0).",)


def test_texts_with_few_values_are_categories_that_become_columns_of_0_and_1():
    table = read_csv(b"kind,y,who\n" + b"".join(b"%s,%d,p%d\n" % (b"xyzx"[i % 4 : i % 4 + 1], i, i) for i in range(40)))
    assert list(table.frame) == ["kind", "y"]
    assert table.notes == (
        "Texts with few values, which as inputs become columns of 0 and 1: kind (3).",
        "Different in every row, so that they name it, and not used: who.",
    )
    made = table.with_indicators("y")
    assert list(made) == ["kind = y", "kind = z", "y"]
    assert made["kind = y"].tolist()[:4] == [0, 1, 0, 0]
    data = lab.Data.from_frame(made, target="y", task="regression")
    assert data.features == ("kind = y", "kind = z")
    assert list(table.with_indicators("kind")) == ["kind", "y"]


def test_a_missing_text_is_missing_in_its_columns_of_0_and_1():
    table = read_csv(b"kind,y\nx,1\n,2\nz,3\nx,4\nz,5\nx,6\n")
    assert np.isnan(table.with_indicators("y")["kind = z"]).tolist() == [False, True, *[False] * 4]


@pytest.mark.parametrize(
    "cell",
    [
        "2024-01-{:02d}", "2024/1/{}", "{:02d}.01.2024", "{}.1.24", "1/{}/2024", "{}-Jan-2024", "{} January 2024",
        "Jan {}, 2024", "2024-01-{:02d} 10:00", "2024-01-{:02d}T10:00:00Z", "2024-01-{:02d}T10:00:00.5+01:00",
        "10:{:02d}", "1:{:02d}:30 pm", "202401{:02d}", "Mon, {} Jan 2024", "{}.01.2024 09:15",
    ],
)  # fmt: skip
def test_dates_and_times_are_named_as_not_used(cell):
    columns, notes = told("day,b,y\n" + "".join(f'"{cell.format(i + 1)}",{i % 7},{i}\n' for i in range(28)))
    assert list(columns) == ["b", "y"]
    assert notes == ("Dates or times, and not used: day.",)


@pytest.mark.parametrize(
    ("name", "cells", "note"),
    [
        ("PassengerId", [str(7 * i % 31) for i in range(1, 31)], "Different in every row, so that they name it"),
        ("", [str(i) for i in range(30)], "Numbers of the rows"),
        ("Unnamed: 0", [str(i) for i in range(30)], "Numbers of the rows"),
        ("nr", [str(i + 1) for i in range(30)], "Numbers of the rows"),
        ("", [str(7 * i % 31) for i in range(1, 31)], "Different in every row, so that they name it"),
        ("key", [f"{i * 7919:08x}" for i in range(1, 31)], "Different in every row, so that they name it"),
        ("phone", [f"+49 170 123 4{i:02d}" for i in range(30)], "Codes and not quantities"),
        ("phone", [f"0301234{i:03d}" for i in range(30)], "Codes and not quantities"),
        ("hash", [f"#ff{i:04d}" for i in range(30)], "Different in every row, so that they name it"),
    ],
)
def test_names_of_rows_and_codes_are_named_as_not_used(name, cells, note):
    table = read_csv(f"b,{name},y\n{''.join(f'{i % 7},{cell},{i}{chr(10)}' for i, cell in enumerate(cells))}".encode())
    assert list(table.frame) == ["b", "y"]
    assert [each.startswith(note) for each in table.notes][-1]
    assert (name or "column 2") in table.notes[-1]


def test_a_column_that_is_not_used_can_be_used_all_the_same():
    text = "id,b,y\n" + "".join(f"{7 * i % 31},{i % 7},{i}\n" for i in range(1, 31))
    assert read_csv(text.encode()).unused == ("id",)
    kept = read_csv(text.encode(), keep=["id"])
    assert list(kept.frame) == ["id", "b", "y"]
    assert (kept.unused, kept.notes) == (("id",), ())


def test_numbers_of_rows_with_a_word_among_them_are_a_column_with_a_cell_that_is_none():
    columns, notes = told("nr,y\n" + "".join(f"{i if i != 7 else 'new'},{i}\n" for i in range(ROWS)))
    assert np.isnan(columns["nr"]).tolist() == [i == 7 for i in range(ROWS)]
    assert notes == ("In nr, 1 cell of 30 is no number, and counts as missing: “new” in line 9.",)


def test_post_codes_keep_their_zeros():
    columns, notes = told("district,y\n" + "".join(f"0{1000 + i % 4},{i}\n" for i in range(ROWS)))
    assert columns["district"][:2] == ["01000", "01001"]
    assert notes[0] == "Codes and not quantities, and so read as texts: district."


def test_a_time_a_year_and_a_month_are_numbers():
    columns, notes = told("t,year,month\n" + "".join(f"{i},{1990 + i},{i % 12 + 1:02d}\n" for i in range(ROWS)))
    assert [values[-1] for values in columns.values()] == [29, 2019, 6]
    assert notes == ()


@pytest.mark.parametrize("word", ["None", "-", "NA", "none", "n/a", "?", "nan"])
def test_a_word_that_comes_often_in_a_text_is_a_value(word):
    columns, notes = told("x,kind\n" + "".join(f"{i},{[word, 'A', 'B'][i % 3]}\n" for i in range(ROWS)))
    assert columns["kind"].count(word) == 10
    assert notes[0] == f"“{word}” comes often in kind (10 of 30 rows): it is a value there, not a missing one."


def test_a_rare_class_may_be_called_none():
    columns, notes = told("x,kind\n" + "".join(f"{i},{'None' if i % 10 == 0 else 'AB'[i % 2]}\n" for i in range(ROWS)))
    assert columns["kind"].count("None") == 3
    assert "it is a value there" in notes[0]


def test_a_word_that_comes_once_in_a_text_or_among_numbers_is_a_missing_value():
    columns, notes = told(
        "x,kind\n" + "".join(f"{i if i % 3 else 'NA'},{'NA' if i == 1 else 'AB'[i % 2]}\n" for i in range(60))
    )
    assert pd.isna(columns["kind"]).sum() == 1
    assert np.isnan(columns["x"]).sum() == 20
    assert notes[0] == "Counted as missing: “NA” (21 cells)."


def test_names_are_made_up_or_numbered_where_the_file_has_none_or_one_twice():
    columns, notes = told("a,,a,a\n1.5,2,3,4\n1.5,2,3,4\n")
    assert list(columns) == ["a", "column 2", "a (2)", "a (3)"]
    assert notes == (
        "Without a name in the file: column 2.",
        "Names that come more than once are numbered: a (2) and a (3).",
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("5.1,3.5,Iris-setosa\n4.9,3,Iris-setosa\n6,2,Iris-virginica\n6,2,Iris-virginica\n", None),
        ("0.02 18.0 2.31\n0.03 0.0 7.07\n0.02 0.0 7.08\n", None),
        ("0,0,0\n0,1,1\n1,0,1\n1,1,0\n", None),
        ("39, State-gov, 13\n50, Private, 13\n38, Private, 9\n20, State-gov, 7\n", None),
        ("Rome,1.5,2\nOslo,3,4\nRome,5,6\n", None),
        ("country,2019,2020\nItaly,1,2\nSpain,3,4\nItaly,5,6\n", ["country", "2019", "2020"]),
        (",0,1\n0,1.5,2\n1,2.5,3\n", ["column 1", "0", "1"]),
        ("0,1,2\n1.5,2,3\n2.5,3,4\n", ["0", "1", "2"]),
    ],
)
def test_a_first_row_with_numbers_is_an_example_or_names_and_the_other_can_be_chosen(text, names):
    table = read_csv(text.encode())
    count = text.count("\n")
    assert len(table.frame) == count - (names is not None)
    assert table.header is (names is not None)
    assert any(note.startswith("The first row holds numbers, and is taken for") for note in table.notes)
    other = read_csv(text.encode(), header=names is None)
    assert len(other.frame) == count - (names is None)
    assert other.header is table.header
    assert any(note.startswith("The first row holds numbers, and is taken for") for note in other.notes)
    assert set(table.frame) <= set(names or table.frame)


def test_letters_alone_without_names_are_examples():
    columns, notes = told("p,x,s\ne,x,s\ne,y,t\np,y,s\ne,x,t\n")
    assert columns["column 1"] == ["p", "e", "e", "p", "e"]
    assert notes[0] == "The first row is taken for an example, not for names: the columns are numbered."


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", None), ("utf-8-sig", None), ("utf-16", "Its text is in UTF-16."),
        ("cp1252", "Its text is not in UTF-8 and is read as Windows-1252, with “Größe” in it."),
    ],
)  # fmt: skip
def test_the_usual_encodings_are_read_and_the_unusual_told(encoding, note):
    table = read_csv("Größe,y\n1.5,2\n2.5,3\n".encode(encoding))
    assert list(table.frame) == ["Größe", "y"]
    assert table.notes == ((note,) if note else ())


def test_a_path_is_read_as_its_bytes_are(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_bytes(b"a,b\n1,2\n3,4\n")
    for source in (path, str(path), path.read_bytes()):
        assert lab.read_csv(source).frame.to_numpy().tolist() == [[1, 2], [3, 4]]


def test_units_are_left_away_and_told():
    _, notes = told("a;b;c\n50%;$5;(1,5)\n20 %;$7;2-\n3;€4;0\n")
    assert notes == (
        SEMICOLONS,
        "A comma is read as the decimal point in c.",
        "Signs of per cent are left away in a: 50% is 50.",
        "Signs of money are left away in b: $5 is 5.",
        "Numbers in brackets are negative in c: (1,5) is −1.5.",
        "Numbers with a minus behind them are negative in c: 2- is −2.",
        "Not all numbers in a have the same sign beside them: they may not be of one unit.",
        "Not all numbers in b have the same sign beside them: they may not be of one unit.",
    )


def test_a_file_of_passengers_is_read_as_one_expects():
    head = "PassengerId,Survived,Pclass,Name,Sex,Age,Ticket,Fare,Cabin,Embarked\n"
    lines = [
        f'{i},{i % 2},{i % 3 + 1},"Doe, Mr. J{i} ""Joe""",{"fe" * (i % 2)}male,{20 + i % 50 if i % 5 else ""},'
        f"{f'A/5 {2000 + i}' if i % 4 == 0 else 110000 + i},{7 + i / 8},{'' if i % 3 else f'C{i}'},{'SCQ'[i % 3]}\n"
        for i in range(1, 401)
    ]
    table = read_csv((head + "".join(lines)).encode())
    assert list(table.frame) == ["Survived", "Pclass", "Sex", "Age", "Fare", "Embarked"]
    assert table.notes == (
        "Texts with few values, which as inputs become columns of 0 and 1: Sex (2) and Embarked (3).",
        "Different in every row, so that they name it, and not used: PassengerId, Name and Ticket.",
        "Texts with more than 100 different values, and not used: Cabin.",
    )
    assert table.unused == ("PassengerId", "Ticket")


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"decimal": ";"}, "`decimal` must be one of '.', ','; got ';'. Did you mean ','?"),
        ({"header": 0}, "`header` must be True or False; got 0."),
        ({"keep": ["c"]}, "The table has no column c; it has a and b."),
    ],
)
def test_a_reading_that_is_none_is_refused_with_its_sentence(how, sentence, refused):
    with refused(sentence):
        read_csv(b"a,b\n1,2\n3,4\n", **how)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"a,b\n", "The table has no row below the names."),
        (b"a,b\nx,1:30\ny,2:30\n",
         "The table has no column that can be used. Dates or times, and not used: b. Different in every row, so that "
         "they name it, and not used: a."),
        (b'[{"a": 1}]', "This is JSON, not a CSV file: it begins with “[”."),
        (b"a,\x81b\n1,2\n",
         "The file is not written in UTF-8: line 1 has the byte 0x81. Save it as CSV (in Excel: “CSV UTF-8”)."),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_sentence(content, sentence, refused):
    with refused(sentence):
        read_csv(content)


def test_what_is_neither_a_path_nor_bytes_is_refused(refused):
    with refused("`source` must be a path or bytes; got list."):
        read_csv([1, 2])
