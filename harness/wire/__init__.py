"""What the host and the guest both know: kinds of events, names of variables and files, limits.

It is in the package on the host and in the asset that a sandbox gets, so it imports the standard library alone.
"""
