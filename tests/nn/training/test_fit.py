"""fit: the lecture's loop, and what is around it."""

import sys

import numpy as np
import pytest

import nn
import optim
from autograd import Tensor
from nn.data import Minibatches
from nn.training.schedules import Together


def problem(n=60):
    rng = np.random.default_rng(0)
    xs = rng.normal(size=(n, 3))
    return xs, (xs @ [1.0, -2.0, 0.5] > 0).astype(int)


def make(lr=0.5):
    model = nn.Linear(3, 2, dtype=np.float64, rng=0)
    return model, optim.SGD(model.parameters(), lr=lr, momentum=0.5)


def test_it_is_the_loop_written_out():
    """docs/lectures.md E9."""
    xs, ts = problem()
    criterion = nn.CrossEntropyLoss()
    model, optimizer = make()
    losses = []
    for _ in range(3):
        total = 0.0
        for x, t in (batches := Minibatches(xs, ts, batch_size=8, rng=1)) if not losses else batches:
            optimizer.zero_grad()
            loss = criterion(model(x), t)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        losses.append(total / len(xs))

    twin, optimizer = make()
    history = nn.fit(twin, criterion, optimizer, Minibatches(xs, ts, batch_size=8, rng=1), epochs=3, progress=False)
    np.testing.assert_array_equal(twin.weight.data, model.weight.data)
    assert history["loss"] == losses
    assert history["lr"] == [0.5] * 3


def test_early_stopping_and_the_best_weights():
    """Validation on labels turned round gets worse with every epoch: the first is the best."""
    xs, ts = problem()
    model, optimizer = make()
    seen = []
    history = nn.fit(
        model,
        nn.CrossEntropyLoss(),
        optimizer,
        Minibatches(xs, ts, batch_size=8, rng=0),
        epochs=50,
        validation=(xs, 1 - ts),
        metrics={"accuracy": nn.accuracy},
        patience=3,
        after_epoch=lambda history: seen.append(model.weight.data.copy()),
        progress=False,
    )
    assert len(history) == 4
    assert int(np.argmin(history["val_loss"])) == 0
    np.testing.assert_array_equal(model.weight.data, seen[0])
    assert history["val_accuracy"][-1] < 0.2


def test_monitoring_something_that_should_be_large():
    xs, ts = problem()
    model, optimizer = make()
    history = nn.fit(
        model,
        nn.CrossEntropyLoss(),
        optimizer,
        Minibatches(xs, ts, batch_size=8, rng=0),
        epochs=20,
        validation=(xs, ts),
        metrics={"accuracy": nn.accuracy},
        monitor="val_accuracy",
        mode="max",
        progress=False,
    )
    assert nn.accuracy(model(xs), ts) == max(history["val_accuracy"]) > 0.9


def test_callbacks_and_schedules():
    xs, ts = problem()
    model, optimizer = make()
    bars = []
    history = nn.fit(
        model,
        nn.CrossEntropyLoss(),
        optimizer,
        Minibatches(xs, ts, batch_size=20, rng=0),
        epochs=9,
        step_schedule=optim.momentum_scheduler.LinearMomentum(optimizer, total_iters=6),
        epoch_schedule=optim.lr_scheduler.ExponentialLR(optimizer, 0.5),
        before_step=lambda: bars.append(np.abs(model.weight.bar).max()),
        after_epoch=lambda history: len(history) == 2,
        progress=False,
    )
    assert history["lr"] == [0.5, 0.25]
    assert len(bars) == 6
    assert optimizer.param_groups[0]["momentum"] == 0.9


def test_several_schedules_are_stepped_together_and_go_on_from_a_checkpoint(tmp_path):
    """As the lectures' β that rises while ε falls (docs/lectures.md T8)."""
    xs, ts = problem()

    def run(epochs, **options):
        model, optimizer = make()
        schedules = [
            optim.momentum_scheduler.LinearMomentum(optimizer, 0.5, 0.9, total_iters=4),
            optim.lr_scheduler.ExponentialLR(optimizer, 0.5),
        ]
        batches = Minibatches(xs, ts, batch_size=20, rng=0)
        nn.fit(
            model,
            nn.CrossEntropyLoss(),
            optimizer,
            batches,
            epochs=epochs,
            epoch_schedule=schedules,
            progress=False,
            **options,
        )
        return model.weight.data, [optimizer.param_groups[0][name] for name in ("momentum", "lr")], schedules

    whole, options, schedules = run(3)
    assert options == [pytest.approx(0.8), 0.5 * 0.5**3]
    run(1, checkpoint=tmp_path / "run")
    rest, resumed, _ = run(3, checkpoint=tmp_path / "run")
    np.testing.assert_array_equal(rest, whole)
    assert resumed == options
    together = Together(schedules)
    before = together.state_dict()
    for state in (None, {}, {"0": before["0"]}, {"0": before["0"], "1": {"last_epoch": 7}}):
        with pytest.raises(ValueError, match="Hint"):
            together.load_state_dict(state)
        assert together.state_dict() == before


