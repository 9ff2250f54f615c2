"""Centring, scaling, whitening: fitted to training points, applied to all (docs/lectures.md T7)."""

import numpy as np
import pytest
import sklearn.decomposition
import sklearn.preprocessing
from hypothesis import given
from hypothesis import strategies as st

import autograd
import nn
from autograd import Tensor
from nn.data import Center, Normalize, Scale, Whiten

TRANSFORMS = [Center, Scale, Normalize, Whiten]


def points(n=200, rng=0, dtype=np.float64):
    """Correlated points of three features of very different sizes."""
    rng = np.random.default_rng(rng)
    mixing = np.array([[1.0, 50.0, 0.0], [0.0, 20.0, 0.01], [0.0, 0.0, 0.02]])
    return (rng.normal(size=(n, 3)) @ mixing + [10.0, -300.0, 0.5]).astype(dtype)


def test_what_they_make_of_the_training_points():
    xs = points()
    np.testing.assert_allclose(Center(3).fit(xs)(xs), xs - xs.mean(axis=0), rtol=0, atol=1e-12)
    np.testing.assert_allclose(Scale(3).fit(xs)(xs), xs / xs.std(axis=0), rtol=1e-12)
    zs = Normalize(3).fit(xs)(xs)
    np.testing.assert_allclose(zs.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(zs.std(axis=0), 1, rtol=1e-12)
    zs = Whiten(3).fit(xs)(xs)
    np.testing.assert_allclose(zs.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(np.cov(zs.T, bias=True), np.eye(3), atol=1e-9)


def test_scikit_learn_agrees():
    train, test = points(), points(rng=1)
    theirs = sklearn.preprocessing.StandardScaler().fit(train).transform(test)
    np.testing.assert_allclose(Normalize(3).fit(train)(test), theirs, rtol=1e-9, atol=1e-9)
    # PCA whitens up to a rotation, and divides by n - 1.
    theirs = sklearn.decomposition.PCA(whiten=True).fit(train).transform(test) * np.sqrt(len(train) / (len(train) - 1))
    ours = Whiten(3).fit(train)(test)
    np.testing.assert_allclose(ours @ ours.T, theirs @ theirs.T, rtol=1e-6, atol=1e-6)


def test_of_all_whitening_maps_it_moves_the_points_least():
    xs = points() / [50, 2500, 1]
    whiten = Whiten(3).fit(xs)
    matrix = whiten.matrix
    np.testing.assert_allclose(matrix, matrix.T, rtol=1e-12)
    assert np.linalg.eigvalsh(matrix).min() > 0
    centred, zs = xs - xs.mean(axis=0), whiten(xs)
    rotation, _ = np.linalg.qr(np.random.default_rng(0).normal(size=(3, 3)))
    assert np.square(zs - centred).sum() < np.square(zs @ rotation - centred).sum()


@pytest.mark.parametrize("kind", TRANSFORMS)
def test_test_points_go_through_the_same_map_one_by_one_or_together(kind):
    train, test = points(), points(rng=1)
    transform = kind(3).fit(train)
    together = transform(test)
    np.testing.assert_allclose(np.stack([transform(x) for x in test]), together, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(transform(test.reshape(10, 20, 3)).reshape(-1, 3), together, rtol=1e-12, atol=1e-12)
    assert not np.allclose(kind(3).fit(test)(test), together)
    np.testing.assert_allclose(transform.inverse(together), test, rtol=1e-8)


@pytest.mark.parametrize("kind", TRANSFORMS)
def test_arrays_in_arrays_out_in_their_dtype(kind):
    transform = kind(3).fit(points().tolist())
    for xs in (points(dtype=np.float32), points().tolist(), points().astype(int), points(dtype=np.float16)):
        zs = transform(xs)
        assert type(zs) is np.ndarray
        assert zs.dtype == {"float16": np.float16, "float64": np.float64}.get(np.asarray(xs).dtype.name, np.float32)
    np.testing.assert_allclose(transform(points(dtype=np.float32)), transform(points()), rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("kind", TRANSFORMS)
def test_error_signals_go_back_through_it(kind):
    transform = kind(3).fit(points())
    x = Tensor(points(4), requires_grad=True)
    autograd.check_grads(lambda x: (transform(x) ** 2).sum())(x.data)
    assert not transform(Tensor(points(4))).requires_grad


@pytest.mark.parametrize("kind", TRANSFORMS)
def test_it_travels_with_the_model(kind):
    """docs/lectures.md T7: the same transformation on test points, in another process too."""
    train, test = points(dtype=np.float32), points(5, rng=1, dtype=np.float32)
    model = nn.Sequential(kind(3).fit(train), nn.Linear(3, 2, rng=0))
    other = nn.Sequential(kind(3), nn.Linear(3, 2, rng=1))
    other.load_state_dict(model.state_dict())
    np.testing.assert_array_equal(other(test).data, model(test).data)
    assert other[0].points == 200
    assert model(test).dtype == np.float32


@pytest.mark.parametrize("kind", TRANSFORMS)
def test_it_is_no_parameter(kind):
    assert list(kind(3).parameters()) == []


@given(st.floats(-1e6, 1e6), st.sampled_from([np.float32, np.float64]))
def test_a_constant_feature_becomes_nothing_and_not_noise(value, dtype):
    xs = np.random.default_rng(0).normal(size=(1000, 2)).astype(dtype)
    xs[:, 1] = value
    for kind in (Center, Normalize, Whiten):
        zs = kind(2).fit(xs)(xs)
        assert (np.abs(zs[:, 1]) < 1e-6).all()
        assert np.isfinite(zs).all()
    np.testing.assert_array_equal(Scale(2).fit(xs)(xs)[:, 1], xs[:, 1])


@pytest.mark.parametrize("ratio", [1e8, 1e-8])
def test_whitening_features_whose_sizes_are_far_apart(ratio):
    """In float64 the variances are in a proportion that is beyond its precision."""
    rng = np.random.default_rng(0)
    xs = rng.normal(size=(500, 3)) @ np.array([[1.0, 0.5, 0.0], [0.0, 1.0, 0.3], [0.0, 0.0, 1.0]])
    xs[:, 1] *= ratio
    whiten = Whiten(3).fit(xs)
    np.testing.assert_allclose(np.cov(whiten(xs).T, bias=True), np.eye(3), atol=1e-6)
    np.testing.assert_allclose(whiten.matrix, whiten.matrix.T, rtol=1e-9)
    # A feature that is another one in other units adds no direction.
    doubled = np.column_stack([xs, 1.8 * xs[:, :1] + 32, -xs[:, 1] / 3])
    variances = np.linalg.eigvalsh(np.cov(Whiten(5).fit(doubled)(doubled).T, bias=True))
    np.testing.assert_allclose(variances, [0, 0, 1, 1, 1], atol=1e-6)


def test_whitening_fewer_points_than_features():
    xs = np.random.default_rng(0).normal(size=(3, 6))
    zs = Whiten(6).fit(xs)(xs)
    # Three points span two directions: there the variance is 1, and elsewhere 0.
    np.testing.assert_allclose(np.linalg.eigvalsh(np.cov(zs.T, bias=True)), [0, 0, 0, 0, 1, 1], atol=1e-9)


def test_eps_damps_directions_of_little_variance():
    xs = np.random.default_rng(0).normal(size=(5000, 2)) * [1.0, 1e-3]
    stds = Whiten(2, eps=1e-4).fit(xs)(xs).std(axis=0)
    np.testing.assert_allclose(stds, [1, 0.1], rtol=0.05)
    with pytest.raises(ValueError, match="eps"):
        Whiten(2, eps=-1.0)


def test_large_data_are_taken_in_blocks():
    xs = points(20_000, dtype=np.float32)
    wide = xs.astype(np.float64)
    normalize = Normalize(3).fit(xs)
    np.testing.assert_allclose(normalize.mean, wide.mean(axis=0), rtol=1e-12)
    np.testing.assert_allclose(normalize.std, wide.std(axis=0), rtol=1e-12)
    np.testing.assert_allclose(np.cov(Whiten(3).fit(xs)(wide).T, bias=True), np.eye(3), atol=1e-8)


@pytest.mark.parametrize("kind", TRANSFORMS)
def test_what_is_refused(kind):
    transform = kind(3)
    with pytest.raises(RuntimeError, match="was not fitted"):
        transform(points())
    transform.fit(points())
    before = transform.state_dict()
    bad = points()
    bad[4, 1] = np.nan
    for xs in (bad, points()[:, :2], points()[0], points()[:0], [["a", "b", "c"]]):
        with pytest.raises(ValueError, match="Hint"):
            transform.fit(xs)
    np.testing.assert_equal(transform.state_dict(), before)
    with pytest.raises(ValueError, match=r"\(200, 2\)"):
        transform(points()[:, :2])
    for features in (0, -1, 2.5, None):
        with pytest.raises(ValueError, match="features"):
            kind(features)


def test_repr():
    assert repr(Normalize(3)) == "Normalize(3, not fitted)"
    assert repr(Whiten(3, eps=0.5).fit(points())) == "Whiten(3, fitted to 200 points, eps=0.5)"


# The conditioning of the Hessian


def condition(xs, loss):
    """The condition number of the Hessian of a loss in the weights and the bias, by the engine."""

    def of_weights(w):
        return loss(xs @ w[:-1] + w[-1])

    values = np.linalg.eigvalsh(autograd.hessian(of_weights)(np.zeros(xs.shape[1] + 1)))
    return values.max() / values.min()


def test_normalizing_conditions_the_hessian_and_whitening_perfects_it():
    """docs/lectures.md T7, for least squares: 2/n [X 1]ᵀ[X 1]."""
    xs = points()
    ts = np.random.default_rng(1).normal(size=len(xs))

    def squared_error(ys):
        return ((ys - ts) ** 2).mean()

    raw, centred, normal, white = (
        condition(change(xs), squared_error)
        for change in (np.asarray, Center(3).fit(xs), Normalize(3).fit(xs), Whiten(3).fit(xs))
    )
    assert raw > 1e7
    assert centred < raw
    assert normal < 50
    assert white / 2 == pytest.approx(1 / 2, rel=1e-6)


def test_normalizing_conditions_the_hessian_of_logistic_regression():
    xs = points()
    ts = (np.random.default_rng(1).random(len(xs)) < 0.5).astype(float)

    def cross_entropy(zs):
        return (autograd.softplus(zs) - ts * zs).mean()

    raw, normal, white = (
        condition(change(xs), cross_entropy) for change in (np.asarray, Normalize(3).fit(xs), Whiten(3).fit(xs))
    )
    assert raw > 1e7
    assert normal < 50
    assert white < 1.01


def test_gradient_descent_is_faster_on_normalized_points():
    """What the conditioning is for: steps as long as the largest curvature allows, and the error that is left."""
    xs = points()
    ts = xs @ [1.0, 0.02, 50.0] + 3

    def error_after(xs, steps):
        design = np.column_stack([xs, np.ones(len(xs))])
        lr = 1 / np.linalg.eigvalsh(2 * design.T @ design / len(xs)).max()
        w = Tensor(np.zeros(4), requires_grad=True)
        for _ in range(steps):
            loss = ((xs @ w[:-1] + w[-1] - ts) ** 2).mean()
            loss.backward()
            w.data -= lr * w.bar
            w.bar = None
        return loss.item()

    assert error_after(Normalize(3).fit(xs)(xs), 200) < 1e-3 < 1e-2 < error_after(xs, 200)
