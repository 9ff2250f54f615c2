"""Normalizing: features with mean 0 and variance 1 (docs/lectures.md T7)."""

from __future__ import annotations

from typing import Any

import numpy as np

from .fitted import FittedTransform, blocks, constant, mean_of


class Center(FittedTransform):
    """Takes each feature's mean away: x - mean.

    >>> center = Center(2).fit([[1.0, 5.0], [3.0, 7.0]])
    >>> center([[1.0, 5.0], [2.0, 6.0]])
    array([[-1., -1.],
           [ 0.,  0.]])
    """

    mean: Any

    def __init__(self, features: int) -> None:
        super().__init__(features)
        self.register_buffer("mean", np.zeros(self.features))

    def _fitted(self, xs: Any) -> dict[str, Any]:
        return {"mean": mean_of(xs)}

    def _transformed(self, xs: Any) -> Any:
        return xs - self.mean

    def _restored(self, zs: Any) -> Any:
        return zs + self.mean


class Scale(FittedTransform):
    """Divides each feature by its standard deviation, so that its variance is 1; its mean is scaled with it.

    A feature that is the same in all points is left as it is.

    >>> scale = Scale(2).fit([[1.0, 5.0], [3.0, 5.0]])
    >>> scale([[1.0, 5.0]])
    array([[1., 5.]])
    """

    std: Any

    def __init__(self, features: int) -> None:
        super().__init__(features)
        self.register_buffer("std", np.ones(self.features))

    def _fitted(self, xs: Any) -> dict[str, Any]:
        return {"std": _std(xs, mean_of(xs))}

    def _transformed(self, xs: Any) -> Any:
        return xs / self.std

    def _restored(self, zs: Any) -> Any:
        return zs * self.std


class Normalize(FittedTransform):
    """Centres each feature and then scales it: (x - mean) / standard deviation.

    The standard deviation is that of all n points, over n. A feature that is the same in all points becomes 0.

    Examples
    --------
    >>> import numpy as np
    >>> import nn
    >>> train_xs = np.array([[1.0, 200.0], [2.0, 400.0], [3.0, 600.0]])
    >>> normalize = nn.data.Normalize(2).fit(train_xs)
    >>> normalize(train_xs).round(3)
    array([[-1.225, -1.225],
           [ 0.   ,  0.   ],
           [ 1.225,  1.225]])

    As the first layer it travels with the network:

    >>> model = nn.Sequential(normalize, nn.Linear(2, 1))
    >>> list(model.state_dict())
    ['0.points', '0.mean', '0.std', '1.weight', '1.bias']
    """

    mean: Any
    std: Any

    def __init__(self, features: int) -> None:
        super().__init__(features)
        self.register_buffer("mean", np.zeros(self.features))
        self.register_buffer("std", np.ones(self.features))

    def _fitted(self, xs: Any) -> dict[str, Any]:
        mean = mean_of(xs)
        return {"mean": mean, "std": _std(xs, mean)}

    def _transformed(self, xs: Any) -> Any:
        return (xs - self.mean) / self.std

    def _restored(self, zs: Any) -> Any:
        return zs * self.std + self.mean


def _std(xs: Any, mean: Any) -> Any:
    variance = sum(np.square(block - mean).sum(axis=0) for block in blocks(xs)) / len(xs)
    return np.where(constant(xs) | (variance == 0), 1.0, np.sqrt(variance))
