"""What a tensor does not have, though an ndarray or a PyTorch tensor does: what to use in its place."""

from __future__ import annotations

from . import errors

_IN_PLACE = "tensors are not written to; make a new one, or write into .data where no gradient is needed"
_ARRAYS = "ask the array: t.data"

#: What to use in place of an attribute, by the attribute's name.
_INSTEAD = {
    **dict.fromkeys(("fill", "sort", "partition", "put", "resize", "itemset", "setfield", "byteswap"), _IN_PLACE),
    **dict.fromkeys(
        ("flags", "strides", "base", "ctypes", "data_ptr", "stride", "is_contiguous", "contiguous"), _ARRAYS
    ),
    **dict.fromkeys(("imag", "dump", "dumps", "tofile"), _ARRAYS),
    "flat": "use .ravel()",
    "view": "use .reshape(...), or .astype(dtype) for another dtype",
    "unsqueeze": "use np.expand_dims(t, axis) or t[:, None]",
    "numel": "use .size",
    "dim": "use .ndim",
    "t": "use .T",
    "permute": "use .transpose(...)",
    "mm": "use the operator @",
    "matmul": "use the operator @",
    "bmm": "use the operator @",
    "pow": "use the operator **",
    "add": "use the operator +",
    "sub": "use the operator -",
    "mul": "use the operator *",
    "div": "use the operator /",
    "norm": "use np.linalg.norm(t)",
    "to": "use .astype(dtype); tensors are NumPy arrays, on the CPU",
    "float": "use .astype(np.float32)",
    "double": "use .astype(np.float64)",
    "long": "use .astype(np.int64)",
    "cpu": "leave it out: tensors are NumPy arrays, on the CPU",
    "cuda": "leave it out: tensors are NumPy arrays, on the CPU",
    "device": "leave it out: tensors are NumPy arrays, on the CPU",
    "grad_fn": "use .node, which has the operation, its inputs and the line of the program",
    "retain_grad": "leave it out: every tensor that you hold has its .bar after backward()",
    "zero_grad": "set .bar = None",
    "clone": "use .copy()",
    "expand": "use np.broadcast_to(t, shape)",
    "chunk": "use np.array_split(t, n)",
    "ptp": "use np.ptp(t)",
}


def attribute_error(kind: str, name: str) -> AttributeError:
    """The error for an attribute that is not there."""
    what = f"{kind!r} object has no attribute {name!r}"
    if name.startswith("_"):  # Python and its tools look for many, and do not show the error
        return AttributeError(what)
    if name.endswith("_") and not name.endswith("__"):
        hint = _IN_PLACE
    else:
        hint = _INSTEAD.get(name, f"NumPy's functions work on tensors, as np.{name}(t) if there is one")
    return AttributeError(errors.message(what, hint))
