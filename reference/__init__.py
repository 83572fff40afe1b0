"""The reference solution, the lecture's zoo of networks, and their measured results."""
