"""state_dict, load_state_dict and buffers: what is saved, and that a bad state dict changes nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nn
from autograd import Tensor


def model():
    chain = nn.Sequential(nn.Linear(3, 2, rng=0), nn.ReLU(), nn.Linear(2, 1, rng=1))
    chain[1].register_buffer("calls", 0)
    return chain


def snapshot(module):
    return {path: array.copy() for path, array in module.state_dict().items()}


def assert_same(state, other):
    assert list(state) == list(other)
    for path in state:
        np.testing.assert_array_equal(state[path], other[path])
        assert state[path].dtype == other[path].dtype


def test_state_dict_has_plain_copies():
    chain = model()
    state = chain.state_dict()
    assert list(state) == ["0.weight", "0.bias", "1.calls", "2.weight", "2.bias"]
    assert {type(array) for array in state.values()} == {np.ndarray}
    chain[0].weight.data[...] = 5
    chain[1].calls += 1
    assert not (state["0.weight"] == 5).any()
    assert state["1.calls"] == 0


def test_load_takes_over_numbers_and_keeps_none_of_the_arrays():
    source, target = model(), model()
    source[0].weight.data += 1
    source[1].calls = np.array(9)
    state = source.state_dict()
    report = target.load_state_dict(state)
    assert report == ([], [])
    assert_same(target.state_dict(), source.state_dict())
    state["0.weight"][...] = 100
    state["1.calls"][...] = 100
    assert_same(target.state_dict(), source.state_dict())
    assert isinstance(target[0].weight, nn.Parameter)


def test_load_keeps_the_modules_dtypes():
    single, double = nn.Linear(2, 2), nn.Linear(2, 2, dtype=np.float64)
    single.load_state_dict(double.state_dict())
    assert single.weight.dtype == np.float32
    np.testing.assert_array_equal(single.weight.data, double.weight.data.astype(np.float32))


def test_load_takes_lists_and_tensors():
    linear = nn.Linear(2, 1)
    linear.load_state_dict({"weight": [[1, 2]], "bias": Tensor([3.0], requires_grad=True)})
    assert linear.weight.data.tolist() == [[1.0, 2.0]]
    assert linear.bias.data.tolist() == [3.0]


def test_an_optimizer_goes_on_with_loaded_parameters():
    import optim

    linear = nn.Linear(2, 1)
    optimizer = optim.SGD(linear.parameters(), lr=1.0)
    linear.load_state_dict({"weight": [[1.0, 2.0]], "bias": [3.0]})
    linear(np.array([[1.0, 1.0]])).sum().backward()
    optimizer.step()
    assert linear.weight.data.tolist() == [[0.0, 1.0]]
    assert linear.bias.data.tolist() == [2.0]


BREAKAGES = {
    "missing": (lambda state: state.pop("2.bias"), r"missing: '2\.bias', of shape \(1,\)"),
    "unexpected": (lambda state: state.update({"3.weight": np.zeros(1)}), r"unexpected: '3\.weight'"),
    "misshapen": (
        lambda state: state.update({"2.weight": np.zeros((2, 1))}),
        r"misshapen: '2\.weight' is \(2, 1\), and the module's \(1, 2\)",
    ),
    "complex": (lambda state: state.update({"2.bias": np.zeros(1, complex)}), r"of another kind: '2\.bias'"),
    "no numbers": (lambda state: state.update({"2.bias": ["x"]}), r"no array of numbers: '2\.bias'"),
    "ragged": (lambda state: state.update({"2.weight": [[1], [1, 2]]}), r"no array of numbers: '2\.weight'"),
    "a fraction for a count": (lambda state: state.update({"1.calls": 0.5}), r"of another kind: '1\.calls'"),
}


@given(st.sets(st.sampled_from(sorted(BREAKAGES)), min_size=1))
def test_a_bad_state_dict_changes_nothing(names):
    chain = model()
    before = snapshot(chain)
    state = {path: array + 1 for path, array in before.items()}
    for name in sorted(names, key=lambda name: name == "missing"):
        BREAKAGES[name][0](state)
    with pytest.raises(ValueError, match=r"does not fit this Sequential, which is unchanged[\s\S]*Hint: "):
        chain.load_state_dict(state)
    assert_same(snapshot(chain), before)


@pytest.mark.parametrize(("spoil", "description"), BREAKAGES.values(), ids=list(BREAKAGES))
def test_what_is_wrong_with_a_state_dict_is_described(spoil, description):
    chain = model()
    state = chain.state_dict()
    spoil(state)
    with pytest.raises(ValueError, match=description):
        chain.load_state_dict(state)


def test_all_that_is_wrong_is_described_at_once():
    chain = model()
    state = chain.state_dict()
    for name in ("unexpected", "misshapen", "missing"):
        BREAKAGES[name][0](state)
    with pytest.raises(ValueError, match=r"missing: .*\n.*unexpected: .*\n.*misshapen: "):
        chain.load_state_dict(state)


def test_not_strict_ignores_what_is_missing_or_unexpected_but_not_what_is_misshapen():
    chain = model()
    before = snapshot(chain)
    report = chain.load_state_dict({"0.bias": [5.0, 6.0], "other": [1.0]}, strict=False)
    assert report.missing_keys == ["0.weight", "1.calls", "2.weight", "2.bias"]
    assert report.unexpected_keys == ["other"]
    assert chain[0].bias.data.tolist() == [5.0, 6.0]
    np.testing.assert_array_equal(chain[0].weight.data, before["0.weight"])
    with pytest.raises(ValueError, match=r"misshapen: '0\.bias' is \(3,\)"):
        chain.load_state_dict({"0.weight": before["0.weight"] + 1, "0.bias": [1, 2, 3]}, strict=False)
    np.testing.assert_array_equal(chain[0].weight.data, before["0.weight"])


def test_a_state_dict_is_a_mapping():
    with pytest.raises(TypeError, match="not list"):
        model().load_state_dict([1, 2])


def test_scalar_parameters_are_saved_and_loaded():
    module = nn.Identity()
    module.gain = nn.Parameter(2.0)
    state = module.state_dict()
    assert type(state["gain"]) is np.ndarray
    assert state["gain"].shape == ()
    module.load_state_dict({"gain": 3})
    assert module.gain.item() == 3.0


class TestBuffers:
    def test_order_and_names(self):
        layer = nn.Linear(1, 1)
        layer.register_buffer("mean", [1.0])
        outer = nn.Sequential(layer)
        assert list(outer.state_dict()) == ["0.weight", "0.bias", "0.mean"]
        assert [name for name, _ in outer.named_buffers()] == ["0.mean"]
        assert list(outer.buffers()) == [layer.mean]
        assert [name for name, _ in outer.named_parameters()] == ["0.weight", "0.bias"]

    def test_not_persistent_buffers_are_not_saved(self):
        layer = nn.Identity()
        layer.register_buffer("cache", np.zeros(2), persistent=False)
        assert layer.state_dict() == {}
        assert len(list(layer.buffers())) == 1
        layer.load_state_dict({})

    def test_a_buffer_is_a_copy(self):
        array = np.zeros(2)
        layer = nn.Identity()
        layer.register_buffer("mean", array)
        array[0] = 1
        assert layer.mean.tolist() == [0.0, 0.0]

    def test_assignment_replaces_a_buffer(self):
        layer = nn.Identity()
        layer.register_buffer("mean", None)
        assert layer.state_dict() == {}
        layer.mean = np.ones(2)
        assert layer.state_dict()["mean"].tolist() == [1.0, 1.0]
        layer.load_state_dict({"mean": [3.0, 4.0]})
        assert layer.mean.tolist() == [3.0, 4.0]

    def test_a_tensor_as_buffer_stays_a_tensor(self):
        layer = nn.Identity()
        layer.register_buffer("mean", None)
        layer.mean = Tensor([1.0])
        layer.load_state_dict({"mean": [2.0]})
        assert isinstance(layer.mean, Tensor)
        assert layer.mean.item() == 2.0

    def test_buffers_of_two_modules_are_apart(self):
        one, other = nn.Identity(), nn.Identity()
        one.register_buffer("mean", 1.0)
        assert list(other.named_buffers()) == []

    @pytest.mark.parametrize("name", ["", "a.b", 3])
    def test_bad_names(self, name):
        with pytest.raises(ValueError, match="a buffer cannot be called"):
            nn.Identity().register_buffer(name, 1.0)

    def test_a_name_that_is_taken(self):
        with pytest.raises(ValueError, match="Linear already has an attribute 'weight'"):
            nn.Linear(1, 1).register_buffer("weight", 1.0)
