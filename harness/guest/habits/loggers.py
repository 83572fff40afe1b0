"""Services that keep a log of trainings: there is no network to reach them by, and no part of the work is theirs."""

import itertools
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, Self

from ..channel import phrase
from ..patches.declare import Offer
from .adapted import tell

PACKAGES = (
    *("wandb", "mlflow", "comet_ml", "neptune", "clearml", "trackio", "swanlab", "aim", "dvclive"),
    *("livelossplot", "keras_tqdm", "tensorboardX"),
)
CALLBACKS = ("Callback", "Logger", "LossesKeras", "LossesKerasTF", "Live")
"""How the classes are called that ``fit`` takes as callbacks."""
OF_ARRAYS = ("numpy", "shape", "dtype", "data")
"""What code looks for to learn whether something holds numbers."""
NOTHING = phrase("adapted.no_log")


def changes() -> list[Offer]:
    """The packages, and whatever lies below them."""
    return [Offer(_find, "Loggers of trainings, which do nothing here.")]


def _find(name: str) -> Callable[[], ModuleType] | None:
    package = name.partition(".")[0]
    return (lambda: _made(name, package)) if package in PACKAGES else None


def _made(name: str, package: str) -> ModuleType:
    tell(package, NOTHING)
    module = ModuleType(name, "Keeps no log.")
    own = (
        OWN.get(package, dict)()
        if name in (package, f"{package}.integration.keras", f"{package}.keras")
        else {}
    )
    module.__dict__.update(own)

    def lookup(attribute: str) -> Any:
        if attribute.startswith("_") or attribute in OF_ARRAYS:
            raise AttributeError(f"module '{name}' has no attribute '{attribute}'")
        return _part(attribute)

    module.__dict__["__getattr__"] = lookup
    return module


def _part(name: str) -> Any:
    return _callback() if name.endswith(CALLBACKS) else Idle(name)


class Idle:
    """Takes every call, block and attribute, and does nothing. As a text and in a loop it is empty."""

    def __init__(self, name: str = "") -> None:
        object.__setattr__(self, "_name", name)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name in OF_ARRAYS:
            raise AttributeError(name)
        return _part(name)

    def __setattr__(self, name: str, value: Any) -> None:
        pass

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if len(args) == 1 and not kwargs and callable(args[0]):
            # A decorator.
            return args[0]
        return _callback()() if "callback" in self._name.lower() else Idle()

    def __getitem__(self, key: Any) -> "Idle":
        return Idle()

    def __setitem__(self, key: Any, value: Any) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __str__(self) -> str:
        return ""

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        return ""


def _callback() -> type:
    """A callback of Keras that takes any arguments."""
    import keras

    class IdleCallback(keras.callbacks.Callback):  # type: ignore[misc]
        """Keeps no log."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__()

        def __getattr__(self, name: str) -> Any:
            if name.startswith("_"):
                raise AttributeError(name)
            return Idle(name)

    return IdleCallback


class Settings(dict[str, Any]):
    """``wandb.config``: values that the rest of the work reads, by name or by key."""

    def __getattr__(self, name: str) -> Any:
        if name not in self:
            raise AttributeError(f"config has no {name}")
        return self[name]

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def update(self, *args: Any, allow_val_change: Any = None, **kwargs: Any) -> None:
        super().update(*args, **kwargs)

    def setdefaults(self, given: dict[str, Any]) -> None:
        for name, value in given.items():
            self.setdefault(name, value)


def _wandb() -> dict[str, Any]:
    """What of Weights & Biases gives values to the rest of the work: its settings, and functions that it calls."""
    run = Idle()
    sweeps: dict[str, Settings] = {}

    def init(*args: Any, config: Any = None, **kwargs: Any) -> Any:
        CONFIG.setdefaults(dict(config or {}))
        return WandbRun()

    def sweep(sweep: Any, *args: Any, **kwargs: Any) -> str:
        name = f"sweep{len(sweeps) + 1}"
        sweeps[name] = Settings(_first_of(dict(sweep).get("parameters", {})))
        return name

    def agent(sweep_id: str, function: Any = None, *args: Any, **kwargs: Any) -> None:
        if function is not None:
            tell("wandb.agent", phrase("adapted.one_call"))
            CONFIG.update(sweeps.get(str(sweep_id).rpartition("/")[2], {}))
            function()

    return {
        "init": init,
        "sweep": sweep,
        "agent": agent,
        "config": CONFIG,
        "run": run,
        "log": Idle(),
        "login": lambda *args, **kwargs: True,
        "finish": Idle(),
        "summary": {},
        "Api": Idle("Api"),
        "WandbModelCheckpoint": _model_checkpoint,
        "__version__": "0",
    }


CONFIG = Settings()


class WandbRun(Idle):
    """What ``wandb.init`` gives, a block too."""

    def __getattr__(self, name: str) -> Any:
        found: dict[str, Any] = {"config": CONFIG, "summary": {}}
        return found[name] if name in found else super().__getattr__(name)

    def __enter__(self) -> Self:
        return self


def _first_of(parameters: dict[str, Any]) -> dict[str, Any]:
    """The first value of each parameter of a sweep, the lowest of a range."""
    first = {}
    for name, about in parameters.items():
        if not isinstance(about, dict):
            continue
        values = itertools.chain(about.get("values", []), [about.get("value", about.get("min"))])
        first[name] = next(values)
    return first


def _model_checkpoint(filepath: Any, *args: Any, **kwargs: Any) -> Any:
    """It writes files, which the rest of the work may read."""
    import keras

    return keras.callbacks.ModelCheckpoint(filepath, *args, **kwargs)


OWN: dict[str, Callable[[], dict[str, Any]]] = {"wandb": _wandb}
