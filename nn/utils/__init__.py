"""Helpers for training, under PyTorch's names."""

from .clipping import clip_grad_norm_, clip_grad_value_

__all__ = ["clip_grad_norm_", "clip_grad_value_"]
