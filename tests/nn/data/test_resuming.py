"""Minibatches go on from a saved state exactly, in the middle of an epoch or between two."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nn
from nn.data import Minibatches

TS = np.array([0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2])

KINDS = {
    "shuffled": {},
    "in order": {"shuffle": False},
    "drop last": {"drop_last": True},
    "class-proportional": {"stratify": TS},
    "weighted": {"weights": 1.0 + TS},
}


def stream(batches, epochs):
    """What a training loop would see, and the state after each minibatch and after each epoch."""
    for epoch in range(epochs):
        for points in batches:
            yield (epoch, *points.tolist()), batches.state_dict()
        yield (epoch, "end"), batches.state_dict()


@pytest.mark.parametrize("kind", KINDS)
@given(cut=st.integers(0, 11), seed=st.integers(0, 3))
def test_the_rest_is_what_it_would_have_been(kind, cut, seed):
    def make(rng):
        return Minibatches(np.arange(len(TS)), batch_size=4, rng=rng, **KINDS[kind])

    whole = list(stream(make(seed), 3))
    cut = min(cut, len(whole) - 1)
    (epoch, *_), state = whole[cut]
    state = json.loads(json.dumps(state))
    ended = whole[cut][0][1:] == ("end",)

    resumed = make(99)
    resumed.load_state_dict(state)
    rest = list(stream(resumed, 3 - epoch - ended))
    seen = [entry[1:] for entry, _ in rest]
    assert seen == [entry[1:] for entry, _ in whole[cut + 1 :]]
    assert [state for _, state in rest] == [state for _, state in whole[cut + 1 :]]


def test_the_generator_shared_with_others_goes_on_where_it_was():
    """Random numbers drawn from the same Generator during an epoch come out the same again."""

    def make(seed):
        rng = np.random.default_rng(seed)
        return rng, Minibatches(np.arange(6), batch_size=2, rng=rng)

    rng, batches = make(0)
    seen, states = [], []
    for _ in range(2):
        for points in batches:
            seen.append((points.tolist(), rng.random()))
            states.append(batches.state_dict())
    for cut, state in enumerate(states[:2]):
        rng, batches = make(1)
        batches.load_state_dict(state)
        rest = [(points.tolist(), rng.random()) for _ in range(2) for points in batches]
        assert rest == seen[cut + 1 :]


def test_an_epoch_that_was_broken_off_is_not_resumed():
    batches = Minibatches(np.arange(6), batch_size=2, rng=0)
    next(iter(batches))
    assert len(list(batches)) == 3
    assert batches.state_dict()["position"] == 0


def test_other_kinds_of_generator():
    for kind in (np.random.MT19937, np.random.Philox, np.random.SFC64):
        batches = Minibatches(np.arange(6), batch_size=2, rng=np.random.Generator(kind(0)))
        iterator = iter(batches)
        next(iterator)
        others = Minibatches(np.arange(6), batch_size=2, rng=np.random.Generator(kind(1)))
        others.load_state_dict(batches.state_dict())
        assert [points.tolist() for points in others] == [points.tolist() for points in iterator]


@pytest.mark.parametrize(
    "change",
    [
        {"points": 7},
        {"batch_size": 3},
        {"position": -1},
        {"position": 4},
        {"position": "1"},
        {"epoch_rng": None},
        {"epoch_rng": {"bit_generator": "PCG64"}},
        {"rng": {"bit_generator": "MT19937"}},
        {"rng": 3},
        {"more": 3},
    ],
)
def test_a_state_that_does_not_fit_is_refused_and_nothing_changes(change):
    batches = Minibatches(np.arange(6), batch_size=2, rng=0)
    next(iter(batches))
    state = {**batches.state_dict(), **change}
    others = Minibatches(np.arange(6), batch_size=2, rng=5)
    before = others.state_dict()
    with pytest.raises(ValueError, match="Hint"):
        others.load_state_dict(state)
    assert others.state_dict() == before


def test_the_packages_own_numbers():
    nn.manual_seed(3)
    batches = Minibatches(np.arange(6), batch_size=2)
    state = nn.get_rng_state()
    first = [points.tolist() for points in batches]
    nn.set_rng_state(state)
    assert [points.tolist() for points in batches] == first
    with pytest.raises(ValueError, match="PCG64"):
        nn.set_rng_state({"bit_generator": "MT19937"})
