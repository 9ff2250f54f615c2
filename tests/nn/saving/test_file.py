"""Saving and loading: every state comes back as it was, and every other file is refused by name."""

import json
import math
import os
import pickle
import zipfile

import numpy as np
import pytest
import safetensors
import safetensors.numpy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import nn
import optim
from autograd import Tensor

numbers = st.one_of(
    st.none(), st.booleans(), st.integers(), st.integers(2**100, 2**130), st.floats(), st.text(max_size=5)
)
arrays = hnp.arrays(
    dtype=st.one_of(
        hnp.boolean_dtypes(),
        hnp.integer_dtypes(),
        hnp.unsigned_integer_dtypes(),
        hnp.floating_dtypes(sizes=(16, 32, 64)),
    ),
    shape=hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3),
)
scalars = st.one_of(st.floats(width=32).map(np.float32), st.floats().map(np.float64), st.integers(-99, 99).map(np.int8))
keys = st.one_of(st.text(max_size=4), st.integers(), st.booleans())
states = st.recursive(
    numbers | arrays | scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=4), inner, max_size=3)
        | st.dictionaries(keys, inner, max_size=3)
    ),
    max_leaves=12,
)


def same(one, other):
    """Equal in kind, dtype, shape and bits, with the dicts in the same order."""
    if isinstance(one, np.ndarray | np.generic):
        assert type(one) is type(other)
        assert one.dtype == other.dtype.newbyteorder("=") or one.dtype.newbyteorder("=") == other.dtype
        assert one.shape == other.shape
        np.testing.assert_array_equal(one, other)
    elif isinstance(one, dict):
        assert type(other) is dict
        assert [*one] == [*other]
        assert list(map(type, one)) == list(map(type, other))
        for key in one:
            same(one[key], other[key])
    elif isinstance(one, list | tuple):
        assert type(one) is type(other)
        assert len(one) == len(other)
        for mine, theirs in zip(one, other):
            same(mine, theirs)
    elif isinstance(one, float) and math.isnan(one):
        assert isinstance(other, float)
        assert math.isnan(other)
    else:
        assert type(one) is type(other)
        assert one == other
        assert not isinstance(one, float) or math.copysign(1, one) == math.copysign(1, other)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(state=states)
def test_any_state_comes_back_as_it_was(tmp_path, state):
    file = tmp_path / "state"
    nn.save(state, file)
    same(state, nn.load(file))


def test_arrays_of_any_layout_and_tensors(tmp_path):
    file = tmp_path / "state"
    base = np.arange(24.0).reshape(4, 6)
    state = {
        "strided": base[::2, ::-1],
        "fortran": np.asfortranarray(base),
        "big": base.astype(">f4"),
        "tensor": Tensor(base),
    }
    nn.save(state, file)
    loaded = nn.load(file)
    for name, value in state.items():
        np.testing.assert_array_equal(loaded[name], value.data if isinstance(value, Tensor) else value)
        assert loaded[name].flags.writeable
        assert loaded[name].flags.c_contiguous


def test_names_that_clash(tmp_path):
    state = {"a.b": np.zeros(1), "a": {"b": np.ones(1)}, "__metadata__": np.ones(2), "": np.ones(3)}
    nn.save(state, tmp_path / "state")
    same(state, nn.load(tmp_path / "state"))


def test_a_models_file_is_one_that_every_safetensors_reader_knows(tmp_path):
    model = nn.Sequential(nn.Linear(3, 2), nn.ReLU(), nn.Linear(2, 1))
    file = tmp_path / "model.safetensors"
    nn.save(model.state_dict(), file)
    theirs = safetensors.numpy.load_file(file)
    assert list(model.state_dict()) == sorted(theirs, key=list(model.state_dict()).index)
    np.testing.assert_array_equal(theirs["0.weight"], model[0].weight.data)


