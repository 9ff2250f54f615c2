"""Whether operations are recorded: as a block, as a decorator, in generators, by thread."""

import threading

import numpy as np
import pytest

from autograd import Tensor, enable_grad, is_grad_enabled, no_grad


def leaf(value):
    return Tensor(np.array(value, dtype=float), requires_grad=True)


W = leaf(3.0)


def records():
    """Whether an operation that is called now is recorded; all kinds of operations must agree."""
    answers = {
        is_grad_enabled(),
        (W * 2).requires_grad,
        (-W).requires_grad,
        np.exp(W).requires_grad,
        np.sum(W, axis=None).requires_grad,
        np.stack([W, W]).requires_grad,
        np.where(True, W, 0).requires_grad,
    }
    assert len(answers) == 1
    return answers.pop()


def test_a_block_without_recording():
    assert records()
    with no_grad():
        assert not records()
        assert (W * 2).data == 6
    assert records()


def test_blocks_nest():
    with no_grad():
        with enable_grad():
            assert records()
            with no_grad():
                assert not records()
            assert records()
        assert not records()
        with no_grad():
            assert not records()
        assert not records()
    with enable_grad():
        assert records()
    assert records()


def test_one_block_may_be_entered_again():
    block = no_grad()
    with block:
        with block:
            assert not records()
        assert not records()
    assert records()


def test_an_error_ends_the_block():
    with pytest.raises(ZeroDivisionError), no_grad():
        1 / 0  # noqa: B018
    assert records()


def test_a_decorated_function():
    @no_grad()
    def predict(x, factor=1):
        """Says what is predicted."""
        assert not records()
        return x * factor

    assert predict(W, factor=2).data == 6
    assert not predict(W).requires_grad
    assert predict.__name__ == "predict"
    assert predict.__doc__ == "Says what is predicted."
    assert records()


def test_a_decorator_without_parentheses():
    @no_grad
    def predict(x):
        return x * 2

    assert not predict(W).requires_grad


def test_a_decorated_method():
    class Model:
        @no_grad()
        def predict(self, x):
            return x * self.factor

        factor = 2

    assert not Model().predict(W).requires_grad


def test_a_decorated_function_may_call_itself():
    @no_grad()
    def down(n):
        return W * n if n == 0 else down(n - 1) + W

    assert not down(3).requires_grad
    assert records()


def test_recording_within_a_decorated_function():
    @no_grad()
    def gradient(x):
        with enable_grad():
            return x * x

    assert gradient(W).requires_grad


def test_a_decorated_generator_does_not_leak_into_its_caller():
    @no_grad()
    def batches():
        for i in range(3):
            assert not records()
            yield W * i

    for batch in batches():
        assert not batch.requires_grad
        assert records()
    assert records()


def test_a_decorated_generator_is_sent_to_thrown_into_and_closed():
    log = []

    @no_grad()
    def listener():
        try:
            while True:
                try:
                    log.append((yield not records()))
                except ValueError as error:
                    assert not records()
                    log.append(str(error))
        finally:
            assert not records()
            log.append("closed")

    running = listener()
    assert next(running) is True
    assert running.send("a") is True
    assert running.throw(ValueError("b")) is True
    assert records()
    running.close()
    assert log == ["a", "b", "closed"]
    assert records()


def test_a_decorated_generator_returns():
    @no_grad()
    def returning():
        yield 1
        return 2

    def outer():
        return (yield from returning())

    running = outer()
    assert next(running) == 1
    with pytest.raises(StopIteration) as stopped:
        next(running)
    assert stopped.value.value == 2


def test_a_generator_that_raises():
    @no_grad()
    def failing():
        yield 1
        raise KeyError("broken")

    running = failing()
    next(running)
    with pytest.raises(KeyError, match="broken"):
        next(running)
    assert records()


def test_each_thread_has_its_own_switch():
    inside, answers = threading.Barrier(2), {}

    def without():
        with no_grad():
            inside.wait()
            answers["without"] = records()
            inside.wait()

    def with_recording():
        inside.wait()
        answers["with"] = records()
        inside.wait()

    threads = [threading.Thread(target=target) for target in (without, with_recording)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {"without": False, "with": True}
    assert records()


def test_a_new_thread_records_whatever_its_maker_does():
    answers = []
    with no_grad():
        thread = threading.Thread(target=lambda: answers.append(records()))
        thread.start()
        thread.join()
    assert answers == [True]


def test_a_decorated_function_in_several_threads_at_once():
    barrier = threading.Barrier(4)
    answers = []

    @no_grad()
    def predict():
        barrier.wait()
        answers.append(records())

    threads = [threading.Thread(target=predict) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [False] * 4
    assert records()


def test_graphs_may_be_built_and_differentiated_in_several_threads():
    results = {}

    def work(number):
        x = leaf(np.full(10, float(number)))
        for _ in range(20):
            z = (np.exp(x * 0.1) * x).sum()
            x.bar = None
            z.backward()
        results[number] = x.bar

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number in range(6):
        np.testing.assert_allclose(results[number], np.exp(number * 0.1) * (1 + 0.1 * number))


def test_a_graph_recorded_before_is_differentiated_also_without_recording():
    x = leaf(3.0)
    y = x * x
    with no_grad():
        y.backward()
    assert x.bar == 6
