"""What the player is given: all that its schema promises, in little space, and nothing in it that a page would run."""

from __future__ import annotations

import base64
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nn
from autograd import Stepper, Tensor, affine, sigmoid, softmax_cross_entropy, step_through
from autograd.views.drawing import rendering
from autograd.views.player import fragment, page, placing
from autograd.views.player.arrays import WHOLE, encode, number
from autograd.views.player.payload import MOST_VALUES, TooLarge, payload

HOSTILE = "</script><!--<script>&\u2028 <img src=x onerror=alert(1)> ]]>"


def logistic() -> Stepper:
    w, b = Tensor(1.0, requires_grad=True), Tensor(0.5, requires_grad=True)
    x, t = 2.0, 1.0
    z = w * x + b
    y = sigmoid(z)
    L = 0.5 * (y - t) ** 2
    return step_through(L)


def digits() -> Stepper:
    nn.manual_seed(0)
    model = nn.Sequential(nn.Linear(784, 50), nn.ReLU(), nn.Linear(50, 10))
    rng = np.random.default_rng(0)
    images = (rng.random((32, 784)) * (rng.random((32, 784)) > 0.8)).astype(np.float32)
    loss = nn.CrossEntropyLoss()(model(images), np.arange(32) % 10)
    return step_through(loss)


def named(name: str) -> Stepper:
    w = Tensor(2.0, requires_grad=True, name=name)
    loss = (w * 3) ** 2
    return step_through(loss)


def value_of(data: dict[str, Any], place: int) -> Any:
    """The array at a place in a payload, if it is there whole."""
    raw = data["arrays"][place]
    return np.array(raw["data"]).reshape(raw["shape"]) if isinstance(raw, dict) else float(raw)


def written(tree: Any) -> str:
    """The text of a formula."""
    if isinstance(tree, str):
        return tree
    return "".join(map(written, (part for part in tree[1:] if not isinstance(part, dict | int))))


# --- the schema ---


def test_the_digits_network_takes_less_than_300_kilobytes() -> None:
    assert len(page(digits()).encode()) < 300_000


@pytest.mark.parametrize("example", [logistic, digits])
def test_the_steps_are_those_of_the_stepper(example: Any) -> None:
    stepper = example()
    data = json.loads(json.dumps(payload(stepper), allow_nan=False))
    nodes, edges = data["graph"]["nodes"], data["graph"]["edges"]
    assert len(data["steps"]) == len(stepper)
    for step, (action, node, edge, result, total, headline, reason) in zip(stepper, data["steps"], strict=True):
        assert ["computes", "fires", "sends"][action] == step.action
        assert nodes[node]["text"] == step.name
        assert (headline, reason) == (step.headline, step.reason)
        if step.action == "sends":
            assert nodes[edges[edge]["from"]]["text"] == step.receiver_name
            assert edges[edge]["to"] == node
            assert edges[edge]["rule"] == step.rule.symbols.text
        for shown, true in ((result, step.result), (total, step.total)):
            if shown is not None and np.size(true) <= WHOLE:
                np.testing.assert_allclose(value_of(data, shown), true, rtol=1e-7)


def test_formulas_are_in_symbols_and_in_numbers() -> None:
    data = payload(logistic())
    by_name = {node["text"]: (place, node) for place, node in enumerate(data["graph"]["nodes"])}
    y, node = by_name["y"]
    assert written(data["math"][node["symbols"]]) == "y=σ(z)"
    assert node["rule"] == "y = σ(z)"
    into_z = next(edge for edge in data["graph"]["edges"] if edge["to"] == y)
    assert written(data["math"][into_z["symbols"]]) == "z¯=y¯y(1−y)"
    # The same, with a place of an array for each name, of which the error signals are marked.
    numbers = json.dumps(data["math"][into_z["numbers"]])
    values = [(value_of(data, int(place)), bar) for place, bar in re.findall(r'\["value", (\d+)(, "bar")?', numbers)]
    sent, y_bar, value, again = (number for number, _ in values)
    assert [bool(bar) for _, bar in values] == [True, True, False, False]
    assert sent == pytest.approx(y_bar * value * (1 - again))


