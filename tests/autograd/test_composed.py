"""NumPy functions made of primitives; those about shapes, indices and products are with their rule pages."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograd import Tensor, check_grads
from tests.autograd.case import above, apart, case, every_check, fixed, matrix, positive, real

WEIGHTS = np.array([0.5, 1.0, 2.0])
CHOSEN = np.array([[True, False, True], [True, True, True]])

CASES = [
    case("np.nan_to_num", lambda x: np.nan_to_num(x), real(2, 3)),
    case("np.average", lambda x: np.average(x), real(2, 3)),
    case("np.average axis", lambda x: np.average(x, axis=(0, 1)), real(2, 3)),
    case("np.average weights", lambda x: np.average(x, axis=1, weights=WEIGHTS.astype(np.float16)), real(2, 3)),
    case("np.average of all, weights", lambda x, w: np.average(x, weights=w), real(2, 3), positive(2, 3)),
    case("np.average of an axis, weights", lambda x, w: np.average(x, axis=0, weights=w), real(3, 2), positive(3)),
    case("np.average keepdims", lambda x: np.average(x, axis=1, keepdims=True), real(2, 3)),
    case("np.average over axes", lambda x, w: np.average(x, (2, 0), w), real(2, 3, 4), positive(4, 2)),
    case("np.average returned", lambda x, w: np.average(x, 0, w, returned=True), real(3, 2), positive(3, 2)),
    *(
        case(f"{f.__name__} where", lambda x, f=f: f(x, axis=0, keepdims=True, where=CHOSEN), real(2, 3), dtypes="fdg")
        for f in (np.sum, np.prod, np.mean, np.var, np.std)
    ),
    *(
        case(f"{f.__name__} where, initial", lambda x, f=f: f(x, 1, initial=0.1, where=CHOSEN), apart(2, 3))
        for f in (np.max, np.min, np.sum, np.prod)
    ),
    case("np.sum from a learned start", lambda x, c: np.sum(x * c, initial=c), real(3), real()),
    case("np.max or a learned value", lambda x, c: np.max(x * c, 0, initial=c), above(2, 3), real()),
    *(
        case(f"{f.__name__} dtype", lambda x, f=f: f(x, dtype=np.longdouble), real(2, 3))
        for f in (np.sum, np.prod, np.mean, np.var, np.std, np.cumsum, np.cumprod, np.trace)
    ),
    *(
        case(f"{f.__name__} correction", lambda x, f=f: f(x, correction=1), real(4), dtypes="fd")
        for f in (np.var, np.std)
    ),
    case(
        "np.var of a given mean", lambda x, m: np.var(x * 1, 0, mean=m + 0 * x[:1]), real(3, 2), real(1, 2), dtypes="fd"
    ),
    case("np.std of a given mean", lambda x: np.std(x, mean=np.mean(x, keepdims=True)), real(3, 2), dtypes="fd"),
    case("np.cumulative_sum", lambda x: np.cumulative_sum(x, axis=1), real(2, 3)),
    case("np.cumulative_sum from 0", lambda x: np.cumulative_sum(x, axis=0, include_initial=True), real(2, 3)),
    case("np.cumulative_prod from 1", lambda x: np.cumulative_prod(x, include_initial=True), real(3)),
    case("np.compress", lambda x: np.compress([True, False, True], x, axis=1), real(2, 3)),
    case("np.extract", lambda x: np.extract(CHOSEN, x), real(2, 3)),
    case("np.pad learned ends", lambda x, c: np.pad(x * c[0], 2, "linear_ramp", end_values=c), real(2, 3), real(2)),
    case("x.ravel F", lambda x: x.ravel(order="F"), real(2, 3)),
    case("x.flatten F", lambda x: x.flatten("F"), real(2, 3)),
    *(
        case(f"{f.__name__}", lambda x, f=f: f(np.where(CHOSEN, x, np.nan), axis=1), real(2, 3), dtypes="fdg")
        for f in (np.nansum, np.nanprod, np.nanmean, np.nanvar, np.nanstd)
    ),
    case("np.median", lambda x: np.median(x), apart(2, 3)),
    case("np.median odd", lambda x: np.median(x, axis=0, keepdims=True), apart(3, 2)),
    case("np.median axes", lambda x: np.median(x, axis=(0, 2)), apart(2, 3, 2)),
    case("np.trapezoid", lambda y: np.trapezoid(y, dx=0.5, axis=0), real(4, 2)),
    case("np.trapezoid at places", lambda y, x: np.trapezoid(y, x), real(2, 3), real(3)),
    case("np.select", lambda x, y: np.select([CHOSEN, ~CHOSEN], [x * 2, y], 5), real(2, 3), real(3)),
    case("np.real and np.conj", lambda x: np.real(x) * np.conj(x), real(2)),
    case("np.matvec", lambda x, y: np.matvec(x, y), real(2, 3, 4), real(4)),
    case("np.vecmat", lambda x, y: np.vecmat(x, y), real(3), real(2, 3, 4)),
    case("np.cross", lambda x, y: np.cross(x, y), real(2, 3), real(3)),
    case("np.cross axes", lambda x, y: np.cross(x, y, 0, 1, 0), real(3, 2), real(2, 3)),
    case("np.linalg.cross", lambda x, y: np.linalg.cross(x, y, axis=0), real(3, 2), real(3, 2)),
    case("np.linalg.slogdet", lambda x: np.linalg.slogdet(x).logabsdet, matrix(2, 3, 3), dtypes="fd"),
    case("np.block", lambda x, y: np.block([[x, x], [y, 2 * y]]), real(2, 3), real(1, 3)),
    case("np.block of one row", lambda x, y: np.block([x, y, 1]), real(2), real()),
    case("np.meshgrid", lambda x, y: np.meshgrid(x, y), real(2), real(3)),
    case("np.meshgrid ij", lambda x, y: np.meshgrid(x, y, x, indexing="ij"), real(2), real(3)),
    case("np.meshgrid sparse", lambda x, y: np.meshgrid(x, y, sparse=True), real(2), real(3)),
    case("np.diagflat", lambda x: np.diagflat(x, 1), real(2, 2)),
    case("np.ptp keepdims", lambda x: np.ptp(x, axis=0, keepdims=True), apart(2, 3)),
    case("np.diff with ends", lambda x, a: np.diff(x * 1, prepend=a, append=[[1], [2]]), real(2, 3), real()),
    case("np.ptp", lambda x: np.ptp(x), apart(2, 3)),
    case("np.ptp axis", lambda x: np.ptp(x, axis=-1), apart(2, 3)),
    case("np.diff", lambda x: np.diff(x), real(2, 4)),
    case("np.diff twice", lambda x: np.diff(x, 2, axis=0), real(4, 2)),
    case("np.diff never", lambda x: np.diff(x, 0) + 0 * x, real(3)),
]
test_rules = every_check(CASES)


def test_replaced_numbers_receive_no_error_signal():
    x = Tensor([1.0, np.nan, np.inf, -np.inf], requires_grad=True)
    z = np.nan_to_num(x, nan=7.0, posinf=8.0, neginf=9.0)
    assert z.tolist() == [1, 7, 8, 9]
    z.sum().backward()
    assert x.bar.tolist() == [1, 0, 0, 0]


def test_weights_without_an_axis_are_one_for_each_entry():
    with pytest.raises(TypeError, match=r"average[\s\S]*need an axis[\s\S]*test_composed.py"):
        np.average(Tensor(np.ones((2, 3)), requires_grad=True), weights=np.ones(3))


def test_the_range_of_entries_that_tie():
    x = Tensor([1.0, 3.0, 3.0, 1.0], requires_grad=True)
    np.ptp(x).backward()
    assert x.bar.tolist() == [-0.5, 0.5, 0.5, -0.5]


@pytest.mark.parametrize("f", [np.median, lambda x, axis: np.linalg.vector_norm(x, axis=axis)])
@pytest.mark.parametrize(("shape", "axis"), [((3, 0), 0), ((0, 3), 1), ((2, 0, 3), (0, 2))])
def test_no_rows_have_no_medians_and_no_norms(f, shape, axis):
    x = Tensor(np.ones(shape), requires_grad=True)
    z = f(x, axis=axis)
    assert z.shape == (0,)
    z.sum().backward()
    assert x.bar.shape == shape


@pytest.mark.parametrize("requires_grad", [False, True])
@pytest.mark.parametrize(("shape", "axis", "keepdims"), [((0, 3), 0, False), ((3, 0), -1, True), ((0,), None, False)])
def test_the_median_of_nothing_is_no_number(requires_grad, shape, axis, keepdims):
    x = Tensor(np.ones(shape), requires_grad)
    with pytest.warns(RuntimeWarning, match="invalid value"):
        z = np.median(x, axis=axis, keepdims=keepdims)
    with pytest.warns(RuntimeWarning):
        expected = np.median(np.ones(shape), axis=axis, keepdims=keepdims)
    np.testing.assert_array_equal(z.data, expected, strict=True)


def test_differences_of_constants_are_constants():
    assert np.diff(Tensor([1.0, 4.0])).node is None


@pytest.mark.parametrize("f", [np.nan_to_num, np.ptp, np.diff])
def test_lists_of_numbers_are_numpys(f):
    assert isinstance(f([1.0, 2.0]), np.ndarray | np.generic)


def test_one_row_is_not_spread_by_accident():
    """The weights of np.average belong to one axis."""
    x = fixed([[1.0, 2.0], [3.0, 4.0]])(None)
    t = Tensor(x, requires_grad=True)
    np.testing.assert_allclose(
        np.average(t, axis=0, weights=[1.0, 3.0]).data, np.average(x, axis=0, weights=[1.0, 3.0])
    )


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        (lambda x: np.max(x, where=[True, False]), "max with where=... and without initial"),
        (lambda x: np.var(x, ddof=1, correction=1), "var with ddof=1 and correction=1"),
        (lambda x: np.std(x, ddof=1, correction=1), "std with ddof=1 and correction=1"),
        (lambda x: np.cumulative_sum(x * np.ones((2, 1))), "no axis named"),
        (lambda x: np.diff(x, -1), "n is -1"),
    ],
)
def test_options_that_do_not_go_together(wrong, text):
    with pytest.raises(ValueError, match=rf"{text}[\s\S]*test_composed.py[\s\S]*Hint: "):
        wrong(Tensor([1.0, 2.0], requires_grad=True))


@given(
    st.sampled_from([np.sum, np.prod, np.mean, np.var, np.std]),
    hnp.array_shapes(max_dims=3, max_side=3),
    st.data(),
)
def test_reductions_of_chosen_entries_have_numpys_values_and_their_derivatives(f, shape, data):
    """Of distinct entries, away from 0, of which two at least are chosen."""
    axis = data.draw(st.one_of(st.none(), hnp.valid_tuple_axes(len(shape), min_size=1)))
    where = data.draw(hnp.arrays(bool, shape))
    ddof = data.draw(st.sampled_from([0, 0.5]))
    options = {"axis": axis, "keepdims": data.draw(st.booleans()), "where": where}
    options |= {"ddof": ddof} if f in (np.var, np.std) else {}
    assume(np.all(np.sum(where, axis=axis) >= 2))
    x = apart(*shape)(np.random.default_rng(data.draw(st.integers(0, 99))))
    np.testing.assert_allclose(f(Tensor(x), **options).data, f(x, **options), rtol=1e-12)
    check_grads(lambda x: f(x, **options), order=2, rtol=1e-5)(x)


@given(
    hnp.array_shapes(min_dims=1, max_dims=3, max_side=4),
    st.sampled_from([None, 1, 2, 3, 2.5, 0.5, -1, -2, np.inf, -np.inf]),
    st.data(),
)
def test_norms_of_vectors_in_any_order(shape, order, data):
    axis, keepdims = data.draw(st.integers(-len(shape), len(shape) - 1)), data.draw(st.booleans())
    x = apart(*shape)(np.random.default_rng(data.draw(st.integers(0, 99))))
    z = np.linalg.norm(Tensor(x), order, axis, keepdims)
    np.testing.assert_allclose(z.data, np.linalg.norm(x, order, axis, keepdims), rtol=1e-12)
    check_grads(lambda x: np.linalg.norm(x, order, axis, keepdims), order=2, rtol=1e-5)(x)


@given(
    st.tuples(*[st.integers(1, 3)] * 3),
    st.sampled_from([None, "fro", "nuc", 1, -1, 2, -2, np.inf, -np.inf]),
    st.permutations([0, 1, 2]),
    st.booleans(),
    st.integers(0, 99),
)
def test_norms_of_matrices_in_any_order(shape, order, axes, keepdims, seed):
    axes = tuple(axes[:2])
    x = np.random.default_rng(seed).normal(size=shape)
    s = np.linalg.svd(np.moveaxis(x, axes, (-2, -1)), compute_uv=False)
    sums = [np.sort(np.sum(np.abs(x), axis=axis), axis=None) for axis in axes]
    # Away from ties and from 0, where differences say nothing of a subgradient.
    assume(np.all(np.abs(np.diff(s)) > 0.05) and np.all(s > 0.05) and all(np.all(np.diff(r) > 0.01) for r in sums))
    assume(np.all(np.abs(x) > 0.01))
    z = np.linalg.norm(Tensor(x), order, axes, keepdims)
    np.testing.assert_allclose(z.data, np.linalg.norm(x, order, axes, keepdims), rtol=1e-12)
    check_grads(lambda x: np.linalg.norm(x, order, axes, keepdims), order=2, rtol=1e-4)(x)


@given(
    hnp.array_shapes(min_dims=1, max_dims=3, max_side=3),
    st.sampled_from(["constant", "edge", "reflect", "symmetric", "wrap", "maximum", "minimum", "mean", "linear_ramp"]),
    st.data(),
)
def test_paddings_in_any_mode(shape, mode, data):
    width = data.draw(st.lists(st.tuples(*[st.integers(0, 4)] * 2), min_size=len(shape), max_size=len(shape)))
    options = {}
    if mode in ("constant", "linear_ramp"):
        name = "constant_values" if mode == "constant" else "end_values"
        options[name] = data.draw(hnp.arrays(float, (len(shape), 2), elements=st.integers(-3, 3)))
    elif mode in ("maximum", "minimum", "mean"):
        options["stat_length"] = data.draw(st.one_of(st.none(), st.integers(1, 4)))
    elif mode in ("reflect", "symmetric"):
        odd = all(max(pair) < length for pair, length in zip(width, shape, strict=True))
        options["reflect_type"] = data.draw(st.sampled_from(["even", "odd"] if odd else ["even"]))
    x = apart(*shape)(np.random.default_rng(data.draw(st.integers(0, 99))))
    np.testing.assert_allclose(np.pad(Tensor(x), width, mode, **options).data, np.pad(x, width, mode, **options))
    check_grads(lambda x: np.pad(x, width, mode, **options), order=2)(x)


@given(hnp.array_shapes(max_dims=4, max_side=3), st.sampled_from("CFA"), st.data())
def test_reshaping_in_any_order(shape, order, data):
    x = np.random.default_rng(0).normal(size=shape)
    new = tuple(data.draw(st.permutations(shape)))
    np.testing.assert_array_equal(np.reshape(Tensor(x), new, order).data, np.reshape(x, new, order))
    np.testing.assert_array_equal(np.ravel(Tensor(x), order).data, np.ravel(x, order))
    check_grads(lambda x: np.reshape(x, new, order) * np.arange(x.size).reshape(new), order=1)(x)


@pytest.mark.parametrize("ord", [None, 0, 1, 3, np.inf])
def test_norms_of_integers_are_floats(ord):
    z = np.linalg.norm(Tensor([3, -4]), ord)
    assert z.dtype == np.float64
    assert z.data == np.linalg.norm([3, -4], ord)


def test_paddings_of_integers_are_rounded_as_numpys():
    for array in (np.array([1, 2, 4]), np.array(7)):
        for mode in ("mean", "maximum", "linear_ramp", "constant"):
            np.testing.assert_array_equal(np.pad(Tensor(array), 2, mode).data, np.pad(array, 2, mode))


def test_parts_of_complex_constants():
    t = Tensor([1 + 2j, 3 - 1j])
    assert np.real(t).tolist() == t.real.tolist() == [1, 3]
    assert np.conj(t).tolist() == [1 - 2j, 3 + 1j]
    x = Tensor([1.0], requires_grad=True)
    assert x.real is x
