# Nothing was done.
