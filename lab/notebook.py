"""An experiment as a notebook: its script in plain Keras, in cells."""

import json
import re

from lab.experiment import Experiment
from lab.prose import inline
from lab.script import script
from lab.setting_text import setting

CELLS = re.compile(r"^(?=model = |loss = keras|print\()", re.MULTILINE)  # network, training and result begin with these
INSTALL = "# %pip install keras tensorflow scikit-learn matplotlib"
PLOT = """\
import matplotlib.pyplot as plt

plt.plot(losses)
plt.xlabel("Epoch")
plt.ylabel("Cost")
plt.show()"""
CHANGED = re.compile(
    r"^(?:optimizer = |for epoch in range).*$", re.MULTILINE
)  # the lines of a script worth changing first
FORMAT = {"nbformat": 4, "nbformat_minor": 5}  # the first with an id for each cell
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def notebook(experiment: Experiment, seed: int = 0, link: str = "") -> str:
    """The text of an .ipynb file that trains one replica and draws its cost over the epochs.

    Its code cells but for the first and the last, one after the other, are `lab.script`. It names the two lines that
    are worth changing first: the optimizer with its learning rate, and the number of epochs.

    Args:
        experiment: what to train.
        seed: of the replica.
        link: where it is seen; "" to leave it out.
    """
    which = "One network" if experiment.init.weights else f"One network, seed {seed}"
    about = f"{which}. {inline(setting(experiment))}." + (f"\n\nSeen at <{link}>" if link else "")
    source = script(experiment, seed)
    lines = "\n".join(f"- `{line}`" for line in CHANGED.findall(source))
    change = f"Two lines to change, and run again:\n\n{lines}"
    cells = [_cell("markdown", about), _cell("markdown", change), _cell("code", INSTALL)]
    cells += [_cell("code", part.strip()) for part in CELLS.split(source)]
    cells += [_cell("code", PLOT)]
    named = [{"id": f"cell-{i}", **cell} for i, cell in enumerate(cells)]
    return json.dumps({"cells": named, "metadata": {"kernelspec": KERNEL}, **FORMAT}, indent=1)


def _cell(kind: str, source: str) -> dict:
    more = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": source, **more}
