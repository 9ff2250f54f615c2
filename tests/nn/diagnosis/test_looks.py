"""A diagnosis as a table and as a plot."""

import builtins
import sys
from xml.etree import ElementTree

import numpy as np
import pytest

import nn
from autograd import grad

X = np.random.default_rng(0).normal(size=(8, 4))


def diagnosed(backward=True):
    model = nn.Sequential(
        nn.Linear(4, 5, rng=0), nn.Sigmoid(), nn.Linear(5, 6, rng=1), nn.ReLU(), nn.Linear(6, 1, rng=2)
    )
    model[2].bias.data[[0, 3]] = -100
    diagnosis = nn.Diagnosis(model)
    loss = model(X).mean()
    if backward:
        loss.backward()
    return diagnosis


class TestTable:
    def test_text(self):
        diagnosis = diagnosed()
        lines = str(diagnosis).splitlines()
        assert lines[0].split("  ")[0] == "layer"
        assert [line.split()[:3] for line in lines[1:]] == [
            ["0", "Linear", "5"],
            ["1", "Sigmoid", "5"],
            ["2", "Linear", "6"],
            ["3", "ReLU", "6"],
            ["4", "Linear", "1"],
        ]
        relu = diagnosis["3"]
        assert lines[4].split()[3:] == [f"{relu.activation_norm:.3g}", f"{relu.error_norm:.3g}", str(len(relu.dead))]
        assert len(relu.dead) >= 2

    def test_before_the_backward_pass(self):
        assert len(str(diagnosed(backward=False)).splitlines()[1].split()) == 4

    def test_without_error_signals_it_says_what_they_come_with(self):
        model = nn.MLP([4, 3, 1])
        for run in (model, grad(lambda x: model(x).sum())):
            diagnosis = nn.Diagnosis(model)
            run(X)
            assert str(diagnosis).splitlines()[-1] == "No error signals yet: they come with backward() of a loss."
            assert "they come with backward()" in ElementTree.fromstring(diagnosis._repr_html_()).find("caption").text
        model(X).sum().backward()
        assert "No error signals" not in str(diagnosis) + diagnosis._repr_html_()

    def test_units_of_a_layer_with_nan_are_not_counted(self):
        model = nn.Sequential(nn.Identity(), nn.ReLU(), nn.Tanh())
        diagnosis = nn.Diagnosis(model)
        model(np.array([[np.nan, -1.0, 9.0], [9.0, -1.0, 9.0], [9.0, -1.0, 9.0]]))
        assert [line.split()[3:] for line in str(diagnosis).splitlines()[2:4]] == [["nan", "nan"]] * 2
        assert diagnosis["1"].dead.tolist() == [1]
        assert diagnosis["2"].saturated.tolist() == [2]
        _, shares = diagnosis.plot().axes
        assert [bar.get_height() for bar in shares.patches] == pytest.approx([np.nan] * 2, nan_ok=True)

    def test_before_a_call(self):
        diagnosis = nn.Diagnosis(nn.ReLU())
        assert str(diagnosis) == "No layer has been called yet."
        assert diagnosis._repr_html_() == "<p>No layer has been called yet.</p>"

    def test_html_has_the_cells_of_the_text(self):
        diagnosis = diagnosed()
        table = ElementTree.fromstring(diagnosis._repr_html_())
        cells = [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")]
        assert [[cell for cell in row if cell] for row in cells[1:]] == [
            line.split() for line in str(diagnosis).splitlines()[1:]
        ]

    def test_names_are_escaped(self):
        model = nn.Sequential({"<b>&": nn.ReLU()})
        diagnosis = nn.Diagnosis(model)
        model(X)
        assert "&lt;b&gt;&amp;" in diagnosis._repr_html_()
        assert "<b>" not in diagnosis._repr_html_()


class TestPlot:
    def test_shows_the_norms_and_the_shares(self):
        diagnosis = diagnosed()
        norms, shares = diagnosis.plot().axes
        activations, errors = (line.get_ydata().tolist() for line in norms.get_lines())
        assert activations == [layer.activation_norm for layer in diagnosis]
        assert errors == [layer.error_norm for layer in diagnosis]
        assert norms.get_yscale() == "log"
        heights = {round(bar.get_x() + bar.get_width() / 2): bar.get_height() for bar in shares.patches}
        assert heights == {1: len(diagnosis["1"].saturated) / 5, 3: len(diagnosis["3"].dead) / 6}
        assert [label.get_text() for label in shares.get_xticklabels()][:2] == ["0 Linear", "1 Sigmoid"]

    def test_without_error_signals_and_without_units_that_can_be_dead(self):
        model = nn.Sequential(nn.Linear(4, 3), nn.Softplus())
        diagnosis = nn.Diagnosis(model)
        model(X)
        [norms] = diagnosis.plot().axes
        assert len(norms.get_lines()) == 1

    def test_a_deep_network_has_not_all_names_written_out(self):
        model = nn.MLP([4] * 60)
        diagnosis = nn.Diagnosis(model)
        model(X)
        assert len(diagnosis.plot().axes[-1].get_xticks()) <= 24

    def test_a_notebook_shows_it_on_the_pages_own_background(self):
        svg = ElementTree.fromstring(diagnosed().plot()._repr_svg_())
        assert svg.tag.endswith("svg")
        background = next(path for path in svg.iter() if path.get("id") == "patch_1")
        assert "fill: none" in background[0].get("style")

    def test_is_the_same_every_time(self):
        diagnosis = diagnosed()
        assert diagnosis.plot()._repr_svg_() == diagnosis.plot()._repr_svg_()

    def test_leaves_pyplot_alone(self):
        import matplotlib.pyplot as plt

        diagnosed().plot()
        assert plt.get_fignums() == []

    def test_of_no_layers(self):
        with pytest.raises(ValueError, match="call the model first"):
            nn.Diagnosis(nn.ReLU()).plot()

    def test_without_matplotlib(self, monkeypatch):
        real = builtins.__import__

        def without(name, *args, **kwargs):
            if name.split(".")[0] == "matplotlib":
                raise ImportError(name)
            return real(name, *args, **kwargs)

        diagnosis = diagnosed()
        for module in ("nn.figure", "nn.diagnosis.plot"):
            monkeypatch.delitem(sys.modules, module, raising=False)
        monkeypatch.setattr(builtins, "__import__", without)
        with pytest.raises(ImportError, match=r"needs matplotlib[\s\S]*overbar\[notebook\]"):
            diagnosis.plot()


def _luminance(color):
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("name", ["INK", "VALUES", "ERRORS", "GREEN", "PURPLE"])
@pytest.mark.parametrize("page", ["#ffffff", "#111111"])
def test_every_colour_stands_out_from_a_light_and_from_a_dark_page(name, page):
    """A contrast of at least 3 : 1, which WCAG asks of graphics."""
    from nn import figure

    low, high = sorted([_luminance(getattr(figure, name)), _luminance(page)])
    assert (high + 0.05) / (low + 0.05) >= 3
