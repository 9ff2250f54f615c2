"""Module: finding what is inside, calling it, modes, and how it looks."""

import copy
import gc
import weakref

import numpy as np
import pytest

import nn
from autograd import Tensor


class Block(nn.Module):
    def __init__(self):
        self.inner = nn.Linear(2, 2, rng=0)
        self.scale = nn.Parameter(np.ones(2))
        self.plain = Tensor(np.ones(2), requires_grad=True)
        self.note = "not a parameter"

    def forward(self, x):
        return self.scale * self.inner(x)


class Net(nn.Module):
    def __init__(self):
        self.blocks = [Block(), Block()]
        self.heads = {"mean": nn.Linear(2, 1, rng=0), "spread": nn.Linear(2, 1, bias=False, rng=0)}
        self.offsets = (nn.Parameter(0.0), nn.Parameter(1.0))

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return self.heads["mean"](x) + self.offsets[0]


NET_PATHS = [
    *("offsets.0", "offsets.1"),
    *("blocks.0.scale", "blocks.0.inner.weight", "blocks.0.inner.bias"),
    *("blocks.1.scale", "blocks.1.inner.weight", "blocks.1.inner.bias"),
    *("heads.mean.weight", "heads.mean.bias", "heads.spread.weight"),
]


def paths(module, **options):
    return [path for path, _ in module.named_parameters(**options)]


def test_parameters_are_found_in_definition_order_own_before_inner():
    assert paths(Block()) == ["scale", "inner.weight", "inner.bias"]


def test_parameters_are_found_in_lists_tuples_and_dicts():
    assert paths(Net()) == NET_PATHS
    assert list(Net().state_dict()) == NET_PATHS


def test_parameters_are_those_of_named_parameters():
    net = Net()
    assert [id(p) for p in net.parameters()] == [id(p) for _, p in net.named_parameters()]


def test_recurse_and_prefix():
    assert paths(Block(), recurse=False) == ["scale"]
    assert paths(Block(), prefix="top") == ["top.scale", "top.inner.weight", "top.inner.bias"]


def test_order_survives_reassignment():
    block = Block()
    block.scale = nn.Parameter(np.zeros(2))
    block.inner = nn.Linear(2, 2)
    assert paths(block) == ["scale", "inner.weight", "inner.bias"]


def test_deleted_attributes_are_gone():
    block = Block()
    del block.scale
    assert paths(block) == ["inner.weight", "inner.bias"]


def test_modules_and_children():
    net = Net()
    assert [path for path, _ in net.named_modules()] == [
        *("", "blocks.0", "blocks.0.inner", "blocks.1", "blocks.1.inner", "heads.mean", "heads.spread")
    ]
    assert next(iter(net.modules())) is net
    assert [name for name, _ in net.named_children()] == ["blocks.0", "blocks.1", "heads.mean", "heads.spread"]
    assert list(net.children())[2] is net.heads["mean"]


def test_shared_modules_and_parameters_come_once_unless_asked():
    layer = nn.Linear(2, 2)
    chain = nn.Sequential(layer, nn.ReLU(), layer)
    assert paths(chain) == ["0.weight", "0.bias"]
    assert paths(chain, remove_duplicate=False) == ["0.weight", "0.bias", "2.weight", "2.bias"]
    assert len(list(chain.modules())) == 3
    assert [name for name, _ in chain.named_children()] == ["0", "1"]

    tied = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
    tied[1].weight = tied[0].weight
    assert paths(tied) == ["0.weight", "0.bias", "1.bias"]
    assert list(tied.state_dict()) == ["0.weight", "0.bias", "1.weight", "1.bias"]


def test_a_module_that_contains_itself_is_walked_once():
    outer, inner = nn.Sequential(nn.Linear(1, 1)), nn.Identity()
    inner.around = outer
    outer.append(inner)
    assert paths(outer) == ["0.weight", "0.bias"]
    assert list(outer.state_dict()) == ["0.weight", "0.bias"]


def test_get_submodule_and_parameter():
    net = Net()
    assert net.get_submodule("blocks.1.inner") is net.blocks[1].inner
    assert net.get_submodule("") is net
    assert net.get_parameter("offsets.1") is net.offsets[1]
    with pytest.raises(AttributeError, match=r"Block has no module at 'outer'[\s\S]*'inner'"):
        net.blocks[0].get_submodule("outer")
    with pytest.raises(AttributeError, match=r"no parameter at 'w'"):
        net.get_parameter("w")


def test_call_runs_forward_with_all_arguments():
    class Add(nn.Module):
        def forward(self, x, y=1, *, z):
            return x + y + z

    assert Add()(1, 2, z=3) == 6
    assert Add()(1, z=3) == 5


def test_call_without_forward_says_so():
    class Empty(nn.Module):
        pass

    with pytest.raises(NotImplementedError, match=r"Empty was called, but defines no forward\(\)"):
        Empty()(1)


