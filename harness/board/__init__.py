"""The board: one page, and one table, of a class's scores, ranked no finer than the hidden images can tell."""
