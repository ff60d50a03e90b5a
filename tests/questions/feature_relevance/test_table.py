"""Which columns of a table matter: tables that come along, and a CSV of one's own."""

import gc
import pickle
import re
import subprocess
import sys

import keras
import numpy as np
import pytest

import lab
from lab import question
from lab.answer import Advice
from lab.knobs import Texts
from lab.prose import unmarked
from lab.questions.feature_relevance import table
from lab.questions.feature_relevance.table import choice as own_columns
from lab.questions.feature_relevance.table import sheet
from lab.reading import sample
from lab.reading.contents import Contents

SHORT = {"epochs": 100, "seeds": 4, "noise": 5}


def csv(rows=40, extra=""):
    """A table with a column that matters, one that does not, and names that Markdown would take for more."""
    x = np.random.default_rng(0).normal(size=(rows, 2)).round(3)
    lines = [f"{a},{b},{'up' if a > 0 else 'down'},{2 * a + 0.1 * i % 2}" for i, (a, b) in enumerate(x)]
    return ("**bold** secret,idle,kind,y\n" + "\n".join(lines) + "\n" + extra).encode()


def own(content, **settings):
    """The answer about a table of one's own."""
    return lab.ask("table", upload=content, **{**SHORT, **settings})


def knobs(content, **settings):
    """The knobs of a table of one's own."""
    return question.keywords("table", {"upload": content, **settings}).declared


class Page(Texts):
    """Knobs as a page has them, which was given a file."""

    def __init__(self, content):
        super().__init__({"relevance_table_source": ["a CSV of your own"]}, table.QUESTION.prefix)
        self.content, self.told = content, []

    def turn(self, knob):
        """The file, or what the address holds."""
        return self.content if knob.name == "upload" else super().turn(knob)

    def say(self, text):
        """What stands beside the knobs."""
        self.told.append(unmarked(text))


def said(content):
    """What a page tells of how a file was read."""
    page = Page(content)
    table.knobs(page)
    return "\n".join(page.told)


def heaviest(answer):
    """The first row of the table of weights: name and weight."""
    row = answer.frames()[-1].reset_index().iloc[0]
    return row["column"], float(row["weight × standard deviation"].replace("−", "-"))


def test_six_of_the_ten_columns_of_the_diabetes_data_stand_out_from_twenty_of_noise():
    answer = lab.ask("table")
    assert answer.headline == "s5, s1, bmi and 3 more columns stand out from noise; 4 do not."
    assert answer.note.startswith(
        "6 of 10 columns stand out from 20 planted columns of noise: sex, bmi, blood pressure, s5, s1 and s2. "
        "Other columns can take over the weight of 2 of these, so chance throws it far: s1 and s2."
    )
    assert "(442 rows, 16 seeds, 3,000 epochs.)" in answer.note


@pytest.mark.parametrize("name", sheet.EMBEDDED)
def test_knobs_know_the_columns_of_the_tables_that_come_along_without_loading_them(name):
    known, loaded = sheet.outline(name), sheet.embedded(name)
    assert (list(known.frame), known.numbers, known.texts) == (list(loaded.frame), loaded.numbers, loaded.texts)
    assert known.digest == loaded.digest
    usual = [[own_columns.usual(each, column) for column in each.frame] for each in (known, loaded)]
    assert usual[0] == usual[1]


def test_reading_a_table_for_its_knobs_loads_nothing_that_trains():
    program = (
        "import sys\nfrom lab import question\n"
        "question.keywords('table', {})\nquestion.keywords('table', {'upload': b'a,b\\n1,2\\n2,3\\n3,5\\n'})\n"
        "slow = {'tensorflow', 'keras', 'sklearn', 'scipy', 'altair'} & set(sys.modules)\n"
        "print([name for name in slow if type(sys.modules[name]).__name__ == 'module'])"
    )
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "[]"


def test_a_target_of_too_many_numbers_is_not_taken_for_classes():
    with pytest.raises(ValueError, match="^Target 'progression' must have 2 to 100 distinct values; it has 214.$"):
        lab.ask("table", read_as="classes", **SHORT)


def test_columns_that_are_left_out_are_left_out():
    answer = lab.ask("table", without=["s1"], **SHORT)
    assert " of 9 columns stand out" in answer.note
    assert "relevance_table_without_diabetes=s1" in question.address("table", answer.settings)


