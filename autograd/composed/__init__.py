"""NumPy functions that are made of primitives, and so need no rules of their own. To import a page is to declare it."""

from . import choosing, joining, norms, padding, products, repeating, reshaping, statistics, taking

__all__ = ["choosing", "joining", "norms", "padding", "products", "repeating", "reshaping", "statistics", "taking"]
