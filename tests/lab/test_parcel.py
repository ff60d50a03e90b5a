"""Data in a zip: every frame is in it, a spreadsheet executes nothing of it, and its text says what is what."""

import io
import zipfile

import pandas as pd
import pytest

import lab
from lab import parcel

CURVE = pd.DataFrame({"epoch": [0, 1], "cost": [0.25, -1e-12]})
NAMES = pd.DataFrame({"column": ["=1+1", "+a", "-b", "@c", "\tx", "−0.5", "-0.5", "a=b"], "=size": range(8)})
PICTURES = [("The cost falls.", [CURVE, NAMES]), ("The same.", [CURVE])]
ABOUT = {"question": "Why?", "answer": r"**a\_b** falls.", "link": "http://localhost/x"}
READ = {"csv": pd.read_csv, "parquet": pd.read_parquet}


def opened(kind, experiment=None):
    """The files of the zip: name -> bytes."""
    archive = zipfile.ZipFile(io.BytesIO(parcel.data(PICTURES, kind, experiment, **ABOUT)))
    return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("kind", parcel.KINDS)
def test_every_frame_is_a_file_to_the_last_bit(kind):
    files = opened(kind)
    assert list(files) == [
        "README.txt", f"picture_1_data_1.{kind}", f"picture_1_data_2.{kind}", f"picture_2_data_1.{kind}"
    ]  # fmt: skip
    pd.testing.assert_frame_equal(READ[kind](io.BytesIO(files[f"picture_1_data_1.{kind}"])), CURVE, check_exact=True)


def test_a_spreadsheet_takes_no_text_for_a_formula():
    found = parcel.harmless(NAMES)
    assert list(found) == ["column", "'=size"]
    assert found["column"].tolist() == ["'=1+1", "'+a", "'-b", "'@c", "'\tx", "−0.5", "-0.5", "a=b"]
    categories = parcel.harmless(NAMES.astype({"column": "category"}))
    assert categories["column"].tolist() == found["column"].tolist()


def test_numbers_stay_numbers():
    pd.testing.assert_frame_equal(parcel.harmless(CURVE), CURVE)


def test_the_experiment_lies_beside_the_data():
    experiment = lab.Experiment(data=lab.Data("moons"))
    assert lab.Experiment.from_json(opened("csv", experiment)["experiment.json"].decode()) == experiment


def test_the_text_says_which_file_belongs_to_which_picture():
    assert opened("csv")["README.txt"].decode() == (
        "Why?\n\na_b falls.\n\nSeen at http://localhost/x\n\n"
        "picture_1: The cost falls.\n  picture_1_data_1.csv: 2 rows\n  picture_1_data_2.csv: 8 rows\n"
        "picture_2: The same.\n  picture_2_data_1.csv: 2 rows\n"
    )


def test_a_column_of_numbers_and_texts_is_stored_as_text():
    mixed = pd.DataFrame({"label": ["a", 1, None]})
    assert pd.read_parquet(io.BytesIO(parcel.KINDS["parquet"](mixed)))["label"].tolist()[:2] == ["a", "1"]
