"""What a picture shows of a graph."""

from __future__ import annotations

import time
import weakref
from typing import Any

import numpy as np
import pytest

import nn
from autograd import GradientError, Tensor, affine, sigmoid
from autograd.recording import Scope
from autograd.views import draw, numerals
from autograd.views.drawing.layout import layout
from autograd.views.drawing.rendering import Picture
from tests.views.drawings import Linear, Net, Read, Tanh, texts_in_label


def test_lecture_004s_logistic_least_squares() -> None:
    w, b = Tensor(1.0, requires_grad=True), Tensor(0.5, requires_grad=True)
    x, t = 2.0, 1.0
    z = w * x + b
    y = sigmoid(z)
    loss = 0.5 * (y - t) ** 2
    read = Read(draw(loss))
    assert list(read.boxes.values()) == [
        ["w", "1"],
        ["b", "0.5"],
        ["×", "2"],
        ["+", "z", "2.5"],
        ["σ", "y", "0.9241"],
        ["− t", "−0.07586"],
        ["(·)²", "0.005754"],
        ["0.5 ×", "loss", "0.002877"],
        ["x", "2"],
        ["t", "1"],
    ]
    named = {box: texts[1] if len(texts) == 3 else texts[0] for box, texts in read.boxes.items()}
    assert {(named[tail], named[head]) for tail, head, _ in read.arrows} == {
        ("w", "×"),
        ("x", "×"),
        ("×", "z"),
        ("b", "z"),
        ("z", "y"),
        ("y", "− t"),
        ("t", "− t"),
        ("− t", "(·)²"),
        ("(·)²", "loss"),
    }


def test_error_signals_are_shown_once_there_are_any() -> None:
    w = Tensor(3.0, requires_grad=True)
    loss = (2 * w) ** 2
    assert list(Read(draw(loss)).boxes.values()) == [["w", "3"], ["2 ×", "6"], ["(·)²", "loss", "36"]]
    loss.backward()
    after = [["w", "3", "w", "24"], ["2 ×", "6", "bar", "12"], ["(·)²", "loss", "36", "loss", "1"]]
    assert list(Read(draw(loss)).boxes.values()) == after
    assert list(Read(draw(loss, bars=False)).boxes.values()) == [["w", "3"], ["2 ×", "6"], ["(·)²", "loss", "36"]]
    assert (w.bar, loss.bar) == (24.0, 1.0)


def test_a_square_has_two_arrows() -> None:
    x = Tensor(3.0, requires_grad=True)
    y = x * x
    read = Read(draw(y))
    assert [(tail, head) for tail, head, _ in read.arrows] == [(read.box("x"), read.box("y"))] * 2


def test_an_array_that_is_used_twice_is_one_box() -> None:
    w = Tensor([1.0, 2.0], requires_grad=True)
    x = np.array([3.0, 4.0])
    loss = np.sum(w * x + x)
    read = Read(draw(loss))
    assert sum(tail == read.box("x") for tail, _, _ in read.arrows) == 2


def test_constants_can_be_hidden() -> None:
    w = Tensor([1.0, 2.0], requires_grad=True)
    x = np.array([3.0, 4.0])
    loss = np.sum(w * x)
    assert [texts[0] for texts in Read(draw(loss, constants=False)).boxes.values()] == ["w", "×", "Σ"]
    assert "x" in {texts[0] for texts in Read(draw(loss)).boxes.values()}


def test_labels_that_are_no_input_of_the_rule_are_drawn() -> None:
    from autograd import softmax_cross_entropy

    scores = Tensor(np.zeros((4, 3)), requires_grad=True)
    labels = np.array([0, 1, 2, 0])
    loss = softmax_cross_entropy(scores, labels).mean()
    read = Read(draw(loss))
    head = read.box("cross_entropy")
    assert {tail for tail, end, _ in read.arrows if end == head} == {read.box("scores"), read.box("labels")}


def test_small_arrays_show_their_numbers_and_large_ones_shape_and_dtype() -> None:
    small = Tensor(np.array([[1.0, -0.5], [0.25, 3.0]]), requires_grad=True)
    large = Tensor(np.ones((5, 2), dtype=np.float32), requires_grad=True)
    result = large @ small
    result.backward(np.ones((5, 2)))
    boxes = Read(draw(result)).boxes.values()
    assert ["small", "1", "−0.5", "0.25", "3", "small", "5", "5", "5", "5"] in boxes
    assert ["large", "(5, 2)", "float32", "large", "‖·‖ 7.353"] in boxes
    assert ["small", "(2, 2)", "float64", "small", "‖·‖ 10"] in Read(draw(result, values=0)).boxes.values()


