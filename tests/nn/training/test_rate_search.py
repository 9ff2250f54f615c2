"""A learning rate from a small subsample does for all points (docs/lectures.md T5)."""

import math
import sys

import numpy as np
import pytest

import nn
import optim

LRS = [1e-4, 1e-3, 1e-2, 0.1, 1.0, 10.0, 1e3, 1e7]


def problem(n=4000):
    rng = np.random.default_rng(0)
    xs = rng.normal(size=(n, 3))
    return xs, (xs**2).sum(axis=1, keepdims=True)


def make():
    model = nn.Sequential(
        nn.Linear(3, 16, dtype=np.float64, rng=0), nn.Tanh(), nn.Linear(16, 1, dtype=np.float64, rng=1)
    )
    return model, optim.SGD(model.parameters(), lr=7.0)


def test_the_rate_found_on_a_subsample_is_among_the_best_for_the_full_set():
    xs, ts = problem()
    model, optimizer = make()
    before = model.state_dict(), optimizer.state_dict()
    search = nn.search_learning_rate(model, nn.MSELoss(), optimizer, xs, ts, lrs=LRS, points=300, rng=0)
    np.testing.assert_equal((model.state_dict(), optimizer.state_dict()), before)
    assert search.losses[-1] == math.inf
    assert search.best == search.lrs[int(np.argmin(search.losses))]

    full = nn.search_learning_rate(model, nn.MSELoss(), optimizer, xs, ts, lrs=LRS, points=len(xs), epochs=2, rng=1)
    at = LRS.index(search.best)
    assert abs(at - LRS.index(full.best)) <= 1
    assert full.losses[at] < 1.5 * min(full.losses)


def test_the_seed_decides():
    xs, ts = problem(200)
    model, optimizer = make()

    def search(rng):
        return nn.search_learning_rate(model, nn.MSELoss(), optimizer, xs, ts, lrs=[0.01, 0.1], points=50, rng=rng)

    assert search(0) == search(0) != search(1)


def test_the_rate_of_the_first_step_keeps_its_proportion(monkeypatch):
    """ε′ of the lecture's momentum (docs/lectures.md T8) goes with ε, in each group."""
    xs, ts = problem(200)
    model, _ = make()
    groups = [{"params": model[0].parameters(), "first_lr": 0.4}, {"params": model[2].parameters(), "lr": 0.05}]
    optimizer = optim.SGD(groups, lr=0.1, momentum=0.5)
    tried = []
    step = optim.SGD.step

    def watched(self):
        tried.append([(group["lr"], group["first_lr"]) for group in self.param_groups])
        step(self)

    monkeypatch.setattr(optim.SGD, "step", watched)
    options = {"points": 32, "epochs": 1, "batch_size": 32, "rng": 0}
    nn.search_learning_rate(model, nn.MSELoss(), optimizer, xs, ts, lrs=[0.01, 0.02], **options)
    assert tried == [
        [(0.01, pytest.approx(0.04)), (0.005, None)],
        [(0.02, pytest.approx(0.08)), (0.01, None)],
    ]
    assert [(group["lr"], group["first_lr"]) for group in optimizer.param_groups] == [(0.1, 0.4), (0.05, None)]


class Noise(nn.Module):
    """Dropout's kind of layer: it draws from a Generator of its own while it is trained."""

    def __init__(self):
        self.rngs = {"noise": np.random.default_rng(5)}

    def forward(self, x):
        return x + self.rngs["noise"].normal(size=x.shape) if self.training else x


def test_error_signals_and_generators_are_as_before():
    xs, ts = problem(200)
    model, _ = make()
    model = nn.Sequential(Noise(), *model)
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    nn.MSELoss()(model.eval()(xs), ts).backward()
    model.train()
    before = [parameter.bar.copy() for parameter in model.parameters()]
    state = nn.seeding.generator_state(model[0].rngs["noise"])
    search = nn.search_learning_rate(model, nn.MSELoss(), optimizer, xs, ts, lrs=[0.01, 0.01], points=64, rng=0)
    assert search.losses[0] == search.losses[1]
    np.testing.assert_equal([parameter.bar for parameter in model.parameters()], before)
    assert nn.seeding.generator_state(model[0].rngs["noise"]) == state


def test_its_plot():
    search = nn.LearningRateSearch([0.1, 1.0, 10.0], [0.5, 0.2, math.inf], 0.9)
    (axes,) = search.plot().axes
    assert axes.get_xscale() == "log"
    np.testing.assert_array_equal(axes.lines[0].get_ydata(), [0.5, 0.2, np.nan])
    assert "best: 1" in axes.get_legend().get_texts()[1].get_text()


def test_without_matplotlib_the_message_says_how_to_get_it(monkeypatch):
    monkeypatch.delitem(sys.modules, "nn.figure", raising=False)
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ImportError, match=r"overbar\[notebook\]"):
        nn.LearningRateSearch([0.1], [0.5], 0.9).plot()


def test_what_is_refused():
    xs, ts = problem(50)
    model, optimizer = make()
    before = model.state_dict()
    for lrs in ([], [0.0], [-1.0], [math.nan]):
        with pytest.raises(ValueError, match="lrs="):
            nn.search_learning_rate(model, nn.MSELoss(), optimizer, xs, ts, lrs=lrs)
    for options in ({"points": 0}, {"points": -1}, {"epochs": 0}, {"epochs": 1.5}):
        with pytest.raises(ValueError, match="whole number of at least 1"):
            nn.search_learning_rate(model, nn.MSELoss(), optimizer, xs, ts, **options)
    with pytest.raises(ValueError, match="reduction='mean'"):
        nn.search_learning_rate(model, nn.MSELoss(reduction="none"), optimizer, xs, ts)
    with pytest.raises(ValueError, match="no learning rate"):
        nn.search_learning_rate(model, nn.MSELoss(), optimizer, xs, ts, lrs=[1e7])
    np.testing.assert_equal(model.state_dict(), before)


def test_an_optimizer_of_another_model_is_refused():
    xs, ts = problem(50)
    with pytest.raises(ValueError, match="none of the model's parameters"):
        nn.search_learning_rate(make()[0], nn.MSELoss(), make()[1], xs, ts)
    model, optimizer = make()
    with pytest.raises(TypeError, match="a kind of loss"):
        nn.search_learning_rate(model, nn.MSELoss, optimizer, xs, ts)
