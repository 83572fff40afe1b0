"""Sources of several submissions become trees at the same time."""

import gc
import threading

from harness.syntax import tree_of

LONG = "\n".join(f"a{line} = [f(x, y={line}) for x in range({line})]" for line in range(2000))


def test_a_tree_that_is_built_while_another_is() -> None:
    here = threading.get_ident()
    begun, built = threading.Event(), threading.Event()

    def build_another() -> None:
        begun.wait()
        tree_of("a = 1")
        built.set()

    def let_another_build(_phase: str, _facts: dict[str, int]) -> None:
        if threading.get_ident() == here and not begun.is_set():
            begun.set()
            built.wait(0.1)

    another = threading.Thread(target=build_another)
    another.start()
    gc.collect()
    gc.callbacks.append(let_another_build)
    try:
        tree = tree_of(LONG)
    finally:
        gc.callbacks.remove(let_another_build)
        begun.set()
        another.join()
    assert len(tree.body) == 2000
