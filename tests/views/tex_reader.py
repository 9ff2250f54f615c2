r"""Reads TeX formulas and computes what they say: a reader who knows mathematics and NumPy, not the engine.

``evaluate(r"\bar{\mathbf{y}}\,\mathbf{h}^{\top}", values)`` with the values of the names in it, by their TeX. It takes
its meaning from the characters alone. So it would notice missing parentheses, a sign or a bar in the wrong place, and
sums that reach too far.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import numpy as np

TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d+\.?\d*|\s+|.", re.DOTALL)
ONES = object()


class Unreadable(Exception):
    """A formula with a function that this reader has not learnt."""


class Ones:
    r"""``\mathbf{1}`` without a size: as long as it must be. Transposed, it is a row."""

    def __init__(self, row: bool = False) -> None:
        self.row = row


class Row:
    """A transposed vector."""

    def __init__(self, vector: np.ndarray) -> None:
        self.vector = vector


class Repeated:
    """A column times a row of ones, or a column of ones times a row: to be repeated as often as it must."""

    def __init__(self, array: np.ndarray) -> None:
        self.array = array


FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{f"\\{name}": getattr(np, name) for name in ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh")},
    **{f"\\arc{name}": getattr(np, f"arc{name}") for name in ("sin", "cos", "tan")},
    r"\sigma": lambda x: 1 / (1 + np.exp(-x)),
    r"\max": lambda *xs: np.maximum(*xs),
    r"\min": lambda *xs: np.minimum(*xs),
    "relu": lambda x: np.where(x > 0, x, 0),
    "softplus": lambda x: np.log1p(np.exp(x)),
    "sign": np.sign,
    "softmax": lambda x: np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True),
    "logsumexp": lambda x: np.log(np.exp(x).sum()),
    "log1p": np.log1p,
    "expm1": np.expm1,
    "hypot": np.hypot,
    "var": np.var,
    "std": np.std,
    "clip": np.clip,
    "isnan": np.isnan,
}
RELATIONS = {
    "=": np.equal,
    r"\neq": np.not_equal,
    "<": np.less,
    r"\leq": np.less_equal,
    ">": np.greater,
    r"\geq": np.greater_equal,
}
SERIES = {r"\sum": np.sum, r"\prod": np.prod, r"\max": np.max, r"\min": np.min}


def evaluate(tex: str, values: Mapping[str, Any], lengths: Mapping[str, int] | None = None) -> Any:
    """The value of a formula; a result made of ones alone may have fewer axes than is meant."""
    reader = Reader(tex, values)
    with np.errstate(all="ignore"):
        result = plain(reader.expression({}))
    if not reader.at_end():
        raise AssertionError(f"{tex!r} has {''.join(reader.tokens[reader.place :])!r} behind its end")
    return result


def plain(value: Any) -> Any:
    """A value in an elementwise operation, where a row of ones repeats and a number is itself."""
    if isinstance(value, Ones):
        return 1.0
    if isinstance(value, Row):
        return value.vector[None, :]
    return value.array if isinstance(value, Repeated) else value


def together(x: Any, y: Any) -> tuple[Any, Any]:
    """Two operands of an elementwise operation. Beside a matrix of one column, a vector may be meant as a column."""
    for one, other in ((x, y), (y, x)):
        if np.ndim(plain(one)) == 1 and isinstance(other, np.ndarray) and other.shape == (*one.shape, 1) != (1, 1):
            raise Unreadable("a vector beside a column")
    return plain(x), plain(y)


class Reader:
    """A recursive descent through the tokens; reading and computing are one."""

    def __init__(self, tex: str, values: Mapping[str, Any]) -> None:
        self.names = {tuple(self._split(name)): value for name, value in values.items()}
        self.longest = max(map(len, self.names), default=0)
        self.tokens = self._split(tex)
        self.place = 0

    @staticmethod
    def _split(tex: str) -> list[str]:
        tex = tex.replace(r"\left|", r"\lvert ").replace(r"\right|", r"\rvert ")
        skipped = (r"\,", r"\ ", r"\left", r"\right", r"\quad")
        return [token for token in TOKEN.findall(tex) if not token.isspace() and token not in skipped]

    # Tokens

    def at_end(self) -> bool:
        return self.place >= len(self.tokens)

    def peek(self, ahead: int = 0) -> str:
        return self.tokens[self.place + ahead] if self.place + ahead < len(self.tokens) else ""

    def take(self, *expected: str) -> str:
        token = self.peek()
        if expected and token not in expected:
            raise AssertionError(f"{' or '.join(expected)} expected, not {token!r}, in {' '.join(self.tokens)}")
        self.place += 1
        return token

    def taken(self, token: str) -> bool:
        if self.peek() == token:
            self.place += 1
            return True
        return False

    # Sums, products

    def expression(self, letters: dict[str, int]) -> Any:
        total = -plain(self.term(letters)) if self.taken("-") else self.term(letters)
        while self.peek() in ("+", "-"):
            sign = self.take()
            left, right = together(total, self.term(letters))
            total = left + right if sign == "+" else left - right
        return total

    def term(self, letters: dict[str, int]) -> Any:
        """Products of arrays entry by entry; side by side binds closer."""
        result = self.juxtaposed(letters)
        while self.taken(r"\circ"):
            left, right = together(result, self.juxtaposed(letters))
            result = left * right
        return result

    def juxtaposed(self, letters: dict[str, int]) -> Any:
        result = self.factor(letters)
        while self._begins_factor():
            self.taken(r"\cdot")
            result = times(result, self.factor(letters))
        return result

    def _begins_factor(self) -> bool:
        token = self.peek()
        if token in (
            "",
            "+",
            "-",
            ")",
            "]",
            "}",
            ",",
            "&",
            ":",
            r"\rvert",
            r"\circ",
            r"\\",
            r"\end",
            r"\land",
            r"\lor",
        ):
            return False
        return token not in RELATIONS and token not in (r"\rVert", r"\rfloor", r"\bmod", r"\text")

    def factor(self, letters: dict[str, int]) -> Any:
        if self.peek() in SERIES and self.peek(1) == "_":
            return self.series(letters)
        value = self.atom(letters)
        while self.peek() in ("^", "_"):
            if self.take() == "_":
                value = self.index(value, letters)
            elif self.tokens[self.place : self.place + 3] == ["{", r"\top", "}"]:
                self.place += 3
                value = transposed(value)
            else:
                self.take("{")
                self.taken(r"\circ")
                inverse = self.tokens[self.place : self.place + 3] == ["-", "1", "}"] and np.ndim(plain(value)) > 1
                exponent = plain(self.expression(letters))
                self.take("}")
                value = np.linalg.inv(value) if inverse and self.peek(-4) != r"\circ" else plain(value) ** exponent
        return value

    # Atoms

    def atom(self, letters: dict[str, int]) -> Any:
        name = self._name()
        if name is not None:
            return self.names[name]
        token = self.take()
        if re.fullmatch(r"[\d.]+", token):
            return float(token + (self._dots() if self.peek() == r"\ldots" else ""))
        if token == "(":
            return self._listed_or_parenthesized(letters)
        if token == "[":
            condition = self.condition(letters)
            self.take("]")
            return np.asarray(condition, float)
        if token in (r"\lvert", r"\lVert", r"\lfloor"):
            inside = plain(self.expression(letters))
            self.take({r"\lvert": r"\rvert", r"\lVert": r"\rVert", r"\lfloor": r"\rfloor"}[token])
            return {r"\lvert": np.abs, r"\lVert": np.linalg.norm, r"\lfloor": np.floor}[token](inside)
        if token == r"\frac":
            upper, lower = together(self.group(letters), self.group(letters))
            return upper / lower
        if token == r"\sqrt":
            cubic = self.taken("[")
            if cubic:
                self.take("3")
                self.take("]")
            return (np.cbrt if cubic else np.sqrt)(plain(self.group(letters)))
        if token in (r"\pi", "e", "I"):
            return {r"\pi": math.pi, "e": math.e, "I": Row}[token]
        if token == r"\ln":
            return math.log(float(self.take()))
        if token == r"\infty":
            return math.inf
        if token == r"\begin":
            return self.cases(letters)
        if token == r"\mathbf":
            return self._bold(letters)
        if token in FUNCTIONS or token == r"\operatorname":
            return self.call(self._word() if token == r"\operatorname" else token, letters)
        raise Unreadable(f"{token} in {' '.join(self.tokens)}")

    def _name(self) -> tuple[str, ...] | None:
        for length in range(min(self.longest, len(self.tokens) - self.place), 0, -1):
            candidate = tuple(self.tokens[self.place : self.place + length])
            if candidate in self.names:
                self.place += length
                return candidate
        return None

    def _dots(self) -> str:
        raise Unreadable("digits are left out")

    def _word(self) -> str:
        self.take("{")
        letters = []
        while not self.taken("}"):
            letters.append(self.take().removeprefix("\\"))
        return "".join(letters)

    def group(self, letters: dict[str, int]) -> Any:
        self.take("{")
        value = self.expression(letters)
        self.take("}")
        return value

    def _listed_or_parenthesized(self, letters: dict[str, int]) -> Any:
        start, values = self.place, [self.expression(letters)]
        if self.taken(r"\bmod"):
            values = [np.mod(plain(values[0]), plain(self.juxtaposed(letters)))]
        while self.taken(","):
            if self.taken(r"\ldots"):
                raise Unreadable("a list that goes on")
            values.append(self.expression(letters))
        self.take(")")
        assert self.place > start
        return values[0] if len(values) == 1 else np.array(values)

    def _bold(self, letters: dict[str, int]) -> Any:
        self.take("{")
        kind = self.take("0", "1", "e")
        self.take("}")
        if kind == "e":
            raise Unreadable("a unit vector has no length of its own")
        if self.peek() == "_":
            self.take()
            self.take("{")
            shape = [int(self.take())]
            while self.taken(r"\times"):
                shape.append(int(self.take()))
            self.take("}")
            return np.full(shape, float(kind))
        return Ones() if kind == "1" else 0.0

    # Indices, sums over them

    def index(self, value: Any, letters: dict[str, int]) -> Any:
        self.take("{")
        parts = [self._part(letters)]
        while self.taken(","):
            parts.append(self._part(letters))
        self.take("}")
        return plain(value)[tuple(parts)]

    def _part(self, letters: dict[str, int]) -> Any:
        if self.peek() in letters and self.peek(1) in (",", "}"):
            return letters[self.take()]
        ends = [self._end(letters)]
        while self.taken(":"):
            ends.append(self._end(letters))
        if len(ends) > 1:
            return slice(*ends)
        return ends[0]

    def _end(self, letters: dict[str, int]) -> Any:
        if self.peek() in (":", ",", "}"):
            return None
        if self.peek() == r"\operatorname":
            self.take()
            word = self._word()
            if word != "new":
                raise Unreadable(word)
            return None
        index = np.asarray(plain(self.expression(letters)))
        return index if index.dtype == bool else index.astype(int)[()]

    def series(self, letters: dict[str, int]) -> Any:
        kind = SERIES[self.take()]
        self.take("_")
        self.take("{")
        names = [self.take()]
        while self.taken(","):
            names.append(self.take())
        self.take("}")
        start = self.place
        try:
            # Read once for where it ends.
            self.term({**letters, **dict.fromkeys(names, 0)})
        except IndexError:
            raise Unreadable("a sum of nothing") from None
        entries, lengths = [], [self._length(name, start, self.place) for name in names]
        for numbers in product(*map(range, lengths)):
            self.place = start
            entries.append(plain(self.term({**letters, **dict(zip(names, numbers, strict=True))})))
        return kind(np.stack(entries), axis=0)

    def _length(self, letter: str, start: int, end: int) -> int:
        """How far an index runs: as far as all axes that it indexes reach."""
        places = [place for place in range(start, end) if self.tokens[place] == letter]
        lengths = [self._axis_length(place) for place in places if self.tokens[place - 1] in ("{", ",")]
        known = [length for length in lengths if length is not None]
        if not known or not min(known):
            raise Unreadable(f"how far {letter} runs")
        return min(known)

    def _axis_length(self, place: int) -> int | None:
        """The length of the axis of the name to whose subscript the token at ``place`` belongs."""
        axis, opening = 0, place
        while self.tokens[opening] != "{":
            axis += self.tokens[opening] == ","
            opening -= 1
        if self.tokens[opening - 1] != "_":
            return None
        listed = re.search(r"\(([\d,-]+)\)$", "".join(self.tokens[: opening - 1]))
        if listed:
            return listed[1].count(",") + 1
        for name, value in self.names.items():
            for extra in (0, 1):
                end = opening - 1 - extra
                opened = end - len(name) - 1
                wrapped = extra == 0 or (self.tokens[end] == ")" and self.tokens[opened] == "(")
                called = extra == 1 and (self.tokens[opened - 1] == "}" or self.tokens[opened - 1] in FUNCTIONS)
                if (
                    wrapped
                    and not called
                    and tuple(self.tokens[end - len(name) : end]) == name
                    and np.ndim(value) > axis
                ):
                    return int(np.shape(value)[axis])
        return None

    # Conditions, cases, functions

    def condition(self, letters: dict[str, int]) -> Any:
        holds = self._clause(letters)
        while self.peek() in (r"\land", r"\lor"):
            joined = np.logical_and if self.take() == r"\land" else np.logical_or
            holds = joined(holds, self._clause(letters))
        return holds

    def _clause(self, letters: dict[str, int]) -> Any:
        first = self.expression(letters)
        holds: Any = None
        while self.peek() in RELATIONS:
            relation, second = RELATIONS[self.take()], self.expression(letters)
            this = relation(*together(first, second))
            holds = this if holds is None else holds & this
            first = second
        return np.asarray(plain(first), bool) if holds is None else holds

    def cases(self, letters: dict[str, int]) -> Any:
        self._environment()
        branches = []
        while True:
            value = plain(self.expression(letters))
            self.take("&")
            self.take(r"\text")
            if self._word().startswith("otherwise"):
                break
            branches.append((value, self.condition(letters)))
            self.take(r"\\")
        self.take(r"\end")
        self._environment()
        for then, condition in reversed(branches):
            value = np.where(condition, then, value)
        return value

    def _environment(self) -> None:
        assert self._word() == "cases"

    def call(self, name: str, letters: dict[str, int]) -> Any:
        shape = None
        if self.peek() == "_":
            if name != "reshape":
                raise Unreadable(name)
            self.place += 2
            shape = [int(self.take())]
            while self.taken(r"\times"):
                shape.append(int(self.take()))
            self.take("}")
        if name not in FUNCTIONS and shape is None:
            raise Unreadable(name)
        self.take("(")
        arguments = [plain(self.expression(letters))]
        while self.taken(","):
            arguments.append(plain(self.expression(letters)))
        self.take(")")
        if shape is None:
            return FUNCTIONS[name](*arguments)
        if np.size(arguments[0]) != np.prod(shape):
            raise Unreadable("a vector of ones says not how long it is, and nothing beside it does")
        return np.reshape(arguments[0], shape)


def transposed(value: Any) -> Any:
    if isinstance(value, Ones):
        return Ones(not value.row)
    if isinstance(value, Row):
        return value.vector
    if isinstance(value, Repeated):
        raise Unreadable("how often something is repeated")
    return Row(value) if np.ndim(value) == 1 else np.swapaxes(value, -1, -2)


def times(x: Any, y: Any) -> Any:
    """Factors side by side: numbers, matrices, columns and rows."""
    for scalar, other in ((x, y), (y, x)):
        if not isinstance(scalar, Ones | Row) and np.size(scalar) == 1:
            number = float(np.reshape(scalar, ()))
            if isinstance(other, Row | Repeated):
                inside = other.vector if isinstance(other, Row) else other.array
                return type(other)(number * inside)
            return number * plain(other)
    if isinstance(x, Ones) or isinstance(y, Ones):
        return _times_ones(x, y)
    if isinstance(x, Repeated) or isinstance(y, Repeated):
        raise Unreadable("how often something is repeated")
    left = x.vector[None, :] if isinstance(x, Row) else x[:, None] if x.ndim == 1 else x
    right = y.vector[None, :] if isinstance(y, Row) else y[:, None] if y.ndim == 1 else y
    result = left @ right
    if isinstance(x, Row) and result.shape[-1] == 1:
        return result[0, 0]
    if not isinstance(y, Row) and y.ndim == 1:
        return result[..., 0]
    return Row(result[0]) if isinstance(x, Row) else result


def _times_ones(x: Any, y: Any) -> Any:
    if isinstance(y, Ones):
        if y.row:
            return Repeated(x[:, None] if np.ndim(plain(x)) == 1 else plain(x))
        return plain(x).sum(axis=-1)
    if x.row:
        return plain(y).sum(axis=0)
    return Repeated(y.vector[None, :] if isinstance(y, Row) else plain(y))
