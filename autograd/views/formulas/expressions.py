"""The kinds of expression that formulas are made of: small trees that know their shape and nothing of how they print.

A vector is a column. So a product of matrices may have vectors among its factors, and the transpose of a vector is a
row. Elementwise operations broadcast as NumPy does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import Any

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Expression:
    """A formula or a part of one. Two expressions are equal when they are written alike."""

    shape: Shape

    @property
    def is_scalar(self) -> bool:
        """Whether it is a single number, however many axes of length 1 it has."""
        return prod(self.shape) == 1

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The expressions directly inside this one."""
        return tuple(_parts(self))

    @cached_property
    def size(self) -> int:
        """How many expressions it is made of, itself included."""
        return 1 + sum(part.size for part in self.parts)

    def walk(self) -> Iterator[Expression]:
        """This expression and all inside it, in reading order."""
        yield self
        for part in self.parts:
            yield from part.walk()


def _parts(expression: Expression) -> Iterator[Expression]:
    for part in fields(expression):
        yield from _expressions_in(getattr(expression, part.name))


def _expressions_in(value: Any) -> Iterator[Expression]:
    if isinstance(value, Expression):
        yield value
    elif type(value) is tuple:
        for item in value:
            yield from _expressions_in(item)


@dataclass(frozen=True)
class Letter:
    """An index that a sum runs over, counted from 0."""

    letter: str


@dataclass(frozen=True)
class Span:
    """A slice in an index; all of the axis, if nothing is given."""

    start: int | None = None
    stop: int | None = None
    step: int | None = None

    @property
    def slice(self) -> slice:
        """What NumPy indexes with."""
        return slice(self.start, self.stop, self.step)


EVERYTHING = Span()


@dataclass(frozen=True)
class Name(Expression):
    """A value that has a line of its own, or its error signal if ``bar``."""

    name: str
    bar: bool = False
    #: Whether it is an array of truth values, which as an index means other than numbers.
    is_mask: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Number(Expression):
    """A number: a fraction, or a float that is not finite."""

    value: Fraction | float


@dataclass(frozen=True)
class Constant(Expression):
    """An array that is part of the program, by identity."""

    array: Any = field(compare=False)
    identity: int


@dataclass(frozen=True)
class Known(Expression):
    """A number that has a sign of its own, such as π."""

    sign: str
    value: float


@dataclass(frozen=True)
class Identity(Expression):
    """The identity matrix."""


@dataclass(frozen=True)
class Unit(Expression):
    """The vector that is 1 at ``position``, a number or the name of one, and 0 elsewhere."""

    position: int | Expression


@dataclass(frozen=True)
class Sum(Expression):
    """Terms added entry by entry; a term that is subtracted is a product with a negative coefficient."""

    terms: tuple[Expression, ...]


@dataclass(frozen=True)
class Product(Expression):
    """``multiplier / divisor`` times the factors ``over``, divided by the factors ``under``, entry by entry."""

    multiplier: Fraction
    divisor: Fraction
    over: tuple[Expression, ...]
    under: tuple[Expression, ...]


@dataclass(frozen=True)
class Power(Expression):
    """The base to the exponent, entry by entry."""

    base: Expression
    exponent: Expression


@dataclass(frozen=True)
class MatrixProduct(Expression):
    """Matrices multiplied, in which vectors are columns; with more than two axes, stacks of matrices."""

    factors: tuple[Expression, ...]


@dataclass(frozen=True)
class Transposed(Expression):
    """The last two axes exchanged; of a vector, the row."""

    array: Expression


@dataclass(frozen=True)
class Reshaped(Expression):
    """The same entries in another shape."""

    array: Expression

    @property
    def is_column(self) -> bool:
        """Whether it is a vector made a column of a matrix, or the other way round, which are written alike."""
        inner, outer = self.array.shape, self.shape
        return {len(inner), len(outer)} == {1, 2} and (inner[-1] == 1 or outer[-1] == 1)


@dataclass(frozen=True)
class Broadcast(Expression):
    """Repeated to a larger shape, as NumPy does it."""

    array: Expression


@dataclass(frozen=True)
class Indexed(Expression):
    """``array[index]``, with no ellipsis in the index; there may be letters and arrays in it."""

    array: Expression
    index: tuple[Any, ...]


@dataclass(frozen=True)
class Scattered(Expression):
    """Zero, except at ``index``, where ``values`` have been added."""

    values: Expression
    index: tuple[Any, ...]


@dataclass(frozen=True)
class Reduction(Expression):
    """A sum, product or extreme over ``axes``; ``kind`` is ``sum``, ``prod``, ``max`` or ``min``."""

    kind: str
    array: Expression
    axes: tuple[int, ...]


@dataclass(frozen=True)
class Indices(Expression):
    """A sum, product or extreme of ``body`` with each letter running over its length. ``shape`` is the body's."""

    kind: str
    letters: tuple[str, ...]
    lengths: Shape
    body: Expression


@dataclass(frozen=True)
class Relation(Expression):
    """A condition, entry by entry: 1 where it holds and 0 where not."""

    sign: str
    operands: tuple[Expression, ...]


@dataclass(frozen=True)
class Cases(Expression):
    """The value of the first branch whose condition holds, else ``otherwise``, entry by entry."""

    branches: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression


@dataclass(frozen=True)
class Unless(Expression):
    """``array``, but ``instead`` where ``zero`` is 0: how a rule steps around a division by 0."""

    array: Expression
    zero: Expression
    instead: Expression


@dataclass(frozen=True)
class Argument:
    """The place of an expression among a function's arguments."""

    position: int


@dataclass(frozen=True)
class Applied(Expression):
    """A function of expressions. ``call`` has an `Argument` wherever one of them stands in the call."""

    function: Callable[..., Any]
    name: str
    arguments: tuple[Expression, ...]
    #: What else the function was told, as it is shown: ``(("axis", "0"),)``.
    options: tuple[tuple[str, str], ...] = ()
    #: Positional and keyword arguments of ``function``; what they hold is shown by the arguments and options.
    call: tuple[Any, Any] = field(default=((), None), compare=False)
    elementwise: bool = False
    #: From the arguments' entries or rows, how an entry of the result is written, where that is not by the function.
    entry: Callable[..., Expression | None] | None = field(default=None, compare=False)
