"""The ℓ₂ penalty, and weight decay (docs/lectures.md U10)."""

import numpy as np
import pytest

import nn
import nn.functional as F
import optim
from autograd import Tensor, check_grads

X = np.random.default_rng(0).normal(size=(20, 4))
LABELS = np.random.default_rng(1).integers(0, 3, 20)


def weights(model):
    return [parameter for parameter in model.parameters() if parameter.ndim > 1]


def test_half_the_sum_of_squares():
    a, b = np.array([[1.0, 2.0], [0.0, -3.0]]), np.array([4.0])
    assert F.l2_penalty([a, b], 0.1).item() == pytest.approx(0.05 * (14 + 16))
    assert F.l2_penalty(Tensor(a), 0.1).item() == pytest.approx(0.05 * 14)
    check_grads(lambda a, b: F.l2_penalty([a, b], 0.1))(a, b)


def test_the_error_signals_of_a_penalised_network():
    """ReLU hidden units, softmax, cross-entropy: strength · W is added to both weights' error signals."""
    model = nn.MLP([4, 8, 3], dtype=np.float64, rng=0)
    nn.CrossEntropyLoss()(model(X), LABELS).backward()
    plain = [parameter.bar for parameter in model.parameters()]
    model.zero_grad()
    (nn.CrossEntropyLoss()(model(X), LABELS) + F.l2_penalty(weights(model), 0.3)).backward()
    for parameter, bar in zip(model.parameters(), plain, strict=True):
        added = 0.3 * parameter.data if parameter.ndim > 1 else 0
        np.testing.assert_allclose(parameter.bar, bar + added, rtol=1e-12, atol=1e-15)


def steps_of_penalty_and_decay(kind, **options):
    """A network after twenty steps with a penalty of (strength / 2) Σ w² in the loss, and one with weight decay."""
    penalised, decayed = (nn.MLP([4, 8, 3], dtype=np.float64, rng=0) for _ in range(2))
    by_penalty = kind(penalised.parameters(), weight_decay=0, **options)
    biases = [parameter for parameter in decayed.parameters() if parameter.ndim == 1]
    groups = [{"params": weights(decayed), "weight_decay": 0.3}, {"params": biases, "weight_decay": 0}]
    by_decay = kind(groups, **options)
    start = penalised[0].weight.data.copy()
    for _ in range(20):
        (nn.CrossEntropyLoss()(penalised(X), LABELS) + F.l2_penalty(weights(penalised), 0.3)).backward()
        nn.CrossEntropyLoss()(decayed(X), LABELS).backward()
        for optimizer in (by_penalty, by_decay):
            optimizer.step()
            optimizer.zero_grad()
    assert not np.allclose(penalised[0].weight.data, start)
    return list(zip(penalised.parameters(), decayed.parameters(), strict=True))


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        (optim.SGD, {"lr": 0.1}),
        (optim.SGD, {"lr": 0.1, "momentum": 0.9}),
        (optim.Adam, {"lr": 0.01}),
        (optim.RMSprop, {"lr": 0.01}),
        (optim.Adagrad, {"lr": 0.1}),
    ],
)
def test_weight_decay_takes_the_same_steps(kind, options):
    for one, other in steps_of_penalty_and_decay(kind, **options):
        np.testing.assert_allclose(one.data, other.data, rtol=1e-9, atol=1e-12)


def test_adamw_decays_the_weights_and_not_by_a_penalty():
    pairs = steps_of_penalty_and_decay(optim.AdamW, lr=0.01)
    assert max(np.abs(one.data - other.data).max() for one, other in pairs) > 0.05


def test_ridge_regression_is_a_penalty_of_twice_the_strength():
    """λ ‖w‖² with the sum of squared errors: the minimum is (XᵀX + λ)⁻¹ Xᵀ t."""
    t = X @ [1.0, -2.0, 0.5, 0.0]
    wanted = np.linalg.solve(X.T @ X + 5 * np.eye(4), X.T @ t)
    w = Tensor(wanted, requires_grad=True)
    (nn.MSELoss(reduction="sum")(X @ w, t) + F.l2_penalty([w], 2 * 5)).backward()
    np.testing.assert_allclose(w.bar, 0, atol=1e-11)


def test_what_is_refused():
    with pytest.raises(ValueError, match="no weights"):
        F.l2_penalty([], 0.1)
    for strength in (-1, np.nan):
        with pytest.raises(ValueError, match="strength="):
            F.l2_penalty([X], strength)
