"""`nox -s zoo`, on the host: trains the zoo in its own environment, scores it on hidden images, keeps the results."""