def test_a_finished_run_is_returned_and_more_epochs_are_added(tmp_path):
    xs, ts = problem()

    def run(epochs, **options):
        model, optimizer = make()
        batches = Minibatches(xs, ts, batch_size=8, rng=0)
        history = nn.fit(model, nn.CrossEntropyLoss(), optimizer, batches, epochs=epochs, progress=False, **options)
        return model.weight.data, history.rows

    whole, rows = run(6)
    run(2, checkpoint=tmp_path / "run")
    _, three = run(2, checkpoint=tmp_path / "run")
    assert three == rows[:2]
    rest, all_rows = run(6, checkpoint=tmp_path / "run")
    np.testing.assert_array_equal(rest, whole)
    assert all_rows == rows


def test_a_damaged_checkpoint_stops_it_before_anything_changes(tmp_path):
    xs, ts = problem()
    model, optimizer = make()
    before = model.state_dict()
    (tmp_path / "run").write_bytes(b"something else")
    with pytest.raises(nn.SavedFileError, match="run: not a safetensors file"):
        nn.fit(
            model,
            nn.CrossEntropyLoss(),
            optimizer,
            Minibatches(xs, ts, batch_size=8),
            epochs=1,
            checkpoint=tmp_path / "run",
            progress=False,
        )
    np.testing.assert_equal(model.state_dict(), before)
    assert (tmp_path / "run").read_bytes() == b"something else"


def test_a_loss_that_is_no_number_stops_it_before_the_step():
    model, optimizer = make()
    before = model.state_dict()
    with pytest.raises(FloatingPointError, match="nan in epoch 1, minibatch 1"):
        nn.fit(model, nn.MSELoss(), optimizer, [(np.full((2, 3), np.nan), np.zeros((2, 2)))], epochs=1, progress=False)
    np.testing.assert_equal(model.state_dict(), before)


def test_what_is_refused():
    xs, ts = problem()
    model, optimizer = make()
    batches = [(xs, ts)]
    for options, what in [
        ({"metrics": {"accuracy": nn.accuracy}}, "metrics without validation"),
        ({"metrics": {"loss": nn.accuracy}, "validation": (xs, ts)}, "a metric called 'loss'"),
        ({"save_every": 3}, "save_every"),
        ({"monitor": "val_loss"}, "monitor='val_loss'"),
        ({"mode": "least"}, "mode"),
    ]:
        with pytest.raises(ValueError, match=what):
            nn.fit(model, nn.CrossEntropyLoss(), optimizer, batches, epochs=1, progress=False, **options)
    for options, what in [
        ({"metrics": [nn.accuracy], "validation": (xs, ts)}, "metrics without names"),
        ({"epoch_schedule": optim.lr_scheduler.StepLR}, "has StepLR, which is no schedule"),
        ({"step_schedule": [None, 0.5]}, "has 0.5, which is no schedule"),
    ]:
        with pytest.raises(TypeError, match=what):
            nn.fit(model, nn.CrossEntropyLoss(), optimizer, batches, epochs=1, progress=False, **options)
    for epochs in (-1, 2.5, None):
        with pytest.raises(ValueError, match=r"epochs=[\s\S]*whole number of at least 0"):
            nn.fit(model, nn.CrossEntropyLoss(), optimizer, batches, epochs=epochs, progress=False)
    with pytest.raises(TypeError, match=r"whole arrays[\s\S]*Minibatches"):
        nn.fit(model, nn.CrossEntropyLoss(), optimizer, (xs, ts), epochs=1, progress=False)
    with pytest.raises(TypeError, match=r"no optimizer"):
        nn.fit(model, nn.CrossEntropyLoss(), 0.1, batches, epochs=1, progress=False)
    with pytest.raises(TypeError, match=r"a kind of loss[\s\S]*give CrossEntropyLoss\(\)"):
        nn.fit(model, nn.CrossEntropyLoss, optimizer, batches, epochs=1, progress=False)
    with pytest.raises(ValueError, match="none of the model's parameters"):
        nn.fit(make()[0], nn.CrossEntropyLoss(), optimizer, batches, epochs=1, progress=False)
    with pytest.raises(ValueError, match=rf"the shape \({len(xs)},\)[\s\S]*reduction='mean'"):
        nn.fit(model, nn.CrossEntropyLoss(reduction="none"), optimizer, batches, epochs=1, progress=False)
    with pytest.raises(ValueError, match="epoch without minibatches"):
        nn.fit(model, nn.CrossEntropyLoss(), optimizer, iter([]), epochs=1, progress=False)


