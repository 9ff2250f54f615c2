"""The checks of the notebooks' exercises: right answers pass however they are written, and wrong ones do not."""

import ast
import json
from pathlib import Path

import numpy as np
import pytest

FOLDER = Path(__file__).parents[1] / "notebooks"


def checker(number, name, *helpers, **names):
    """A check of a notebook, with the imports and helper functions that it needs, without running the rest of it."""
    [file] = FOLDER.glob(f"{number}-*.ipynb")
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    code = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    kept = [
        part
        for part in ast.parse(code).body
        if isinstance(part, ast.Import | ast.ImportFrom) or getattr(part, "name", None) in (name, *helpers)
    ]
    exec(compile(ast.Module(kept, []), str(file), "exec"), names)
    return names[name]


def relu(x):
    return np.maximum(x, 0)


BITS = np.array([[a, b, c] for a in (0.0, 1.0) for b in (0.0, 1.0) for c in (0.0, 1.0)])
CHECKS = {
    "01 messages": (
        checker("01", "check_messages"),
        [(3, 7), (3.0, 7.0), (np.int64(3), np.float64(7.0000001))],
        [(2, 7), (3, 6), (2, 6)],
    ),
    "01 loss": (
        checker("01", "check_loss"),
        [lambda a, b: a * b, lambda a, b: b * a + 3],
        [lambda a, b: 5 * a + 2 * b, lambda a, b: a + b, lambda a, b: b * 2.0],
    ),
    "01 best": (
        checker("01", "check_best"),
        [(np.log(9) - 0.5) / 2, 0.8486, 0.849, 0.85, np.float32(0.8486)],
        [100.0, -1000.0, 1, 0, 0.8],
    ),
    "02 tent": (
        checker("02", "check_tent", points=np.array([-1.0, 1.0, 3.0])),
        [
            lambda x: relu(1 - 0.5 * relu(x - 1) - 0.5 * relu(1 - x)),
            lambda x: relu(x + 1) / 2 - relu(x - 1) + relu(x - 3) / 2,
            lambda x: 5 * relu(0.1 * x + 0.1) - 10 * relu(0.1 * x - 0.1) + 5 * relu(0.1 * x - 0.3),
        ],
        [lambda x: relu(x + 1) / 2 - relu(x - 1), lambda x: relu(x)],
    ),
    "04 a_bar": (checker("04", "check_a_bar"), [3 + np.cos(2), 2.584, 2.58], [3, 2.6, 3.42]),
    "04 shapes": (
        checker("04", "check_shapes"),
        [[(50,), (50, 784), (784,)], ([50], [50, 784], [784])],
        [[50, (50, 784), 784], [(50,), (784, 50), (784,)]],
    ),
    "05 factor": (
        checker("05", "check_factor"),
        [0.25**12, 4**12, 4.0**12, 6e-8, 1 / 4**12],
        [0.25**11, 4**11, 5e-8, 0, 12, 0.25],
    ),
    "07 bound": (checker("07", "check_bound"), [np.sqrt(3 / 784), 0.0619, 0.062], [np.sqrt(6 / 834), 0.0357, 0.06]),
    "07 biases": (
        checker("07", "check_biases"),
        [np.log([0.5, 0.25, 0.125, 0.125]), [-0.7, -1.4, -2.1, -2.1], [1.386, 0.693, 0, 0]],
        [[0, 0, 0, 0], [0.5, 0.25, 0.125, 0.125]],
    ),
    "08 points": (
        checker("08", "check_points"),
        [512, 512.0, np.float64(512), np.int64(512)],
        [128, 500, 512.5, 1e9, -1],
    ),
    "09 compact": (
        checker("09", "check_compact", xs=BITS, parity=BITS.sum(axis=1) % 2),
        [([-0.5, -1.5, -2.5], [1, -1, 1]), (np.array([-0.9, -1.1, -2.9]), [1.0, -1.0, 0.3 * 3 + 0.1])],
        [([-0.5, -1.5, -2.5], [1, 1, 1])],
    ),
    "09 smallest": (
        checker("09", "check_smallest", "network_by_hand", "curve"),
        [71, 71.0, np.int64(71)],
        [70, 72, 71.5, 100_000],
    ),
    "10 count": (checker("10", "check_count"), [266_610, 266_610.0], [266_200]),
}


@pytest.mark.parametrize(("check", "right", "wrong"), CHECKS.values(), ids=CHECKS)
def test_right_answers_pass_and_wrong_ones_are_told_why(check, right, wrong):
    for answer in right:
        check(answer)
    for answer in wrong:
        with pytest.raises(AssertionError) as caught:
            check(answer)
        assert str(caught.value).strip()
