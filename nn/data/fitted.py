"""FittedTransform: a change of the inputs that is fitted to the training points and applied to all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self

import numpy as np

from autograd import Tensor, error_message
from nn.module import Module

from .points import as_array

#: Statistics are taken in blocks of rows, so that float32 points are never copied whole into float64.
_ROWS = 8192


class FittedTransform(Module):
    """The base class of transforms that are fitted to training points: modules, whose buffers are what was fitted.

    A transform of its own turns arrays into arrays. As the first layer of a network it is saved with the network, and
    the test points cannot but go through it: "Remember that whatever linear transformation you apply to the training
    points, you must later apply the same linear transformation to the test points" (docs/lectures.md T7).

    It computes in float64 and gives the dtype of the points, or float32 for integers.

    Parameters
    ----------
    features
        The length of a point: the last axis of what it is given.
    """

    #: How many points it was fitted to; 0 before.
    points: Any

    def __init__(self, features: int) -> None:
        if not hasattr(features, "__index__") or features < 1:
            raise ValueError(error_message(f"features={features!r}", "give the length of a point, a whole number"))
        self.features = int(features)
        self.register_buffer("points", 0)

    def fit(self, xs: Any) -> Self:
        """Fits it to the points ``xs`` (points, features), and returns it.

        Raises
        ------
        ValueError
            For points of another length, none, or some that are not finite. It stays as it was then.
        """
        xs = as_array(xs)
        if xs.ndim != 2 or xs.shape[1] != self.features or not len(xs) or xs.dtype.kind not in "biuf":
            raise ValueError(
                error_message(
                    f"{type(self).__name__}({self.features}) fitted to {xs.shape} {xs.dtype}",
                    f"give numbers (points, {self.features})",
                )
            )
        finite = np.isfinite(xs)
        if not finite.all():
            row, feature = np.argwhere(~finite)[0]
            raise ValueError(
                error_message(f"feature {feature} of point {row} is {xs[row, feature]}", "leave out such points")
            )
        for name, value in self._fitted(xs).items():
            setattr(self, name, value)
        self.points = np.array(len(xs))
        return self

    def forward(self, xs: Any) -> Any:
        """Points (..., features), transformed: arrays to arrays, tensors to tensors."""
        return self._applied(xs, self._transformed)

    def inverse(self, zs: Any) -> Any:
        """Points (..., features) that were transformed, back as they were; what the transform flattened stays flat."""
        return self._applied(zs, self._restored)

    def _fitted(self, xs: Any) -> dict[str, Any]:
        """The buffers for points that have been checked."""
        raise NotImplementedError

    def _transformed(self, xs: Any) -> Any:
        raise NotImplementedError

    def _restored(self, zs: Any) -> Any:
        raise NotImplementedError

    def _applied(self, xs: Any, change: Any) -> Any:
        if not self.points:
            raise RuntimeError(
                error_message(
                    f"{type(self).__name__} was not fitted", "call fit(training points), or load a state that was"
                )
            )
        if not isinstance(xs, Tensor):
            xs = np.asarray(xs)
        if not xs.ndim or xs.shape[-1] != self.features:
            raise ValueError(
                error_message(
                    f"{type(self).__name__}({self.features}) of points of shape {xs.shape}",
                    f"their last axis has the {self.features} features",
                )
            )
        dtype = xs.dtype if xs.dtype.kind == "f" else np.float32
        return change(xs.astype(np.float64)).astype(dtype)

    def extra_repr(self) -> str:
        return f"{self.features}, " + (f"fitted to {int(self.points)} points" if self.points else "not fitted")


def blocks(xs: Any) -> Iterator[Any]:
    """The rows of an array a few thousand at a time, in float64."""
    return (xs[start : start + _ROWS].astype(np.float64) for start in range(0, len(xs), _ROWS))


def mean_of(xs: Any) -> Any:
    """The mean of each feature, which is exact for features that are constant."""
    mean = sum(block.sum(axis=0) for block in blocks(xs)) / len(xs)
    return np.where(constant(xs), xs[0].astype(np.float64), mean)


def constant(xs: Any) -> Any:
    """Which features are the same in all points."""
    return xs.min(axis=0) == xs.max(axis=0)
