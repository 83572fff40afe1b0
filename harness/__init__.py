"""Grades the Fashion-MNIST control work: student code in a sandbox, the mark outside it."""

__version__ = "0.1.0"
