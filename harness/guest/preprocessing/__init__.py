"""How raw images become the input of a student's network: inferred from what ``fit`` was fed, checked on the data.

A mapping is a JSON object::

    {"layout": "hw" | "hwc" | "chw" | "flat", "size": [H, W], "channels": C,
     "curve": [256 numbers] | None, "geometry": "none" | "pad" | "every N" | a name of `resizing`, "corner": [top, left],
     "relative": [norm, over] | None, "scale": s, "offset": o, "max_error": e, "rows": n}

so that ``input = scale * relative(geometry(curve[raw])) + offset``, laid out as said; gray images may be repeated to three
channels. Where there is no ``curve`` each value stands for itself; `relative` divides by what each image holds.
``scale`` and ``offset`` are numbers, lists of one number for each channel of the input, or lists of one for each value of
a raw image (H * W * C, geometry ``none`` only), for statistics per pixel. ``max_error`` is the largest difference seen on
the ``rows`` rows that were checked, in units of the input's range.
"""
