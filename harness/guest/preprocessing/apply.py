"""Makes a network's input of raw images, as a mapping says."""

from typing import Any

import numpy as np

from .relative import relative
from .resizing import resize

Mapping = dict[str, Any]


def apply(mapping: Mapping, images: np.ndarray) -> np.ndarray:
    """float32 network input of raw images uint8 (N, H, W) or (N, H, W, 3)."""
    images = images if images.ndim == 4 else images[..., None]
    height, width = mapping["size"]
    channels = mapping["channels"]
    curve = mapping.get("curve")
    values = images if curve is None else np.asarray(curve, np.float32)[images]
    out = resize(values, mapping["geometry"], (height, width), tuple(mapping["corner"]))
    if (how := mapping.get("relative")) is not None:
        out = relative(out, (how[0], how[1]))
    out = np.repeat(out, channels // images.shape[3], axis=-1)
    scale, offset = (np.asarray(mapping[key], np.float32) for key in ("scale", "offset"))
    # One number, one for each channel, or one for each value of a raw image.
    scale, offset = (one.reshape(images.shape[1:]) if one.size > channels else one for one in (scale, offset))
    out = out * scale + offset
    if mapping["layout"] == "flat":
        return out.reshape(len(out), -1)
    if mapping["layout"] == "hw":
        return out[..., 0]
    return np.moveaxis(out, -1, 1) if mapping["layout"] == "chw" else out
