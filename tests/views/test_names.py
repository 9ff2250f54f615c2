"""What views call the values of a computation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import nn
from autograd import Tensor, sigmoid
from autograd.graph import Node, firing_order
from autograd.recording import Scope
from autograd.views.modules import enclosing_scopes
from autograd.views.names import Names, caller_frame


def node_of(tensor: Tensor) -> Node:
    assert tensor.node is not None
    return tensor.node


def names_here(*tensors: Tensor) -> Names:
    """As a view does it, but called from a test, whose frame is the user's."""
    return Names.collect([node_of(tensor) for tensor in tensors], caller_frame_of_test())


def caller_frame_of_test() -> Any:
    import sys

    return sys._getframe(2)


class Affine:
    """A module as views see it: something with named parameters that makes a scope when it is called."""

    def __init__(self, outputs: int, inputs: int) -> None:
        self.weight = Tensor(np.ones((outputs, inputs)), requires_grad=True)

    def __call__(self, x: Any) -> Tensor:
        with Scope(self):
            return x @ self.weight.T

    def named_parameters(self) -> Iterator[tuple[str, Tensor]]:
        yield "weight", self.weight


def test_variables_of_the_frame_name_values_and_constants() -> None:
    w, b = Tensor(1.0, requires_grad=True), Tensor(0.5, requires_grad=True)
    x = np.float64(2.0)
    z = w * x + b
    loss = sigmoid(z)
    names = names_here(loss)
    assert [names.of(node_of(value)) for value in (w, b, z, loss)] == ["w", "b", "z", "loss"]
    assert names.of(x) == "x"
    product = node_of(z).inputs[0]
    assert names.of(product) is None


def test_a_given_name_comes_before_a_variable() -> None:
    w = Tensor(1.0, requires_grad=True, name="weight")
    assert names_here(w * 2.0).of(node_of(w)) == "weight"


def test_a_blank_name_is_none() -> None:
    w = Tensor(1.0, requires_grad=True, name=" ")
    names = names_here(w * Tensor(2.0, name="\t"))
    assert names.of(node_of(w)) == "w"


def test_the_caller_is_the_innermost_frame_outside_the_library() -> None:
    assert caller_frame().f_code.co_name == "test_the_caller_is_the_innermost_frame_outside_the_library"


def test_locals_come_before_globals() -> None:
    space: dict[str, Any] = {"Tensor": Tensor, "Names": Names, "caller_frame": caller_frame}
    exec(
        "v = Tensor(1.0, requires_grad=True)\n"
        "def inside():\n"
        "    u = v\n"
        "    return Names.collect([v.node], caller_frame()).of(v.node)\n"
        "inside_name = inside()\n"
        "outside_name = Names.collect([v.node], caller_frame()).of(v.node)\n",
        space,
    )
    assert (space["inside_name"], space["outside_name"]) == ("u", "v")


def test_two_values_never_share_a_name() -> None:
    first = Tensor(1.0, requires_grad=True, name="h")
    second = Tensor(2.0, requires_grad=True, name="h")
    third = Tensor(3.0, requires_grad=True, name="h_2")
    names = names_here(first * second * third)
    assert [names.of(node_of(value)) for value in (first, second, third)] == ["h", "h_2", "h_2_2"]


def test_places_in_containers_and_objects() -> None:
    hs = [Tensor(1.0, requires_grad=True), Tensor(2.0, requires_grad=True)]
    params = {"W1": Tensor(3.0, requires_grad=True)}

    class Net:
        def __init__(self) -> None:
            self.V = Tensor(4.0, requires_grad=True)

    net = Net()
    names = names_here(hs[1] * params["W1"] * net.V)
    found = [names.of(node_of(value)) for value in (hs[1], params["W1"], net.V)]
    assert found == ["hs[1]", "params['W1']", "net.V"]


def test_a_numbers_name_is_what_stands_in_the_source() -> None:
    w = Tensor(1.0, requires_grad=True)
    t = 1.0
    named = w - t
    nameless = 1.0 - w
    names = names_here(named * nameless)
    assert names.of_input(node_of(named), 1) == "t"
    assert names.of_input(node_of(nameless), 0) is None


