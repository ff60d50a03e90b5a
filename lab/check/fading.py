"""What becomes of a signal, and of an error on its way back, in words."""

import numpy as np

from lab.check.finding import figure
from lab.check.model_layers import activation
from lab.check.subject import Subject
from lab.numerals import counted

# Depth at which a squared signal or error has fallen to e^-6: "trainable up to about six depth scales", Schoenholz et
# al. (2017), Deep information propagation. A warning there; a fault where it is twice as deep.
WARN, FAULT = np.exp(-3.0), np.exp(-6.0)


def fate(ratio: float, layers: int) -> str:
    """Whether a signal fades or explodes, how far, and over how many layers."""
    over = counted(layers, "layer")
    if ratio == 0:
        return f"The signal is gone within {over}."
    word, times = ("fades", 1 / ratio) if ratio < 1 else ("explodes", ratio)
    return f"The signal {word} {figure(times)}-fold over {over}."


def shrunk(subject: Subject) -> str:
    """That sigmoids make a signal smaller, where they are what it passes."""
    sigmoids = sum(
        activation(call.layer) == "sigmoid" and not subject.is_head(call.layer) for call in subject.start.calls
    )
    return " A sigmoid passes on a quarter of a difference at most, so each layer takes some away." * (sigmoids > 1)


def vanishing(subject: Subject) -> str:
    """That what is passed back fades too, where it does."""
    table = subject.profile
    error = table.loc[table["place"].isin(subject.weighted), "error"]
    if error.empty or not error.iloc[0] <= WARN:
        return ""
    told = f"{figure(1 / error.iloc[0])}-fold, too: a vanishing gradient" if error.iloc[0] else "to nothing, too"
    return f" On its way back to the first layer the error fades {told}."
