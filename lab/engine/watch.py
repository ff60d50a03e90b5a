"""`Watch`: a Keras callback that looks at the units of a model while `fit` trains it."""

import time
import warnings

import keras
import numpy as np
import pandas as pd

from lab import checks
from lab.check import units

EQUAL = 1e-6  # distance of two units' weights below which they compute the same, to rounding
SATURATED = 0.99  # share of the examples
VANISHED = 1e-4  # of the largest gradient of a layer; a choice of this laboratory, no theory
SENTENCES = {
    "equal": "compute the same as another one, and will go on to unless something tells them apart",
    "dead": "are dead: at every example the slope of their activation is 0, so they learn no more",
    "saturated": "are saturated: at nearly every example the slope of their activation is nearly 0",
}


class Watch(keras.callbacks.Callback):
    """Records what every unit does while `fit` runs, and warns when units become equal, die or saturate.

        watch = lab.Watch(x, y)
        model.fit(x, y, epochs=20, callbacks=[watch])
        watch.frame()

    It looks before the first epoch, at epochs' ends as often as it may, and after the last.

    Args:
        x, y: examples to look at, of which at most 256 are taken; without y no gradients are recorded.
        share: the most of `fit`'s own time that looking may take, beside a second or two to prepare; 1 = look after
            every epoch.

    Attributes:
        warnings: the sentences that were warned with, in order.
    """

    def __init__(self, x: object, y: object = None, *, share: float = 0.1):
        super().__init__()
        self._x, self._y = units.sample(x), units.sample(y)
        self._share = checks.number("share", share, 0.0, 1.0)
        self.warnings: list[str] = []
        self._frames: list[pd.DataFrame] = []
        self._told: set[tuple[str, str]] = set()
        self._program = None

    def frame(self) -> pd.DataFrame:
        """One row per (epoch, layer, unit, measure): `value`; see `lab.check.units`. Epoch 0 is before training."""
        checks.require(bool(self._frames), "Nothing was recorded yet: give the `Watch` to `fit` among its `callbacks`.")
        return pd.concat(self._frames, ignore_index=True)

    def chart(self):
        """The measures over the epochs, layer by layer: median and middle 90 % of the units."""
        from lab.charts import unit_measures

        return unit_measures(self.frame())

    def on_train_begin(self, logs=None):
        self._frames, self._told, self._seen, self._epoch = [], set(), None, 0
        self._program = units.compiled(self.model, self._x, self._y) if self.model.built else None
        self._spent = self._cost = 0.0
        if self._program:
            self._program()  # compiles
            self._look(0)
        self._began, self._spent = time.perf_counter(), 0.0

    def on_epoch_end(self, epoch, logs=None):
        self._epoch = epoch + 1
        if self._program is None:
            self._program = units.compiled(self.model, self._x, self._y)
        fit_alone = time.perf_counter() - self._began - self._spent
        to_come = 2 * self._cost  # this look, and the last one
        if self._share == 1.0 or self._spent + to_come <= self._share * fit_alone:
            self._look(epoch + 1)

    def on_train_end(self, logs=None):
        if self._program and self._seen != self._epoch:
            self._look(self._epoch)

    def _look(self, epoch: int) -> None:
        began = time.perf_counter()
        found = units.frame(self._program())
        found.insert(0, "epoch", epoch)
        self._frames.append(found)
        self._warn(epoch, found)
        self._seen, self._cost = epoch, time.perf_counter() - began  # with what it takes to warn: as much as to look
        self._spent += self._cost

    def _warn(self, epoch: int, found: pd.DataFrame) -> None:
        inner = found[~found["layer"].isin(units.output_layers(self.model))]
        for kind, measure, alike in (
            ("equal", "distance", lambda values: values < EQUAL),
            ("dead", "dead", lambda values: values == 1.0),
            ("saturated", "saturated", lambda values: values >= SATURATED),
        ):
            for layer, values in inner[inner["measure"] == measure].groupby("layer", sort=False)["value"]:
                count = int(alike(values).sum())
                if count:
                    self._tell(epoch, layer, kind, f"{count} of {len(values)} units of {layer!r} {SENTENCES[kind]}.")
        gradients = found[found["measure"] == "gradient"].groupby("layer", sort=False)["value"].agg(np.linalg.norm)
        for layer in gradients.index[gradients < VANISHED * gradients.max()]:
            part = f"{gradients[layer] / gradients.max():.0e}".replace("-", "−")
            self._tell(epoch, layer, "gradient", f"the gradient of {layer!r} is {part} of the largest of a layer.")

    def _tell(self, epoch: int, layer: str, kind: str, sentence: str) -> None:
        """Warn, once for each layer and kind."""
        if (layer, kind) not in self._told:
            self._told.add((layer, kind))
            self.warnings.append(f"Epoch {epoch}: {sentence}")
            warnings.warn(self.warnings[-1], stacklevel=2)
