"""The IDX reader: every array comes back, and every damage is an error that names the file."""

import gzip

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from nn.data import IDXError, read_idx

CODES = {"u1": 0x08, "i1": 0x09, "i2": 0x0B, "i4": 0x0C, "f4": 0x0D, "f8": 0x0E}


def idx_bytes(array):
    """The IDX file of an array, written after the format's description."""
    code = CODES[array.dtype.str[1:]]
    lengths = b"".join(length.to_bytes(4, "big") for length in array.shape)
    return bytes([0, 0, code, array.ndim]) + lengths + array.astype(array.dtype.newbyteorder(">")).tobytes()


idx_arrays = st.sampled_from(sorted(CODES)).flatmap(
    lambda dtype: arrays(np.dtype(dtype), array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5))
)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("idx") / "some-idx3-ubyte"


@given(array=idx_arrays, compressed=st.booleans())
def test_every_array_comes_back(file, array, compressed):
    content = idx_bytes(array)
    file.write_bytes(gzip.compress(content) if compressed else content)
    found = read_idx(file)
    np.testing.assert_array_equal(found, array)
    assert (found.dtype, found.shape) == (array.dtype, array.shape)
    assert found.dtype.isnative
    assert found.flags.writeable


@given(array=idx_arrays, data=st.data())
def test_a_truncated_file_is_an_error(file, array, data):
    content = idx_bytes(array)
    file.write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])
    with pytest.raises(IDXError, match=r"some-idx3-ubyte: truncated: it ends after \d+ of the \d+ bytes of the "):
        read_idx(file)


@given(array=idx_arrays, data=st.data())
def test_a_truncated_gzip_file_is_an_error(file, array, data):
    content = gzip.compress(idx_bytes(array))
    file.write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])
    with pytest.raises(IDXError, match="some-idx3-ubyte: "):
        read_idx(file)


@given(array=idx_arrays, extra=st.binary(min_size=1, max_size=5), compressed=st.booleans())
def test_a_file_longer_than_its_header_says_is_an_error(file, array, extra, compressed):
    content = idx_bytes(array) + extra
    file.write_bytes(gzip.compress(content) if compressed else content)
    with pytest.raises(IDXError, match="some-idx3-ubyte: there is more in the file"):
        read_idx(file)


@given(array=idx_arrays, data=st.data())
def test_a_damaged_gzip_file_is_an_error_or_harmless(file, array, data):
    content = bytearray(gzip.compress(idx_bytes(array), mtime=0))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    file.write_bytes(content)
    try:
        found = read_idx(file)
    except IDXError as error:
        assert str(error).startswith(f"{file}: ")  # noqa: PT017 (both ways are right)
    else:
        # The name, time and system fields of a gzip header are not covered by its checksum; the data are.
        np.testing.assert_array_equal(found, array)


@given(content=st.binary(max_size=40))
def test_any_bytes_are_an_array_or_an_error(file, content):
    file.write_bytes(content)
    try:
        found = read_idx(file)
    except IDXError:
        return
    assert idx_bytes(found) == content


@given(start=st.binary(min_size=4, max_size=4).filter(lambda magic: magic[:2] not in (b"\0\0", b"\x1f\x8b")))
def test_a_wrong_magic_number_is_an_error(file, start):
    file.write_bytes(start + bytes(12))
    with pytest.raises(IDXError, match="not an IDX file: it begins with the bytes"):
        read_idx(file)


@pytest.mark.parametrize("code", [0, 7, 0x0A, 0x0F, 255])
def test_an_unknown_type_is_an_error(file, code):
    file.write_bytes(bytes([0, 0, code, 1, 0, 0, 0, 0]))
    with pytest.raises(IDXError, match="not an IDX file"):
        read_idx(file)


def test_a_header_that_claims_the_impossible_takes_no_memory(file):
    file.write_bytes(bytes([0, 0, 8, 3]) + b"\xff" * 12)
    with pytest.raises(IDXError, match="ends after 0 of the 79228162458924105385300197375 bytes"):
        read_idx(file)


def test_more_axes_than_numpy_has(file):
    file.write_bytes(bytes([0, 0, 8, 200]) + (1).to_bytes(4, "big") * 200 + b"\0")
    with pytest.raises(IDXError, match="NumPy has no arrays of shape"):
        read_idx(file)


def test_missing_file_and_folder(tmp_path):
    with pytest.raises(FileNotFoundError, match="nothing-here"):
        read_idx(tmp_path / "nothing-here")
    with pytest.raises(IsADirectoryError, match=tmp_path.name):
        read_idx(str(tmp_path))
