"""Whether what a submission shows follows from the data: the same work on data that only look the same."""
