"""Grades notebooks of a deep-learning course: student code runs in a sandbox, the mark is made outside it."""

__version__ = "0.1.0"