def test_a_small_array_of_another_dtype_says_so() -> None:
    x = Tensor(np.ones(2, dtype=np.float32), requires_grad=True)
    y = x.sum()
    assert ["x", "1", "1", "float32"] in Read(draw(y)).boxes.values()


def test_numbers_that_nobody_holds_any_more_are_computed_again() -> None:
    x = Tensor([1.0, 2.0], requires_grad=True)
    loss = np.sum(np.exp(x) * 2)
    assert ["exp", "2.72", "7.39"] in Read(draw(loss)).boxes.values()
    assert ["exp", "(2,)", "float64"] in Read(draw(loss, values=0)).boxes.values()


def test_arrows_are_shaded_by_the_size_of_the_message_and_nothing_changes() -> None:
    a, b = Tensor(1.0, requires_grad=True), Tensor(1.0, requires_grad=True)
    loss = 1000.0 * a + b
    read = Read(draw(loss, shade_bars=True))
    thick, thin = read.arrow("a", "1000 ×"), read.arrow("b", "loss")
    assert float(thick["penwidth"]) > float(thin["penwidth"])
    assert thick["color"] != thin["color"]
    assert "root mean square 1000" in thick["tooltip"]
    assert "from 1 (thin) to 1000 (thick)" in read.title
    assert list(read.boxes.values()) == [["a", "1"], ["b", "1"], ["1000 ×", "1000"], ["+", "loss", "1001"]]
    assert (a.bar, b.bar, loss.bar) == (None, None, None)


def test_an_arrow_that_carries_nothing_and_one_that_carries_no_number() -> None:
    a, b = Tensor(-1.0, requires_grad=True), Tensor(0.0, requires_grad=True)
    with np.errstate(divide="ignore"):
        loss = np.maximum(a, 0.0) + np.sqrt(b)
    read = Read(draw(loss, shade_bars=True))
    assert read.arrow("a", "maximum(·, 0)")["style"] == "dotted"
    broken = read.arrow("b", "√")
    assert (broken["style"], broken["label"]) == ("dashed", "inf")


def test_shading_counts_from_the_error_signals_that_are_there() -> None:
    x = Tensor([1.0, 2.0], requires_grad=True)
    y = 2 * x
    y.backward(np.array([30.0, 40.0]))
    assert "root mean square 70.71" in Read(draw(y, shade_bars=True)).arrow("x", "y")["tooltip"]


def test_modules_are_nested_frames_and_parameters_lie_in_theirs() -> None:
    model = Net(6, 5, 4)
    images = np.ones((10, 6))
    loss = np.sum(model(images))
    read = Read(draw(loss))
    outside, inside = read.frames()["model: Net"]
    assert outside == []
    assert set(inside) == {"hidden: Linear", "act: Tanh", "output: Linear"}
    found = sorted(read.boxes[box][0] for box in inside["hidden: Linear"][0])
    assert found == ["affine", "bias", "weight"]
    assert not any(read.box("images") in boxes for boxes, _ in inside.values())


def test_a_scope_of_ones_own_is_a_frame_with_what_is_used_in_it_alone() -> None:
    x, w = Tensor(1.0, requires_grad=True), Tensor(2.0, requires_grad=True)
    with Scope("layer <1>"):
        h = w * x
    loss = h + x
    read = Read(draw(loss))
    assert read.frames() == {"layer <1>": ([read.box("w"), read.box("h")], {})}


def test_folding_by_depth() -> None:
    model = Net(6, 5, 4)
    images = np.ones((10, 6))
    loss = np.sum(model(images))
    whole = Read(draw(loss, fold=0))
    assert sorted(texts[0] for texts in whole.boxes.values()) == ["images", "model: Net", "Σ"]
    assert whole.boxes[whole.box("model: Net")] == ["model: Net", "3 operations", "4 leaves, 59 numbers"]
    parts = Read(draw(loss, fold=1))
    hidden = ["hidden: Linear", "1 operation", "weight (5, 6), bias (5,)"]
    assert hidden in parts.boxes.values()
    assert list(parts.frames()) == ["model: Net"]
    assert Read(draw(loss, fold=2)).boxes == Read(draw(loss)).boxes


def test_folding_by_predicate() -> None:
    model = Net(6, 5, 4)
    loss = np.sum(model(np.ones((10, 6))))
    read = Read(draw(loss, fold=lambda module: isinstance(module, Linear)))
    titles = [texts[0] for texts in read.boxes.values()]
    assert "hidden: Linear" in titles
    assert "tanh" in titles
    assert list(read.frames()["model: Net"][1]) == ["act: Tanh"]