def test_another_programs_file_is_loaded_by_name(tmp_path):
    file = tmp_path / "model.safetensors"
    safetensors.numpy.save_file({"weight": np.ones((2, 3), np.float32), "bias": np.ones(2, np.float32)}, file)
    model = nn.Linear(3, 2)
    model.load_state_dict(nn.load(file))
    assert (model.weight.data == 1).all()


def test_the_same_state_gives_the_same_bytes(tmp_path):
    model = nn.Linear(3, 2, rng=0)
    optimizer = optim.Adam(model.parameters())
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
    nn.save(state, tmp_path / "one")
    nn.save(state, tmp_path / "other")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


@pytest.mark.parametrize(
    ("state", "what"),
    [
        ({"f": {"g": lambda: 3}}, "'f.g' is a function"),
        ({"model": nn.Linear(1, 1)}, "'model' is of type Linear"),
        ([1, {2, 3}], "'1' is of type set"),
        ({"x": np.array(["a"])}, "'x' is an array of <U1"),
        ({"x": np.array([1j])}, "'x' is an array of complex128"),
        ({"x": np.array([None])}, "'x' is an array of object"),
        (object(), "the state is of type object"),
    ],
)
def test_what_cannot_be_saved_is_named_and_the_old_file_stays(tmp_path, state, what):
    file = tmp_path / "state"
    nn.save(3, file)
    with pytest.raises(ValueError, match="Hint") as caught:
        nn.save(state, file)
    assert what in str(caught.value)
    assert nn.load(file) == 3
    assert os.listdir(tmp_path) == ["state"]


def nest(depth, wrap):
    state = np.ones(2)
    for _ in range(depth):
        state = wrap(state)
    return state


@pytest.mark.parametrize(
    "wrap",
    [lambda x: [x], lambda x: (x,), lambda x: {"x": x}, lambda x: {1: x}],
    ids=["list", "tuple", "dict", "pairs"],
)
def test_nests_come_back_or_are_refused(tmp_path, wrap):
    file = tmp_path / "state"
    nn.save(nest(100, wrap), file)
    loaded = nn.load(file)
    same(loaded, nest(100, wrap))
    for depth in (101, 3000):
        with pytest.raises(ValueError, match="nested more than 100 deep"):
            nn.save(nest(depth, wrap), file)


def test_what_contains_itself_is_refused(tmp_path):
    loop, ring = [1], {"x": np.ones(3)}
    loop.append(loop)
    ring["inner"] = (ring,)
    for state, what in ((loop, "'1' is a list that contains itself"), (ring, "'inner.0' is a dict that contains")):
        with pytest.raises(ValueError, match=what):
            nn.save(state, tmp_path / "state")
    assert os.listdir(tmp_path) == []
    twice = [1]
    nn.save([twice, twice], tmp_path / "state")
    assert nn.load(tmp_path / "state") == [[1], [1]]


# Files that are no saved states


def refused(file, *words):
    with pytest.raises(nn.SavedFileError) as caught:
        nn.load(file)
    text = str(caught.value)
    assert text.startswith(f"{file}: ")
    for word in words:
        assert word in text
    return text


def test_no_file(tmp_path):
    with pytest.raises(FileNotFoundError, match="nothing"):
        nn.load(tmp_path / "nothing")


@pytest.mark.parametrize(
    "data", [b"", b"\0", b"PNG and so on, for a while", b"{}", b"\xff" * 100, bytes(8), bytes(100)]
)
def test_files_of_other_kinds(tmp_path, data):
    (tmp_path / "file").write_bytes(data)
    refused(tmp_path / "file")


class Explosive:
    """Unpickling it would be noticed."""

    def __reduce__(self):
        return (os.mkdir, ("exploded",))


