"""Saving and loading, in safetensors files: arrays as bytes, the rest as JSON, and no pickle anywhere.

file.py         `save` and `load`: a state to a file and back
encoding.py     a state as arrays and JSON, and back
atomic.py       a file that is there whole or not at all
checkpoint.py   `Checkpoint`: everything that a training run needs to go on, in one file
"""

from .checkpoint import Checkpoint
from .file import SavedFileError, load, save

__all__ = ["Checkpoint", "SavedFileError", "load", "save"]
