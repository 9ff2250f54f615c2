"""What is known to have no gradient: comparisons, rounding and sign, questions about shape, order and kind.

Their results are constants: piecewise constant functions have the derivative 0 wherever they have one.
"""

from __future__ import annotations

import numpy as np

PASSIVE_UFUNCS = frozenset(
    {
        *(np.equal, np.not_equal, np.less, np.less_equal, np.greater, np.greater_equal),
        *(np.logical_and, np.logical_or, np.logical_xor, np.logical_not),
        *(np.bitwise_and, np.bitwise_or, np.bitwise_xor, np.invert, np.left_shift, np.right_shift),
        *(np.sign, np.signbit, np.floor, np.ceil, np.trunc, np.rint, np.floor_divide, np.heaviside),
        *(np.isfinite, np.isinf, np.isnan, np.spacing, np.gcd, np.lcm),
    }
)

#: The name and the position of the one argument in which one of these functions does have a gradient.
DIFFERENTIABLE_ARGUMENT = {
    np.bincount: ("weights", 1),
    np.full_like: ("fill_value", 1),
    np.heaviside: ("x2", 1),
    np.histogram: ("weights", 4),
}

PASSIVE_FUNCTIONS = frozenset(
    {
        *(np.round, np.around, np.fix, np.isclose, np.allclose, np.array_equal, np.array_equiv, np.isin),
        *(np.argmax, np.argmin, np.nanargmax, np.nanargmin, np.argsort, np.argpartition, np.argwhere, np.lexsort),
        *(np.nonzero, np.flatnonzero, np.count_nonzero, np.searchsorted, np.digitize, np.histogram, np.bincount),
        *(np.all, np.any, np.isposinf, np.isneginf, np.iscomplexobj, np.isrealobj, np.iscomplex, np.isreal),
        *(np.shape, np.ndim, np.size, np.zeros_like, np.ones_like, np.full_like, np.empty_like),
        *(np.result_type, np.can_cast, np.min_scalar_type, np.common_type),
        *(np.may_share_memory, np.shares_memory, np.array_repr, np.array_str, np.array2string),
    }
)
