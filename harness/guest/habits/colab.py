"""Google Colab's own modules, for code that was written there."""

from types import ModuleType
from typing import Any

from ..channel import phrase
from ..patches.declare import Offer
from .adapted import tell
from .folders import Folders

NOTHING = phrase("adapted.no_drive")
DRIVE = phrase("adapted.empty_drive")


def _idle(name: str, value: Any = None) -> Any:
    def call(*args: Any, **kwargs: Any) -> Any:
        tell(f"google.colab.{name}", NOTHING)
        return value

    return call


def draw(image: Any) -> None:
    """An image with the channels of OpenCV, drawn by matplotlib."""
    import matplotlib.pyplot as plt
    import numpy as np

    array = np.asarray(image)
    plt.imshow(array[..., ::-1] if array.ndim == 3 else array, cmap="gray")
    plt.axis("off")
    plt.show()


CONTENT: dict[str, dict[str, Any]] = {
    "google.colab": {},
    "google.colab.drive": {"flush_and_unmount": _idle("drive.flush")},
    "google.colab.files": {
        "upload": _idle("files.upload", {}),
        "download": _idle("files.download"),
        "view": _idle("files.view"),
    },
    "google.colab.output": {"clear": _idle("output.clear"), "eval_js": _idle("output.eval_js")},
    "google.colab.auth": {"authenticate_user": _idle("auth.authenticate_user")},
    "google.colab.patches": {"cv2_imshow": draw},
    "google.colab.userdata": {"get": _idle("userdata.get", "")},
    "google.colab.data_table": {"enable_dataframe_formatter": _idle("data_table")},
}


def _mounting(folders: Folders) -> Any:
    def mount(mountpoint: str, *args: Any, **kwargs: Any) -> None:
        tell("google.colab.drive.mount", DRIVE)
        for name in ("My Drive", "MyDrive"):
            folders.make(f"{mountpoint}/{name}", exist_ok=True)

    return mount


def changes(folders: Folders) -> list[Offer]:
    """All modules of ``google.colab``."""
    CONTENT["google.colab.drive"]["mount"] = _mounting(folders)

    def find(name: str) -> Any:
        if name not in CONTENT:
            return None

        def make() -> ModuleType:
            module = ModuleType(name, "In the place of Google Colab's module.")
            module.__dict__.update(CONTENT[name])
            return module

        return make

    return [Offer(find, "Google Colab's modules, which do nothing here or what can be done here.")]
