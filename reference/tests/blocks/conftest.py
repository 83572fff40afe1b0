"""Settings of the blocks' tests."""

import os

# JAX compiles each operation anew for each shape; unoptimised, that takes a fifth of the time. Read at JAX's start.
os.environ.setdefault("XLA_FLAGS", "--xla_backend_optimization_level=0")
