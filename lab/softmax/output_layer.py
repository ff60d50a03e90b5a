"""What a training did to the output layer of many replicas: cost, accuracy, size, and what its classes share."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Record:
    """What was recorded of many replicas.

    Attributes:
        epochs: that were recorded.
        cost, accuracy: (replica, epoch).
        kernel, bias: of the output layer, (replica, epoch, *shape).
    """

    epochs: np.ndarray
    cost: np.ndarray
    accuracy: np.ndarray
    kernel: np.ndarray
    bias: np.ndarray

    @property
    def layer(self) -> np.ndarray:
        """(replica, epoch, input and bias, class)."""
        return np.concatenate([self.kernel, self.bias[:, :, None]], axis=2).astype(float)

    @property
    def sizes(self) -> np.ndarray:
        """(replica, epoch); infinite where the replica has diverged."""
        most = np.abs(self.layer).max(axis=(2, 3), keepdims=True)  # squares of large numbers would overflow
        with np.errstate(all="ignore"):
            sizes = most[..., 0, 0] * np.sqrt(((self.layer / most) ** 2).sum(axis=(2, 3)))
        return np.where(np.isfinite(self.cost) & np.isfinite(sizes), sizes, np.inf)

    def curves(self, name: str) -> pd.DataFrame:
        """Quantiles over the replicas."""
        finite = {"accuracy": self.accuracy, "cost": self.cost, "size": self.sizes}
        frames = []
        for quantity, values in finite.items():
            sound = np.where(np.isfinite(values), values, -np.inf if quantity == "accuracy" else np.inf)
            low, mid, high = np.quantile(sound, [0.05, 0.5, 0.95], axis=0, method="nearest")
            frames.append(pd.DataFrame({"way": name, "quantity": quantity, "epoch": self.epochs,
                                        "low": low, "mid": mid, "high": high}))  # fmt: skip
        return pd.concat(frames)

    def ends(self, name: str, seeds: Sequence[int]) -> pd.DataFrame:
        """One row per replica."""
        sizes, last = self.sizes, self.layer[:, -1]
        with np.errstate(all="ignore"):
            scaled = last / np.abs(last).max(axis=(1, 2), keepdims=True)
            common = last.shape[-1] * (scaled.mean(axis=2) ** 2).sum(axis=1) / (scaled**2).sum(axis=(1, 2))
            fell = (np.diff(self.layer, axis=1) < 0).any(axis=(1, 2, 3))
        return pd.DataFrame(
            {
                "way": name, "seed": list(seeds), "accuracy": self.accuracy[:, -1], "cost": self.cost[:, -1],
                "start": sizes[:, 0], "size": sizes[:, -1], "common": common, "fell": fell,
                "diverged": ~np.isfinite(sizes[:, -1]),
            }
        )  # fmt: skip
