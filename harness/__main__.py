"""``python -m harness`` and the console script ``harness``: imports the command line, and bears a Ctrl-C meanwhile."""

import gc
import os
import signal
import sys


def main() -> int:
    """Runs the command of ``sys.argv``; returns its exit code (see docs/exit-codes.md)."""
    # A service manager or nox ends us with SIGTERM; it must clean up as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # Nothing of ours gains by threads of NumPy; each looks for work a while, on processors that student code could have.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # What is imported is no garbage: to look for some after each 700 objects takes a tenth of a short command.
    gc.set_threshold(20_000, 20, 50)
    try:
        from harness.cli import main as command

        return command()
    except KeyboardInterrupt:
        _quiet()
        from harness.cli import interrupted

        return interrupted(sys.argv[1:])
    finally:
        _quiet()


def _quiet() -> None:
    """What comes now has nothing to clean up: a signal ends it at once, and Python prints no traceback."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


if __name__ == "__main__":
    sys.exit(main())
