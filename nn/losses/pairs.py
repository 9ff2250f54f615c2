"""An output and its target for each entry, of one shape."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd import Tensor, error_message


def paired(loss: str, outputs: Any, targets: Any) -> tuple[Tensor, Any]:
    """The outputs as a tensor, and the targets in the outputs' dtype; of one shape, or an error that names the loss.

    Broadcasting here is nearly always a mistake: (points, 1) with (points,) would be a table of all pairs.
    """
    y = outputs if isinstance(outputs, Tensor) else Tensor(outputs)
    if isinstance(targets, Tensor) and targets.requires_grad:
        t: Any = targets
    else:
        # Targets in the outputs' dtype, so that float32 stays float32.
        t = np.asarray(targets, y.dtype if y.dtype.kind == "f" else None)
    if y.shape != t.shape:
        raise ValueError(
            error_message(
                f"{loss} of outputs of shape {y.shape} and targets of shape {t.shape}",
                "reshape one of them, like t.reshape(-1, 1) or y.squeeze()",
            )
        )
    return y, t