def test_without_a_file_it_asks_for_one():
    answer = lab.ask("table", source="own")
    assert answer.headline.startswith("Choose a CSV file")
    assert list(answer.frames()[0]) == list(sample.table())
    assert list(question.keywords("table", {"source": "own"}).declared) == ["source", "upload"]


def test_the_small_file_to_try_is_read_and_its_two_columns_of_use_stand_out():
    upload = question.keywords("table", {"source": "own"}).declared["upload"].sample()
    answer = lab.ask("table", upload=upload, **SHORT)
    assert answer.headline == "size and distance stand out from noise; 2 do not."


def test_a_table_of_one_s_own_is_answered_for_and_stays_out_of_the_address(tmp_path):
    answer = own(csv())
    assert unmarked(answer.headline) == "**bold** secret stands out from noise; 2 do not."
    assert unmarked(answer.note).startswith(
        "1 of 3 columns stands out from 5 planted columns of noise: **bold** secret. "
        "2 cannot be told from noise: idle and kind = down."
    )
    assert r"\*\*bold\*\* secret" in answer.headline
    assert answer.private
    address = question.keywords("table", {"upload": csv(), **SHORT, "target": "kind"}).address()
    assert not re.search("secret|idle|kind", f"{answer.settings} {address}")
    (tmp_path / "mine.csv").write_bytes(csv())
    assert own(tmp_path / "mine.csv").to_json() == answer.to_json()


def test_what_is_chosen_of_one_s_own_table_is_used_and_not_linked():
    answer = own(csv(), target="kind")
    assert "% of these rows right" in str(answer.blocks)
    assert "target" not in answer.settings
    assert not knobs(csv())["noise"].private


def test_rows_that_miss_a_value_are_dropped_when_one_says_so(refused):
    content = csv(extra="1.5,,up,2\n,1,down,1\n")
    sentence = (
        "2 of 42 rows have missing values, in **bold** secret (1) and idle (1). Drop those rows, or leave those "
        "columns out."
    )
    with refused(sentence):
        own(content)
    assert knobs(content)["drop"].label == "Drop the 2 of 42 rows that miss a value"
    assert "(40 rows, 4 seeds, 100 epochs.)" in unmarked(own(content, drop=True).note)


def areas(written):
    """Areas written so, rooms, and prices of 100 times the area."""
    draws = np.random.default_rng(1)
    sizes = [1212, *draws.integers(1001, 3000, 40).tolist()]
    rows = (f"{written(size)};{draws.integers(1, 9)};{100 * size}\n" for size in sizes)
    return "".join(["area;rooms;price\n", *rows]).encode()


def test_thousands_are_no_decimals_and_where_that_is_in_doubt_the_other_reading_can_be_chosen():
    doubtful = areas(lambda size: f"{size:,}")
    assert "is read as 1." in said(doubtful)
    assert "the file does not tell whether" in said(doubtful)
    assert knobs(doubtful)["decimal"].default == ","
    assert heaviest(own(doubtful, decimal=".")) == ("area", pytest.approx(1, abs=0.1))
    sure = areas(lambda size: f"{size - 500:,}".replace(",", "."))
    assert "does not tell" not in said(sure)
    assert heaviest(own(sure)) == ("area", pytest.approx(1, abs=0.1))


def test_what_is_not_a_number_is_named_and_its_column_can_be_used_without_the_row():
    content = "\n".join(["a,b,y", *(f"{i % 7},{'unknown' if i == 7 else i},{3 * i}" for i in range(30))]).encode()
    assert "In b, 1 cell of 30 is no number, and counts as missing: “unknown” in line 9." in said(content)
    with pytest.raises(ValueError, match=r"1 of 30 rows has missing values, in b \(1\)"):
        own(content)
    assert knobs(content)["drop"].label == "Drop the 1 of 30 rows that misses a value"
    assert own(content, drop=True).headline == "b stands out from noise; 1 does not."


