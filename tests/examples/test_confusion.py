"""The confusion matrix that the examples print."""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2] / "examples"))
from confusion import confusion_matrix, table

LABELS = np.array([0, 0, 1, 1, 1, 3])
PREDICTED = np.array([0, 1, 1, 1, 1, 0])


def test_counts():
    assert confusion_matrix(LABELS, PREDICTED, classes=4).tolist() == [
        [1, 1, 0, 0],
        [0, 3, 0, 0],
        [0, 0, 0, 0],
        [1, 0, 0, 0],
    ]


def test_table():
    assert "\n".join(line.rstrip() for line in table(confusion_matrix(LABELS, PREDICTED, classes=4))) == (
        "          │     predicted       │\n"
        "   actual │    0    1    2    3 │   points  recall\n"
        "──────────┼─────────────────────┼─────────────────\n"
        "        0 │    1    1    ·    · │        2   50.0%\n"
        "        1 │    ·    3    ·    · │        3  100.0%\n"
        "        2 │    ·    ·    ·    · │        0       –\n"
        "        3 │    1    ·    ·    · │        1    0.0%\n"
        "──────────┼─────────────────────┼─────────────────\n"
        "   points │    2    4    0    0 │        6\n"
        "precision │  50%  75%    –    – │"
    )
