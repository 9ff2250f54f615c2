"""autograd.numpy, for programs written for HIPS/autograd."""

import numpy

import autograd.numpy as np
import autograd.numpy.linalg as npla
import autograd.numpy.random as npr
from autograd import Tensor, elementwise_grad, grad, jacobian


def test_it_is_numpy():
    assert np.exp is numpy.exp
    assert np.linalg is not None
    assert np.pi == numpy.pi
    assert npla.norm is numpy.linalg.norm
    assert npr.default_rng is numpy.random.default_rng
    assert "exp" in dir(np)
    assert "norm" in dir(npla)


def test_arrays_of_tensors_record():
    x = Tensor([1.0, 2.0], requires_grad=True)
    z = np.array([[x[0], 2.0], [3.0, x[1] * x[0]]])
    assert z.shape == (2, 2)
    np.sum(z * numpy.array([[1.0, 2.0], [3.0, 4.0]])).backward()
    assert x.bar.tolist() == [1 + 8, 4]
    assert np.array(x, dtype=numpy.float32).dtype == numpy.float32
    assert np.asarray([x, x]).shape == (2, 2)


def test_arrays_of_numbers_are_numpys():
    assert type(np.array([1, 2])) is numpy.ndarray
    array = numpy.ones(2)
    assert np.asarray(array) is array
    assert np.array([1, 2], dtype=float).dtype == float


def test_the_first_program_of_hips_autograd():
    def tanh(x):
        y = np.exp(-2.0 * x)
        return (1.0 - y) / (1.0 + y)

    slope = grad(tanh)
    assert abs(slope(1.0) - (tanh(1.0001) - tanh(0.9999)) / 0.0002) < 1e-8


def test_a_logistic_regression_as_hips_autograd_has_it():
    inputs = np.array([[0.52, 1.12, 0.77], [0.88, -1.08, 0.15], [0.52, 0.06, -1.30], [0.74, -2.49, 1.39]])
    targets = np.array([True, True, False, True])

    def training_loss(weights):
        predictions = 0.5 * (np.tanh(np.dot(inputs, weights)) + 1)
        return -np.sum(np.log(predictions * targets + (1 - predictions) * (1 - targets)))

    weights = np.array([0.0, 0.0, 0.0])
    before = training_loss(weights)
    for _ in range(100):
        weights -= grad(training_loss)(weights) * 0.01
    assert training_loss(weights) < before / 2


def test_elementwise_and_jacobian_as_hips_autograd_has_them():
    x = np.linspace(-7, 7, 5)
    numpy.testing.assert_allclose(elementwise_grad(np.tanh)(x), 1 - numpy.tanh(x) ** 2)
    numpy.testing.assert_allclose(
        jacobian(lambda x: np.array([x[0] * x[1], x[1]]))(np.array([2.0, 3.0])), [[3, 2], [0, 1]]
    )
