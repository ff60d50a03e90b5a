"""What one takes along from a page is what the page shows: card, pictures, data, script."""

import io
import json
import zipfile

import pandas as pd
import pyarrow as pa
import pytest

import lab
from pages.shell import taking
from pages.shell.frame import PAGES, ROOMS

TRAINED = [name for name in ROOMS if name != "softmax_cost"]  # the first question of that page trains nothing
READ = {"CSV": pd.read_csv, "Parquet": pd.read_parquet}


@pytest.fixture
def taken(monkeypatch):
    """Label of a button -> what it gives, as a text or as bytes, or the function that makes it."""
    offered, drawn = {}, taking.st.download_button

    def button(label, data, *rest, **more):
        offered[label] = data
        return drawn(label, data, *rest, **more)

    monkeypatch.setattr(taking.st, "download_button", button)
    return offered


def opened(made):
    """The files of a zip."""
    archive = zipfile.ZipFile(io.BytesIO(made()))
    return {name: archive.read(name) for name in archive.namelist()}


def sent(chart):
    """The frames that Streamlit sends with a chart; what has no column is no data."""
    frames = [pa.ipc.open_stream(dataset.data.data).read_pandas() for dataset in chart.datasets]
    return [frame for frame in frames if frame.shape[1]]


@pytest.mark.parametrize("name", ROOMS)
def test_the_card_is_what_the_page_says(visit, taken, name):
    page = visit(name)
    card = taken["The card as Markdown"]
    heading, answer = card.split("\n\n")[:2]
    assert heading == f"### {page.app.header[0].value}"
    assert answer == next(element.value for element in page.app.markdown if "**" in element.value)
    assert f"Run it: <{page.app.code[0].value}>" in card
    assert card.strip() in [element.value.strip() for element in page.app.code]


@pytest.mark.parametrize("name", ROOMS)
def test_no_frame_of_a_picture_is_forgotten(visit, taken, name):
    charts = visit(name).charts
    for title, read in READ.items():
        files = opened(taken[f"The data of all pictures as {title}"])
        for i, chart in enumerate(charts, start=1):
            found = [read(io.BytesIO(files[file])).shape for file in files if file.startswith(f"picture_{i}_")]
            assert {frame.shape for frame in sent(chart)} == set(found)


@pytest.mark.parametrize("name", TRAINED)
def test_the_experiment_lies_beside_its_data_and_trains_in_the_script(visit, taken, name):
    page = visit(name, **{f"{PAGES[name].prefix}script": "true"})
    files = opened(taken["The data of all pictures as CSV"])
    experiment = lab.Experiment.from_json(files["experiment.json"].decode())
    assert experiment.to_json() == taken["The experiment as JSON"]()
    assert taken["The script"]() == lab.script(experiment, 0)
    assert lab.script(experiment, 0).startswith(page.app.code[-1].value[:1000])
    assert json.loads(taken["The script as a notebook"]())["cells"][0]["source"].startswith("One network, seed 0. ")
    assert f"{PAGES[name].prefix}script=true" in page.app.code[0].value


def test_the_pictures_of_a_page_are_drawn(visit, taken):
    page = visit("softmax_cost")
    assert taken["The first picture as PNG"]().startswith(b"\x89PNG\r\n\x1a\n")
    assert b"<svg" in taken["The first picture as SVG"]()[:100]
    names = [f"picture_{i}.{kind}" for i, _ in enumerate(page.charts, start=1) for kind in ("png", "svg")]
    assert list(opened(taken["All 2 pictures"])) == names


def test_a_page_that_trains_nothing_offers_no_script(visit, taken):
    visit("softmax_cost")
    assert not [label for label in taken if "script" in label or "experiment" in label]
