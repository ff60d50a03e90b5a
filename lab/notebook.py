"""An experiment as a notebook: its script in plain Keras, in cells."""

import json
import re

from lab.experiment import Experiment
from lab.prose import inline
from lab.script import script
from lab.setting_words import setting

CELLS = re.compile(r"^(?=model = |loss = keras|print\()", re.MULTILINE)  # network, training and result begin with these
INSTALL = "# %pip install keras tensorflow scikit-learn"
FORMAT = {"nbformat": 4, "nbformat_minor": 5}  # the first with an id for each cell
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def notebook(experiment: Experiment, seed: int = 0, link: str = "") -> str:
    """The text of an .ipynb file that trains one replica; its code cells, one after the other, are `lab.script`.

    Args:
        experiment: what to train.
        seed: of the replica.
        link: where it is seen; "" to leave it out.
    """
    about = f"One network, seed {seed}. {inline(setting(experiment))}." + (f"\n\nSeen at <{link}>" if link else "")
    cells = [_cell("markdown", about), _cell("code", INSTALL)]
    cells += [_cell("code", source.strip()) for source in CELLS.split(script(experiment, seed))]
    named = [{"id": f"cell-{i}", **cell} for i, cell in enumerate(cells)]
    return json.dumps({"cells": named, "metadata": {"kernelspec": KERNEL}, **FORMAT}, indent=1)


def _cell(kind: str, source: str) -> dict:
    more = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": source, **more}
