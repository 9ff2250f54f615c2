"""MSELoss and CrossEntropyLoss: closed forms, reductions, every way to give labels, and what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nn
import nn.functional as F
from autograd import GradientError, Tensor, check_grads

RNG = np.random.default_rng(2)
SCORES = RNG.normal(size=(6, 4))
NUMBERS = np.array([3, 0, 1, 1, 2, 0])
ROWS = RNG.dirichlet(np.ones(4), size=6)


def log_softmax(scores):
    return scores - np.log(np.exp(scores).sum(-1, keepdims=True))


def softmax(scores):
    return np.exp(log_softmax(scores))


def one_hot(numbers, classes=4):
    return np.eye(classes)[numbers]


class TestSquaredError:
    def test_reductions(self):
        y, t = SCORES, ROWS
        squares = (y - t) ** 2
        np.testing.assert_allclose(nn.MSELoss()(y, t).data, squares.mean(), rtol=1e-14)
        np.testing.assert_allclose(nn.MSELoss(reduction="sum")(y, t).data, squares.sum(), rtol=1e-14)
        np.testing.assert_allclose(nn.MSELoss(reduction="none")(y, t).data, squares, rtol=1e-14)

    def test_gradients_of_both_sides(self):
        check_grads(F.mse_loss)(SCORES, ROWS)
        t = Tensor(ROWS, requires_grad=True)
        nn.MSELoss(reduction="sum")(SCORES, t).backward()
        np.testing.assert_allclose(t.bar, 2 * (ROWS - SCORES), rtol=1e-13)

    @pytest.mark.parametrize("target", [[0, 1], (0.0, 1.0), np.array([0, 1]), Tensor([0.0, 1.0]), Tensor([0, 1])])
    def test_targets_in_any_form_keep_float32(self, target):
        y = Tensor(np.array([1, 3], np.float32), requires_grad=True)
        loss = nn.MSELoss()(y, target)
        assert loss.item() == 2.5
        assert loss.dtype == np.float32

    def test_shapes_must_be_equal(self):
        with pytest.raises(ValueError, match=r"shape \(3, 1\) and targets of shape \(3,\)[\s\S]*reshape"):
            nn.MSELoss()(np.zeros((3, 1)), np.zeros(3))

    def test_without_parameters_backward_says_why(self):
        with pytest.raises(GradientError, match="requires no gradient"):
            nn.MSELoss()([1.0], [2.0]).backward()


class TestCrossEntropy:
    def test_reductions(self):
        losses = -log_softmax(SCORES)[range(6), NUMBERS]
        np.testing.assert_allclose(nn.CrossEntropyLoss()(SCORES, NUMBERS).data, losses.mean(), rtol=1e-13)
        np.testing.assert_allclose(nn.CrossEntropyLoss(reduction="sum")(SCORES, NUMBERS).data, losses.sum(), rtol=1e-13)
        np.testing.assert_allclose(nn.CrossEntropyLoss(reduction="none")(SCORES, NUMBERS).data, losses, rtol=1e-13)

    def test_rows(self):
        losses = -(ROWS * log_softmax(SCORES)).sum(1)
        np.testing.assert_allclose(nn.CrossEntropyLoss()(SCORES, ROWS).data, losses.mean(), rtol=1e-13)
        np.testing.assert_allclose(nn.CrossEntropyLoss(reduction="none")(SCORES, ROWS).data, losses, rtol=1e-13)

    def test_numbers_are_one_hot_rows(self):
        by_number = nn.CrossEntropyLoss()(SCORES, NUMBERS)
        by_row = nn.CrossEntropyLoss()(SCORES, one_hot(NUMBERS))
        np.testing.assert_allclose(by_number.data, by_row.data, rtol=1e-14)

    @pytest.mark.parametrize(("labels", "rows"), [(NUMBERS, one_hot(NUMBERS)), (ROWS, ROWS)], ids=["numbers", "rows"])
    def test_error_signal_is_probabilities_less_labels(self, labels, rows):
        """docs/lectures.md U8."""
        scores = Tensor(SCORES, requires_grad=True)
        nn.CrossEntropyLoss(reduction="sum")(scores, labels).backward()
        np.testing.assert_allclose(scores.bar, softmax(SCORES) - rows, rtol=1e-12, atol=1e-15)

    def test_error_signals_in_a_network(self):
        """docs/lectures.md U8: the error signals are (z - y) hᵀ for W and Wᵀ (z - y) for h."""
        h, W = Tensor(RNG.normal(size=3), requires_grad=True), Tensor(RNG.normal(size=(4, 3)), requires_grad=True)
        t = W @ h
        nn.CrossEntropyLoss()(t, ROWS[0]).backward()
        difference = softmax(t.data) - ROWS[0]
        np.testing.assert_allclose(W.bar, np.outer(difference, h.data), rtol=1e-12)
        np.testing.assert_allclose(h.bar, W.data.T @ difference, rtol=1e-12)

    def test_gradients(self):
        check_grads(lambda scores: F.cross_entropy(scores, NUMBERS))(SCORES)
        check_grads(lambda scores: F.cross_entropy(scores, ROWS, reduction="sum"))(SCORES)
        check_grads(lambda scores: F.cross_entropy(scores, 2))(SCORES[0])

    def test_gradient_of_rows(self):
        rows = Tensor(ROWS, requires_grad=True)
        nn.CrossEntropyLoss(reduction="sum")(SCORES, rows).backward()
        np.testing.assert_allclose(rows.bar, -log_softmax(SCORES), rtol=1e-13)

    @pytest.mark.parametrize("size", [1e4, 1e30])
    def test_stable_for_scores_of_any_size(self, size):
        scores = Tensor([[0.0, size], [size, 0.0], [-size, -size]], requires_grad=True)
        losses = nn.CrossEntropyLoss(reduction="none")(scores, [0, 0, 1])
        np.testing.assert_allclose(losses.data, [size, 0, np.log(2)], rtol=1e-12)
        losses.sum().backward()
        np.testing.assert_allclose(scores.bar, [[-1, 1], [0, 0], [0.5, -0.5]], atol=1e-12)

    @pytest.mark.parametrize(
        "labels",
        [
            NUMBERS.tolist(),
            tuple(NUMBERS.tolist()),
            NUMBERS.astype(np.uint8),
            NUMBERS.astype(np.int32),
            NUMBERS.astype(np.uint64),
            NUMBERS.astype(">i8"),
            np.repeat(NUMBERS, 2)[::2],
            Tensor(NUMBERS),
        ],
        ids=["list", "tuple", "uint8", "int32", "uint64", "big-endian", "strided", "tensor"],
    )
    def test_labels_in_any_form(self, labels):
        assert nn.CrossEntropyLoss()(SCORES, labels).item() == nn.CrossEntropyLoss()(SCORES, NUMBERS).item()

    def test_truth_values_are_the_numbers_0_and_1(self):
        labels = np.array([True, False])
        assert F.cross_entropy(SCORES[:2], labels).item() == F.cross_entropy(SCORES[:2], [1, 0]).item()

    def test_one_point(self):
        np.testing.assert_allclose(nn.CrossEntropyLoss()(SCORES[0], 3).item(), -log_softmax(SCORES)[0, 3], rtol=1e-14)
        np.testing.assert_allclose(
            nn.CrossEntropyLoss()(SCORES[0], ROWS[0]).item(), -ROWS[0] @ log_softmax(SCORES)[0], rtol=1e-14
        )

    def test_more_axes_have_the_classes_second(self):
        pictures = RNG.normal(size=(2, 4, 3, 5))
        labels = RNG.integers(0, 4, (2, 3, 5))
        expected = nn.CrossEntropyLoss()(np.moveaxis(pictures, 1, -1).reshape(-1, 4), labels.ravel())
        assert nn.CrossEntropyLoss()(pictures, labels).item() == pytest.approx(expected.item(), rel=1e-14)
        rows = np.moveaxis(one_hot(labels), -1, 1)
        assert nn.CrossEntropyLoss()(pictures, rows).item() == pytest.approx(expected.item(), rel=1e-14)
        assert nn.CrossEntropyLoss(reduction="none")(pictures, rows).shape == (2, 3, 5)

    def test_float32_stays_float32(self):
        scores = Tensor(SCORES.astype(np.float32), requires_grad=True)
        for labels in (NUMBERS, ROWS, ROWS.tolist(), Tensor(ROWS)):
            loss = nn.CrossEntropyLoss()(scores, labels)
            loss.backward()
            assert loss.dtype == scores.bar.dtype == np.float32

    def test_inputs_are_not_written_to(self):
        scores, numbers, rows = SCORES.copy(), NUMBERS.copy(), ROWS.copy()
        for array in (scores, numbers, rows):
            array.flags.writeable = False
        tensor = Tensor(scores, requires_grad=True)
        F.cross_entropy(tensor, numbers).backward()
        F.cross_entropy(tensor, rows).backward()


class TestWhatIsRefused:
    @given(st.integers(0, 5), st.one_of(st.integers(4, 2**62), st.integers(-(2**62), -1)))
    def test_a_label_outside_the_classes_is_named(self, point, label):
        labels = NUMBERS.copy()
        labels[point] = label
        with pytest.raises(
            ValueError, match=rf"the label {label} of point {point} is outside the 4 classes[\s\S]*Hint"
        ):
            nn.CrossEntropyLoss()(SCORES, labels)

    def test_the_users_line_is_named(self):
        criterion = nn.CrossEntropyLoss()
        with pytest.raises(ValueError, match=r"criterion\(SCORES, NUMBERS \+ 1\)"):
            criterion(SCORES, NUMBERS + 1)

    def test_labels_counted_from_1_get_their_own_hint(self):
        with pytest.raises(ValueError, match="subtract 1"):
            nn.CrossEntropyLoss()(SCORES, NUMBERS + 1)

    def test_small_unsigned_labels_do_not_wrap(self):
        with pytest.raises(ValueError, match="the label 255 of point 0"):
            nn.CrossEntropyLoss()(SCORES, np.array([255, 0, 0, 0, 0, 0], np.uint8))
        with pytest.raises(ValueError, match=f"the label {2**64 - 1} of point 0"):
            nn.CrossEntropyLoss()(SCORES, np.array([2**64 - 1, 0, 0, 0, 0, 0], np.uint64))

    def test_one_label_and_labels_of_pictures(self):
        with pytest.raises(ValueError, match="the label 4 is outside"):
            nn.CrossEntropyLoss()(SCORES[0], 4)
        with pytest.raises(ValueError, match=r"the label -1 of point \[1, 0\]"):
            nn.CrossEntropyLoss()(np.zeros((2, 3, 2)), [[0, 0], [-1, 0]])

    @pytest.mark.parametrize("labels", [NUMBERS.astype(float), NUMBERS + 0j, ["a"] * 6])
    def test_class_numbers_are_integers(self, labels):
        with pytest.raises(TypeError, match=r"are class numbers, and these are [\s\S]*astype\(int\)"):
            nn.CrossEntropyLoss()(SCORES, labels)

    @pytest.mark.parametrize("factor", [0.99, 1.01, np.nan, np.inf])
    def test_rows_that_do_not_sum_to_1(self, factor):
        rows = ROWS.copy()
        rows[4] *= factor
        with pytest.raises(ValueError, match=r"row 4 of the label probabilities sums to \S+, not to 1[\s\S]*Hint"):
            nn.CrossEntropyLoss()(SCORES, rows)

    @given(st.integers(2, 1000), st.sampled_from([np.float16, np.float32, np.float64]))
    def test_rows_that_sum_to_1_but_for_rounding(self, classes, dtype):
        rows = np.random.default_rng(classes).dirichlet(np.ones(classes), 3).astype(dtype)
        assert np.isfinite(nn.CrossEntropyLoss()(np.zeros((3, classes)), rows).item())

    def test_one_row(self):
        with pytest.raises(ValueError, match=r"the row of the label probabilities sums to 2"):
            nn.CrossEntropyLoss()(SCORES[0], [1, 1, 0, 0])

    @pytest.mark.parametrize("shape", [(5,), (6, 1), (4, 6), (6, 4, 1), ()])
    def test_shapes(self, shape):
        with pytest.raises(ValueError, match=r"scores of shape \(6, 4\) and labels of shape"):
            nn.CrossEntropyLoss()(SCORES, np.zeros(shape, int))

    def test_scores_without_classes(self):
        with pytest.raises(ValueError, match=r"scores of shape \(\)"):
            nn.CrossEntropyLoss()(1.0, 0)

    def test_an_empty_batch_has_no_mean(self):
        empty = np.zeros((0, 4)), np.zeros(0, int)
        with pytest.raises(ValueError, match="without points"):
            nn.CrossEntropyLoss()(*empty)
        with pytest.raises(ValueError, match="without points"):
            nn.MSELoss()([], [])
        assert nn.CrossEntropyLoss(reduction="sum")(*empty).item() == 0

    def test_reductions(self):
        with pytest.raises(ValueError, match="reduction='average'"):
            nn.MSELoss(reduction="average")
        with pytest.raises(ValueError, match="reduction='average'"):
            F.cross_entropy(SCORES, NUMBERS, reduction="average")
