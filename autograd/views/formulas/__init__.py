"""Formulas as trees: symbols that compute them, how they are simplified, read from a graph, and put in writing."""