def test_a_first_row_of_numbers_and_a_column_that_names_rows_can_be_read_otherwise():
    lines = ["id,b,y", *(f"{7 * i % 31},{i % 7},{7 * i % 31}" for i in range(1, 31))]
    content = "\n".join(lines).encode()
    assert "not used: id." in said(content)
    assert "The only column does not stand out" in own(content).headline
    assert own(content, keep=["id"]).headline == "id stands out from noise; 1 does not."
    nameless = "\n".join(lines[1:]).encode()
    assert "30 rows, 3 columns" in said(nameless)
    assert "(30 rows" in unmarked(own(nameless).note)
    assert "(29 rows" in unmarked(own(nameless, header="names").note)


def test_texts_are_inputs_unless_one_says_otherwise():
    assert "Texts with few values, which as inputs become columns of 0 and 1: kind (2)." in said(csv())
    answer = own(csv(), texts=False)
    assert unmarked(answer.note).startswith("1 of 2 columns stands out")
    assert answer.frames()[-1].index.tolist() == ["**bold** secret", "idle"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x89PNG\r\n", "This is a picture, not a CSV file."),
        (b"a,b\nx,1\n", "A table must have at least 3 rows below the names; this one has 1."),
        (b"a,\x81\n1,2\n", "The file is not written in UTF-8: line 1 has the byte 0x81."),
        (b"a,b\n1,7\n2,7\n3,7\n", "The target 'b' is the same in every row: there is nothing to learn."),
        (
            b"a,b\nx,1\ny,2\nz,3\n",
            "Choose at least one input column beside the target: one of numbers, or of texts with few values.",
        ),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_sentence_and_the_place_to_bring_another_stays(content, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}"):
        lab.ask("table", upload=content)
    page = Page(content)
    table.knobs(page)
    assert "upload" in page.declared


def test_without_planted_noise_and_with_too_large_a_rate_there_is_no_answer_to_whether_a_column_matters():
    assert lab.ask("table", **SHORT | {"noise": 0}).headline == (
        "s5 weighs the most, but only planted noise tells whether that is much."
    )
    assert lab.ask("table", rate=1.1, **SHORT | {"epochs": 1000}).headline == (
        "No answer: every run diverged; a smaller learning rate helps."
    )


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (86_400, "Training is far from its end: weights are up to 3.4"),
        (1, "Training computes with 7 digits (float32), which keeps 1 of the 60 different values of 't'. Standardise"),
    ],
)
def test_times_that_are_not_standardised_are_told_what_training_makes_of_them(step, told):
    """Seconds since 1970, a day or a second apart."""
    b = np.random.default_rng(0).normal(size=60).round(3)
    rows = [f"{1_700_000_000 + step * i},{each},{0.2 * i + 2 * each:.3f}" for i, each in enumerate(b)]
    answer = lab.ask("table", upload=("t,b,y\n" + "\n".join(rows)).encode(), standardize=False)
    text = unmarked(" ".join([answer.note, *(getattr(block, "text", "") for block in answer.blocks)]))
    assert "But training is far from its end." in text
    assert told in text
    assert "explain nothing of the target in these rows: worse than always predicting the mean." in text
    assert "needs more than 1,000 million million epochs until 1 % of its way is left" in text


def test_what_was_read_of_a_file_goes_with_the_file():
    def held():
        gc.collect()
        return sum(isinstance(each, sheet.Sheet) and "idle" in each.frame for each in gc.get_objects())

    before, content = held(), Contents(csv())
    table.knobs(Page(content))
    once = content.of((None, None, ()), lambda: None)
    table.knobs(Page(content))
    assert content.of((None, None, ()), lambda: None) is once is not None
    own(content)
    assert type(pickle.loads(pickle.dumps(content))) is bytes
    del content, once
    assert held() == before


@pytest.mark.parametrize(
    "settings",
    [{}, {"standardize": False, "constant": True}, {"rate": 1.1}, {"source": "iris"}, {"source": "breast_cancer"}],
)
def test_the_code_that_is_advised_trains_what_it_builds(settings):
    """On the columns as they come: the cost ends below where it began, by the rate and the epochs that are printed."""
    answer = lab.ask("table", **SHORT | settings)
    (advice,) = [block for block in answer.blocks if isinstance(block, Advice)]
    x, y = lab.data.load(answer.experiment.data)
    names = {"np": np, "keras": keras, "x": x, "y": y}
    exec(advice.code, names)
    losses = names["model"].history.history["loss"]
    assert len(losses) == 100
    assert losses[-1] == min(losses) < losses[0]
