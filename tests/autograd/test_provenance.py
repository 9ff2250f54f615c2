"""Every value knows the line of the user's code that made it."""

import copy
import sys

import numpy as np
import pytest

from autograd import Tensor, primitive, sigmoid
from autograd.provenance import locate, user_frame


def leaf(value):
    return Tensor(np.array(value, dtype=float), requires_grad=True)


def line():
    return sys._getframe(1).f_lineno


X = leaf([1.0, 2.0, 3.0])
own = primitive(lambda x: x * 2, name="own", x_bar=lambda z_bar: 2 * z_bar)

#: Every way to an operation: an operator, a method, a function of NumPy, a primitive, one made of others.
WAYS = {
    "operator": lambda: (X * 2, line()),
    "reflected operator": lambda: (2 - X, line()),
    "array first": lambda: (np.ones(3) / X, line()),
    "unary": lambda: (-X, line()),
    "power": lambda: (X**2, line()),
    "matmul": lambda: (X @ X, line()),
    "index": lambda: (X[0], line()),
    "iteration": lambda: (next(iter(X)), line()),
    "method": lambda: (X.sum(), line()),
    "method by NumPy": lambda: (X.cumsum(), line()),
    "ufunc": lambda: (np.exp(X), line()),
    "ufunc method": lambda: (np.add.reduce(X), line()),
    "function": lambda: (np.mean(X), line()),
    "composed": lambda: (np.split(X, 3)[1], line()),
    "norm": lambda: (np.linalg.norm(X), line()),
    "einsum": lambda: (np.einsum("i,i", X, X), line()),
    "engine's": lambda: (sigmoid(X), line()),
    "own": lambda: (own(X), line()),
    "leaf": lambda: (leaf_here(), line() - 0),
    "sum": lambda: (sum(X), line()),
}


def leaf_here():
    return Tensor(1.0, requires_grad=True)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_the_line_that_made_a_value(way):
    z, number = way()
    location = z.node.location
    assert location.file == __file__
    if z.is_leaf:
        assert location.function == "leaf_here"
        number = leaf_here.__code__.co_firstlineno + 1
    assert location.line == number
    assert str(location).startswith(f'"{__file__}", line {number}: ')


def test_lines_of_one_expression_over_several_lines():
    z = (
        np.exp(X)
        +
        np.sin(X)
    )  # fmt: skip
    first = line() - 5
    exp, sin = z.node.inputs
    assert exp.location.line == first + 1
    assert sin.location.line == first + 3
    assert z.node.location.text in ("np.exp(X)", "+")


def test_columns_tell_operations_on_one_line_apart():
    z = np.exp(X) + np.sin(X)
    columns = [node.location.column for node in z.node.inputs]
    text = "    z = np.exp(X) + np.sin(X)"
    assert columns == [text.index("np.exp"), text.index("np.sin")]
    assert z.node.inputs[0].location.end_column == text.index(" + ")


def test_the_backward_pass_that_is_recorded_has_lines_too():
    x = leaf(2.0)
    (x * x * x).backward(create_graph=True)
    assert x.bar.node.location.file == __file__


def test_copies():
    x = copy.deepcopy(X)
    assert x.node.location.line == line() - 1
    assert x.node.location.file == __file__


def test_code_without_a_file():
    namespace = {"np": np, "X": X}
    exec(compile("z = np.exp(X)\nw = z * 2", "<cell 3>", "exec"), namespace)
    location = namespace["w"].node.location
    assert (location.file, location.line, location.text) == ("<cell 3>", 2, "")
    assert str(location) == '"<cell 3>", line 2'


def test_functions_have_qualified_names():
    class Model:
        def forward(self):
            return X * 2

    assert Model().forward().node.location.function.endswith("Model.forward")


def test_a_place_that_nothing_is_known_of():
    assert locate(None, 0) is None


def test_an_instruction_before_the_first():
    assert locate(leaf_here.__code__, -1).line == leaf_here.__code__.co_firstlineno


def test_user_frame_is_the_caller_outside_the_library():
    assert user_frame(0).f_code.co_name == "test_user_frame_is_the_caller_outside_the_library"
