"""A graphics card that the author's machine has and this one has not: settings of it are passed over."""

from typing import Any

from ..channel import phrase
from ..patches.declare import Around, Patch, around
from .adapted import asked_by_a_package, tell

NONE_HERE = phrase("adapted.no_card")
LISTS = (
    *("list_physical_devices", "list_logical_devices", "get_visible_devices"),
    *("experimental.list_physical_devices", "experimental.list_logical_devices"),
    "experimental.get_visible_devices",
)
SETTINGS = (
    *("set_visible_devices", "set_logical_device_configuration", "experimental.set_memory_growth"),
    *("experimental.set_visible_devices", "experimental.set_virtual_device_configuration"),
)
QUESTIONS: dict[str, Any] = {
    "experimental.get_memory_growth": False,
    "experimental.get_device_details": {},
    "experimental.get_virtual_device_configuration": None,
    "get_logical_device_configuration": None,
}
"""Functions that take a device, and what they answer of one that is not there."""


class NoCards(list[Any]):
    """The empty list of graphics cards, whose first is there for student code that sets it up."""

    def __init__(self, of: str) -> None:
        super().__init__()
        self._of = of

    def __getitem__(self, place: Any) -> Any:
        if not isinstance(place, int) or place not in (0, -1) or asked_by_a_package(1):
            return super().__getitem__(place)
        import tensorflow as tf

        tell(
            phrase("adapted.first_card", call=f"tf.config.{self._of}"),
            phrase("adapted.card_name"),
        )
        if "logical" in self._of:
            return tf.config.LogicalDevice("/device:GPU:0", "GPU")
        return tf.config.PhysicalDevice("/physical_device:GPU:0", "GPU")


def changes() -> list[Patch]:
    """Of ``tf.config``."""
    listed: list[tuple[str, Around]] = [
        *((name, _listing(name)) for name in LISTS),
        *((name, _about(name, None)) for name in SETTINGS),
        *((name, _about(name, answer)) for name, answer in QUESTIONS.items()),
    ]
    does = "Passes over the settings of a graphics card that is not here."
    return [Patch("tensorflow", f"config.{name}", does, around(function)) for name, function in listed]


def _listing(name: str) -> Around:
    def call(original: Any, device_type: Any = None, *args: Any, **kwargs: Any) -> Any:
        found = original(device_type, *args, **kwargs)
        return NoCards(name) if device_type == "GPU" and not found else found

    return call


def _about(name: str, answer: Any) -> Around:
    def call(original: Any, *args: Any, **kwargs: Any) -> Any:
        if not any(_is_missing(one) for one in (*args, *kwargs.values())):
            return original(*args, **kwargs)
        tell(phrase("adapted.of_a_card", call=f"tf.config.{name}"), NONE_HERE)
        return answer

    return call


def _is_missing(given: Any) -> bool:
    """Whether a device, or one of a list, is a graphics card that is not here."""
    if isinstance(given, (list, tuple)) and not hasattr(given, "device_type"):
        return any(_is_missing(one) for one in given)
    if getattr(given, "device_type", None) != "GPU":
        return False
    import tensorflow as tf

    return not tf.config.list_physical_devices("GPU")
