"""Help with the training loop, each part of which can be used by itself in a loop of your own.

fit.py             `fit`: the loop
evaluation.py      `evaluate` and `accuracy`
history.py         `History`: what happened in each epoch
best.py            `BestWeights`: the weights of the best epoch
rate_search.py     `search_learning_rate`: on a subsample of the points
"""

from .best import BestWeights
from .evaluation import accuracy, evaluate
from .fit import fit
from .history import History
from .rate_search import LearningRateSearch, search_learning_rate

__all__ = ["BestWeights", "History", "LearningRateSearch", "accuracy", "evaluate", "fit", "search_learning_rate"]
