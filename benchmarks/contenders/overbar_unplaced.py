"""Overbar without provenance: it does not record where in the user's code an operation was called.

The function that records operations is replaced, before the first operation is called, by its own text less what looks
for the place.
"""

from __future__ import annotations

from typing import Any
from weakref import ref

import numpy as np

import autograd.calls
from autograd import handle
from autograd.graph import Node
from autograd.recording import anywhere, state

NAME = "Overbar, without places"
DISTRIBUTIONS = ["overbar", "numpy"]


def record(primitive: Any, z: Any, inputs: Any, params: Any, kept: Any) -> Any:
    tensor, node = handle._new_tensor(handle._tensor_class), handle._new_node(Node)
    if type(z) is np.float64:
        node.shape, node.dtype = (), handle._FLOAT64
    else:
        if not hasattr(z, "shape"):
            z = handle.errors.as_output(primitive, z)
        node.shape, node.dtype = z.shape, z.dtype
        if node.dtype.kind != "f":
            raise handle.errors.no_real_output(primitive, z)
        if not node.shape and type(z) is np.ndarray:
            z = z[()]
    node.primitive = primitive
    node.inputs = inputs
    node.params = params
    node.kept = kept
    node.number = handle.next_number()
    node.name = None
    node.tensor = ref(tensor)
    node.scope = state.scope if anywhere.scopes else None
    node.code, node.instruction = None, 0
    tensor._value = z
    tensor._node = node
    tensor._bar = None
    return tensor


autograd.calls.record = record

from benchmarks.contenders.overbar import Training  # noqa: E402, F401