def test_arrows_of_a_folded_box_are_summed() -> None:
    square = Tanh()
    x = Tensor(3.0, requires_grad=True)
    with Scope(square):
        y = x * x + x
    read = Read(draw(y + 1.0, fold=0))
    assert read.arrow("x", "square: Tanh")["label"] == "×3"
    assert [len(uses) for uses in draw(y + 1.0, fold=0).uses.values()] == [3, 1]


def test_two_modules_with_parameters_of_the_same_name() -> None:
    encoder, decoder = Linear(3, 2), Linear(2, 3)
    loss = np.sum(decoder(encoder(np.ones(3))))
    picture = draw(loss)
    read = Read(picture)
    assert set(read.frames()) == {"encoder: Linear", "decoder: Linear"}
    assert sum("weight" in texts for texts in read.boxes.values()) == 2
    assert "encoder.weight:" in picture.source


def test_the_tooltip_is_the_line_of_code() -> None:
    a = Tensor([1.0, 2.0], requires_grad=True)
    b = np.exp(a) * 3.0
    tooltip = Read(draw(b)).look("b")["tooltip"]
    assert tooltip.startswith("b = np.exp(a) * 3.0\\ntest_draw.py, line")
    assert "multiply, (2,) float64" in tooltip


def test_operations_say_what_was_done() -> None:
    x = Tensor(np.ones((2, 3)), requires_grad=True)
    y = np.sum(np.transpose(x), axis=0)[0] / 2 + (1 - x[0, 1:]).max() ** 3 - np.clip(x, 0, 1).mean()
    found = [texts[0] for texts in Read(draw(y)).boxes.values()]
    assert found == [
        "x",
        "(·)ᵀ",
        "Σ axis=0",
        "[0]",
        "/ 2",
        "[0, 1:]",
        "1 −",
        "max",
        "(·)³",
        "+",
        "clip(·, 0, 1)",
        "mean",
        "−",
    ]


def test_operations_name_the_operand_that_is_no_result_where_its_place_matters() -> None:
    W, b = Tensor(np.eye(2), requires_grad=True), Tensor([1.0, 2.0], requires_grad=True)
    x, scale = np.array([1.0, 0.5]), np.float64(2.0)
    h = np.exp(W @ x)
    loss = np.sum((h - b) / scale + (b - h) ** scale - h @ W)
    found = [texts[0] for texts in Read(draw(loss)).boxes.values()]
    assert [sign for sign in found if len(sign) > 1][1:] == ["exp", "− b", "/ scale", "b −", "^ scale", "@ W", "scale"]


def test_parameters_stand_beside_what_uses_them_and_data_before_it() -> None:
    W, b = Tensor(np.eye(2), requires_grad=True), Tensor([1.0, 2.0], requires_grad=True)
    x = np.array([1.0, 0.5])
    z = affine(x, W, b)
    picture = draw(z)
    read = Read(picture)
    places = {node["id"]: node for node in layout(picture)["nodes"]}
    affine_at, W_at, b_at, x_at = (places[read.box(text)] for text in ("affine", "W", "b", "x"))
    assert x_at["x"] + x_at["width"] < affine_at["x"]
    for beside in (W_at, b_at):
        assert abs((beside["x"] + beside["width"] / 2) - (affine_at["x"] + affine_at["width"] / 2)) < 1
    assert (W_at["y"] < affine_at["y"]) != (b_at["y"] < affine_at["y"])
    assert [(tail, head) for tail, head, _ in read.arrows] == [
        (read.box(text), read.box("affine")) for text in ("W", "b", "x")
    ]


def test_on_parallel_branches_parameters_stand_before_what_uses_them() -> None:
    w, v = Tensor(1.0, requires_grad=True), Tensor(2.0, requires_grad=True)
    a, b = np.float64(3.0), np.float64(4.0)
    picture = draw(np.exp(w * a) + np.exp(v * b))
    read = Read(picture)
    places = {node["id"]: node for node in layout(picture)["nodes"]}
    for parameter in ("w", "v"):
        (head,) = [end for start, end, _ in read.arrows if start == read.box(parameter)]
        assert places[read.box(parameter)]["x"] < places[head]["x"] - 10


def test_long_arrays_show_no_numbers_and_a_larger_limit_shows_them() -> None:
    x = Tensor(np.arange(8.0), requires_grad=True)
    y = x.sum()
    assert ["x", "(8,)", "float64"] in Read(draw(y)).boxes.values()
    assert ["x", *"01234567"] in Read(draw(y, values=16)).boxes.values()


def test_several_tensors_are_drawn_together() -> None:
    x = Tensor(2.0, requires_grad=True)
    a, b = x + 1.0, x * 2.0
    read = Read(draw(a, b))
    assert {texts[1] for texts in read.boxes.values() if len(texts) == 3} == {"a", "b"}
    assert read.look("a")["color"] == read.look("b")["color"] != read.look("x")["color"]


