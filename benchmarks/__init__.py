"""The measured comparisons: the same work for every contender, each in a process of its own.

`python -m benchmarks` (or `make bench`) runs them. What is measured, and how, is told in README.md beside
this file.
"""
