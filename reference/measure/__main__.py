"""`python -m reference.measure`, see `reference.measure.cli`."""

import sys

from reference.measure.cli import main

if __name__ == "__main__":
    sys.exit(main())