def test_of_numbers_near_one_there_is_what_keeps_them_from_it() -> None:
    near = [1 - 3.3535013e-4, -1 + 2.0611537e-9]
    np.testing.assert_allclose(1 - np.abs(encode(np.array(near))["data"]), [3.3535013e-4, 2.0611537e-9], rtol=1e-6)
    assert number(np.float64(near[0])) == pytest.approx(near[0], rel=1e-11)
    # But not so many digits for rounding errors, nor for others.
    assert encode(np.float32([1 - 2**-24, 0.1]))["data"] == [1, 0.1]
    assert encode(np.array([1 + 2**-52, 2 / 3]))["data"] == [1, 0.66666667]
    large = np.full((40, 40), 1 - 2**-24, dtype=np.float32)
    assert set(encode(large)["data"]) == {1}


def test_what_is_found_with_rounded_numbers_is_there_where_it_is_something_else() -> None:
    x = Tensor([100.01, 100.02, 99.98], requires_grad=True)
    loss = np.var(x)
    data = payload(step_through(loss))
    [edge] = data["graph"]["edges"]
    shown = np.array([100, 100, 99.98])
    np.testing.assert_allclose(value_of(data, edge["found"]), 2 / 3 * (shown - shown.mean()), rtol=1e-7)
    assert not any("found" in edge for edge in payload(logistic())["graph"]["edges"])


def asked(stepper: Stepper) -> dict[str, str]:
    """What is asked of each message, by its rule."""
    return {edge["rule"]: edge["ask"] for edge in payload(stepper)["graph"]["edges"] if "ask" in edge}


def test_what_is_asked_of_a_message_can_be_found_from_what_is_shown() -> None:
    rng = np.random.default_rng(0)
    X, t = rng.normal(size=(200, 3)), rng.integers(0, 12, 200)
    W = Tensor(rng.normal(size=(12, 3)), requires_grad=True)
    Z = X @ W.T
    h = np.tanh(Z)
    loss = softmax_cross_entropy(h, t)
    assert asked(step_through(loss)) == {
        "h̄ = (1/200) loss_bar (softmax(h) − onehot(t))": "sign",  # a softmax over 12 classes, less 0 or 1
        "Z̄ = h̄ ∘ (1 − h ∘ h)": "number",
        "v̄₁ = Xᵀ Z̄": "shape",  # sums over 200 rows
        "W̄ = v̄₁ᵀ": "number",
    }