def test_what_a_module_computes_is_recorded_in_its_scope():
    block = Block()
    y = block(np.ones((3, 2)))
    product = y.node
    affine = next(node for node in product.parents() if node.operation == "affine")
    assert product.scope.label is block
    assert affine.scope.label is block.inner
    assert affine.scope.parent is product.scope
    assert product.scope.parent is None
    assert (y * 1).node.scope is None


def test_scope_ends_when_forward_raises():
    linear = nn.Linear(2, 2)
    with pytest.raises(ValueError, match="affine"):
        linear(np.ones((3, 5)))
    assert (linear.weight * 1).node.scope is None


def test_error_in_a_layer_names_operation_shapes_and_the_users_line():
    model = nn.Sequential(nn.Linear(4, 3), nn.Linear(2, 1))
    with pytest.raises(ValueError, match="affine") as raised:
        model(np.ones((5, 4), np.float32))
    message = str(raised.value)
    assert "(5, 3) float32" in message
    assert "(1, 2) float32" in message
    assert "model(np.ones((5, 4), np.float32))" in message
    assert "Hint: " in message


def test_assigning_a_tensor_over_a_parameter_is_an_error():
    linear = nn.Linear(2, 1)
    before = linear.weight
    with pytest.raises(TypeError, match=r"parameter 'weight' of Linear[\s\S]*\.data = array"):
        linear.weight = linear.weight - 0.1
    with pytest.raises(
        TypeError, match=r"type ndarray assigned to the parameter 'weight' of Linear[\s\S]*\.data = array"
    ):
        linear.weight = np.ones((1, 2))
    assert linear.weight is before
    linear.bias = None
    assert paths(linear) == ["weight"]


def test_train_and_eval_reach_every_module():
    net = Net()
    assert net.training
    assert net.eval() is net
    assert not any(module.training for module in net.modules())
    net.train()
    assert all(module.training for module in net.modules())


def test_requires_grad_():
    linear = nn.Linear(2, 1)
    assert linear.requires_grad_(False) is linear
    assert not linear(np.ones((1, 2))).requires_grad
    assert [type(parameter) for parameter in linear.parameters()] == [nn.Parameter, nn.Parameter]
    linear.requires_grad_()
    assert linear(np.ones((1, 2))).requires_grad


def test_zero_grad():
    linear = nn.Linear(2, 1)
    linear(np.ones((4, 2))).sum().backward()
    assert linear.bias.bar == [4.0]
    linear.zero_grad(set_to_none=False)
    assert linear.bias.bar.tolist() == [0.0]
    assert linear.weight.bar.dtype == np.float32
    linear.zero_grad()
    assert linear.bias.bar is None
    linear.zero_grad(set_to_none=False)
    assert linear.bias.bar is None


def test_apply_goes_from_the_inside_out():
    order = []
    net = nn.Sequential(nn.Sequential(nn.ReLU()), nn.Tanh())
    assert net.apply(lambda module: order.append(type(module).__name__)) is net
    assert order == ["ReLU", "Sequential", "Tanh", "Sequential"]


def test_deepcopy_is_independent():
    model = nn.Sequential(nn.Linear(2, 2), nn.ReLU())
    twin = copy.deepcopy(model)
    assert isinstance(twin[0].weight, nn.Parameter)
    twin[0].weight.data[...] = 7
    assert not (model[0].weight.data == 7).any()


def test_repr_shows_the_tree():
    assert repr(nn.Sequential(nn.Linear(64, 50), nn.Sequential(nn.ReLU(), nn.Flatten()), nn.Softmax())) == (
        "Sequential(\n"
        "  (0): Linear(in_features=64, out_features=50, bias=True)\n"
        "  (1): Sequential(\n"
        "    (0): ReLU()\n"
        "    (1): Flatten(start_dim=1, end_dim=-1)\n"
        "  )\n"
        "  (2): Softmax(dim=-1)\n"
        ")"
    )
    assert repr(Net()).splitlines()[1] == "  (blocks.0): Block("
    assert repr(nn.Sequential()) == "Sequential()"
    assert repr(nn.CrossEntropyLoss(reduction="sum")) == "CrossEntropyLoss(reduction='sum')"


def test_a_network_is_freed_without_the_garbage_collector():
    model = nn.MLP([2, 3, 1])
    loss = model(np.ones((4, 2))).sum()
    loss.backward()
    gone = weakref.ref(model)
    gc.disable()
    try:
        del model, loss
        assert gone() is None
    finally:
        gc.enable()


def test_a_parameter_copies_its_data():
    for requires_grad in (True, False):
        array = np.zeros(3)
        parameter = nn.Parameter(array, requires_grad)
        parameter.data[0] = 1
        assert array[0] == 0
        assert parameter.requires_grad is requires_grad
    source = Tensor([1.0, 2.0], requires_grad=True)
    assert nn.Parameter(source).data.tolist() == [1.0, 2.0]


def test_an_integer_parameter_is_an_error():
    with pytest.raises(TypeError, match="only floats"):
        nn.Parameter([1, 2])
