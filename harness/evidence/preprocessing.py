"""How raw images become the input of a network, in words."""

from harness.evidence.network import Mapping
from harness.words.phrase import Phrase, phrase


def describe_mapping(mapping: Mapping) -> Phrase:
    """The mapping, with the number of rows that it was checked on."""
    height, width = mapping.size
    scale: float | list[float] | None = mapping.scale
    offset: float | list[float] | None = mapping.offset
    by = "image"
    if isinstance(scale, list) or isinstance(offset, list):
        many = max(len(one) for one in (scale, offset) if isinstance(one, list))
        by = "pixel" if many > mapping.channels else "channel"
        scale = offset = None
    return phrase(
        "network.preprocessing",
        layout=mapping.layout,
        height=height,
        width=width,
        channels=mapping.channels,
        geometry=mapping.geometry,
        curved=mapping.curve is not None,
        norm=mapping.relative[0] if mapping.relative else None,
        over=mapping.relative[1] if mapping.relative else None,
        scale=scale,
        offset=offset,
        by=by,
        rows=mapping.rows,
    )
