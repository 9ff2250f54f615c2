"""Looking at how the units of a network do: the sizes of activations and error signals, saturated and dead units."""

from .layer import LayerDiagnosis
from .watching import Diagnosis

__all__ = ["Diagnosis", "LayerDiagnosis"]