def test_pickles_are_recognized_and_never_unpickled(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    plain, zipped = tmp_path / "plain", tmp_path / "zipped"
    plain.write_bytes(pickle.dumps(Explosive()))
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("data.pkl", pickle.dumps(Explosive()))
    refused(plain, "pickle", "torch.save")
    refused(zipped, "pickle", "torch.save")
    assert not (tmp_path / "exploded").exists()


def saved_bytes(tmp_path):
    file = tmp_path / "state"
    nn.save({"xs": np.arange(6.0), "more": [1, 2.5, "three"]}, file)
    return file, file.read_bytes()


def test_a_file_cut_short_anywhere(tmp_path):
    file, data = saved_bytes(tmp_path)
    for size in range(len(data)):
        file.write_bytes(data[:size])
        refused(file)
    file.write_bytes(data + b"\0")
    refused(file)


def test_any_flipped_byte_is_noticed(tmp_path):
    """Also in the numbers: there is a checksum. And in the name of our own entry: what is in it is still ours."""
    file, data = saved_bytes(tmp_path)
    name = range(data.index(b"overbar"), data.index(b"overbar") + len(b"overbar"))
    for at in range(len(data)):
        for bit in range(8) if at in name else [2]:
            changed = bytearray(data)
            changed[at] ^= 1 << bit
            file.write_bytes(changed)
            refused(file)


def test_another_programs_metadata_are_left_alone(tmp_path):
    for metadata in (
        {"format": "pt"},
        {"format": "pt", "config": '{"version": 1}'},
        {"note": "3"},
        {"n": "[" * 100_000},
    ):
        safetensors.numpy.save_file({"x": np.ones(1)}, tmp_path / "file", metadata=metadata)
        assert nn.load(tmp_path / "file")["x"] == 1


def forged(tmp_path, **changes):
    """A file with metadata as no Overbar would write them."""
    file = tmp_path / "forged"
    content = {"version": 1, "sha256": "0" * 64, "state": None, **changes}
    safetensors.numpy.save_file({"x": np.zeros(1)}, file, metadata={"overbar": json.dumps(content)})
    return file


def test_metadata_that_make_no_sense(tmp_path):
    refused(forged(tmp_path), "checksum")
    refused(forged(tmp_path, version=2), "version 2")
    for metadata in ("", "[]", "3", "{", '{"version": 1}', "[" * 100_000):
        safetensors.numpy.save_file({"x": np.zeros(1)}, tmp_path / "file", metadata={"overbar": metadata})
        refused(tmp_path / "file", "metadata")


@pytest.mark.parametrize(
    "encoded",
    [
        {"array": "y"},
        {"array": ["x"]},
        {"array": "x", "more": 1},
        {},
        {"dict": [1]},
        {"pairs": [[1]]},
        {"pairs": [[[1], 2]]},
        {"pairs": [1]},
        {"tuple": 3},
        {"float": "1.5"},
        {"pickle": "gASV"},
    ],
)
def test_states_that_make_no_sense(tmp_path, encoded):
    from nn.saving.file import _digest

    digest = _digest({"x": np.zeros(1)}, encoded)
    refused(forged(tmp_path, state=encoded, sha256=digest), "damaged")


def test_a_nest_without_end(tmp_path):
    file = tmp_path / "file"
    nested = '{"tuple": [' * 3000 + "]}" * 3000
    content = f'{{"version": 1, "sha256": "", "state": {nested}}}'
    safetensors.numpy.save_file({"x": np.zeros(1)}, file, metadata={"overbar": content})
    refused(file)


def test_dtypes_that_numpy_lacks(tmp_path):
    header = json.dumps({"x": {"dtype": "BF16", "shape": [2], "data_offsets": [0, 4]}}).encode()
    (tmp_path / "file").write_bytes(len(header).to_bytes(8, "little") + header + bytes(4))
    refused(tmp_path / "file", "BF16", "float32")


def test_without_safetensors_the_message_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "safetensors.numpy", None)
    with pytest.raises(ImportError, match=r'saving needs safetensors.*\n.*\n.*pip install "overbar\[save\]"'):
        nn.save(3, tmp_path / "state")
    with pytest.raises(ImportError, match="loading needs safetensors"):
        nn.load(tmp_path / "state")
    assert os.listdir(tmp_path) == []
