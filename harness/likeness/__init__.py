"""Likeness of works over a class: sources, weights, and mistakes of networks."""
