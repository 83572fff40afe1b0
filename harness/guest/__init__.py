"""The only code of ours that runs inside a sandbox.

It reaches a sandbox as an asset that holds this package and ``harness.wire`` alone, so it imports the standard library,
the guest environment, its own modules and those of ``harness.wire``, and nothing else of the harness.
"""