def test_a_number_that_changed_since_has_no_name() -> None:
    w = Tensor(1.0, requires_grad=True)
    t = 1.0
    y = w - t
    t = 5.0
    assert names_here(y).of_input(node_of(y), 1) is None
    assert t == 5.0


def test_parameter_paths_of_the_module_that_was_called() -> None:
    def make() -> tuple[Tensor, Node]:
        layer = Affine(2, 3)
        return layer(np.ones(3)), node_of(layer.weight)

    y, weight = make()
    assert names_here(y).of(weight) == "weight"


def test_parameter_paths_begin_with_the_variable_where_several_modules_were_called() -> None:
    encoder, decoder = Affine(2, 3), Affine(3, 2)
    y = decoder(encoder(np.ones(3)))
    names = names_here(y)
    assert names.of(node_of(encoder.weight)) == "encoder.weight"
    assert names.of(node_of(decoder.weight)) == "decoder.weight"


def test_notebook_history_and_private_variables_come_last() -> None:
    space: dict[str, Any] = {"Tensor": Tensor, "Names": Names, "caller_frame": caller_frame}
    exec(
        "_ = _12 = Tensor(1.0, requires_grad=True)\nOut = {3: _}\n"
        "nameless = Names.collect([_.node], caller_frame()).of(_.node)\n"
        "_h = _\n"
        "private = Names.collect([_.node], caller_frame()).of(_.node)\n"
        "h = _\n"
        "public = Names.collect([_.node], caller_frame()).of(_.node)\n",
        space,
    )
    assert [space[key] for key in ("nameless", "private", "public")] == [None, "_h", "h"]


def test_objects_that_answer_to_anything_are_not_asked() -> None:
    class Proxy:
        def __getattr__(self, name: str) -> Any:
            pytest.fail(f"the view asked a user's object for {name}")

    proxy = Proxy()
    w = Tensor(1.0, requires_grad=True)
    assert names_here(w * 2.0).of(node_of(w)) == "w"
    del proxy


def test_variables_of_a_function_that_has_returned() -> None:
    def loss_of(w: Tensor, b: Tensor) -> Tensor:
        z = w * 2.0 + b
        y = u = sigmoid(z)
        return 0.5 * (y - u * 1.0) ** 2

    loss = loss_of(Tensor(1.0, requires_grad=True), Tensor(0.5, requires_grad=True))
    names = names_here(loss)
    order = reversed(firing_order([node_of(loss)]))
    found = [(node.operation, names.of(node)) for node in order if node.primitive and names.of(node)]
    assert found == [("add", "z"), ("sigmoid", "y"), ("multiply", "loss")]


def test_a_value_whose_variable_holds_another_now_has_no_name() -> None:
    w = Tensor(1.0, requires_grad=True)
    loss = w * 2.0
    earlier = node_of(loss)
    loss = loss + 1.0
    names = names_here(loss)
    assert (names.of(earlier), names.of(node_of(loss))) == (None, "loss")


def test_a_notebooks_variable_that_a_later_cell_assigned_again() -> None:
    space: dict[str, Any] = {"Tensor": Tensor, "Names": Names, "caller_frame": caller_frame}
    for cell in (
        "w = Tensor(1.0, requires_grad=True)\nh = w * 2.0\nearlier = h.node",
        "h = h + 1.0",
        "names = Names.collect([h.node], caller_frame())\nfound = names.of(earlier), names.of(h.node)",
    ):
        exec(cell, space)
    assert space["found"] == (None, "h")


def computed_names(y: Tensor, names: Names) -> list[str | None]:
    """The names of computed values, in the order of the program."""
    return [names.of(node) for node in firing_order([node_of(y)])[::-1] if node.primitive]


def test_what_a_loop_assigns_again_and_again_is_numbered() -> None:
    h = Tensor(1.0, requires_grad=True)
    for _ in range(3):
        h = np.tanh(h)
    assert computed_names(h, names_here(h)) == ["h_1", "h_2", "h"]


def test_what_a_loop_of_a_function_that_has_returned_assigned_is_numbered() -> None:
    def run(h: Tensor) -> Tensor:
        for _ in range(2):
            z = h * 2.0
            h = np.tanh(z)
        return h + 1.0

    y = run(Tensor(1.0, requires_grad=True))
    assert computed_names(y, names_here(y)) == ["z_1", "h_1", "z_2", "h_2", "y"]


