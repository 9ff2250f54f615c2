"""TeX to MathML: what latex2mathml gets wrong is mended, and a missing package is explained."""

import sys
from xml.etree import ElementTree

import pytest

from autograd.views.formulas.mathml import mathml

NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"


def words(tex):
    """The texts of the elements that show something."""
    return [element.text for element in ElementTree.fromstring(mathml(tex)).iter() if element.text]


def tags(tex):
    return [element.tag.removeprefix(NAMESPACE) for element in ElementTree.fromstring(mathml(tex)).iter()]


def test_a_word_is_one_element():
    assert words(r"\mathrm{loss}") == ["loss"]
    assert words(r"\mathrm{W\_1}") == ["W_1"]
    assert words(r"\operatorname{take\_along\_axis}(x)") == ["take_along_axis", "(", "x", ")"]


def test_a_function_is_no_operator():
    assert tags(r"\max(x)")[1:3] == ["mrow", "mi"]


def test_bold_is_made_of_bold_characters():
    assert words(r"\mathbf{x}") == ["𝐱"]
    assert words(r"\mathbf{loss}") == ["𝐥𝐨𝐬𝐬"]
    assert words(r"\mathbf{1}_{3 \times 2}")[0] == "𝟏"
    assert words(r"\boldsymbol{\theta}\,\boldsymbol{\Sigma}") == ["𝜽", "𝜮"]
    for tex in (r"\mathbf{x}", r"\boldsymbol{\theta}", r"\mathbf{h}_{2}"):
        assert "mathvariant" not in mathml(tex)


def test_bars_are_as_long_as_what_they_are_over():
    assert words(r"\bar{z}") == ["z", "¯"]
    assert words(r"\overline{W_{1}}") == ["W", "1", "―"]
    assert words(r"\overline{\mathrm{a\_long\_name}}") == ["a_long_name", "――――――"]
    assert words(r"\bar{\hat{y}}") == ["y", "^", "¯"]


def test_a_bracket_at_the_beginning_of_cases_is_no_option():
    assert "[" in words(r"\begin{cases} [2 \times 3] & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}")


def test_cases_are_aligned_and_keep_their_spaces():
    result = mathml(r"\begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}")
    assert "columnalign" not in result
    assert "if\N{NO-BREAK SPACE}" in result


def test_a_line_of_its_own_is_set_with_room():
    assert 'displaystyle="true"' in mathml(r"\sum_{i} x_{i}", block=True)
    assert "display" not in mathml("x")


def test_text_cannot_become_markup():
    result = mathml(r"\mathrm{{<}script{>}\&}")
    assert "<script" not in result
    assert "&lt;script&gt;&amp;" in result


def test_what_to_install_when_latex2mathml_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "latex2mathml", None)
    mathml.cache_clear()
    with pytest.raises(ImportError, match=r"latex2mathml(.|\n)*pip install 'overbar\[view\]'"):
        mathml("x + y + z")
