"""Digits from a folder, from a host, or from scikit-learn; and downloads that go wrong."""

import gc
import gzip
import hashlib
import socket
import threading
import warnings
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pooch
import pytest

from nn.data import DownloadError, IDXError, download, download_mnist, load_digits

RNG = np.random.default_rng(3)
ARRAYS = {
    "train-images-idx3-ubyte.gz": RNG.integers(0, 256, (7, 28, 28), np.uint8),
    "train-labels-idx1-ubyte.gz": np.arange(7, dtype=np.uint8),
    "t10k-images-idx3-ubyte.gz": RNG.integers(0, 256, (3, 28, 28), np.uint8),
    "t10k-labels-idx1-ubyte.gz": np.array([9, 8, 7], np.uint8),
}


def idx_bytes(array):
    lengths = b"".join(length.to_bytes(4, "big") for length in array.shape)
    return bytes([0, 0, 8, array.ndim]) + lengths + array.tobytes()


@pytest.fixture(autouse=True)
def surroundings(monkeypatch):
    """Whoever runs the tests may have named a folder of theirs; and pooch's log outlives what a test captures."""
    monkeypatch.delenv("OVERBAR_MNIST", raising=False)
    monkeypatch.setattr(pooch.get_logger(), "disabled", True)
    yield
    # After an answer that was no good, requests leaves its socket to the garbage collector, who warns of that; and in
    # the middle of another test it would be that test's fault.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def files(tmp_path, monkeypatch):
    """A folder like MNIST's, whose checksums are for this test the right ones."""
    folder = tmp_path / "files"
    folder.mkdir()
    for name, array in ARRAYS.items():
        (folder / name).write_bytes(gzip.compress(idx_bytes(array)))
    checksums = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    monkeypatch.setattr(download, "SHA256", {name: checksums[name] for name in ARRAYS})
    return folder


@pytest.fixture
def host(files):
    """A host on this machine that serves the folder: its address, and the paths that it was asked for."""
    asked = []

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, format, *arguments):
            asked.append(self.path)

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=files)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()
        thread.join()


@pytest.fixture
def nobody():
    """The address of a host that refuses connections."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and not listening
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/"


def is_our_mnist(digits):
    assert digits.source == "MNIST"
    np.testing.assert_array_equal(digits.train_images, ARRAYS["train-images-idx3-ubyte.gz"] / np.float32(255))
    np.testing.assert_array_equal(digits.train_labels, ARRAYS["train-labels-idx1-ubyte.gz"])
    np.testing.assert_array_equal(digits.test_images, ARRAYS["t10k-images-idx3-ubyte.gz"] / np.float32(255))
    np.testing.assert_array_equal(digits.test_labels, ARRAYS["t10k-labels-idx1-ubyte.gz"])
    assert digits.train_images.dtype == np.float32
    assert digits.train_labels.dtype == np.int64
    return True


def is_scikit_learn(digits):
    assert digits.source == "scikit-learn"
    assert digits.train_images.shape == (1347, 8, 8)
    assert digits.test_images.shape == (450, 8, 8)
    assert digits.train_images.dtype == np.float32
    assert digits.train_images.min() == 0
    assert digits.train_images.max() == 1
    assert np.bincount(digits.test_labels).min() >= 43
    return True


def test_a_named_folder(files):
    assert is_our_mnist(load_digits(files))


def test_a_folder_named_in_the_environment(files, monkeypatch):
    monkeypatch.setenv("OVERBAR_MNIST", str(files))
    assert is_our_mnist(load_digits())


def test_nothing_takes_the_place_of_a_named_folder(files, host):
    (files / "t10k-labels-idx1-ubyte.gz").unlink()
    with pytest.raises(FileNotFoundError, match="t10k-labels-idx1-ubyte"):
        load_digits(files, mirrors=[host[0]])
    (files / "t10k-labels-idx1-ubyte.gz").write_bytes(b"<html>")
    with pytest.raises(IDXError, match="t10k-labels-idx1-ubyte"):
        load_digits(files, mirrors=[host[0]])


def test_a_download_is_kept(tmp_path, host, capsys):
    address, asked = host
    assert is_our_mnist(load_digits(cache=tmp_path / "cache", mirrors=[address]))
    assert asked == [f"/{name}" for name in ARRAYS]
    assert "100%" in capsys.readouterr().err  # the progress bar
    assert is_our_mnist(load_digits(cache=tmp_path / "cache", mirrors=[address]))
    assert len(asked) == 4


def test_a_damaged_file_in_the_cache_is_downloaded_again(tmp_path, host):
    address, asked = host
    folder = download_mnist(tmp_path / "cache", mirrors=[address], progress=False)
    (folder / "train-labels-idx1-ubyte.gz").write_bytes(b"cut off")
    assert is_our_mnist(load_digits(cache=folder, mirrors=[address]))
    assert asked[4:] == ["/train-labels-idx1-ubyte.gz"]


def test_the_next_host_is_asked_where_one_fails(tmp_path, host, nobody):
    assert is_our_mnist(load_digits(cache=tmp_path / "cache", mirrors=[nobody, host[0]]))


def test_a_damaged_file_is_not_taken(tmp_path, files, host, nobody):
    (files / "train-labels-idx1-ubyte.gz").write_bytes(gzip.compress(idx_bytes(np.zeros(7, np.uint8))))
    with pytest.raises(DownloadError, match=r"train-labels-idx1-ubyte.gz could not be downloaded") as caught:
        download_mnist(tmp_path / "cache", mirrors=[host[0], nobody], progress=False)
    assert f"{host[0]}: SHA256 hash of downloaded file" in str(caught.value)
    assert f"{nobody}: " in str(caught.value)
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["train-images-idx3-ubyte.gz"]


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # pooch drops the answer of a host that has no such file
def test_a_file_that_the_host_lacks(tmp_path, files, host):
    (files / "t10k-images-idx3-ubyte.gz").unlink()
    with pytest.warns(UserWarning, match=r"could not be downloaded \(HTTPError\), so these are scikit-learn's"):
        digits = load_digits(cache=tmp_path / "cache", mirrors=[host[0]])
    assert is_scikit_learn(digits)


def test_without_a_network(tmp_path, nobody):
    with pytest.warns(UserWarning, match=r"could not be downloaded \(ConnectionError\).*OVERBAR_MNIST") as caught:
        digits = load_digits(cache=tmp_path / "cache", mirrors=[nobody])
    assert is_scikit_learn(digits)
    assert caught[0].filename == __file__


def test_without_a_download(monkeypatch):
    monkeypatch.setattr("nn.data.digits.download_mnist", lambda *_, **__: pytest.fail("downloads"))
    first, second = load_digits(download=False), load_digits(download=False)
    assert is_scikit_learn(first)
    np.testing.assert_array_equal(first.train_images, second.train_images)


def test_the_public_files_are_named_as_they_are_read():
    assert list(download.SHA256) == list(ARRAYS)
    assert all(len(checksum) == 64 for checksum in download.SHA256.values())
