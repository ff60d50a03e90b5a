"""What one takes along from an answer is what the page shows: card, pictures, data, script."""

import io
import json
import zipfile
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

import lab
from pages.shell import share

READ = {"CSV": pd.read_csv, "Parquet": pd.read_parquet}


@pytest.fixture
def taken(monkeypatch):
    """Label of a button -> what it gives, as a text or as bytes, or the function that makes it."""
    offered, drawn = {}, share.st.download_button

    def button(label, data, *rest, **more):
        offered[label] = data
        return drawn(label, data, *rest, **more)

    monkeypatch.setattr(share.st, "download_button", button)
    return offered


def opened(made):
    """The files of a zip."""
    archive = zipfile.ZipFile(io.BytesIO(made()))
    return {name: archive.read(name) for name in archive.namelist()}


def test_the_card_is_what_the_page_says(visit, taken):
    page = visit("softmax_cost", softmax_part="one")
    heading, answer = taken["A card for a forum post, as Markdown"].split("\n\n")[:2]
    assert heading == f"### {page.app.header[0].value}"
    assert answer == lab.ask("one").headline
    link = next(each.value for each in page.app.code if each.value.startswith("softmax_cost"))
    assert f"Run it: <{link}>" in taken["A card for a forum post, as Markdown"]


def test_no_frame_of_a_picture_is_forgotten(visit, taken):
    visit("neuron_differentiation")
    for title, read in READ.items():
        files = opened(taken[f"The data of all pictures as {title}"])
        for i, figure in enumerate(lab.ask("push").figures(), start=1):
            found = [read(io.BytesIO(files[file])).shape for file in files if file.startswith(f"picture_{i}_")]
            drawn = figure.frames.values() if figure.behind is None else [figure.behind]
            assert {frame.shape for frame in drawn} == set(found)


def test_the_experiment_lies_beside_its_data_and_trains_in_the_script(visit, taken):
    visit("neuron_differentiation")
    experiment = lab.Experiment.from_json(opened(taken["The data of all pictures as CSV"])["experiment.json"].decode())
    assert experiment == lab.ask("push").experiment
    assert taken["A script of one run in plain Keras"]() == lab.script(experiment, 0)
    assert json.loads(taken["The script as a notebook"]())["cells"][0]["source"].startswith("One network, seed 0. ")


def test_the_pictures_of_a_page_are_drawn(visit, taken):
    visit("softmax_cost", softmax_part="one")
    assert taken["The first picture as PNG"]().startswith(b"\x89PNG\r\n\x1a\n")
    assert b"<svg" in taken["The first picture as SVG"]()[:100]
    kinds = [name.rpartition(".")[2] for name in opened(taken["All 2 pictures"])]
    assert kinds == ["png", "svg"] * 2


def test_a_page_that_trains_nothing_offers_no_script(visit, taken):
    visit("softmax_cost", softmax_part="one")
    assert not [label for label in taken if "script" in label or "experiment" in label]


def test_the_answer_as_json_is_the_answer(visit, taken):
    visit("softmax_cost", softmax_part="one")
    assert lab.Answer.from_json(taken["The answer as JSON"]()).headline == lab.ask("one").headline


def test_a_start_that_is_given_is_not_called_that_of_a_seed(visit, taken):
    page = visit("seed_effects", seeds_part="three")
    assert "Show a script of one run in plain Keras" in [each.label for each in page.app.toggle]
    assert json.loads(taken["The script as a notebook"]())["cells"][0]["source"].startswith("One network. ")


def test_the_address_of_a_text_is_whole(visit):
    layers = ", ".join(["Dense 64 sigmoid"] * 20)  # 356 characters
    page = visit("check_network").turn("check_layers", layers)
    link = next(each.value for each in page.app.code if "check_layers=" in each.value)
    assert parse_qs(urlsplit(link).query)["check_layers"] == [layers]