def test_directions() -> None:
    x = Tensor(2.0, requires_grad=True)
    assert Read(draw(x * x)).direction == "LR"
    assert Read(draw(x * x, direction="TB")).direction == "TB"
    with pytest.raises(ValueError, match="one of LR, TB, RL, BT"):
        draw(x * x, direction="left")


def test_a_large_graph_folds_its_modules_first_and_says_so() -> None:
    model = Net(6, 5, 4)
    loss = np.sum(model(np.ones((10, 6))))
    read = Read(draw(loss, max_nodes=5))
    assert "8 values, more than max_nodes=5: modules are folded as with fold=1" in read.title
    assert "hidden: Linear" in {texts[0] for texts in read.boxes.values()}


def test_what_was_folded_on_request_stays_folded_in_a_large_graph() -> None:
    model = Net(6, 5, 4)
    loss = np.sum(model(np.ones((10, 6))) + model(np.zeros((10, 6))))
    read = Read(draw(loss, fold=0, max_nodes=4))
    titles = {texts[0] for texts in read.boxes.values()}
    assert "model: Net" in titles


def test_65000_values_answer_within_seconds_folded_by_lines() -> None:
    x = Tensor(0.5, requires_grad=True)
    h = x
    for _ in range(32_500):
        h = np.tanh(h) + 0.001
    loss = h * 2.0
    start = time.perf_counter()
    picture = draw(loss)
    picture.pipe("svg")
    seconds = time.perf_counter() - start
    read = Read(picture)
    assert "65,002 values, more than max_nodes=200: folded by lines of code" in read.title
    assert ["h = np.tanh(h) + 0.001", "65,000 operations", "x"] in read.boxes.values()
    assert len(read.boxes) == 2
    assert seconds < 10


def test_a_program_of_many_lines_is_folded_by_functions() -> None:
    lines = "\n".join(f"    x = x * {i}.5" for i in range(30))
    space: dict[str, Any] = {}
    exec(compile(f"def chain(x):\n{lines}\n    return x\n", "chain.py", "exec"), space)
    x = Tensor(1.0, requires_grad=True)
    loss = space["chain"](x) + 1.0
    read = Read(draw(loss, max_nodes=10))
    assert "folded by functions" in read.title
    assert ["chain", "30 operations", "x"] in read.boxes.values()


def test_a_picture_does_not_keep_the_graph_alive() -> None:
    def make() -> tuple[Picture, weakref.ref[Tensor]]:
        x = Tensor(np.ones(1000), requires_grad=True)
        return draw(np.sum(np.exp(x))), weakref.ref(x)

    picture, x = make()
    assert x() is None
    assert len(picture.contents) == 3


def test_what_cannot_be_drawn() -> None:
    with pytest.raises(TypeError, match="given no tensor"):
        draw()
    with pytest.raises(TypeError, match=r"draws tensors, not list"):
        draw([Tensor(1.0, requires_grad=True)])  # type: ignore[arg-type]
    with pytest.raises(GradientError, match="requires no gradient"):
        draw(Tensor(1.0))


def test_a_leaf_alone() -> None:
    x = Tensor(2.0, requires_grad=True)
    read = Read(draw(x))
    assert (list(read.boxes.values()), read.arrows) == ([["x", "2"]], [])


def test_the_reader_of_labels_reads_what_is_written() -> None:
    assert texts_in_label("<<B>a &lt; b</B> c>") == ["a < b", "c"]


def test_a_folded_root_is_still_said() -> None:
    net = nn.Sequential(nn.Linear(3, 2))
    scores = net(np.ones(3))
    loss = nn.MSELoss()(scores, np.zeros(2))
    value = numerals.number(loss.item())
    assert f"loss = {value}" in draw(loss, fold=0).source
    assert "scores (2,)" in draw(scores, fold=0).source


def test_after_a_step_of_an_optimizer_only_held_numbers_are_shown():
    """Others would be computed again with the new parameters, and would not belong to the rest."""
    w, x = Tensor([1.0, 2.0], requires_grad=True), np.array([3.0, 4.0])
    y = w * x
    loss = ((y - 1) ** 2).sum()
    loss.backward()
    before = draw(loss).source
    assert "still hold" not in before
    assert ">49<" in before
    w.data -= 0.1 * w.bar
    for picture in (draw(loss), draw(loss, shade_bars=True)):
        assert "leaves have changed since: only numbers that you still hold are shown" in picture.source
    source = draw(loss).source
    assert all(f">{number}<" in source for number in ("3", "8", "53", "12", "56"))
    assert ">49<" not in source
    w.data = np.array([5.0, 5.0])
    assert "still hold" in draw(loss).source
