"""Lecture 004's derivations, by closed forms."""

import numpy as np

from autograd import Tensor, affine, sigmoid


def test_logistic_least_squares():
    w, b = Tensor(0.7, requires_grad=True), Tensor(-0.2, requires_grad=True)
    x, t = 1.5, 1.0
    z = w * x + b
    y = sigmoid(z)
    loss = 0.5 * (y - t) ** 2
    loss.backward()
    assert loss.bar == 1
    y_bar = y.data - t
    z_bar = y_bar * y.data * (1 - y.data)
    for tensor, bar in [(y, y_bar), (z, z_bar), (w, z_bar * x), (b, z_bar)]:
        np.testing.assert_allclose(tensor.bar, bar, rtol=1e-14)


def test_multivariate_chain_rule():
    t = Tensor(0.8, requires_grad=True)
    x, y = np.cos(t), t**2
    f = y + np.exp(x * y)
    f.backward()
    e = np.exp(x.data * y.data)
    np.testing.assert_allclose(x.bar, y.data * e, rtol=1e-14)
    np.testing.assert_allclose(y.bar, 1 + x.data * e, rtol=1e-14)
    np.testing.assert_allclose(t.bar, y.data * e * -np.sin(0.8) + (1 + x.data * e) * 2 * 0.8, rtol=1e-14)


def test_multi_layer_perceptron_in_vectors_and_in_scalars():
    rng = np.random.default_rng(0)
    x, t = rng.normal(size=3), rng.normal(size=2)
    arrays = [rng.normal(size=shape) for shape in ((4, 3), (4,), (2, 4), (2,))]
    W1, b1, W2, b2 = parameters = [Tensor(array, requires_grad=True) for array in arrays]
    z = affine(x, W1, b1)
    h = sigmoid(z)
    y = affine(h, W2, b2)
    loss = 0.5 * np.sum((y - t) ** 2)
    loss.backward()
    y_bar = y.data - t
    h_bar = W2.data.T @ y_bar
    z_bar = h_bar * h.data * (1 - h.data)
    expected = [np.outer(z_bar, x), z_bar, np.outer(y_bar, h.data), y_bar]
    for parameter, bar in zip(parameters, expected, strict=True):
        np.testing.assert_allclose(parameter.bar, bar, rtol=1e-13)

    scalars = [np.vectorize(lambda v: Tensor(v, requires_grad=True), otypes=[object])(array) for array in arrays]
    V1, a1, V2, a2 = scalars
    hs = [sigmoid(sum(V1[i, j] * x[j] for j in range(3)) + a1[i]) for i in range(4)]
    ys = [sum(V2[k, i] * hs[i] for i in range(4)) + a2[k] for k in range(2)]
    sum(0.5 * (ys[k] - t[k]) ** 2 for k in range(2)).backward()
    for group, bar in zip(scalars, expected, strict=True):
        np.testing.assert_allclose(np.vectorize(lambda s: float(s.bar))(group), bar, rtol=1e-12)
