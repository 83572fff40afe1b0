"""Every building block and network of the lecture, in Keras 3 for any backend. Imports nothing of the harness."""
