"""The only code of ours that runs inside a sandbox.

It reaches a sandbox as an asset, under the package name ``harness_guest``, so it imports the standard library, the
guest environment and its own modules (relatively), and nothing else of the harness.
"""
