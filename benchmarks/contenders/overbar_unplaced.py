"""Overbar without what it records for views and messages only: places in the user's code, and scopes of modules.

The function that records each operation is replaced by one that leaves these out, and a module's call by its `forward`,
before the first operation is called. What else is recorded the backward pass needs.
"""

from __future__ import annotations

from typing import Any
from weakref import ref

import autograd.calls
import autograd.handle as handle
import nn
from autograd.graph import Node

NAME = "Overbar, without places and scopes"
DISTRIBUTIONS = ["overbar", "numpy"]


def record(primitive: Any, z: Any, inputs: Any, params: Any, kept: Any) -> Any:
    tensor, node = handle._new_tensor(handle._tensor_class), handle._new_node(Node)
    if not hasattr(z, "shape"):
        z = handle.errors.as_output(primitive, z)
    node.shape, node.dtype = z.shape, z.dtype
    if node.dtype.kind != "f":
        raise handle.errors.no_real_output(primitive, z)
    if not node.shape and type(z) is handle._ndarray:
        z = z[()]
    node.primitive, node.inputs, node.params, node.kept = primitive, inputs, params, kept
    node.number, node.name, node.tensor, node.scope = handle.next_number(), None, ref(tensor), None
    node.code, node.instruction = None, 0
    tensor._data, tensor._node, tensor._bar = z, node, None
    return tensor


autograd.calls.record = record
nn.Module.__call__ = lambda self, *args: self.forward(*args)

from benchmarks.contenders.overbar import Training  # noqa: E402, F401
