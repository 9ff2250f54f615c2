"""Gradient clipping, beside its formulas."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nn
from autograd import Tensor
from nn.utils import clip_grad_norm_, clip_grad_value_


def with_bars(*bars):
    params = []
    for bar in bars:
        param = Tensor(np.zeros(np.shape(bar)), requires_grad=True)
        param.bar = np.asarray(bar, float)
        params.append(param)
    return params


@given(
    st.lists(st.floats(-100, 100), min_size=1, max_size=6),
    st.floats(0, 50),
    st.sampled_from([1.0, 2.0, 3.5, math.inf]),
)
def test_the_norm_is_at_most_what_is_allowed_and_the_direction_stays(bars, max_norm, norm_type):
    params = with_bars(bars, 2.0, [[1.0, -3.0]])
    whole = np.concatenate([param.bar.ravel() for param in params])
    norm = clip_grad_norm_(params, max_norm, norm_type)
    after = np.concatenate([param.bar.ravel() for param in params])
    assert norm == pytest.approx(np.linalg.norm(whole, norm_type))
    assert np.linalg.norm(after, norm_type) <= max_norm + 1e-9 or np.array_equal(after, whole)
    assert np.linalg.norm(after, norm_type) == pytest.approx(min(norm, max_norm), rel=1e-5, abs=1e-5)
    np.testing.assert_allclose(after * norm, whole * np.linalg.norm(after, norm_type), rtol=1e-9, atol=1e-6)


def test_small_norms_stay_as_they_are_bit_for_bit():
    (param,) = with_bars([0.3, -0.4])
    assert clip_grad_norm_(param, 1.0) == 0.5
    assert param.bar.tolist() == [0.3, -0.4]


def test_float32_does_not_overflow_and_keeps_its_dtype():
    param = Tensor(np.zeros(2, np.float32), requires_grad=True)
    param.bar = np.array([3e30, -4e30], np.float32)
    assert clip_grad_norm_([param], 1.0) == pytest.approx(5e30)
    assert param.bar.dtype == np.float32
    np.testing.assert_allclose(param.bar, [0.6, -0.8], rtol=1e-6)


def test_a_bar_that_another_tensor_shares_is_left_alone():
    x, y = Tensor([1.0, 2.0], requires_grad=True), Tensor([1.0, 2.0], requires_grad=True)
    ((x + y) * 3).sum().backward()
    clip_grad_norm_([x], 1.0)
    clip_grad_value_([x], 0.1)
    assert y.bar.tolist() == [3.0, 3.0]


def test_parameters_without_a_bar_are_left_out():
    model = nn.Linear(2, 2)
    assert clip_grad_norm_(model.parameters(), 1.0) == 0.0
    clip_grad_value_(model.parameters(), 1.0)
    assert model.weight.bar is None


def test_a_bar_that_is_a_tensor():
    x = Tensor([3.0, 4.0], requires_grad=True)
    (x * x).sum().backward(create_graph=True)
    assert clip_grad_norm_(x, 1.0) == 10.0
    np.testing.assert_allclose(x.bar, [0.6, 0.8], rtol=1e-6)


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=6), st.floats(0, 5))
def test_clipping_by_value(bars, limit):
    (param,) = with_bars(bars)
    clip_grad_value_([param], limit)
    assert param.bar.tolist() == [min(max(bar, -limit), limit) for bar in bars]


def test_a_norm_that_is_not_finite():
    (param,) = with_bars([1.0, math.inf])
    with pytest.raises(FloatingPointError, match="norm of the error signals is inf"):
        clip_grad_norm_([param], 1.0, error_if_nonfinite=True)
    assert param.bar.tolist() == [1.0, math.inf]
    with np.errstate(invalid="ignore"):
        assert clip_grad_norm_([param], 1.0) == math.inf
    assert param.bar[0] == 0


def test_what_is_refused():
    for bad in (-1.0, math.nan):
        with pytest.raises(ValueError, match="max_norm"):
            clip_grad_norm_([], bad)
        with pytest.raises(ValueError, match="norm_type"):
            clip_grad_norm_([], 1.0, bad)
        with pytest.raises(ValueError, match="clip_value"):
            clip_grad_value_([], bad)
