"""What the user's code says about a recorded operation: which variables stood where, which took the result."""

from __future__ import annotations

import ast
import dis
import linecache
from functools import lru_cache
from itertools import pairwise
from types import CodeType

from autograd.graph import Node

_OF_FUNCTIONS = ("STORE_FAST", "STORE_DEREF", "STORE_GLOBAL")


def constant_name(node: Node, position: int) -> str | None:
    """The variable that stood in the source as the operand at ``position``; None where none did.

    Only for operators and direct calls, whose operands stand where the inputs are: in ``y - t``, t is at
    position 1.
    """
    if node.code is None:
        return None
    names = _operands(node.code, node.instruction, node.operation)
    return names[position] if len(names) == len(node.inputs) else None


def assigned_name(node: Node) -> str | None:
    """The variable of a function that the result was assigned to; None where it was used at once.

    ``z`` for the addition in ``z = w * x + b``, also when the function has returned and its variables are
    gone. Variables outside of functions are still there, and hold something else if they no longer hold the
    result.
    """
    return None if node.code is None else _stores(node.code, _OF_FUNCTIONS).get(node.instruction)


def reassigned_name(node: Node) -> str | None:
    """The same for a loop, which assigns to a variable again and again, be it of a function or not."""
    return None if node.code is None else _stores(node.code, "STORE_").get(node.instruction)


@lru_cache(maxsize=10_000)
def _stores(code: CodeType, kinds: str | tuple[str, ...]) -> dict[int, str]:
    """For each instruction whose result goes straight into a variable, by its place: the variable."""
    stores: dict[int, str] = {}
    # PRECALL: in Python 3.11, a call is made of two instructions.
    instructions = [i for i in dis.get_instructions(code) if i.opname not in ("CACHE", "COPY", "PRECALL")]
    for instruction, following in pairwise(instructions):
        if following.opname.startswith(kinds) and following.opname not in ("STORE_SUBSCR", "STORE_ATTR", "STORE_SLICE"):
            name: str | tuple[str, ...] = following.argval
            # Python 3.13 joins two instructions on local variables into one.
            stores[instruction.offset] = name[0] if isinstance(name, tuple) else name
    return stores


@lru_cache(maxsize=10_000)
def _operands(code: CodeType, instruction: int, operation: str) -> tuple[str | None, ...]:
    written = written_at(code, instruction)
    operands: list[ast.expr] = []
    if isinstance(written, ast.BinOp):
        operands = [written.left, written.right]
    elif isinstance(written, ast.AugAssign):
        operands = [written.target, written.value]
    elif isinstance(written, ast.Call) and callee(written) == operation and not written.keywords:
        operands = written.args
    return tuple(operand.id if isinstance(operand, ast.Name) else None for operand in operands)


def callee(call: ast.Call) -> str | None:
    """The last part of the name of the function that is called: ``exp`` of ``np.exp(x)``."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else None


def written_at(code: CodeType, instruction: int) -> ast.AST | None:
    """The expression or augmented assignment that an instruction was compiled from; None where unknown."""
    line, end_line, column, end_column = list(code.co_positions())[max(instruction, 0) // 2]
    if line is None or end_line is None or column is None or end_column is None:
        return None
    lines = [linecache.getline(code.co_filename, number) for number in range(line, end_line + 1)]
    if not all(lines):
        return None
    # Columns count bytes of UTF-8.
    encoded = [text.encode() for text in lines]
    encoded[-1] = encoded[-1][:end_column]
    encoded[0] = encoded[0][column:]
    text = b"".join(encoded).decode(errors="replace")
    for attempt in (f"({text}\n)", text):
        try:
            statement = ast.parse(attempt).body[0]
        except (SyntaxError, ValueError):
            continue
        return statement.value if isinstance(statement, ast.Expr) else statement
    return None
