"""The blocks' arithmetic in plain NumPy, by the definition and one output position at a time."""

import numpy as np


def pair(value: int | tuple[int, int]) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else value


def padded_size(size: int, kernel: int, stride: int, padding: str) -> tuple[int, int, int]:
    """Output size of a side, and how many pixels to add before and after it; ``kernel`` counts its gaps."""
    if padding == "valid":
        return (size - kernel) // stride + 1, 0, 0
    outputs = (size + stride - 1) // stride
    missing = max((outputs - 1) * stride + kernel - size, 0)
    return outputs, missing // 2, missing - missing // 2


def windows(x, kernel_size, strides, padding, dilation=1, outside=0.0):
    """Yields ``(row, column, window)`` of each output position, windows ``(batch, kernel height, width, channels)``."""
    (kh, kw), (sh, sw) = pair(kernel_size), pair(strides)
    reach = [(k - 1) * dilation + 1 for k in (kh, kw)]
    rows, top, bottom = padded_size(x.shape[1], reach[0], sh, padding)
    columns, left, right = padded_size(x.shape[2], reach[1], sw, padding)
    x = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)), constant_values=outside)
    for row in range(rows):
        for column in range(columns):
            i, j = row * sh, column * sw
            yield row, column, x[:, i : i + reach[0] : dilation, j : j + reach[1] : dilation]


def assembled(cells):
    """``(batch, rows, columns, channels)`` from ``(row, column, (batch, channels))`` in order."""
    cells = list(cells)
    rows, columns = cells[-1][0] + 1, cells[-1][1] + 1
    values = np.stack([value for _, _, value in cells], axis=1)
    return values.reshape(len(values), rows, columns, -1)


def convolution(x, kernel, bias=0.0, strides=1, padding="same", dilation=1):
    found = windows(x, kernel.shape[:2], strides, padding, dilation)
    return assembled((r, c, np.einsum("nhwc,hwcf->nf", window, kernel)) for r, c, window in found) + bias


def depthwise_separable(x, depthwise, pointwise, bias, strides=1, padding="same"):
    """``depthwise`` has the shape (kernel height, kernel width, channels, 1)."""
    found = windows(x, depthwise.shape[:2], strides, padding)
    each = assembled((r, c, (window * depthwise[..., 0]).sum(axis=(1, 2))) for r, c, window in found)
    return each @ pointwise[0, 0] + bias


def locally_connected(x, kernel, bias=None, strides=1, padding="valid"):
    """``kernel`` has the shape (rows, columns, kernel height, kernel width, channels, filters)."""
    found = windows(x, kernel.shape[2:4], strides, padding)
    outputs = assembled((r, c, np.einsum("nhwc,hwcf->nf", window, kernel[r, c])) for r, c, window in found)
    return outputs if bias is None else outputs + bias


def transposed_convolution(x, kernel, bias, strides=2, padding="valid"):
    """``kernel`` has the shape (kernel height, kernel width, filters, channels)."""
    size = kernel.shape[0]
    batch, height, width, _ = x.shape
    reach = [(side - 1) * strides + max(size, strides) for side in (height, width)]
    outputs = np.zeros((batch, *reach, kernel.shape[2]))
    for row in range(height):
        for column in range(width):
            i, j = row * strides, column * strides
            outputs[:, i : i + size, j : j + size] += np.einsum("nc,hwfc->nhwf", x[:, row, column], kernel)
    if padding == "same":
        cut = max(size - strides, 0) // 2
        outputs = outputs[:, cut : cut + height * strides, cut : cut + width * strides]
    return outputs + bias


def max_pooling(x, size, strides, padding):
    found = windows(x, size, strides, padding, outside=-np.inf)
    return assembled((r, c, window.max(axis=(1, 2))) for r, c, window in found)


def average_pooling(x, size, strides, padding):
    found = windows(x, size, strides, padding, outside=np.nan)
    return assembled((r, c, np.nanmean(window, axis=(1, 2))) for r, c, window in found)


def normalised(x, mean, variance, gamma, beta, epsilon):
    return (x - mean) / np.sqrt(variance + epsilon) * gamma + beta
