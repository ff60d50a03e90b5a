"""What one takes along from a page is what the page shows: card, pictures, data, script."""

import io
import json
import zipfile

import pandas as pd
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

import lab
from pages.shell import taking
from pages.shell.frame import PAGES, ROOMS

pytestmark = pytest.mark.usefixtures("known_ahead")
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


def test_behind_a_map_lie_its_cells(visit, taken):
    visit("seed_effects", seeds_part="map", seeds_map_points="64", seeds_map_steps="30")
    for title, read in READ.items():
        files = opened(taken[f"The data of all pictures as {title}"])
        cells = read(io.BytesIO(next(files[name] for name in files if name.startswith("picture_1_data_1"))))
        assert list(cells.columns) == ["scale", "rate", "trained", "speed"]
        assert len(cells) == 64 * 64


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


def test_a_table_of_ones_own_goes_along_but_not_into_the_link_and_nothing_of_it_acts(visit, taken):
    own = {"part": "table", "table_source": "a CSV of your own", "table_epochs": "10", "table_seeds": "1"}
    page = visit("feature_relevance", **{f"relevance_{key}": value for key, value in own.items()})
    rows = "".join(f"{i % 7},{i % 3},{2 * (i % 7)}\n" for i in range(30))
    page.app.file_uploader[0].upload("mine.csv", f"=secret*[a](b),idle,y\n{rows}".encode(), "text/csv").run()
    card = taken["The card as Markdown"]
    link = page.app.code[0].value
    assert "secret" not in link
    assert card.endswith(f"Run it: <{link}>\n")
    assert "secret" in card
    assert "secret*" not in card
    assert "[a](b)" not in card
    files = opened(taken["The data of all pictures as CSV"])
    texts = "".join(text.decode() for name, text in files.items() if name.endswith(".csv"))
    assert "'=secret" in texts
    assert not [cell for line in texts.splitlines() for cell in line.split(",") if cell.startswith("=")]


@pytest.mark.parametrize("rows", [2, 10_000])
def test_a_script_is_shown_as_far_as_one_reads_it(rows):
    def script(rows):
        import pandas as pd

        import lab
        from pages.shell import taking

        frame = pd.DataFrame({name: [0.5] * rows for name in ("a", "b", "c", "d", "e", "f", "y")})
        network = lab.Network(hidden=(), output="linear")
        data = lab.Data.from_frame(frame, target="y")
        taking.script("any_", "any", lab.Experiment(data=data, network=network))

    app = AppTest.from_function(script, kwargs={"rows": rows}).run(timeout=30)
    app.toggle[0].set_value(True).run(timeout=30)
    assert not app.exception
    assert [len(element.value) > 500 for element in app.code] == ([True] if rows == 2 else [])
    assert [element.value for element in app.caption] == (
        [] if rows == 2 else ["It holds every number of a large table, too many to show; the file has them all."]
    )
