"""Changes of images of which each image gets its own: flip, shift, rotation and zoom, rectangles.

Pure functions: what is random is given by the caller. Shapes are static but for the batch, so that they compile.
Pixels are gathered by index, not multiplied with selection matrices, so that they stay exact in every precision.
"""

import keras
from keras import ops


def flip_and_shift(
    images: keras.KerasTensor,
    flags: keras.KerasTensor,
    down: keras.KerasTensor,
    right: keras.KerasTensor,
) -> keras.KerasTensor:
    """Mirrors left and right, then moves by whole pixels; what leaves the frame is lost, and zeros come in.

    Args:
        images: `(batch, height, width, channels)`.
        flags: booleans `(batch,)`: whether to mirror the image.
        down: integers `(batch,)`; negative ones move up.
        right: integers `(batch,)`; negative ones move left.

    Returns:
        The shape of `images`.
    """
    height, width = images.shape[1:3]
    rows = ops.arange(height)[None, :] - down[:, None]
    columns = ops.arange(width)[None, :] - right[:, None]
    columns = ops.where(flags[:, None], width - 1 - columns, columns)
    framed = ops.pad(images, ((0, 0), (1, 1), (1, 1), (0, 0)))
    return _take(framed, rows[:, :, None] + 1, columns[:, None, :] + 1)


def rotate_and_zoom(
    images: keras.KerasTensor, angle: keras.KerasTensor, zoom: keras.KerasTensor
) -> keras.KerasTensor:
    """Turns and enlarges each image about its centre, with bilinear interpolation and zeros outside.

    Args:
        images: `(batch, height, width, channels)`.
        angle: radians `(batch,)`, counter-clockwise as one sees the image.
        zoom: factors `(batch,)`, greater than 0; above 1 enlarges.

    Returns:
        The shape of `images`.
    """
    height, width = images.shape[1:3]
    middle_row, middle_column = (height - 1) / 2, (width - 1) / 2
    down = (ops.arange(height, dtype="float32") - middle_row)[None, :, None]
    right = (ops.arange(width, dtype="float32") - middle_column)[None, None, :]
    cosine, sine = (ops.cast(f(angle) / zoom, "float32")[:, None, None] for f in (ops.cos, ops.sin))
    # Where in the input an output pixel comes from: turned back, with rows that count downwards.
    rows = middle_row + cosine * down + sine * right
    columns = middle_column + cosine * right - sine * down
    rows, columns = ops.clip(rows, -1, height), ops.clip(columns, -1, width)
    top, left = ops.floor(rows), ops.floor(columns)
    # Each pixel with its neighbours to the right, below and between: one gather takes all four.
    framed = ops.pad(images, ((0, 0), (1, 2), (1, 2), (0, 0)))
    squares = ops.concatenate(
        [framed[:, i : i + height + 2, j : j + width + 2] for i in (0, 1) for j in (0, 1)], -1
    )
    taken = _take(squares, ops.cast(top, "int32") + 1, ops.cast(left, "int32") + 1)
    here, beside, below, across = ops.split(taken, 4, axis=-1)
    from_top, from_left = (ops.cast(share, images.dtype)[..., None] for share in (rows - top, columns - left))
    upper = here + from_left * (beside - here)
    lower = below + from_left * (across - below)
    return upper + from_top * (lower - upper)


def fill_rectangles(
    images: keras.KerasTensor,
    top: keras.KerasTensor,
    left: keras.KerasTensor,
    height: keras.KerasTensor,
    width: keras.KerasTensor,
    fill: keras.KerasTensor | float,
) -> keras.KerasTensor:
    """Overwrites one rectangle of each image.

    Args:
        images: `(batch, height, width, channels)`.
        top: first row of the rectangle, integers `(batch,)`.
        left: first column, integers `(batch,)`.
        height: rows, integers `(batch,)`; 0 leaves the image as it is.
        width: columns, integers `(batch,)`.
        fill: what it becomes: one number, or a tensor that broadcasts with `images`.

    Returns:
        The shape of `images`.
    """
    rows, columns = ops.arange(images.shape[1]), ops.arange(images.shape[2])
    inside_rows = _between(rows, top, height)[:, :, None, None]
    inside_columns = _between(columns, left, width)[:, None, :, None]
    return ops.where(ops.logical_and(inside_rows, inside_columns), ops.cast(fill, images.dtype), images)


def _take(
    images: keras.KerasTensor, rows: keras.KerasTensor, columns: keras.KerasTensor
) -> keras.KerasTensor:
    """The pixels at integer `rows` and `columns`, which broadcast to `(batch, new height, new width)`.

    What lies outside of `images` is the nearest pixel of its border.
    """
    height, width, channels = images.shape[1:]
    first = ops.arange(ops.shape(images)[0])[:, None, None] * (height * width)
    rows, columns = ops.clip(rows, 0, height - 1), ops.clip(columns, 0, width - 1)
    return ops.take(ops.reshape(images, (-1, channels)), (first + rows * width) + columns, axis=0)


def _between(
    grid: keras.KerasTensor, start: keras.KerasTensor, length: keras.KerasTensor
) -> keras.KerasTensor:
    """Whether each of `(n,)` coordinates lies in each of `(batch,)` intervals: `(batch, n)`."""
    first, length = start[:, None], length[:, None]
    return ops.logical_and(grid >= first, grid < first + length)
