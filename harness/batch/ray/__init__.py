"""Sandboxes on the machines of a Ray cluster. Student code runs there; key, hidden labels and marks stay in this process.

Nothing here is imported without ``--ray``.
"""
