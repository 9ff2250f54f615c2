"""Data for training: splits, transforms, targets, minibatches, and files of digits. Arrays in, arrays out."""

from .digits import Digits, load_digits
from .download import DownloadError, download_mnist
from .fitted import FittedTransform
from .idx import IDXError, read_idx
from .minibatches import Minibatches
from .mnist import read_mnist
from .normalizing import Center, Normalize, Scale
from .split import train_test_split
from .targets import balanced_class_weights, one_hot, soften
from .whitening import Whiten

__all__ = [
    "Center",
    "Digits",
    "DownloadError",
    "FittedTransform",
    "IDXError",
    "Minibatches",
    "Normalize",
    "Scale",
    "Whiten",
    "balanced_class_weights",
    "download_mnist",
    "load_digits",
    "one_hot",
    "read_idx",
    "read_mnist",
    "soften",
    "train_test_split",
]