def test_entries_that_moved_are_asked_for_only_where_all_numbers_are_shown() -> None:
    for length, kind in ((8, "number"), (800, "shape")):
        x = Tensor(np.arange(float(length)), requires_grad=True)
        pairs = np.reshape(x, (length // 2, 2))
        into_x, _, _ = asked(step_through(np.sum(pairs**2))).values()
        assert into_x == kind


def test_every_place_in_a_payload_exists() -> None:
    data = payload(digits())
    used = {place for tree in data["math"] for place in re.findall(r'\["value", (\d+)', json.dumps(tree))}
    assert {int(place) for place in used} <= set(range(len(data["arrays"])))
    for node in data["graph"]["nodes"]:
        keys = ("title", "bar", "symbols", "numbers", "barSymbols", "barNumbers")
        assert all(0 <= node[key] < len(data["math"]) for key in keys if key in node)
        if "line" in node:
            source, line, start, end = node["line"]
            [text] = [text for number, text in data["sources"][source]["lines"] if number == line]
            assert 0 <= start < (end or len(text)) <= len(text)


def test_the_marked_code_is_what_made_the_value() -> None:
    data = payload(logistic())
    marked = {}
    for node in data["graph"]["nodes"]:
        if "line" in node:
            source, line, start, end = node["line"]
            marked[node["text"]] = dict(data["sources"][source]["lines"])[line][start:end]
    assert marked["y"] == "sigmoid(z)"
    assert marked["z"] == "w * x + b"
    assert marked["L"] == "0.5 * (y - t) ** 2"


def test_inside_a_layer_the_marked_code_is_where_the_user_called_it() -> None:
    data = payload(digits())
    assert [source["file"] for source in data["sources"]] == [Path(__file__).name]
    marked = {}
    for node in data["graph"]["nodes"]:
        if "line" in node:
            source, line, start, end = node["line"]
            marked[node["spoken"].split(", ")[1]] = dict(data["sources"][source]["lines"])[line][start:end]
    assert marked["affine of shape 32×10"] == marked["relu of shape 32×50"] == "model(images)"


def test_columns_count_characters_and_not_bytes() -> None:
    ä = Tensor(2.0, requires_grad=True)
    loss = 1 + "ö😀".count("ö") * ä
    data = payload(step_through(loss))
    source, line, start, end = data["graph"]["nodes"][1]["line"]
    assert dict(data["sources"][source]["lines"])[line][start:end] == '"ö😀".count("ö") * ä'


def test_the_player_begins_where_the_stepper_is() -> None:
    stepper = logistic()
    stepper.seek(7)
    assert payload(stepper)["start"] == 7


def test_modules_are_groups_around_their_boxes() -> None:
    graph = payload(digits())["graph"]
    labels = [group["label"] for group in graph["groups"]]
    assert "0: Linear" in labels
    left, top, width, height = graph["groups"][labels.index("0: Linear")]["box"]
    weight = next(node for node in graph["nodes"] if node["text"] == "0.weight")
    x, y, w, h = weight["box"]
    assert left <= x < x + w <= left + width
    assert top <= y < y + h <= top + height


def test_both_uses_of_a_value_are_edges() -> None:
    x = Tensor(3.0, requires_grad=True)
    y = x * x
    edges = payload(step_through(y))["graph"]["edges"]
    assert len(edges) == 2
    assert edges[0]["path"] != edges[1]["path"]


def test_constants_have_boxes_if_they_have_a_name_or_several_numbers() -> None:
    x = Tensor([1.0, 2.0], requires_grad=True)
    t = 3.0
    y = np.sum(x * t + 1 + np.array([5.0, 6.0]))
    kinds = [(node["kind"], node["text"]) for node in payload(step_through(y))["graph"]["nodes"]]
    assert [name for kind, name in kinds if kind == "constant"] == ["t", "constant"]


def test_far_uses_in_a_large_graph_are_drawn_at_their_end_only() -> None:
    a = Tensor(0.5, requires_grad=True)
    x = a
    for _ in range(placing._MANY // 2):
        x = np.tanh(x * a)
    data = payload(step_through(x))
    far = [edge for edge in data["graph"]["edges"] if "far" in edge]
    assert len(far) > placing._MANY // 2 - 10
    assert all(written(data["math"][edge["far"]]) == "a" for edge in far)
    for edge in far:
        left, top, width, _ = data["graph"]["nodes"][edge["to"]]["box"]
        assert edge["path"][-1] == top
        assert left < edge["path"][-2] < left + width


# --- arrays ---


def test_a_long_array_is_a_map_and_corners() -> None:
    array = np.zeros((100, 300))
    array[40, 150], array[99, 299] = -2.0, 1.0
    raw = encode(array)
    cells = np.frombuffer(base64.b64decode(raw["map"]), np.int8).reshape(raw["grid"])
    assert raw["scale"] == 2
    assert (raw["least"], raw["most"], raw["bad"]) == (-2, 1, 0)
    # Whatever is large is seen, however small its part of the array.
    assert sorted(cells[cells != 0].tolist()) == [-127, 64]
    corner = np.array(raw["data"]).reshape(len(raw["rows"]), len(raw["columns"]))
    np.testing.assert_array_equal(corner, array[np.ix_(raw["rows"], raw["columns"])])


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_said_and_shown(value: float) -> None:
    assert encode(value) == str(value)
    assert encode(np.array([1.0, value]))["data"] == [1, str(value)]
    array = np.ones((50, 50))
    array[0, 0] = value
    raw = encode(array)
    assert raw["bad"] == 1
    assert (np.frombuffer(base64.b64decode(raw["map"]), np.int8) == -128).sum() == 1
    assert raw["data"][0] == str(value)


@pytest.mark.parametrize("shape", [(0,), (0, 3), (3, 0), (2, 0, 3)])
def test_empty_arrays(shape: tuple[int, ...]) -> None:
    assert encode(np.zeros(shape)) == {"shape": list(shape), "data": []}


@pytest.mark.parametrize("array", [np.full((30, 30), 1e308), np.full((30, 30), 5e-324), np.full((30, 30), np.nan)])
def test_extreme_arrays_have_maps(array: Any) -> None:
    cells = np.frombuffer(base64.b64decode(encode(array)["map"]), np.int8)
    assert set(cells.tolist()) == {-128 if np.isnan(array[0, 0]) else 127}


# --- text from the user ---


class Elements(HTMLParser):
    """The elements of a page and the texts in them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] == ["script"]:
            self.scripts.append(data)


def test_names_stay_data() -> None:
    plain, hostile = Elements(), Elements()
    plain.feed(fragment(named("w")))
    hostile.feed(fragment(named(HOSTILE)))
    assert hostile.tags == plain.tags
    assert "img" not in hostile.tags
    data = json.loads(hostile.scripts[0])
    assert data["graph"]["nodes"][0]["text"] == " ".join(HOSTILE.split())


@pytest.mark.parametrize("file", sorted(Path(placing.__file__).parent.glob("*.js")), ids=str)
def test_no_script_ends_itself(file: Path) -> None:
    assert not re.search(r"</script|<!--", file.read_text("utf-8"), re.IGNORECASE)


def test_no_script_makes_markup_of_text() -> None:
    folder = Path(placing.__file__).parent
    code = "".join(file.read_text("utf-8") for file in folder.glob("*.js"))
    assert re.findall(r"\b(?:eval|Function|outerHTML|insertAdjacentHTML|document\.write)\b", code) == []
    # The one piece of markup is the player's own.
    assert re.findall(r".*innerHTML.*", code) == ["  template.innerHTML = markup;"]


# --- what cannot be shown ---


def test_a_graph_that_is_too_large_says_so(tmp_path: Path) -> None:
    x = Tensor(1.0, requires_grad=True)
    for _ in range(MOST_VALUES):
        x = x + 1
    stepper = step_through(x)
    with pytest.raises(TooLarge, match=r"2,001 values, and the player shows no more than 2,000"):
        stepper.save(tmp_path / "large.html")
    shown = stepper._repr_html_()
    assert "2,001 values" in shown
    assert "<script" not in shown
    assert shown.count("<tr>") < 130


def test_without_graphviz_the_table_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def missing(*_: Any, **__: Any) -> Any:
        raise rendering.GraphvizNotFound

    stepper = logistic()
    monkeypatch.setattr(placing, "layout", missing)
    shown = stepper._repr_html_()
    assert "pip install" in shown
    assert "<table>" in shown
    with pytest.raises(rendering.GraphvizNotFound):
        stepper.save(tmp_path / "backprop.html")


def test_formulas_that_are_too_long_are_not_written_out() -> None:
    parts = [Tensor([float(i)], requires_grad=True) for i in range(600)]
    loss = np.sum(np.concatenate(parts))
    data = payload(step_through(loss))
    rules = [node["rule"] for node in data["graph"]["nodes"] if "rule" in node]
    assert any("too long" in rule for rule in rules)


def test_a_page_is_saved(tmp_path: Path) -> None:
    stepper = logistic()
    stepper.save(tmp_path / "backprop.html")
    assert (tmp_path / "backprop.html").read_text("utf-8") == page(stepper)
    assert page(stepper).startswith("<!doctype html>")


def test_the_table_has_all_steps() -> None:
    rng = np.random.default_rng(0)
    W = Tensor(rng.normal(size=(2, 3)), requires_grad=True)
    stepper = step_through(np.sum(affine(rng.normal(size=(4, 3)), W, np.zeros(2))))
    static = fragment(stepper).partition('<script type="application/json">')[0]
    for step in stepper:
        assert f"<td>{step.number} of {len(stepper)}</td><td>{step.headline}</td>" in static
