"""Training: lecture 004's snippet as printed, and networks whose answers the lectures give."""

import numpy as np
import pytest

import nn
import optim
from autograd import Tensor

SNIPPET = """
model = nn.Linear(784, 10) # classification model
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(model.parameters(), lr=0.005)

zs = model(xs)  # forward pass
loss = criterion(zs, ts) # compute the loss (cost)
loss.backward()  # backwards pass (error signals)
optimizer.step()  # update the parameters
optimizer.zero_grad()  # a clean up step
"""

XOR = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
XOR_LABELS = np.array([[0], [1], [1], [0]], float)


def train(model, criterion, optimizer, xs, ts, steps):
    for _ in range(steps):
        loss = criterion(model(xs), ts)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return loss.item()


@pytest.mark.parametrize("wrap", [np.asarray, Tensor], ids=["arrays", "tensors"])
def test_lecture_004s_snippet_runs_as_printed(wrap):
    """docs/lectures.md E9, and what one such step does: W ← W - 0.005 (softmax(z) - t)ᵀ x / n."""
    rng = np.random.default_rng(0)
    xs, ts = rng.normal(size=(8, 784)).astype(np.float32), rng.integers(0, 10, 8)
    nn.manual_seed(0)
    names = {"nn": nn, "optim": optim, "xs": wrap(xs), "ts": wrap(ts)}
    exec(SNIPPET, names)

    nn.manual_seed(0)
    start = nn.Linear(784, 10)
    z = xs @ start.weight.data.T + start.bias.data
    p = np.exp(z) / np.exp(z).sum(1, keepdims=True)
    assert names["loss"].item() == pytest.approx(-np.log(p[range(8), ts]).mean(), rel=1e-5)
    z_bar = (p - np.eye(10)[ts]) / 8
    np.testing.assert_allclose(names["model"].weight.data, start.weight.data - 0.005 * z_bar.T @ xs, atol=1e-6)
    np.testing.assert_allclose(names["model"].bias.data, start.bias.data - 0.005 * z_bar.sum(0), atol=1e-6)
    assert names["model"].weight.bar is None


def test_linear_regression_reaches_the_least_squares_solution():
    """docs/lectures.md N1."""
    rng = np.random.default_rng(4)
    xs = rng.normal(size=(50, 3))
    ts = xs @ [[1.0], [-2.0], [0.5]] + 3 + rng.normal(size=(50, 1))
    model = nn.Linear(3, 1, dtype=np.float64, rng=0)
    train(model, nn.MSELoss(), optim.SGD(model.parameters(), lr=0.1, momentum=0.5), xs, ts, 300)
    solution, *_ = np.linalg.lstsq(np.column_stack([xs, np.ones(50)]), ts)
    np.testing.assert_allclose(np.append(model.weight.data, model.bias.data), solution.ravel(), rtol=1e-9)


def test_xor_by_a_linear_model():
    """docs/lectures.md N2: the optimum is w₁ = w₂ = 0, b = ½."""
    model = nn.Linear(2, 1, dtype=np.float64, rng=0)
    loss = train(model, nn.MSELoss(), optim.SGD(model.parameters(), lr=0.3), XOR, XOR_LABELS, 500)
    np.testing.assert_allclose(model.weight.data, 0, atol=1e-9)
    np.testing.assert_allclose(model.bias.data, 0.5, atol=1e-9)
    assert loss == pytest.approx(0.25)


def test_xor_by_rectifiers():
    """docs/lectures.md N3: the lecture's weights are exact."""
    model = nn.MLP([2, 2, 1], dtype=np.float64)
    model.load_state_dict({"0.weight": [[1, 1], [1, 1]], "0.bias": [0, -1], "2.weight": [[1, -2]], "2.bias": [0]})
    np.testing.assert_array_equal(model(XOR).data, XOR_LABELS)


@pytest.mark.parametrize("seed", range(3))
def test_a_network_learns_xor(seed):
    """docs/lectures.md N3."""
    model = nn.MLP([2, 8, 1], nn.Tanh, dtype=np.float64, rng=seed)
    loss = train(model, nn.MSELoss(), optim.SGD(model.parameters(), lr=0.1, momentum=0.9), XOR, XOR_LABELS, 500)
    assert loss < 1e-3


def test_two_rectifiers_separate_what_no_line_does():
    """docs/lectures.md N4: h₁ = relu(-3x), h₂ = relu(x), y = relu(h₁ + h₂ - 2), and the table of them."""
    hidden = nn.Sequential(nn.Linear(1, 2, dtype=np.float64), nn.ReLU())
    output = nn.Sequential(nn.Linear(2, 1, dtype=np.float64), nn.ReLU())
    hidden.load_state_dict({"0.weight": [[-3], [1]], "0.bias": [0, 0]})
    output.load_state_dict({"0.weight": [[1, 1]], "0.bias": [-2]})
    h = hidden(np.array([[-1.0], [1.0], [3.0]]))
    assert h.data.tolist() == [[3, 0], [0, 1], [0, 3]]
    assert output(h).data.tolist() == [[1], [0], [1]]


def test_a_stack_of_linear_layers_is_one_linear_layer():
    """docs/lectures.md N5: W = W₃W₂W₁, b = b₃ + W₃b₂ + W₃W₂b₁; its rank is at most the narrowest layer's width."""
    rng = np.random.default_rng(6)
    stack = nn.MLP([5, 4, 2, 6], nn.Identity, dtype=np.float64, rng=rng)
    (W1, b1), (W2, b2), (W3, b3) = ((stack[i].weight.data, stack[i].bias.data) for i in (0, 2, 4))
    single = nn.Linear(5, 6, dtype=np.float64)
    single.load_state_dict({"weight": W3 @ W2 @ W1, "bias": b3 + W3 @ b2 + W3 @ W2 @ b1})
    xs = rng.normal(size=(10, 5))
    np.testing.assert_allclose(stack(xs).data, single(xs).data, rtol=1e-12)
    assert np.linalg.matrix_rank(single.weight.data) == 2


def test_one_seed_gives_one_run():
    def run():
        rng = np.random.default_rng(8)
        xs, ts = rng.normal(size=(40, 5)).astype(np.float32), rng.integers(0, 3, 40)
        model = nn.MLP([5, 7, 3], rng=rng)
        optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
        for _ in range(3):
            for x, t in nn.data.Minibatches(xs, ts, batch_size=16, rng=rng):
                train(model, nn.CrossEntropyLoss(), optimizer, x, t, 1)
        return model.state_dict()

    first, second = run(), run()
    for path in first:
        np.testing.assert_array_equal(first[path], second[path])


def test_shared_weights_get_the_error_signals_of_all_their_uses():
    layer = nn.Linear(2, 2, dtype=np.float64, rng=0)
    x = np.ones((1, 2))
    nn.Sequential(layer, layer)(x).sum().backward()
    W, b = layer.weight.data, layer.bias.data
    h = W @ x[0] + b
    np.testing.assert_allclose(layer.weight.bar, np.outer(np.ones(2), h) + np.outer(W.T @ np.ones(2), x[0]))
    np.testing.assert_allclose(layer.bias.bar, 1 + W.T @ np.ones(2))
