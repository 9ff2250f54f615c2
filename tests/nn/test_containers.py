"""Sequential, ModuleList and ModuleDict."""

import numpy as np
import pytest

import nn


def linears(count):
    return [nn.Linear(1, 1) for _ in range(count)]


class TestSequential:
    def test_calls_in_order(self):
        chain = nn.Sequential(nn.Linear(3, 2, rng=0), nn.Tanh(), nn.Linear(2, 1, rng=1))
        x = np.ones((4, 3))
        np.testing.assert_array_equal(chain(x).data, chain[2](np.tanh(chain[0](x))).data)

    def test_empty_gives_its_input_back(self):
        assert nn.Sequential()(3) == 3

    def test_names_of_a_dict(self):
        chain = nn.Sequential({"hidden": nn.Linear(2, 3), "act": nn.Tanh(), "out": nn.Linear(3, 1)})
        assert list(chain.state_dict()) == ["hidden.weight", "hidden.bias", "out.weight", "out.bias"]
        assert chain.hidden is chain["hidden"] is chain[0] is chain[-3]
        assert repr(chain).splitlines()[2] == "  (act): Tanh()"
        with pytest.raises(AttributeError, match="no attribute 'nothing'"):
            _ = chain.nothing
        assert not hasattr(chain, "nothing")

    def test_slices_share_their_modules(self):
        layers = linears(4)
        chain = nn.Sequential(*layers)
        part = chain[1:3]
        assert type(part) is nn.Sequential
        assert list(part) == layers[1:3]
        assert list(part.state_dict()) == ["0.weight", "0.bias", "1.weight", "1.bias"]
        assert list(chain[::-1]) == layers[::-1]
        named = nn.Sequential({"a": layers[0], "b": layers[1]})[1:]
        assert named.b is layers[1]

    def test_changes(self):
        layers = linears(3)
        chain = nn.Sequential(layers[0])
        assert chain.append(layers[1]) is chain
        chain.extend([layers[2], nn.ReLU()])
        assert len(chain) == 4
        chain[-1] = nn.Tanh()
        assert isinstance(chain[3], nn.Tanh)
        assert list(chain)[:3] == layers

    @pytest.mark.parametrize("index", [2, -3])
    def test_index_outside(self, index):
        with pytest.raises(IndexError, match=f"layer {index} of a chain of 2"):
            nn.Sequential(*linears(2))[index]
        with pytest.raises(KeyError, match="x"):
            nn.Sequential(*linears(2))["x"]

    def test_what_is_not_a_module(self):
        with pytest.raises(TypeError, match=r"tanh'> is not a module[\s\S]*nn.Tanh\(\)"):
            nn.Sequential(nn.Linear(1, 1), np.tanh)
        with pytest.raises(TypeError, match=r"ReLU'> is not a module[\s\S]*call it to make one: ReLU\(\)"):
            nn.Sequential(nn.ReLU)
        chain = nn.Sequential(*linears(1))
        with pytest.raises(TypeError, match="is not a module"):
            chain.extend([nn.ReLU(), None])
        assert len(chain) == 1

    @pytest.mark.parametrize("name", ["", "a.b", 1])
    def test_bad_names(self, name):
        with pytest.raises(ValueError, match="a module cannot be called"):
            nn.Sequential({name: nn.ReLU()})

    def test_append_where_the_number_is_taken(self):
        with pytest.raises(ValueError, match="called '1' already"):
            nn.Sequential({"1": nn.ReLU()}).append(nn.ReLU())


class TestModuleList:
    def test_is_a_list(self):
        layers = linears(4)
        found = nn.ModuleList(layers[:2])
        found.append(layers[3])
        found.insert(2, layers[2])
        assert list(found) == layers
        assert found[-1] is layers[3]
        assert list(found[1:3]) == layers[1:3]
        assert isinstance(found[1:3], nn.ModuleList)
        del found[0]
        found[0] = layers[0]
        assert list(found) == [layers[0], *layers[2:]]
        assert len(found.extend(linears(2))) == 5

    def test_parameters(self):
        module = nn.Identity()
        module.layers = nn.ModuleList(linears(2))
        assert list(module.state_dict()) == ["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"]

    def test_is_not_called(self):
        with pytest.raises(NotImplementedError, match="ModuleList was called"):
            nn.ModuleList(linears(1))(1)

    def test_takes_modules_only(self):
        with pytest.raises(TypeError, match="is not a module"):
            nn.ModuleList([np.zeros(3)])


class TestModuleDict:
    def test_is_a_dict(self):
        one, two = linears(2)
        found = nn.ModuleDict({"one": one})
        found["two"] = two
        assert list(found) == list(found.keys()) == ["one", "two"]
        assert list(found.values()) == [one, two]
        assert dict(found.items())["two"] is found["two"] is two
        assert "one" in found
        assert "three" not in found
        del found["one"]
        assert len(found) == 1
        assert list(found.state_dict()) == ["two.weight", "two.bias"]

    def test_bad_names_change_nothing(self):
        found = nn.ModuleDict()
        with pytest.raises(ValueError, match=r"'a\.b'"):
            found["a.b"] = nn.ReLU()
        assert len(found) == 0
