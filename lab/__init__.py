"""A laboratory for one question: what does the starting point do?"""

from lab import data
from lab.columns import Column
from lab.data import Data
from lab.experiment import Experiment, vary
from lab.progress import Cancelled, Progress
from lab.run import Run
from lab.script import script
from lab.specs import Init, Network, Training
from lab.training import train, train_each

__all__ = [
    "Cancelled", "Column", "Data", "Experiment", "Init", "Network", "Progress", "Run", "Training", "data", "script",
    "train", "train_each", "vary",
]  # fmt: skip
