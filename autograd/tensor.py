"""Tensor: an array, its error signal, and the node that remembers how it was made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self
from weakref import ref

import numpy as np

from . import conversions, dispatch, errors
from .array_methods import ArrayMethods
from .backward import backward_pass
from .bars import deposit
from .data import as_data, as_dtype
from .graph import Node
from .handle import Handle, constant, make_tensors_of, record
from .operators import Operators
from .recording import enable_grad
from .written import mark_written


class Tensor(Handle, Operators, ArrayMethods):
    """An array of numbers that can be differentiated.

    Parameters
    ----------
    data
        Anything NumPy can hold: a number, a nested list, an array of any shape and of any float, integer or boolean
        dtype, which is kept as given. A tensor that requires a gradient copies the array, so that an optimizer never
        writes into yours; any other tensor shares it.
    requires_grad
        Whether to record what is computed from this tensor, so that ``backward()`` can find its error signal.
    name
        How pictures, formulas and messages call it.

    Raises
    ------
    TypeError
        For data that are not numbers, and for integers asked to require a gradient.
    OverflowError
        For integers that have more than 64 bits.

    Examples
    --------
    Lecture 004's logistic least squares (docs/lectures.md E3):

    >>> from autograd import Tensor, sigmoid
    >>> w, b = Tensor(1.0, requires_grad=True), Tensor(0.5, requires_grad=True)
    >>> x, t = 2.0, 1.0
    >>> z = w * x + b
    >>> y = sigmoid(z)
    >>> loss = 0.5 * (y - t) ** 2
    >>> loss.backward()
    >>> w.bar == (y.data - t) * y.data * (1 - y.data) * x
    np.True_
    """

    __slots__ = ()

    def __init__(self, data: Any, requires_grad: bool = False, name: str | None = None) -> None:
        if name is not None and not isinstance(name, str):
            raise TypeError(f"a tensor's name is a string, not {errors.describe(name)}")
        if isinstance(data, Tensor) and data._node is not None:
            raise errors.GradientError(
                errors.message(
                    "a new tensor of a tensor that is being differentiated: its gradient would be lost",
                    "use the tensor itself, or .detach() to go on without its gradient",
                )
            )
        self._value = as_data(data, copy=bool(requires_grad))
        self._node = None
        self._name = name
        self._bar = None
        if requires_grad:
            self._make_leaf()

    def _make_leaf(self) -> None:
        data = self._value
        if data.dtype.kind != "f":
            raise TypeError(
                errors.message(
                    f"only floats can require a gradient, and this tensor's dtype is {data.dtype}",
                    "give floats, like Tensor(3.0), or convert with .astype(float)",
                )
            )
        leaf = record(None, data, (), (), (data,))
        self._node, self._written = leaf._node, -1
        self._node.name, self._node.tensor = self._name, ref(self)

    @property
    def data(self) -> Any:
        """The array. Changing it changes the tensor, and nothing of that is recorded."""
        data = self._value
        if isinstance(data, np.generic):
            self._replace_data(data := np.asarray(data))
        return data

    @data.setter
    def data(self, value: Any) -> None:
        if value is self._value and self._node is not None and self._node.primitive is None:
            # What ``w.data -= step`` comes to: the array has been changed already.
            mark_written((self,))
            return
        new = as_data(value, copy=self._node is not None)
        if self._node is not None:
            if self._node.primitive is not None:
                raise errors.GradientError(
                    errors.message(
                        f"this tensor was computed by {self._node.operation}; its data cannot be replaced",
                        "assign to the tensors it was computed from, or work on .detach()",
                    )
                )
            if new.shape != self.shape:
                raise ValueError(
                    errors.message(
                        f"data of shape {new.shape} given to a tensor of shape {self.shape}",
                        "a tensor that requires a gradient keeps its shape; make a new tensor instead",
                    )
                )
            new = as_dtype(new, self.dtype, copy=False)
        self._replace_data(new)

    def _replace_data(self, data: Any) -> None:
        self._value = data
        if self._node is not None and self._node.primitive is None:
            self._node.kept = (data,)

    @property
    def bar(self) -> Any:
        """The error signal dL/d(this) of the last backward pass, an array of this tensor's shape and dtype, or None.

        It is a tensor after ``backward(create_graph=True)``. On a tensor made by the user (a leaf), backward passes add
        up until the bar is set to None.
        """
        bar = self._bar
        if isinstance(bar, np.generic):
            # Kept, so that the array is one array however often it is asked for.
            bar = self._bar = np.asarray(bar)
        return bar

    @bar.setter
    def bar(self, value: Any) -> None:
        if value is not None and not isinstance(value, Tensor):
            value = as_data(value, copy=True)
        if value is not None:
            if value.shape != self.shape:
                raise ValueError(
                    errors.message(
                        f"an error signal of shape {value.shape} given to a tensor of shape {self.shape}",
                        "an error signal has the shape of its tensor",
                    )
                )
            value = as_dtype(value, self.dtype, copy=True)
        self._bar = value

    @property
    def grad(self) -> Any:
        """Another name of ``bar``, for hands that know PyTorch."""
        return self.bar

    @grad.setter
    def grad(self, value: Any) -> None:
        self.bar = value

    @property
    def name(self) -> str | None:
        """How pictures, formulas and messages call this tensor."""
        return self._name if self._node is None else self._node.name

    @name.setter
    def name(self, name: str | None) -> None:
        if name is not None and not isinstance(name, str):
            raise TypeError(f"a tensor's name is a string, not {errors.describe(name)}")
        if self._node is None:
            self._name = name
        else:
            self._node.name = name

    @property
    def shape(self) -> tuple[int, ...]:
        """The lengths of the axes."""
        shape: tuple[int, ...] = self._value.shape
        return shape

    @property
    def dtype(self) -> Any:
        """The NumPy dtype of the numbers."""
        return self._value.dtype

    @property
    def requires_grad(self) -> bool:
        """Whether what is computed from this tensor is recorded."""
        return self._node is not None

    @requires_grad.setter
    def requires_grad(self, requires_grad: bool) -> None:
        self.requires_grad_(requires_grad)

    def requires_grad_(self, requires_grad: bool = True) -> Self:
        """Starts or stops recording what is computed from this tensor; returns the tensor itself."""
        if bool(requires_grad) == self.requires_grad:
            return self
        if requires_grad:
            shared, self._value = self._value, np.array(self._value)[()]
            try:
                self._make_leaf()
            except TypeError:
                self._value = shared
                raise
        elif self.is_leaf:
            self._name, self._node = self.name, None
        else:
            raise errors.GradientError(
                errors.message(
                    "a computed tensor cannot stop requiring its gradient", "use .detach() to go on without it"
                )
            )
        return self

    @property
    def is_leaf(self) -> bool:
        """Whether the user made this tensor, rather than an operation on tensors that require a gradient."""
        return self._node is None or self._node.primitive is None

    @property
    def node(self) -> Node | None:
        """The graph's node for this value; None for a constant."""
        return self._node

    def item(self, *index: int) -> Any:
        """The one number in this tensor, as a Python number; with an index, the number there."""
        return conversions.item(self._value, index)

    def numpy(self) -> Any:
        """The array of a tensor that requires no gradient, as in PyTorch."""
        return self.__array__()

    def detach(self) -> Tensor:
        """A constant tensor that shares this one's array."""
        tensor: Tensor = constant(self.data)
        tensor._name = self.name
        return tensor

    def backward(self, bar: Any = None, create_graph: bool = False) -> None:
        """Runs the backward pass from here: fills in ``bar`` on leaves and on all tensors that you still hold.

        Leaves add the new error signal to the one they have. All other tensors' bars are replaced.

        Parameters
        ----------
        bar
            The error signal to begin with, of this tensor's shape; 1 for a tensor with a single entry.
        create_graph
            Records the backward pass itself, so that bars are tensors and can be differentiated again.

        Raises
        ------
        GradientError
            Where this tensor requires no gradient, or has several entries and no ``bar`` was given.
        ValueError
            Where ``bar`` has another shape. After an error no tensor has changed.

        Examples
        --------
        >>> x = Tensor(3.0, requires_grad=True)
        >>> (x * x).backward()
        >>> x.bar
        array(6.)
        """
        node = self._node
        if node is None:
            raise errors.GradientError(
                errors.message(
                    "backward() on a tensor that requires no gradient: nothing was recorded of how it was computed",
                    "make the tensors it is computed from with requires_grad=True, outside no_grad(); sign, rounding, "
                    "comparisons and the like have no gradient",
                )
            )
        seeds = {node: self._seed(bar, create_graph)}
        if create_graph:
            with enable_grad():
                deposit(backward_pass(seeds, create_graph=True))
        else:
            deposit(backward_pass(seeds))

    def _seed(self, bar: Any, create_graph: bool) -> Any:
        """The error signal that a backward pass from this tensor begins with."""
        data = self._value
        if bar is None:
            if data.size != 1:
                raise errors.GradientError(
                    errors.message(
                        f"backward() on a tensor of shape {self.shape} without an error signal",
                        "sum it, or take its mean, to get a loss; or give the error signal: backward(bar)",
                    )
                )
            seed: Any = np.ones(data.shape, data.dtype) if data.shape else data.dtype.type(1)
        else:
            seed = self._given_seed(bar, create_graph)
        if create_graph:
            return seed if isinstance(seed, Tensor) else constant(seed)
        return seed if seed.shape else seed[()]

    def _given_seed(self, bar: Any, create_graph: bool) -> Any:
        if isinstance(bar, Tensor):
            seed = bar if create_graph else bar._value
        else:
            seed = as_data(bar, copy=True)
        if seed.shape != self.shape:
            raise ValueError(
                errors.message(
                    f"backward() on a tensor of shape {self.shape} with an error signal of shape {seed.shape}",
                    "the error signal has the shape of the tensor it belongs to",
                )
            )
        return as_dtype(seed, self.dtype, copy=True)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        if self._node is not None:
            raise errors.GradientError(
                errors.message(
                    "a tensor that is being differentiated cannot become a plain array: its gradient would be lost",
                    "use .data or .detach() for its numbers; to build a tensor from tensors use np.stack or "
                    "np.concatenate",
                )
            )
        if copy is None:
            return np.asarray(self.data, dtype=dtype)
        return np.array(self.data, dtype=dtype, copy=copy)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        return dispatch.ufunc(ufunc, method, inputs, kwargs)

    def __array_function__(self, function: Any, types: Iterable[type], args: Any, kwargs: Any) -> Any:
        return dispatch.function(function, args, kwargs)

    def __copy__(self) -> Self:
        """The very same tensor: a value and its bar are one thing, which a second handle could not share."""
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        if not self.is_leaf:
            raise errors.GradientError(
                errors.message(
                    "only leaves can be copied deeply; this tensor was computed",
                    "use .detach() for a copy without its graph; a module that keeps an output keeps it detached",
                )
            )
        copy = type(self).__new__(type(self))
        Tensor.__init__(copy, np.array(self._value), self.requires_grad, self.name)
        copy.bar = self.bar
        memo[id(self)] = copy
        # What a subclass hangs on its tensors; those of this class have no such thing.
        if hasattr(self, "__dict__"):
            from copy import deepcopy  # whoever calls this has it already; others need not import it

            vars(copy).update(deepcopy(vars(self), memo))
        return copy

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError(
            errors.message(
                "a tensor cannot be pickled, nor what holds one, like a module or an optimizer",
                "save arrays: t.data, or the state_dict() of a module, with np.savez or nn.save",
            )
        )

    def __repr__(self) -> str:
        data = self._value if isinstance(self._value, np.ndarray | np.generic) else np.asarray(self._value)
        array = np.asarray(data)
        parts = [np.array2string(array, separator=", ", prefix=f"{type(self).__name__}(")]
        if array.dtype not in (np.float64, np.int64, np.bool_):
            parts.append(f"dtype={array.dtype}")
        if self.name:
            parts.append(f"name={self.name!r}")
        if self._node is not None:
            made_by = "requires_grad=True" if self.is_leaf else f"made_by={self._node.operation}"
            parts.append(made_by)
        return f"{type(self).__name__}({', '.join(parts)})"


make_tensors_of(Tensor)
