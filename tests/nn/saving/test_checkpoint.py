"""Checkpoints: all objects are loaded together, or none is."""

import copy

import numpy as np
import pytest

import nn
import optim
from autograd import Tensor


def run(seed):
    """Everything that a training run has, after a few steps."""
    nn.manual_seed(seed)
    normalize = nn.data.Normalize(3).fit(np.random.default_rng(seed).normal(size=(9, 3)) * 5)
    model = nn.Sequential(normalize, nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
    optimizer = optim.Adam(model.parameters(), lr=0.01)
    objects = {
        "model": model,
        "optimizer": optimizer,
        "schedule": optim.lr_scheduler.StepLR(optimizer, 2),
        "minibatches": nn.data.Minibatches(np.arange(9), batch_size=2, rng=seed),
        "noise": np.random.default_rng(seed),
    }
    iterator = iter(objects["minibatches"])
    for _ in range(seed + 2):
        next(iterator)
        optimizer.zero_grad()
        model(np.ones((2, 3), np.float32)).sum().backward()
        optimizer.step()
        objects["schedule"].step()
        objects["noise"].random()
    return objects


def states(objects):
    found = {
        name: copy.deepcopy(item.bit_generator.state if isinstance(item, np.random.Generator) else item.state_dict())
        for name, item in objects.items()
    }
    return {**found, "own": nn.get_rng_state()}


def test_all_objects_are_put_back_together(tmp_path):
    first = run(0)
    before = states(first)
    nn.Checkpoint(tmp_path / "run", **first).save(epoch=3, losses=[1.0, 0.5])
    assert states(first)["minibatches"] == before["minibatches"]

    second = run(1)
    checkpoint = nn.Checkpoint(tmp_path / "run", **second)
    assert checkpoint.exists()
    assert checkpoint.load() == {"epoch": 3, "losses": [1.0, 0.5]}
    np.testing.assert_equal(states(second), before)


def spoiled(objects, tmp_path, **changes):
    """A checkpoint in which something is not as it should be."""
    nn.Checkpoint(tmp_path / "run", **objects).save()
    content = nn.load(tmp_path / "run")
    for path, value in changes.items():
        *names, last = path.split("__")
        inner = content
        for name in names:
            inner = inner[name]
        inner[last] = value
    nn.save(content, tmp_path / "run")


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"model__extra": np.zeros(2)}, "'model'"),
        ({"optimizer__param_groups": []}, "'optimizer'"),
        ({"schedule__last_epoch": -1}, "'schedule'"),
        ({"minibatches__position": 77}, "'minibatches'"),
        ({"noise": {"bit_generator": "MT19937"}}, "'noise'"),
        ({"rng": {"bit_generator": "MT19937"}}, "'rng'"),
        ({"stranger": 3}, "'stranger'"),
    ],
)
def test_where_one_does_not_fit_nothing_changes(tmp_path, changes, what):
    spoiled(run(0), tmp_path, **changes)
    objects = run(1)
    before = states(objects)
    with pytest.raises(nn.SavedFileError) as caught:
        nn.Checkpoint(tmp_path / "run", **objects).load()
    assert str(caught.value).startswith(f"{tmp_path / 'run'}: ")
    assert what in str(caught.value)
    np.testing.assert_equal(states(objects), before)


def test_files_of_other_runs_and_other_things(tmp_path):
    objects = run(0)
    checkpoint = nn.Checkpoint(tmp_path / "run", model=objects["model"], optimizer=objects["optimizer"])
    nn.Checkpoint(tmp_path / "run", model=objects["model"]).save()
    with pytest.raises(nn.SavedFileError, match="it has no 'optimizer'"):
        checkpoint.load()
    nn.save(objects["model"].state_dict(), tmp_path / "run")
    with pytest.raises(nn.SavedFileError, match=r"it has no 'model', 'optimizer'; it has '0\.mean'"):
        checkpoint.load()
    nn.save([1, 2], tmp_path / "run")
    with pytest.raises(nn.SavedFileError, match="not this run's checkpoint"):
        checkpoint.load()
    (tmp_path / "run").unlink()
    assert not checkpoint.exists()
    with pytest.raises(FileNotFoundError, match="run"):
        checkpoint.load()


def test_a_value_that_cannot_be_saved_leaves_the_old_file(tmp_path):
    checkpoint = nn.Checkpoint(tmp_path / "run", model=nn.Linear(1, 1))
    checkpoint.save(epoch=1)
    with pytest.raises(ValueError, match=r"'values\.callback' is a function"):
        checkpoint.save(epoch=2, callback=print)
    assert checkpoint.load() == {"epoch": 1}


def test_only_the_model_from_a_checkpoint(tmp_path):
    objects = run(0)
    nn.Checkpoint(tmp_path / "run", **objects).save()
    model = run(1)["model"]
    model.load_state_dict(nn.load(tmp_path / "run")["model"])
    np.testing.assert_array_equal(model(np.ones((1, 3))).data, objects["model"](np.ones((1, 3))).data)


def test_what_is_refused(tmp_path):
    with pytest.raises(TypeError, match="'epoch' is of type int"):
        nn.Checkpoint(tmp_path / "run", epoch=3)
    with pytest.raises(TypeError, match="'x' is of type Tensor"):
        nn.Checkpoint(tmp_path / "run", x=Tensor(1.0))
    with pytest.raises(ValueError, match="'rng'"):
        nn.Checkpoint(tmp_path / "run", rng=np.random.default_rng())
