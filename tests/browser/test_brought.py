"""Networks that are brought to the real page to do harm: a sentence each, and the server and its others live on."""

import psutil
import pytest
from playwright.sync_api import expect

from tests.browser.page import said, settle
from tests.lab.check.test_attacks import CELLS, FLAT, ONE, RECURRENT, graph, holding, part
from tests.lab.check.test_brought import archive, layer, stack, text, weights

PASTED = {
    "a lambda": (lambda: layer("Lambda", function="print(1)"), "Lambda layer, which is code of its own"),
    "no layers": (lambda: holding({"name": "x", "layers": ["Dense"]}), "holds no list of layers"),
    "a circle": (lambda: graph([4], "a", a=("Dense", {"units": 4}, "a")), "Keras cannot build this network"),
    "forty cells": (
        lambda: stack([100, 4], ("RNN", {"cell": part("StackedRNNCells", cells=CELLS)}), ONE),
        "4,000 recurrent steps",
    ),
    "twenty layers": (lambda: stack([20, 4], *[RECURRENT] * 20, FLAT, ONE), "20 recurrent"),
    "brackets": (lambda: "[" * 100_000, "brackets within brackets"),
}


def test_what_is_pasted_to_do_harm_is_answered_with_a_sentence(visit, server):
    page = visit(f"{server.url}/check_network?check_source=model.to_json%28%29")
    for name, (brings, says) in PASTED.items():
        box = page.locator("textarea")
        box.fill(brings())
        box.press("Control+Enter")
        expect(page.get_by_test_id("stMain"), name).to_contain_text(says)  # in an alert, or where the answer stands
        settle(page)
    assert psutil.Process(server.pid).is_running()
    assert said(visit(f"{server.url}/softmax_cost")) != ""


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            lambda: archive(config__json=text(), **{"/../../evil__py": "x"}),
            "which a .keras file of built-in layers does",
        ),
        (
            lambda: archive(config__json=text(), model__weights__h5=weights(lambda file: file.create_group("x/y"))),
            "The weights in the file do not fit its network",
        ),
    ],
    ids=["a path", "other weights"],
)
def test_a_file_that_is_brought_to_do_harm_is_answered_with_a_sentence(visit, server, content, says):
    page = visit(f"{server.url}/check_network?check_source=A+.keras+file")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "mine.keras", "mimeType": "application/octet-stream", "buffer": content()}
    )
    expect(page.get_by_role("alert")).to_contain_text(says)
    settle(page)
    assert psutil.Process(server.pid).is_running()
