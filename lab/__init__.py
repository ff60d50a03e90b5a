"""A laboratory for one question: what does the starting point do?

    experiment = lab.Experiment(data=lab.Data("xor"), training=lab.Training(learning_rate=2.0, epochs=4000))
    run = lab.train(experiment, seeds=range(100))
    lab.charts.costs(run.losses())

`Experiment` (of `Data`, `Network`, `Init` and `Training`) says what to run, `train` runs it, and the `Run` it returns
gives tidy frames; `sweep` trains millions of replicas into a folder. Measures by topic: `lab.differentiation`,
`lab.relevance`, `lab.seeds`. What they are held against: `lab.laws`. What learners are told: `lab.claims`. Pictures of
frames: `lab.charts`. A CSV of your own, however it was written, as a frame: `lab.read_csv`. A Keras model of your own:
`lab.checkup` looks at its start, `lab.train_model` trains it from many, `lab.Watch` watches while `fit` runs. A
question in your words: `lab.find`.
"""

from lab import data, lazy
from lab.columns import Column
from lab.data import Data
from lab.experiment import Experiment, vary
from lab.progress import Cancelled, Progress, bar
from lab.run import Run
from lab.script import script
from lab.specs import Init, Network, Training
from lab.training import train, train_grid

NAMES = {
    "Answer": "answer",
    "Watch": "engine.watch",
    "ask": "question",
    "Checkup": "check.checkup",
    "checkup": "check.checkup",
    "find": "finding",
    "open_sweep": "sweeps.stored",
    "questions": "question",
    "read_csv": "reading.csv_table",
    "settings": "question",
    "sweep": "sweeps.run",
    "train_model": "study",
}
TOPICS = ("charts", "claims", "differentiation", "laws", "relevance", "seeds")

__all__ = [
    "Answer", "Cancelled", "Checkup", "Column", "Data", "Experiment", "Init", "Network", "Progress", "Run",
    "Training", "Watch", "ask", "bar", "checkup", "data", "find", "open_sweep", "questions", "read_csv", "script",
    "settings", "sweep", "train", "train_grid", "train_model", "vary",
]  # fmt: skip
__getattr__, __dir__ = lazy.attributes(__name__, NAMES, TOPICS)