def test_the_progress_bar(capsys, monkeypatch):
    xs, ts = problem()
    model, optimizer = make()
    nn.fit(model, nn.CrossEntropyLoss(), optimizer, Minibatches(xs, ts, batch_size=20), epochs=2)
    assert "6/6" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "tqdm", None)
    with pytest.raises(ImportError, match=r"overbar\[examples\]"):
        nn.fit(model, nn.CrossEntropyLoss(), optimizer, [(xs, ts)], epochs=1, progress=True)


def test_evaluation_is_over_all_points_and_leaves_the_mode():
    xs, ts = problem(30)
    model, _ = make()
    model.train()
    whole = nn.CrossEntropyLoss()(model(xs), ts).item()
    for batches in ((xs, ts), Minibatches(xs, ts, batch_size=7)):
        assert nn.evaluate(model, nn.CrossEntropyLoss(), batches)["loss"] == pytest.approx(whole, rel=1e-12)
    assert model.training
    assert model.weight.bar is None
    with pytest.raises(ValueError, match="without points"):
        nn.evaluate(model, nn.CrossEntropyLoss(), [])


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_a_weighted_mean_is_over_all_points_too(smoothing):
    """Also where a minibatch has only points whose class has the weight 0."""
    xs, _ = problem(30)
    ts = np.repeat([0, 1, 0], [8, 15, 7])
    model, _ = make()
    for weight in ([1.0, 9.0], [0.0, 2.0]):
        loss = nn.CrossEntropyLoss(weight, label_smoothing=smoothing)
        whole = loss(model(xs), ts).item()
        for given in (ts, Tensor(ts), ts.tolist()):
            assert nn.evaluate(model, loss, [(xs[:8], given[:8]), (xs[8:], given[8:])])["loss"] == pytest.approx(whole)
        rows = np.eye(2)[ts]
        whole = loss(model(xs), rows).item()
        assert nn.evaluate(model, loss, Minibatches(xs, rows, batch_size=7))["loss"] == pytest.approx(whole)

    class Doubled(nn.CrossEntropyLoss):
        def forward(self, scores, labels):
            return 2 * super().forward(scores, labels)

    twice = nn.evaluate(model, Doubled([1.0, 9.0]), (xs, ts))["loss"]
    assert twice == pytest.approx(2 * nn.evaluate(model, nn.CrossEntropyLoss([1.0, 9.0]), (xs, ts))["loss"])
    with pytest.raises(ValueError, match="mean loss of points that all have the weight 0"):
        nn.evaluate(model, nn.CrossEntropyLoss([0.0, 2.0]), (xs[:8], ts[:8]))


def test_a_list_of_points_and_targets_is_taken_for_a_pair_where_it_cannot_be_minibatches():
    xs, ts = problem(30)
    model, optimizer = make()
    loss = nn.CrossEntropyLoss()
    wanted = nn.evaluate(model, loss, (xs, ts))
    assert nn.evaluate(model, loss, [xs, ts]) == wanted
    assert nn.evaluate(model, lambda ys, ts: loss(ys, ts), [xs, ts]) == wanted
    assert nn.evaluate(nn.Identity(), nn.MSELoss(), [xs, 0 * xs])["loss"] == pytest.approx(np.mean(xs**2))
    assert nn.evaluate(nn.Identity(), lambda ys, ts: ((ys - ts) ** 2).mean(), [xs, xs])["loss"] == 0
    minibatches = [xs[:10], xs[10:]]
    assert nn.evaluate(nn.Identity(), lambda ys: (ys**2).mean(), minibatches)["loss"] == pytest.approx(np.mean(xs**2))
    batches = Minibatches(xs, ts, batch_size=10, rng=0)
    history = nn.fit(model, loss, optimizer, batches, epochs=1, validation=[xs, ts], restore_best=False, progress=False)
    assert history["val_loss"] == [nn.evaluate(model, loss, (xs, ts))["loss"]]
    with pytest.raises(TypeError, match=r"whole arrays[\s\S]*Minibatches"):
        nn.fit(model, loss, optimizer, [xs, ts], epochs=1, progress=False)


def test_each_module_gets_its_own_mode_back():
    xs, ts = problem(30)
    model = nn.Sequential(nn.Identity(), nn.Linear(3, 2, dtype=np.float64, rng=0))
    model[0].eval()
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    seen = []
    batches = Minibatches(xs, ts, batch_size=30)
    nn.fit(
        model,
        nn.CrossEntropyLoss(),
        optimizer,
        batches,
        epochs=1,
        before_step=lambda: seen.append([module.training for module in model.modules()]),
        progress=False,
    )
    assert seen == [[True, True, True]]
    assert [module.training for module in model.modules()] == [True, False, True]
    nn.search_learning_rate(model, nn.CrossEntropyLoss(), optimizer, xs, ts, lrs=[0.1], rng=0)
    assert [module.training for module in model.modules()] == [True, False, True]


