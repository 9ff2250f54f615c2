"""Plots for light pages and for dark ones (nn/figure.py)."""

from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.colors import to_hex

import nn
from nn.figure import INK, VALUES, subplots


def test_what_is_put_into_the_axes_later_has_their_style():
    """matplotlib takes the style of a legend from where it is asked for, which is after `subplots`."""
    _, axes = subplots()
    axes.plot([0, 1], label="loss")
    legend = axes.legend()
    assert not legend.get_frame_on()
    assert [to_hex(text.get_color()) for text in legend.get_texts()] == [INK]
    assert axes.text(0, 0, "here").get_color() == INK
    assert axes.annotate("there", (0, 1)).get_color() == INK
    assert axes.text(0, 0, "here", color=VALUES).get_color() == VALUES


def test_in_a_notebook_it_is_never_wider_than_the_page():
    figure, _ = subplots(width=20)
    svg = ElementTree.fromstring(figure._repr_svg_())
    assert svg.get("style") == "max-width: 100%; height: auto"


def test_a_projection_is_matplotlibs_own():
    _, axes = subplots(subplot_kw={"projection": "polar"})
    assert axes.name == "polar"
    _, axes = subplots(subplot_kw={"title": "a loss"})
    assert axes.get_title() == "a loss"


@pytest.mark.parametrize("columns", [(), ("loss",), ("val_loss", "lr")])
def test_a_history_is_plotted_so(columns):
    history = nn.History()
    for epoch in range(3):
        history.append(loss=1 / (epoch + 1), val_loss=2.0, lr=0.1)
    [axes] = history.plot(*columns).axes
    assert [line.get_label() for line in axes.lines] == list(columns or ("loss", "val_loss"))
    assert len({line.get_color() for line in axes.lines}) == len(axes.lines)
    assert "<svg" in history.plot(*columns)._repr_svg_()
    with pytest.raises(LookupError, match="no 'accuracy'"):
        history.plot("accuracy")


def test_a_search_is_plotted_so():
    search = nn.LearningRateSearch([0.01, 0.1, 1.0], [0.5, 0.2, float("inf")], 0.7)
    [axes] = search.plot().axes
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["before training", "best: 0.1", "diverged"]
    np.testing.assert_array_equal(axes.lines[-1].get_xdata(), [1.0])
    assert "<svg" in search.plot()._repr_svg_()


def test_a_rate_that_all_but_diverged_leaves_room_for_the_others():
    search = nn.LearningRateSearch([0.01, 0.1, 1.0, 10.0], [0.5, 0.2, 0.8, 1e33], 0.7)
    [axes] = search.plot().axes
    np.testing.assert_array_equal(axes.lines[0].get_ydata(), [0.5, 0.2, 0.8, np.nan])
    assert axes.get_ylim()[1] < 1
    assert search.losses[-1] == 1e33
