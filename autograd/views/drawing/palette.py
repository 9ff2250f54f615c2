"""The colours of pictures, by what they are for.

The hues are Okabe and Ito's, which people with every kind of colour vision can tell apart
(https://jfly.uni-koeln.de/color/); and nothing is told by colour alone. drawing.css turns these colours into
others on a dark page, so that it must know each of them.
"""

INK = "#1c2733"
FAINT = "#5c6773"
#: Arrows and what is written outside of boxes: readable on white and on black.
LINE = "#7b8794"
#: Between an operation's sign and its result.
RULE = "#d5dbe1"

OPERATION_FILL, OPERATION_EDGE = "#ffffff", "#8d99a6"
LEAF_FILL, LEAF_EDGE = "#dcecf8", "#0072b2"
CONSTANT_FILL, CONSTANT_EDGE = "#eceff2", "#c3cad1"
ROOT_FILL, ROOT_EDGE = "#fdf0d5", "#d08a00"
FOLDED_FILL, FOLDED_EDGE = "#e4f3ee", "#00845f"
MODULE_FILL, MODULE_EDGE = "#f6f8fa", "#c9d1d9"

#: Error signals.
BAR = "#b04a00"
#: Arrows by the size of the error signal that they carry, from the smallest on.
SHADES = ("#a4acb5", "#e3b583", "#e08f3c", "#d55e00", "#9c3d00")