def test_a_schedule_of_a_kind_of_its_own_is_given_the_monitored_number():
    class Patient(optim.lr_scheduler.ReduceLROnPlateau):
        """With another default."""

    xs, ts = problem()
    model, optimizer = make()
    schedule = Patient(optimizer, factor=0.5, patience=0)
    options = {"epochs": 3, "validation": (xs, 1 - ts), "epoch_schedule": schedule, "progress": False}
    history = nn.fit(model, nn.CrossEntropyLoss(), optimizer, Minibatches(xs, ts, batch_size=20, rng=0), **options)
    assert schedule.best == min(history["val_loss"])
    assert history["lr"][-1] < 0.5


def test_what_evaluation_refuses():
    xs, ts = problem(30)
    model, _ = make()
    with pytest.raises(ValueError, match=r"loss of a minibatch has the shape \(30,\)[\s\S]*reduction='mean'"):
        nn.evaluate(model, nn.CrossEntropyLoss(reduction="none"), (xs, ts))
    each = nn.CrossEntropyLoss(reduction="none")
    with pytest.raises(ValueError, match=r"metric 'each' of a minibatch has the shape"):
        nn.evaluate(model, nn.CrossEntropyLoss(), (xs, ts), {"each": each})
    with pytest.raises(ValueError, match="metric called 'loss'"):
        nn.evaluate(model, nn.CrossEntropyLoss(), (xs, ts), {"loss": nn.accuracy})


def test_accuracy():
    assert nn.accuracy([[1.0, 2.0], [3.0, 0.0]], [1, 1]) == 0.5
    assert nn.accuracy([[1.0, 2.0], [3.0, 0.0]], [[0, 1], [1, 0]]) == 1.0
    assert nn.accuracy([1.0, -1.0, 2.0], [1, 0, 0]) == pytest.approx(2 / 3)
    with pytest.raises(ValueError, match="accuracy of scores"):
        nn.accuracy([[1.0, 2.0]], [1, 0])


def test_accuracy_of_one_output():
    scores = np.array([[2.0], [-1.0], [0.5]])
    for labels in ([1, 0, 1], [1, -1, 1], [0.85, 0.15, 0.5], [True, False, True]):
        assert nn.accuracy(scores, np.array(labels).reshape(-1, 1)) == 1.0
        assert nn.accuracy(-scores[:, 0], labels) == 0.0
    assert nn.accuracy(1 / (1 + np.exp(-scores)) - 0.5, [[1], [0], [1]]) == 1.0
    for labels in ([1, 2, 0], [-1, 0, 1], [0.5, 1.5, 0], [np.nan, 0, 1]):
        with pytest.raises(ValueError, match=r"scores of one output[\s\S]*-1 and 1, or from 0 to 1"):
            nn.accuracy(scores[:, 0], labels)


def test_a_point_without_scores_is_never_right():
    nan = np.nan
    assert nn.accuracy([[nan, nan], [nan, 1.0], [2.0, 1.0]], [0, 0, 0]) == pytest.approx(1 / 3)
    assert nn.accuracy([[nan, nan]], [[1, 0]]) == 0.0
    assert nn.accuracy([nan, nan, -1.0, 1.0], [0, 1, 0, 1]) == 0.5


def test_the_history_is_drawn():
    history = nn.History()
    history.append(loss=1.0, val_loss=2.0)
    history.append(loss=0.5, val_loss=1.5)
    (axes,) = history.plot().axes
    assert [line.get_ydata().tolist() for line in axes.lines] == [[1.0, 0.5], [2.0, 1.5]]
    with pytest.raises(LookupError, match="no 'accuracy'"):
        history.plot("accuracy")


def test_numbers_that_come_later_are_drawn_at_their_own_epochs():
    history = nn.History()
    history.append(loss=1.0)
    history.append(loss=0.5, val_loss=1.5)
    history.append(loss=0.4)
    history.append(loss=0.3, val_loss=1.2)
    (axes,) = history.plot().axes
    assert [line.get_xdata().tolist() for line in axes.lines] == [[1, 2, 3, 4], [2, 4]]
    assert axes.lines[1].get_ydata().tolist() == [1.5, 1.2]


def test_rows_of_the_history():
    history = nn.History()
    for loss in (1.0, 0.5, 0.25):
        history.append(loss=loss)
    assert history[0] == history[np.int64(0)] == {"loss": 1.0}
    assert history[1:] == [{"loss": 0.5}, {"loss": 0.25}]
    with pytest.raises(LookupError, match=r"no 1\.5"):
        history[1.5]
