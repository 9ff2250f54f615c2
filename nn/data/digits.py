"""Handwritten digits, wherever they can be had: MNIST, or the small ones of scikit-learn (docs/lectures.md N7)."""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from nn.extras import required

from .download import MIRRORS, DownloadError, download_mnist
from .mnist import read_mnist
from .split import train_test_split

#: The environment variable that names a folder with MNIST.
VARIABLE = "OVERBAR_MNIST"


class Digits(NamedTuple):
    """Pictures (digits, side, side) of float32, from 0 for paper to 1 for ink; labels (digits,) of int64, 0 to 9.

    ``source`` is ``"MNIST"``, 60,000 digits to train on and 10,000 to test with, side 28; or ``"scikit-learn"``, 1,347
    and 450, side 8.
    """

    train_images: Any
    train_labels: Any
    test_images: Any
    test_labels: Any
    source: str


def load_digits(
    folder: str | os.PathLike[str] | None = None,
    *,
    download: bool = True,
    cache: str | os.PathLike[str] | None = None,
    mirrors: Sequence[str] = MIRRORS,
) -> Digits:
    """Handwritten digits to train on and to test with, from the first of these that there is:

    1. the MNIST files in ``folder``, or else in the folder that the environment variable ``OVERBAR_MNIST`` names;
    2. those files downloaded from a public host, 11 megabytes, checked, and kept for the next time;
    3. the 1,797 digits of 8×8 pixels that scikit-learn carries; a warning then says why, if a download has failed.

    Parameters
    ----------
    folder
        Where the MNIST files are, if you have them; as `read_mnist` takes it.
    download
        Whether to download MNIST where no folder is named.
    cache, mirrors
        Where to keep what was downloaded, and where to download it from, as `download_mnist` takes them.

    Raises
    ------
    OSError
        Where a file in the named folder is missing or cannot be read.
    IDXError
        Where one is damaged. A folder that was named is read, or is an error: nothing else takes its place.
    ImportError
        Where pooch or scikit-learn is needed and not installed.

    Examples
    --------
    >>> digits = load_digits(download=False)
    >>> digits.source in ("MNIST", "scikit-learn")
    True
    >>> digits.train_images.ndim, digits.train_images.dtype
    (3, dtype('float32'))
    """
    folder = folder or os.environ.get(VARIABLE)
    if folder is None and download:
        try:
            folder = download_mnist(cache, mirrors=mirrors)
        except DownloadError as error:
            warnings.warn(
                f"MNIST could not be downloaded ({type(error.__cause__).__name__}), so these are scikit-learn's 1,797 "
                f"digits. Where you have MNIST, name its folder in the environment variable {VARIABLE}.",
                stacklevel=2,
            )
    return _bundled() if folder is None else _mnist(folder)


def _mnist(folder: str | os.PathLike[str]) -> Digits:
    train_images, train_labels, test_images, test_labels = read_mnist(folder)
    return Digits(_ink(train_images, 255), _labels(train_labels), _ink(test_images, 255), _labels(test_labels), "MNIST")


def _bundled() -> Digits:
    bundled = required("sklearn.datasets", "notebook", "loading the bundled digits").load_digits()
    train_images, test_images, train_labels, test_labels = train_test_split(
        _ink(bundled.images, 16), _labels(bundled.target), stratify=bundled.target, rng=0
    )
    return Digits(train_images, train_labels, test_images, test_labels, "scikit-learn")


def _ink(images: Any, full: int) -> Any:
    return images.astype(np.float32) / full


def _labels(labels: Any) -> Any:
    return labels.astype(np.int64)
