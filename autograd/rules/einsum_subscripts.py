"""Einstein's notation: making its subscripts explicit, and turning them around for the bar rule."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any

import numpy as np

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def explicit_subscripts(subscripts: str, ranks: tuple[int, ...]) -> str:
    """Subscripts with every axis named and the output written out, for operands of these ranks.

    >>> explicit_subscripts("ij,jk", (2, 2))
    'ij,jk->ik'
    >>> explicit_subscripts("...i,i", (3, 1))
    'ABi,i->AB'
    """
    text = subscripts.replace(" ", "")
    left, arrow, right = text.partition("->")
    terms = left.split(",")
    if len(terms) != len(ranks):
        raise ValueError(f"the subscripts {subscripts!r} are for {len(terms)} operands, and {len(ranks)} were given")
    free = [letter for letter in _LETTERS if letter not in text]
    hidden = [rank - len(term.replace("...", "")) for term, rank in zip(terms, ranks, strict=True)]
    for term, rank, surplus in zip(terms, ranks, hidden, strict=True):
        if surplus < 0 or (surplus and "..." not in term):
            raise ValueError(f"the subscripts {term!r} do not fit an operand with {rank} axes")
    deepest = max([surplus for term, surplus in zip(terms, hidden, strict=True) if "..." in term], default=0)
    dots = "".join(free[:deepest])
    if not arrow:
        letters = sorted(set(left) - {",", "."})
        right = ("..." if "..." in left else "") + "".join(letter for letter in letters if left.count(letter) == 1)
    named = [term.replace("...", dots[len(dots) - surplus :]) for term, surplus in zip(terms, hidden, strict=True)]
    return f"{','.join(named)}->{right.replace('...', dots)}"


def subscripts_as_text(args: list[Any]) -> tuple[str, list[Any]]:
    """`np.einsum`'s other form, lists of numbers that each follow their operand, as a text and the operands.

    >>> subscripts_as_text(["x", [0, 1], "y", [1, ...], [0, ...]])
    ('AB,B...->A...', ['x', 'y'])
    """
    pairs = len(args) // 2
    lists, output = args[1 : 2 * pairs : 2], args[2 * pairs :]
    if not pairs or not all(isinstance(numbers, Sequence) for numbers in [*lists, *output]):
        raise TypeError("einsum takes its subscripts as a text, like 'ij,jk->ik', or as a list after each operand")
    texts = [
        "".join("..." if n is ... else _LETTERS[operator.index(n)] for n in numbers) for numbers in [*lists, *output]
    ]
    return ",".join(texts[:pairs]) + (f"->{texts[-1]}" if output else ""), args[0 : 2 * pairs : 2]


def _letter(number: Any) -> str:
    return "..." if number is ... else _LETTERS[operator.index(number)]


def einsum_rule(z_bar: Any, i: int, operands: tuple[Any, ...], subscripts: str) -> Any:
    """The error signal of the i-th operand: the output's, times the other operands, over all axes but this operand's.

    An axis of the operand that is summed alone is repeated by a factor of ones; an axis that the operand names twice
    becomes a diagonal, by a factor of the identity.
    """
    left, right = subscripts.split("->")
    terms = left.split(",")
    wanted, factors, factor_terms = "", [z_bar], [right]
    factors += [operand for position, operand in enumerate(operands) if position != i]
    factor_terms += [term for position, term in enumerate(terms) if position != i]
    free = [letter for letter in _LETTERS if letter not in subscripts]
    shape = operands[i].shape
    named = {letter: None for term in factor_terms for letter in term}
    for letter, length in zip(terms[i], shape, strict=True):
        if letter in wanted:
            other = free.pop()
            factors.append(np.eye(length, dtype=z_bar.dtype))
            factor_terms.append(letter + other)
            wanted += other
            continue
        if letter not in named:
            factors.append(np.ones(length, dtype=z_bar.dtype))
            factor_terms.append(letter)
        wanted += letter
    return np.einsum(f"{','.join(factor_terms)}->{wanted}", *factors, optimize=len(factors) > 2)
