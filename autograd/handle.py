"""What the engine sees of a tensor: a handle on a value and its node. Everything that users see is in tensor.py."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any
from weakref import ref

import numpy as np

from . import errors
from .graph import Node, next_number
from .provenance import in_library, user_frame
from .recording import anywhere, state

if TYPE_CHECKING:
    from .primitives import Primitive


class Handle:
    """The state of a tensor.

    A 0-d value is held as a NumPy scalar, whose arithmetic is ten times as fast as that of a 0-d array; users are shown
    arrays only. (It is not called ``_data``, which `numpy.ma` would take for the array of a masked array.) The name of
    a recorded tensor is its node's. An error signal is the tensor's own: it may itself be a tensor that was computed
    from this node, and would otherwise never be freed.
    """

    __slots__ = ("__weakref__", "_bar", "_value", "_name", "_node", "_written")

    _value: Any
    _node: Node | None
    _bar: Any
    _name: str | None
    #: Of a leaf: the number of a node that was made, or might have been, when its array was last written into.
    _written: int


def constant(data: Any) -> Any:
    """A tensor around a computed array, of which nothing is recorded."""
    tensor = _new_tensor(_tensor_class)
    if not hasattr(data, "shape"):
        data = errors.as_output(None, data)
    tensor._value = data[()] if type(data) is _ndarray and not data.ndim else data
    tensor._node = tensor._bar = tensor._name = None
    return tensor


def handle(data: Any, node: Node) -> Any:
    """Another handle on a recorded value."""
    tensor = _new_tensor(_tensor_class)
    tensor._value, tensor._node, tensor._bar = data, node, None
    return tensor


def record(
    primitive: Primitive | None, z: Any, inputs: tuple[Any, ...], params: tuple[Any, ...], kept: tuple[Any, ...]
) -> Any:
    """The tensor that holds ``z``, with the node that remembers how it was made."""
    tensor, node = _new_tensor(_tensor_class), _new_node(Node)
    if type(z) is _float64:
        node.shape, node.dtype = (), _FLOAT64
    else:
        if not hasattr(z, "shape"):
            z = errors.as_output(primitive, z)
        node.shape, node.dtype = z.shape, z.dtype
        if node.dtype.kind != "f":
            raise errors.no_real_output(primitive, z)
        if not node.shape and type(z) is _ndarray:
            z = z[()]
    node.primitive = primitive
    node.inputs = inputs
    node.params = params
    node.kept = kept
    node.number = next_number()
    node.name = None
    node.tensor = ref(tensor)
    node.scope = scope = state.scope if anywhere.scopes else None
    frame = sys._getframe(2)
    code = frame.f_code
    if in_library[code.co_filename] and (scope is None or code.co_name != "forward"):
        frame = user_frame(2)
        code = frame.f_code
    # In a layer's forward(), the user's line is where the layer was called: its scope knows, and `location` asks it.
    node.code, node.instruction = code, frame.f_lasti
    tensor._value = z
    tensor._node = node
    tensor._bar = None
    return tensor


def make_tensors_of(tensor_class: type[Handle]) -> None:
    """Tells the engine the class of the tensors that it makes: it is built on the engine, and so comes later."""
    global _tensor_class
    _tensor_class = tensor_class


_tensor_class = Handle
_float64, _ndarray = np.float64, np.ndarray
_FLOAT64 = np.dtype(np.float64)
_new_tensor, _new_node = Handle.__new__, Node.__new__
