"""The tests of the sandbox contract, for any backend.

``python -m harness.sandbox.conformance BACKEND`` runs all of them; docs/backends.md says how. A package's own tests
can run them too: they import the classes ``TestContract``, ``TestLimits``, ``TestWalls`` and ``TestTraces`` into a test
module and give the fixtures ``place`` and ``walled`` (see `harness.sandbox.conformance.fixtures`).
"""
