"""What the benchmarks make of their measurements: medians, spreads, targets met and missed, and the pages."""

import sys

import numpy as np
import pytest

from benchmarks import environments, plot, report
from benchmarks.contest import Contest
from benchmarks.facts import LARGE, SMALL, TARGETS, TRAINING, WIDE, Target, targets
from benchmarks.networks import NETWORKS


def test_figures_have_three_significant_digits():
    assert [report.figures(number) for number in (0.01234, 1.2, 56.78, 1234.5)] == ["0.0123", "1.20", "56.8", "1,234"]


def test_spread_is_the_median_and_the_quartiles():
    assert report.spread([1.0, 2.0, 3.0, 4.0, 5.0]) == "3.00 (2.00–4.00)"


def test_times_are_medians_in_their_units():
    assert report.microseconds([1e-6, 5e-6, 2e-6]) == "2.00"
    assert report.milliseconds([1e-3, 5e-3, 2e-3]) == "2.00"


def test_ratios_compare_turns_of_the_same_round():
    assert Contest({"a": [2.0, 9.0], "b": [1.0, 3.0]}).ratios("a", "b") == [2.0, 3.0]


@pytest.mark.parametrize(
    ("target", "measured", "row"),
    [
        (Target("x", most=1.5), [1.0, 1.4, 9.0], ["x", "at most 1.5", "1.40", "met"]),
        (Target("x", most=1.5), [1.0, 1.6, 1.7], ["x", "at most 1.5", "1.60", "missed"]),
        (Target("x", least=5), [4.0, 4.9, 6.0], ["x", "at least 5", "4.90", "missed"]),
        (Target("x", least=5), [5.5], ["x", "at least 5", "5.50", "met"]),
    ],
)
def test_a_target_is_met_by_the_median(target, measured, row):
    assert target.row(measured) == row


def test_targets_are_of_what_is_measured():
    names = {str(network) for network in NETWORKS}
    assert set(SMALL + WIDE + LARGE) == names
    table = targets({target.fact: [1.0] for target in TARGETS})
    assert table.count("\n| ") == 2 + len(TARGETS)  # its head and the rule under it
    assert "| time per node at depth 10⁶ over that at 10⁴ | at most 1.5 | 1.00 | met |" in table
    assert "| the garbage collector's share at depth 10⁶ | at most 0.1 | 1.00 | missed |" in table
    assert targets({}) == ""


def test_results_go_between_the_marks(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n", encoding="utf-8")
    report.write_between_marks(page, "new")
    assert page.read_text(encoding="utf-8") == f"before\n{report.BEGIN}\nnew\n{report.END}\nafter\n"
    page.write_text("no marks", encoding="utf-8")
    with pytest.raises(ValueError, match="no marks"):
        report.write_between_marks(page, "new")


def test_contenders_run_in_this_python_unless_they_have_an_environment(monkeypatch):
    assert environments.command("overbar") == [sys.executable, "-m", "benchmarks.worker", "overbar"]
    monkeypatch.setattr(environments, "_python", lambda contender: f"python of {contender}")
    first, safe_path, *_, contender = environments.command("hips")
    assert (first, safe_path, contender) == ("python of hips", "-P", "hips")


def test_the_picture_leaves_out_who_was_not_measured(tmp_path):
    ratios = list(np.linspace(0.9, 1.1, 5))
    facts = {TRAINING.format(network, "PyTorch eager"): ratios for network in SMALL + WIDE + LARGE}
    plot.training(facts, tmp_path / "plot.svg")
    drawn = (tmp_path / "plot.svg").read_text(encoding="utf-8")
    assert "PyTorch eager" in drawn
    assert "MyGrad" not in drawn
