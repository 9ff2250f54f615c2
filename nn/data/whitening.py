"""Whitening: features that are uncorrelated, with mean 0 and variance 1 (docs/lectures.md T7)."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd import error_message

from .fitted import FittedTransform, blocks, mean_of


class Whiten(FittedTransform):
    """Centres the points and multiplies them by C^(-1/2), where C is their covariance: (x - mean) C^(-1/2).

    The covariance is then the identity. Of all the linear maps that do this, C^(-1/2) moves the points least.
    Directions in which the points do not vary, as when there are fewer points than features, become 0. Which those are
    is seen from the features' correlations, so that features may be of any sizes. Fitting n points of d features takes
    Θ(nd² + d³) time.

    Parameters
    ----------
    features
        The length of a point, d.
    eps
        Is added to the variance in each direction, so that those of little variance, mostly noise, are not blown up.

    Examples
    --------
    >>> import numpy as np
    >>> import nn
    >>> rng = np.random.default_rng(0)
    >>> train_xs = rng.normal(size=(500, 2)) @ np.array([[3.0, 1.0], [0.0, 0.1]]) + 5
    >>> zs = nn.data.Whiten(2).fit(train_xs)(train_xs)
    >>> np.abs(np.cov(zs.T, bias=True) - np.eye(2)).max() < 1e-9
    np.True_
    """

    mean: Any
    matrix: Any

    def __init__(self, features: int, eps: float = 0.0) -> None:
        super().__init__(features)
        if not eps >= 0:
            raise ValueError(error_message(f"eps={eps!r}", "give a number that is not negative"))
        self.eps = float(eps)
        self.register_buffer("mean", np.zeros(self.features))
        self.register_buffer("matrix", np.eye(self.features))

    def _fitted(self, xs: Any) -> dict[str, Any]:
        mean = mean_of(xs)
        covariance = sum((block - mean).T @ (block - mean) for block in blocks(xs)) / len(xs)
        deviations = np.sqrt(np.diag(covariance))
        sizes = np.where(deviations > 0, deviations, 1.0)
        shares, directions = np.linalg.eigh(covariance / np.outer(sizes, sizes))
        varying = shares > shares.max() * self.features * np.finfo(np.float64).eps
        # The covariance is Fᵀ F. F's singular values are the deviations in the directions of `axes`, and where some are
        # much smaller than others more exact than the square roots of the covariance's eigenvalues.
        F = np.sqrt(shares[varying, None]) * directions[:, varying].T * deviations
        _, singular_values, axes = np.linalg.svd(F)
        variances = np.zeros(self.features)
        variances[: len(singular_values)] = singular_values**2
        variances += self.eps
        scales = np.zeros_like(variances)
        np.divide(1, np.sqrt(variances), out=scales, where=variances > 0)
        return {"mean": mean, "matrix": (axes.T * scales) @ axes}

    def _transformed(self, xs: Any) -> Any:
        return (xs - self.mean) @ self.matrix

    def _restored(self, zs: Any) -> Any:
        return zs @ np.linalg.pinv(self.matrix, hermitian=True) + self.mean

    def extra_repr(self) -> str:
        return super().extra_repr() + (f", eps={self.eps}" if self.eps else "")
