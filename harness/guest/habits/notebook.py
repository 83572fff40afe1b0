"""What a notebook asks of Jupyter and of the person before it: magics of other places, and answers to questions."""

import re
import warnings
from typing import Any

from ..channel import phrase
from ..patches.declare import Patch, When, around, instead
from .adapted import tell

IDLE_MAGICS = ("tensorflow_version", "tensorboard", "autosave", "notify", "skip", "nbagg")
IDLE_EXTENSIONS = ("tensorboard",)
"""TensorBoard's would start a server and wait for it."""
MOST_QUESTIONS = 30
"""Of one cell: a loop that asks until an answer suits it would never end."""
WITHOUT_A_SCREEN = ("agg", "cairo", "pdf", "pgf", "ps", "svg", "inline", "backend_inline")
BEFORE_CODE = ("%", "!", ">>>", "In [", " ", "\t")
OLD_KERAS = re.compile(r"\btensorflow\.python\.keras\b")


def changes(shell: Any) -> list[Patch]:
    """Of matplotlib's choice of a screen, and of questions."""
    backend = "Changes nothing where a backend needs a screen."
    unanswered = Unanswered()
    shell.events.register("pre_run_cell", unanswered.begin)
    # The kernel puts these in the place of `input` and `getpass` before each cell.
    asked = [
        Patch(
            "IPython",
            f"kernel.{name}",
            "Answers with an empty text.",
            instead(unanswered.ask),
            owner=lambda: shell,
            when=When.EITHER,
        )
        for name in ("raw_input", "getpass")
    ]
    return [Patch("matplotlib", "use", backend, around(_use)), *asked]


def prepare(shell: Any) -> None:
    """Makes magics forgiving, by what IPython offers for it."""
    from IPython.core.inputtransformer2 import leading_empty_lines

    # Those of the kernel end it, after the rest of their cell; a plain Python ends at the call.
    shell.user_ns |= {name: _leave(name) for name in ("exit", "quit")}
    for name in IDLE_MAGICS:
        shell.register_magic_function(_idle(name), magic_kind="line", magic_name=name)
    _forgive(shell, "matplotlib", "inline")
    _forgive(shell, "load_ext", None)
    # Said of SystemExit to those who type.
    warnings.filterwarnings("ignore", message="To exit: use 'exit'")
    shell.input_transformers_cleanup[:] = [
        _keep_lines(one) if one is leading_empty_lines else one for one in shell.input_transformers_cleanup
    ]
    shell.input_transformers_cleanup.append(_public_keras)


def _leave(name: str) -> Any:
    def leave(code: object = None) -> None:
        raise SystemExit(code)

    leave.__name__ = leave.__qualname__ = name
    return leave


def _idle(name: str) -> Any:
    def magic(line: str) -> None:
        tell(f"%{name}", phrase("adapted.nothing"))

    return magic


def _forgive(shell: Any, name: str, instead: str | None) -> None:
    """A line magic that fails is run with ``instead``, or not at all."""
    original = shell.find_line_magic(name)

    def magic(line: str) -> Any:
        try:
            if line.strip() in IDLE_EXTENSIONS:
                raise ImportError(line)
            return original(line)
        except Exception:  # noqa: BLE001 - whatever the magic cannot do here, the notebook can do without
            tell(
                f"%{name} {line}".strip(),
                phrase("adapted.nothing") if instead is None else f"%{name} {instead}",
            )
            return None if instead is None else original(instead)

    shell.register_magic_function(magic, magic_kind="line", magic_name=name)


def _use(original: Any, backend: str, *args: Any, **kwargs: Any) -> None:
    # Before pyplot is imported a wrong choice fails only later, at the first figure.
    if backend.lower().rpartition(".")[2] in WITHOUT_A_SCREEN:
        original(backend, *args, **kwargs)
    else:
        tell(f"matplotlib.use('{backend}')", phrase("adapted.no_screen"))


def _keep_lines(without_empty: Any) -> Any:
    """Keeps empty lines above Python code, so that lines count as its author sees them; what IPython looks for at the
    very beginning (magics, prompts, indents) comes first, as ever."""

    def cleaned(lines: list[str]) -> list[str]:
        found: list[str] = without_empty(lines)
        return found if found and found[0].startswith(BEFORE_CODE) else lines

    return cleaned


def _public_keras(lines: list[str]) -> list[str]:
    """TensorFlow's own old copy of Keras is not the Keras that is watched, and its networks cannot be kept."""
    if not any(OLD_KERAS.search(line) for line in lines):
        return lines
    tell("tensorflow.python.keras", "tensorflow.keras")
    return [OLD_KERAS.sub("tensorflow.keras", line) for line in lines]


class Answer(str):
    """An empty text; where a number is made of it, 10."""

    __slots__ = ()

    def __int__(self) -> int:
        return 10

    def __float__(self) -> float:
        return 10.0


class Unanswered:
    """Questions that nobody answers; too many of them in one cell are what they are without a terminal."""

    def __init__(self) -> None:
        self._asked = 0

    def begin(self, info: Any) -> None:
        """Another cell begins."""
        self._asked = 0

    def ask(self, prompt: object = "", *args: Any, **kwargs: Any) -> str:
        """An empty `Answer`. Raises `EOFError` where `MOST_QUESTIONS` were asked before."""
        self._asked += 1
        if self._asked > MOST_QUESTIONS:
            raise EOFError("EOF when reading a line")
        print(prompt)
        tell("input()", phrase("adapted.nobody_to_ask"))
        return Answer()
