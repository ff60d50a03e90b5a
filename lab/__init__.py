"""A laboratory for one question: what does the starting point do?"""

from lab import data
from lab.columns import Column
from lab.data import Data
from lab.experiment import Experiment, vary
from lab.specs import Init, Network, Training

__all__ = ["Column", "Data", "Experiment", "Init", "Network", "Training", "data", "vary"]
