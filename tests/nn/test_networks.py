"""What the lectures say of networks of one layer and of two (docs/lectures.md N1 to N8, U4)."""

from itertools import pairwise, product

import numpy as np
import pytest
from sklearn.datasets import load_digits, load_iris
from sklearn.linear_model import LogisticRegression

import autograd
import nn
import optim
from autograd import Tensor, grad

XOR = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_LABELS = np.array([0.0, 1.0, 1.0, 0.0])


def descend(model, loss, steps, lr, momentum=0.0):
    """Full-batch gradient descent on ``loss()``; gives the last loss."""
    optimizer = optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    for _ in range(steps):
        optimizer.zero_grad()
        value = loss()
        value.backward()
        optimizer.step()
    return value.item()


def test_linear_regression_finds_the_closed_form():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(50, 3))
    t = X @ np.array([1.0, -2.0, 0.5]) + 3 + rng.normal(0, 0.1, 50)
    model = nn.Linear(3, 1, dtype=np.float64, rng=0)
    descend(model, lambda: nn.MSELoss()(model(X), t[:, None]), steps=400, lr=0.2)
    with_ones = np.column_stack([X, np.ones(50)])
    closed = np.linalg.solve(with_ones.T @ with_ones, with_ones.T @ t)
    np.testing.assert_allclose(np.append(model.weight.data, model.bias.data), closed, rtol=1e-8)


@pytest.mark.parametrize("classes", [2, 3])
def test_logistic_regression_finds_what_scikit_learn_finds(classes):
    X, t = load_iris(return_X_y=True)
    X, t = X[t < classes][:, :2], t[t < classes]
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    # Two classes: one unit with a sigmoid. K classes: K units with a softmax.
    model = nn.Linear(2, 1 if classes == 2 else classes, dtype=np.float64, rng=0)

    def loss():
        data = nn.BCEWithLogitsLoss()(model(X), t[:, None]) if classes == 2 else nn.CrossEntropyLoss()(model(X), t)
        return data + 0.5 / len(t) * (model.weight**2).sum()

    descend(model, loss, steps=600, lr=1.0, momentum=0.9)
    theirs = LogisticRegression(C=1.0, tol=1e-10, max_iter=1000).fit(X, t)
    scores = model(X).data
    np.testing.assert_allclose(
        scores[:, 0] if classes == 2 else scores - scores.mean(axis=1, keepdims=True),
        theirs.decision_function(X)
        if classes == 2
        else theirs.decision_function(X) - theirs.decision_function(X).mean(axis=1, keepdims=True),
        atol=1e-5,
    )


def test_least_squares_on_xor_ends_at_one_half_for_every_input():
    model = nn.Linear(2, 1, dtype=np.float64, rng=0)
    descend(model, lambda: nn.MSELoss()(model(XOR), XOR_LABELS[:, None]), steps=2000, lr=0.3)
    np.testing.assert_allclose(model.weight.data, [[0, 0]], atol=1e-12)
    np.testing.assert_allclose(model.bias.data, [0.5], atol=1e-12)


def test_two_relus_compute_xor():
    model = nn.MLP([2, 2, 1], nn.ReLU, dtype=np.float64)
    model[0].weight.data, model[0].bias.data = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0])
    model[2].weight.data, model[2].bias.data = np.array([[1.0, -2.0]]), np.array([0.0])
    np.testing.assert_array_equal(model(XOR).data[:, 0], XOR_LABELS)


def test_a_network_of_two_layers_can_learn_xor():
    model = nn.MLP([2, 8, 1], nn.Tanh, dtype=np.float64, rng=0)
    loss = descend(model, lambda: nn.MSELoss()(model(XOR), XOR_LABELS[:, None]), steps=2000, lr=0.3, momentum=0.9)
    assert loss < 1e-6
    np.testing.assert_array_equal(model(XOR).data[:, 0] > 0.5, XOR_LABELS > 0.5)


def test_three_points_on_a_line_that_no_linear_classifier_separates():
    x, t = Tensor([-1.0, 1.0, 3.0], requires_grad=True), np.array([1, 0, 1])
    h1, h2 = autograd.relu(-3 * x), autograd.relu(x)
    y = autograd.relu(h1 + h2 - 2)
    # The lecture's table.
    np.testing.assert_array_equal(h1.data, [3, 0, 0])
    np.testing.assert_array_equal(h2.data, [0, 1, 3])
    np.testing.assert_array_equal(y.data, t)
    # And the slope at each point: by the first unit, by none, and by the second.
    y.sum().backward()
    np.testing.assert_array_equal(x.bar, [-3, 0, 1])
    # A linear classifier says yes on one side of a threshold: for the sorted points, yes to the first few or last few.
    cuts = [np.arange(3) < k for k in range(4)] + [np.arange(3) >= k for k in range(4)]
    assert all((cut != t.astype(bool)).any() for cut in cuts)


