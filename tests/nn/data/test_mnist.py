"""Finding the four MNIST files, and what is wrong with them."""

import gzip

import numpy as np
import pytest

from nn.data import IDXError, read_mnist

RNG = np.random.default_rng(3)
PARTS = {
    "train-images{}idx3-ubyte": RNG.integers(0, 256, (7, 28, 28), np.uint8),
    "train-labels{}idx1-ubyte": RNG.integers(0, 10, 7, np.uint8),
    "t10k-images{}idx3-ubyte": RNG.integers(0, 256, (3, 28, 28), np.uint8),
    "t10k-labels{}idx1-ubyte": RNG.integers(0, 10, 3, np.uint8),
}


def idx_bytes(array):
    lengths = b"".join(length.to_bytes(4, "big") for length in array.shape)
    return bytes([0, 0, 8, array.ndim]) + lengths + array.astype(np.uint8).tobytes()


def write(folder, mark="-", end="", **replaced):
    for name, array in PARTS.items():
        content = idx_bytes(replaced.get(name.split("{")[0].replace("-", "_"), array))
        (folder / (name.format(mark) + end)).write_bytes(gzip.compress(content) if end else content)
    return folder


@pytest.mark.parametrize("end", ["", ".gz"])
@pytest.mark.parametrize("mark", ["-", "."])
def test_every_way_the_files_are_called(tmp_path, mark, end):
    mnist = read_mnist(str(write(tmp_path, mark, end)))
    for found, expected in zip(mnist, PARTS.values(), strict=True):
        np.testing.assert_array_equal(found, expected)
    assert mnist.train_images.shape == (7, 28, 28)
    assert mnist.test_labels.dtype == np.uint8


@pytest.mark.parametrize("name", [name.format("-") for name in PARTS])
def test_a_missing_file_is_named(tmp_path, name):
    (write(tmp_path) / name).unlink()
    with pytest.raises(FileNotFoundError, match=rf"{name}: there is no such file, nor one called .*\.gz"):
        read_mnist(tmp_path)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere: there is no such folder"):
        read_mnist(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("replaced", "message"),
    [
        ({"train_labels": np.zeros(6)}, r"train-labels.*: has 6 labels for the 7 pictures in train-images"),
        ({"t10k_images": np.zeros((3, 28, 27))}, r"t10k-images.*\(3, 28, 27\) of uint8, not pictures"),
        ({"t10k_images": np.zeros((3, 784))}, "t10k-images.*not pictures"),
        ({"train_images": np.zeros((0, 28, 28)), "train_labels": np.zeros(0)}, "train-images.*not pictures"),
        ({"train_labels": np.zeros((7, 1))}, "train-labels.*not a row"),
        ({"t10k_labels": np.array([3, 1, 10])}, "t10k-labels.*label 2 is 10, not a digit"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path, replaced, message):
    with pytest.raises(IDXError, match=message):
        read_mnist(write(tmp_path, **replaced))