def test_a_loop_outside_of_functions_is_numbered_too() -> None:
    space: dict[str, Any] = {"Tensor": Tensor, "Names": Names, "caller_frame": caller_frame}
    exec(
        "h = Tensor(1.0, requires_grad=True)\nfor _ in range(3): h = h * 2.0\n"
        "names = Names.collect([h.node], caller_frame())\n",
        space,
    )
    assert computed_names(space["h"], space["names"]) == ["h_1", "h_2", "h"]


def test_subtotals_of_a_sum_have_no_names_but_residuals_have() -> None:
    w = Tensor(1.0, requires_grad=True)
    total, h = w * 2.0, w * 3.0
    for _ in range(2):
        total = total + w
        h = h + np.tanh(h)
    y = total * h
    names = names_here(y)
    subtotal = node_of(total).inputs[0]
    assert names.of(subtotal) is None
    assert [name for name in computed_names(y, names) if name and name.startswith("h")] == ["h_1", "h"]


def test_what_a_module_computes_inside_is_not_what_a_loop_assigns() -> None:
    net = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
    x: Any = np.ones(2)
    for _ in range(2):
        x = net(x)
    assert computed_names(x, names_here(x)) == [None, None, None, "x"]


def test_items_of_an_array_that_a_loop_went_through() -> None:
    w, xs = Tensor([1.0, 2.0], requires_grad=True), np.ones((3, 2))
    terms = []
    for x in xs:
        terms.append(w * x)
    y = sum(terms[1:], terms[0])
    names = names_here(y)
    assert [names.of(node_of(term).inputs[1]) for term in terms] == ["xs[0]", "xs[1]", "xs[2]"]
    assert x is node_of(terms[-1]).inputs[1]


def test_a_loop_variable_is_named_as_the_other_items_of_the_list() -> None:
    ws = [Tensor(1.0, requires_grad=True) for _ in range(3)]
    x: Any = 0.5
    for w in ws:
        x = x * w
    names = names_here(x)
    assert [names.of(node_of(item)) for item in ws] == ["ws[0]", "ws[1]", "ws[2]"]
    assert w is ws[2]


def test_layers_in_a_list_are_named_by_their_places() -> None:
    layers = [Affine(2, 2), Affine(2, 2)]
    x: Any = np.ones(2)
    for layer in layers:
        x = layer(x)
    names = names_here(x)
    assert [names.of(node_of(each.weight)) for each in layers] == ["layers[0].weight", "layers[1].weight"]


def test_a_detached_value_is_named_after_the_value() -> None:
    fake = Tensor([1.0, 2.0], requires_grad=True) * 2.0
    loss = np.sum(fake * fake.detach())
    product = node_of(loss).inputs[0]
    assert isinstance(product, Node)
    assert names_here(loss).of(product.inputs[1]) == "fake_detached"


def test_enclosing_scopes_are_listed_from_the_outside_in() -> None:
    with Scope("outer"), Scope("inner"):
        x = Tensor(1.0, requires_grad=True)
        y = x * x
    assert [scope.label for scope in enclosing_scopes(node_of(y).scope)] == ["outer", "inner"]


def test_what_a_loop_over_parameters_leaves_behind_is_no_name() -> None:
    model = nn.MLP([3, 4, 2], rng=0)
    loss = model(np.ones((5, 3), np.float32)).sum()
    paths = ["0.weight", "0.bias", "2.weight", "2.bias"]

    for p in model.parameters():
        assert p.requires_grad
    names = names_here(loss)
    assert [names.of(node_of(parameter)) for parameter in model.parameters()] == paths
    listed, by_name = list(model.parameters()), dict(model.named_parameters())
    names = names_here(loss)
    assert [names.of(node_of(parameter)) for parameter in model.parameters()] == paths
    W = model[0].weight
    names = names_here(loss)
    assert [names.of(node_of(parameter)) for parameter in model.parameters()] == ["W", *paths[1:]]
    c = model[2].weight
    names = names_here(loss)
    assert [names.of(node_of(parameter)) for parameter in model.parameters()] == ["W", "0.bias", "c", "p"], (
        "with a sibling that has a variable, p may be meant"
    )
    assert listed[0] is W is by_name["0.weight"] is not c
