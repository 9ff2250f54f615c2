"""MNIST: 70,000 pictures of handwritten digits, from the IDX files in a folder (docs/lectures.md N7)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from .idx import IDXError, read_idx


class MNIST(NamedTuple):
    """The digits to train on and those to test with: pictures (digits, 28, 28) and labels (digits,), both uint8."""

    train_images: Any
    train_labels: Any
    test_images: Any
    test_labels: Any


def read_mnist(folder: str | os.PathLike[str]) -> MNIST:
    """Reads the four MNIST files in a folder, raw or compressed with gzip.

    They are called ``train-images-idx3-ubyte``, ``train-labels-idx1-ubyte``, ``t10k-images-idx3-ubyte`` and
    ``t10k-labels-idx1-ubyte``, or the same with a dot for the second hyphen, and may end in ``.gz``.

    Returns
    -------
    MNIST
        Pictures and labels; a pixel is 0 where there is paper and 255 where there is ink.

    Raises
    ------
    OSError
        Where a file is missing or cannot be read.
    IDXError
        Where a file is damaged or does not hold digits, or has another number of them than its partner.
        The message of either names the file.
    """
    folder = Path(folder)
    train, test = _read_pair(folder, "train"), _read_pair(folder, "t10k")
    return MNIST(*train, *test)


def _read_pair(folder: Path, part: str) -> tuple[Any, Any]:
    images_file = _find(folder, f"{part}-images", "idx3-ubyte")
    labels_file = _find(folder, f"{part}-labels", "idx1-ubyte")
    images, labels = read_idx(images_file), read_idx(labels_file)
    if images.dtype != np.uint8 or images.ndim != 3 or images.shape[1:] != (28, 28) or not len(images):
        raise IDXError(f"{images_file}: holds an array {images.shape} of {images.dtype}, not pictures of 28×28 bytes")
    if labels.dtype != np.uint8 or labels.ndim != 1:
        raise IDXError(f"{labels_file}: holds an array {labels.shape} of {labels.dtype}, not a row of bytes")
    if len(images) != len(labels):
        raise IDXError(f"{labels_file}: has {len(labels)} labels for the {len(images)} pictures in {images_file.name}")
    if labels.max() > 9:
        at = int(np.argmax(labels > 9))
        raise IDXError(f"{labels_file}: label {at} is {labels[at]}, not a digit from 0 to 9")
    return images, labels


def _find(folder: Path, stem: str, kind: str) -> Path:
    names = [f"{stem}{mark}{kind}{end}" for mark in "-." for end in ("", ".gz")]
    for name in names:
        if (folder / name).exists():
            return folder / name
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: there is no such folder")
    raise FileNotFoundError(f"{folder / names[0]}: there is no such file, nor one called {', '.join(names[1:])}")
