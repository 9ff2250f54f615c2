"""What to call each value of a computation: what the reader called it.

Names are looked up when something is shown, not when it is recorded. The best is the one given with
``name=``; then a variable that holds the value where the view was asked for; then the path of a parameter in
its module.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import FrameType, FunctionType, ModuleType
from typing import Any

import numpy as np

from autograd.graph import Node, firing_order
from autograd.provenance import user_frame
from autograd.recording import Scope
from autograd.tensor import Tensor

from .loops import items_of_arrays, loop_names
from .modules import called_modules, is_module, module_paths, parameter_paths
from .source import assigned_name, constant_name

#: What IPython keeps of past cells under names of its own.
_NOTEBOOK_HISTORY = re.compile(r"_+|_(i*|oh|ih|dh|\d+|i\d+)|In|Out|exit|quit")
#: How many values are looked at inside lists, dicts and objects, and how deep.
_BUDGET, _DEPTH = 200_000, 2


def caller_frame() -> FrameType:
    """The innermost frame that runs user code: where a view was asked for."""
    return user_frame(1)


class Names:
    """Names of the values in a graph, each given once only.

    >>> w = Tensor(2.0, requires_grad=True, name="weight")
    >>> names = Names.collect([(w * 3).node])
    >>> names.of(w.node)
    'weight'
    """

    def __init__(self) -> None:
        self._of_node: dict[Node, str] = {}
        self._of_constant: dict[int, str] = {}
        self._of_input: dict[tuple[Node, int], str] = {}
        self._of_module: dict[int, str] = {}
        self._taken: set[str] = set()

    def of(self, value: Node | Any) -> str | None:
        """The name of a node, or of an array or constant tensor among some node's inputs or params; None for
        no name.

        A Python number has a name only as an input of one node: see `of_input`.
        """
        return self._of_node.get(value) if type(value) is Node else self._of_constant.get(id(value))

    def of_input(self, node: Node, position: int) -> str | None:
        """The name of what stands at ``node.inputs[position]``, also where it is a Python number.

        One Python number may be several things: with ``t = 1.0``, the number in ``y - t`` is called t, and
        the same number in ``1.0 - y`` has no name.
        """
        return self.of(node.inputs[position]) or self._of_input.get((node, position))

    def all(self) -> frozenset[str]:
        """All names that are given, to which a view may add others."""
        return frozenset(self._taken)

    def of_module(self, module: Any) -> str | None:
        """The path of a module in the outermost one that was called, and the variable that holds the outermost."""
        return self._of_module.get(id(module))

    @classmethod
    def collect(cls, roots: Iterable[Node], frame: FrameType | None = None) -> Names:
        """Finds names for all that the roots were computed from.

        In order of preference: what was given as ``name=``; the variables of ``frame``, its locals before its
        globals; the paths of parameters in the modules that were called; what variables contain (``h[0]``, ``net.W``);
        the variables of functions that have returned. What a loop assigned to one variable again and again is
        numbered: ``h_1``, ``h_2``, and the last is ``h`` while the variable is there; but the subtotals of a sum have
        no names. Where two values would have the same name, the one made later gets a number behind it.
        """
        names = cls()
        nodes = firing_order(roots)[::-1]
        constants = list(_constants(nodes))
        variables = {} if frame is None else _variables(frame)
        for node in nodes:
            names._name_node(node, node.name)
        for constant in constants:
            names._name_constant(constant, getattr(constant, "name", None))

        of_node, of_array, of_value = _holders(variables)
        called = called_modules(nodes)
        paths = parameter_paths(called, variables)
        by_path = _called_by_their_paths(paths, of_node)
        for node in nodes:
            names._name_node(node, paths[node] if node in by_path else of_node.get(node))
        items = items_of_arrays(map(_array, constants), of_array)
        for constant in constants:
            array = id(_array(constant))
            held = items.get(array) or of_array.get(id(constant)) or of_array.get(array) or of_value.get(array)
            names._name_constant(constant, held)

        names._of_module = module_paths(called, variables)
        for node in nodes:
            if node.primitive is None:
                names._name_node(node, paths.get(node))
        places = Counter((node.code, node.instruction) for node in nodes)
        for node in nodes:
            overwritten = frame is not None and node.code is frame.f_code
            if places[node.code, node.instruction] == 1 and not overwritten:
                names._name_node(node, assigned_name(node))
        for node, name in loop_names(nodes, places):
            names._name_node(node, name)
        names._name_numbers(nodes, variables)
        return names

    def _name_node(self, node: Node, name: str | None) -> None:
        if name and name.strip() and node not in self._of_node:
            self._of_node[node] = self._unique(name)

    def _name_constant(self, constant: Any, name: Any) -> None:
        if isinstance(name, str) and name.strip() and id(constant) not in self._of_constant:
            self._of_constant[id(constant)] = self._unique(name)

    def _name_numbers(self, nodes: Iterable[Node], variables: Mapping[str, Any]) -> None:
        """Names Python numbers where the source of the operation shows a variable in their place."""
        given: dict[tuple[str, Any], str] = {}
        for node in nodes:
            for position, entry in enumerate(node.inputs):
                if type(entry) in (int, float):
                    name = constant_name(node, position)
                    if name is not None and variables.get(name, entry) == entry:
                        if (name, entry) not in given:
                            given[name, entry] = self._unique(name)
                        self._of_input[node, position] = given[name, entry]

    def _unique(self, name: str) -> str:
        unique, number = name, 1
        while unique in self._taken:
            number += 1
            unique = f"{name}_{number}"
        self._taken.add(unique)
        return unique


def _constants(nodes: Iterable[Node]) -> Iterator[Any]:
    """Arrays and constant tensors among inputs and parameters; Python numbers are not told apart by identity."""
    for node in nodes:
        yield from (entry for entry in node.inputs if type(entry) not in (Node, int, float, bool, complex))
        for param in node.params:
            parts = param if isinstance(param, tuple) else (param,)
            yield from (part for part in parts if isinstance(part, np.ndarray | np.generic))


def _array(constant: Any) -> Any:
    return constant._value if isinstance(constant, Tensor) else constant


def _variables(frame: FrameType) -> dict[str, Any]:
    """The variables that a frame sees, locals first, those with a leading underscore last."""
    seen = {**frame.f_locals}
    for name, value in frame.f_globals.items():
        seen.setdefault(name, value)
    named = {name: value for name, value in seen.items() if not _NOTEBOOK_HISTORY.fullmatch(name)}
    return dict(sorted(named.items(), key=lambda item: item[0].startswith("_")))


def _holders(variables: Mapping[str, Any]) -> tuple[dict[Node, str], dict[int, str], dict[int, str]]:
    """What holds each recorded value and, by identity, each constant: a variable, or a place inside one.

    The third are the arrays of recorded values, which are constants where a program has detached them.
    """
    of_node: dict[Node, str] = {}
    of_array: dict[int, str] = {}
    of_value: dict[int, str] = {}
    queue: deque[tuple[str, Any, int]] = deque((name, value, 0) for name, value in variables.items())
    opened: set[int] = set()
    lists: list[list[tuple[str, Any]]] = []
    for _ in range(_BUDGET):
        if not queue:
            break
        name, value, depth = queue.popleft()
        if isinstance(value, Tensor):
            if value._node is not None:
                of_node.setdefault(value._node, name)
                of_value.setdefault(id(value._value), f"{name}_detached")
            else:
                of_array.setdefault(id(value), name)
                of_array.setdefault(id(value._value), name)
        elif isinstance(value, np.ndarray | np.generic):
            of_array.setdefault(id(value), name)
        elif depth < _DEPTH and id(value) not in opened:
            opened.add(id(value))
            contents = [(inner(name), item) for inner, item in _contents(value)]
            queue.extend((inside, item, depth + 1) for inside, item in contents)
            if type(value) in (list, tuple):
                lists.append(contents)
    for contents in lists:
        _rename_last(contents, of_node)
    return of_node, of_array, of_value


def _called_by_their_paths(paths: Mapping[Node, str], of_node: Mapping[Node, str]) -> set[Node]:
    """The parameters of modules that have no variable of their own.

    A place in a list of parameters says less than the path. And a variable that holds the last parameter of all, where
    the others of the same module have none, is what a loop over all of them has left behind.
    """
    held = [node for node in paths if of_node.get(node, "").isidentifier()]
    last = list(paths)[-1:]
    siblings = {node for node in paths if last and _module_of(paths[node]) == _module_of(paths[last[0]])}
    if len(siblings) > 1 and siblings.intersection(held) == set(last):
        held.remove(last[0])
    return set(paths).difference(held)


def _module_of(path: str) -> str:
    return path.rpartition(".")[0]


def _rename_last(items: Sequence[tuple[str, Any]], of_node: dict[Node, str]) -> None:
    """Of a list of which only the last item has a variable, that of the loop that made it, names all alike."""
    nodes = [item._node if isinstance(item, Tensor) else None for _, item in items]
    alike = (node is not None and of_node[node] == name for (name, _), node in zip(items[:-1], nodes))
    if len(items) > 1 and nodes[-1] is not None and all(alike):
        of_node[nodes[-1]] = items[-1][0]


def _contents(value: Any) -> Iterable[tuple[Callable[[str], str], Any]]:
    """What a list, tuple, dict or plain object contains, each with how Python code would write its name."""
    if type(value) in (list, tuple):
        return [(f"{{}}[{position}]".format, item) for position, item in enumerate(value)]
    if type(value) is dict:
        return [(_key(key), item) for key, item in list(value.items()) if type(key) in (str, int)]
    if isinstance(value, ModuleType | type | FunctionType | Scope | Node) or is_module(value):
        return []
    try:
        attributes = object.__getattribute__(value, "__dict__")
    except (AttributeError, TypeError):
        return []
    if type(attributes) is not dict:
        return []
    return [(_attribute(name), item) for name, item in list(attributes.items()) if type(name) is str]


def _key(key: str | int) -> Callable[[str], str]:
    return lambda name: f"{name}[{key!r}]"


def _attribute(attribute: str) -> Callable[[str], str]:
    return lambda name: f"{name}.{attribute}"