def test_a_stack_of_linear_layers_is_one_linear_layer():
    layers = [nn.Linear(m, n, dtype=np.float64, rng=m) for m, n in ((6, 5), (5, 2), (2, 4))]
    W, b = np.eye(6), np.zeros(6)
    for layer in layers:
        W, b = layer.weight.data @ W, layer.weight.data @ b + layer.bias.data
    X = np.random.default_rng(0).normal(size=(10, 6))
    np.testing.assert_allclose(nn.Sequential(*layers)(X).data, X @ W.T + b, atol=1e-12)
    assert np.linalg.matrix_rank(W) == 2  # of the narrowest layer


def boolean_network(truth):
    """2^D hard-threshold units, each of which knows one row of the truth table, and an output unit that adds."""
    inputs = int(np.log2(len(truth)))
    rows = np.array(list(product([0, 1], repeat=inputs)))
    hidden, output = nn.Linear(inputs, len(rows), dtype=np.float64), nn.Linear(len(rows), 1, dtype=np.float64)
    hidden.weight.data, hidden.bias.data = 2.0 * rows - 1, 0.5 - rows.sum(axis=1)
    output.weight.data, output.bias.data = np.array([truth], float), np.array([-0.5])
    return nn.Sequential(hidden, nn.HardThreshold(), output, nn.HardThreshold()), rows


def test_hard_thresholds_compute_every_boolean_function_of_three_inputs():
    for truth in product([0, 1], repeat=8):
        network, rows = boolean_network(truth)
        with autograd.no_grad():
            np.testing.assert_array_equal(network(rows.astype(float)).data[:, 0], truth)


def test_relus_fit_a_function_more_closely_the_more_there_are():
    x = np.linspace(0, 2 * np.pi, 400)

    def error(width):
        """Of the piecewise linear function that is right at the kinks of ``width`` ReLUs."""
        kinks = np.linspace(0, 2 * np.pi, width + 1)
        slopes = np.diff(np.sin(kinks)) / np.diff(kinks)
        hidden, output = nn.Linear(1, width, dtype=np.float64), nn.Linear(width, 1, dtype=np.float64)
        hidden.weight.data, hidden.bias.data = np.ones((width, 1)), -kinks[:-1]
        output.weight.data, output.bias.data = np.diff(slopes, prepend=0.0)[None], np.zeros(1)
        model = nn.Sequential(hidden, nn.ReLU(), output)
        return np.abs(model(x[:, None]).data[:, 0] - np.sin(x)).max()

    errors = [error(width) for width in (4, 8, 16, 32)]
    assert all(later < earlier / 2.5 for earlier, later in pairwise(errors))
    assert errors[-1] < 0.006


def test_the_forward_pass_by_unit_is_the_vectorised_one():
    digits, _ = load_digits(return_X_y=True)
    model = nn.Sequential(nn.Linear(64, 50, rng=0), nn.ReLU(), nn.Linear(50, 10, rng=1), nn.Softmax(dim=1))
    x = digits[0] / 16
    (W1, b1), (W2, b2) = ((layer.weight.data, layer.bias.data) for layer in (model[0], model[2]))
    h = [max(0.0, sum(w * v for w, v in zip(row, x, strict=True)) + b) for row, b in zip(W1, b1, strict=True)]
    y = [sum(w * v for w, v in zip(row, h, strict=True)) + b for row, b in zip(W2, b2, strict=True)]
    odds = [np.exp(score) for score in y]
    np.testing.assert_allclose(model(x[None]).data[0], [o / sum(odds) for o in odds], rtol=1e-5)


def test_a_hidden_layer_learns_features_that_a_line_separates():
    rng = np.random.default_rng(0)
    angle, ring = rng.uniform(0, 2 * np.pi, 200), np.repeat([0, 1], 100)
    X = (1 + 1.5 * ring)[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    model = nn.MLP([2, 16, 2, 1], nn.Tanh, dtype=np.float64, rng=0)
    features = model[:4]

    def separable_share(points):
        return LogisticRegression(C=1e6, max_iter=1000).fit(points, ring).score(points, ring)

    assert separable_share(X) < 0.7
    assert separable_share(features(X).data) < 1
    descend(model, lambda: nn.BCEWithLogitsLoss()(model(X), ring[:, None]), steps=300, lr=0.3, momentum=0.9)
    assert separable_share(features(X).data) == 1


def test_positive_inputs_give_the_weights_of_a_unit_gradients_of_one_sign():
    rng = np.random.default_rng(0)
    X, w = rng.uniform(0.1, 1, size=(50, 4)), rng.normal(size=4)

    def signs(x, target):
        return set(np.sign(grad(lambda w: 0.5 * (autograd.sigmoid(np.sum(w * x)) - target) ** 2)(w)))

    targets = rng.normal(size=50)
    assert all(len(signs(x, target)) == 1 for x, target in zip(X, targets, strict=True))
    # Centred inputs cure that.
    centred = nn.data.Center(4).fit(X)(X)
    mixed = [len(signs(x, target)) == 2 for x, target in zip(centred, targets, strict=True)]
    assert np.mean(mixed) > 0.7
