"""How raw images become the input of a network, in words."""

from harness.evidence.network import Mapping
from harness.words.phrase import Phrase, phrase


def describe_mapping(mapping: Mapping) -> Phrase:
    """The mapping, with the number of rows that it was checked on."""
    height, width = mapping.size
    scale: float | list[float] | None = mapping.scale
    offset: float | list[float] | None = mapping.offset
    if isinstance(scale, list) or isinstance(offset, list):
        # Pixel by pixel.
        scale = offset = None
    return phrase(
        "network.preprocessing",
        layout=mapping.layout,
        height=height,
        width=width,
        channels=mapping.channels,
        geometry=mapping.geometry,
        scale=scale,
        offset=offset,
        rows=mapping.rows,
    )
