"""The last line of an error: what to do, for the operation at hand and for what NumPy says of it."""

import warnings

import numpy as np
import pytest

from autograd import Tensor, affine, linear, primitive, softmax
from autograd.errors import message

M, V, T = (Tensor(np.ones(shape), requires_grad=True) for shape in ((2, 3), (3,), ()))

HINTS = {
    "add": (lambda: M + np.ones(2), "aligned at their last axes"),
    "where": (lambda: np.where(np.ones(2, bool), M, 0), "aligned at their last axes"),
    "matmul": (lambda: M @ M, "last axis of the first operand"),
    "matmul of stacks": (lambda: np.ones((2, 3, 4)) @ Tensor(np.ones((3, 4, 2)), True), "axes before these are"),
    "matmul of a number": (lambda: M @ 2.0, r"\* multiplies by a number"),
    "affine": (lambda: affine(V, np.ones((2, 4)), np.ones(2)), "last axis of W, and b"),
    "linear": (lambda: linear(V, np.ones((2, 4))), "last axis of W$"),
    "concatenate": (lambda: np.concatenate([M, V]), "equally many axes"),
    "concatenate, lengths": (lambda: np.concatenate([M, np.ones((2, 2))]), "along the axis where they are joined"),
    "concatenate of numbers": (lambda: np.concatenate([T, T]), "np.stack joins single numbers"),
    "stack": (lambda: np.stack([M, V]), "must have the same shape"),
    "einsum": (lambda: np.einsum("ij,jk", M, M), "a letter stands for axes of one length"),
    "einsum, terms": (lambda: np.einsum("ij,jk", M), "each operand has a term"),
    "einsum, axes": (lambda: np.einsum("ijk->i", M), "each of its axes a letter"),
    "einsum, output": (lambda: np.einsum("ij->iz", M), "each letter of the output"),
    "solve": (lambda: np.linalg.solve(np.eye(2), V), "as many entries as the matrices have rows"),
    "solve, singular": (lambda: np.linalg.solve(np.zeros((3, 3)), V), "multiple of the identity"),
    "inv": (lambda: np.linalg.inv(M), "the last two axes must be equally long"),
    "det": (lambda: np.linalg.det(M), "the last two axes must be equally long"),
    "det of a vector": (lambda: np.linalg.det(V), "give a matrix"),
    "axis": (lambda: M.sum(5), "numbered from 0 to 1, or backwards from -1 to -2"),
    "axis of softmax": (lambda: softmax(V, 1), "the only axis is 0"),
    "axis of a number": (lambda: np.flip(T, 0), "a single number has no axis"),
    "axis that is no number": (lambda: M.sum(1.0), "whole numbers"),
    "axis twice": (lambda: M.sum((0, 0)), "each axis once"),
    "axis of split": (lambda: np.split(M, 2, 4), "numbered from 0 to 1"),
    "transpose": (lambda: M.transpose(0), "each axis of the array once"),
    "reshape": (lambda: M.reshape(4), "multiply to the number of entries"),
    "squeeze": (lambda: M.squeeze(0), "only axes of length 1"),
    "broadcast_to": (lambda: np.broadcast_to(M, (3, 3)), "new axes in front"),
    "index": (lambda: M[5], "inside the axis"),
    "index of a number": (lambda: T[0], "one number and has no entries"),
    "max of nothing": (lambda: np.max(M[:0]), "at least one entry"),
    "power of integers": (lambda: Tensor([1, 2]) ** -1, r"\.astype\(float\)"),
    "index, too many": (lambda: M[0, 0, 0], "at most one entry for each axis"),
    "index, a float": (lambda: M[1.0], r"int\(\)"),
    "index, a mask": (lambda: M[np.ones(3, bool)], "a mask is as long"),
    "index, a tensor of floats": (lambda: M[V], r"\.astype\(int\)"),
}


@pytest.mark.parametrize("name", HINTS)
def test_hints(name):
    wrong, hint = HINTS[name]
    with pytest.raises((ValueError, TypeError, IndexError), match=rf"test_hints.py.*\n  Hint: .*{hint}"):
        wrong()


def test_infinities_that_the_user_made_an_error():
    x = Tensor([0.0, 1.0], requires_grad=True)
    with np.errstate(all="raise"):
        with pytest.raises(FloatingPointError, match=r"log\(x.*\n.*\n  Hint: np\.errstate .* np\.maximum"):
            np.log(x)
        loss = np.sqrt(x).sum()
        with pytest.raises(FloatingPointError, match=r"bar rule of sqrt.*\n.*\n  Hint: .*slope .*np\.errstate"):
            loss.backward()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(RuntimeError, match=r"bar rule of sqrt.*\n.*\n  Hint: .*slope is infinite"):
            loss.backward()


def test_a_forward_function_may_give_its_own_hint():
    @primitive(x_bar=lambda z_bar: z_bar)
    def careful(x):
        raise ValueError(message("not today", "come back tomorrow"))

    with pytest.raises(ValueError, match=r"careful\(x: \(3,\) float64\) failed: not today\n  at .*\n  Hint: come back"):
        careful(V)
