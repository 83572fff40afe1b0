"""Preprocessing inferred from what a network was fed, for the ways in which students prepare Fashion-MNIST."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from reference.measure.worker import quick_command

from .conftest import TEST_PER_CLASS, TRAIN_PER_CLASS
from .driving import Guest

pytestmark = pytest.mark.guest

TRAIN, TEST = TRAIN_PER_CLASS * 10, TEST_PER_CLASS * 10
LOOKED_AT = 128
PIXEL = 1 / 255

# geometry, layout, size, channels, scale, offset
MAPPINGS: dict[str, tuple[str, str, int, int, float, float]] = {
    "raw": ("none", "hw", 28, 1, 1, 0),
    "unit": ("none", "hw", 28, 1, PIXEL, 0),
    "float32": ("none", "hwc", 28, 1, PIXEL, 0),
    "float16": ("none", "hw", 28, 1, PIXEL, 0),
    "minus one to one": ("none", "hw", 28, 1, 2 * PIXEL, -1),
    "inverted": ("none", "hw", 28, 1, -PIXEL, 1),
    "padded": ("pad", "hwc", 32, 1, PIXEL, 0),
    "padded after scaling": ("pad", "hw", 32, 1, 2 * PIXEL, -1),
    "three channels": ("bilinear", "hwc", 32, 3, PIXEL, 0),
    "as for networks of ImageNet": ("bilinear", "hwc", 224, 3, 1, 0),
    "nearest": ("nearest", "hwc", 56, 1, PIXEL, 0),
    "bicubic": ("bicubic", "hwc", 64, 1, 2 * PIXEL, -1),
    "channels first": ("none", "chw", 28, 1, PIXEL, 0),
    "flat": ("none", "flat", 28, 1, PIXEL, 0),
    "flat padded": ("pad", "flat", 32, 1, 1, 0),
    "shuffled": ("none", "hw", 28, 1, PIXEL, 0),
    "subset": ("none", "hw", 28, 1, PIXEL, 0),
    "one batch": ("none", "hw", 28, 1, PIXEL, 0),
    "test rows": ("none", "hw", 28, 1, PIXEL, 0),
    "train and test": ("none", "hw", 28, 1, 1, 0),
}
SOURCES = {
    "unit": {"train": LOOKED_AT, "test": 0, "unknown": 0},
    "shuffled": {"train": LOOKED_AT, "test": 0, "unknown": 0},
    "bicubic": {"train": LOOKED_AT, "test": 0, "unknown": 0},
    "one batch": {"train": 16, "test": 0, "unknown": 0},
    "test rows": {"train": 0, "test": LOOKED_AT, "unknown": 0},
    "train and test": {"train": 60, "test": 60, "unknown": 0},
    "a few strange rows": {"train": 75, "test": 50, "unknown": 3},
    "noise": {"train": 0, "test": 0, "unknown": LOOKED_AT},
    "no rows": {"train": 0, "test": 0, "unknown": 0},
}
PER_PIXEL = (
    "per pixel",
    "per pixel of the tail",
    "per pixel of the test rows",
    "scaler, shuffled",
    "mean image, shuffled",
)
OTHERS = {
    "columns of length 1": ("relative", ["l2", "height"]),
    "rows of length 1": ("relative", ["l2", "width"]),
    "images of length 1": ("relative", ["l1", "image"]),
    "standardised by themselves": ("relative", ["deviation", "image"]),
    "tanh": ("geometry", "none"),
    "threshold": ("geometry", "none"),
    "pixels of length 1": ("geometry", "none"),
    "opencv": ("geometry", "opencv cubic uint8"),
    "opencv of floats": ("geometry", "bilinear"),
    "opencv smaller": ("size", [20, 20]),
    "pillow": ("geometry", "pillow bicubic"),
    "scipy": ("geometry", "scipy 3"),
    "scikit-image": ("geometry", "scikit image 1"),
    "every second": ("geometry", "every 2"),
    "every second, from the second on": ("corner", [1, 1]),
    "every third in three channels": ("geometry", "every 3"),
    "the middle": ("corner", [4, 4]),
    "nearly the middle": ("corner", [4, 3]),
}
"""What a mapping says where raw values became others by what is no line of them, or by another library."""
NOT_EXPLAINED = (
    "noise",
    "flipped",
    "random crops",
    "half of it noise",
    "constant",
    "not a number",
    "text",
    "rows of a table",
    "colour",
    "too small",
    "no rows",
)
SEED = 7
"""Of the drawn scales and offsets; another seed draws others."""


@pytest.fixture(scope="module")
def looked(guest: Guest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What came out for every case, from one start of TensorFlow."""
    folder = tmp_path_factory.mktemp("infer")
    command = quick_command(guest.python, Path(__file__).with_name("infer_cases.py"), str(SEED))
    environment = guest.environment(folder / "home", folder / "out")
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", MAPPINGS)
def test_a_mapping_names_the_steps(name: str, looked: dict[str, Any]) -> None:
    geometry, layout, side, channels, scale, offset = MAPPINGS[name]
    mapping = looked["cases"][name]["mapping"]
    assert mapping is not None
    assert (mapping["geometry"], mapping["layout"]) == (geometry, layout)
    assert (mapping["size"], mapping["channels"]) == ([side, side], channels)
    assert mapping["corner"] == ([2, 2] if geometry == "pad" else [0, 0])
    assert mapping["scale"] == pytest.approx(scale, rel=1e-3)
    assert mapping["offset"] == pytest.approx(offset, abs=1e-3)


@pytest.mark.parametrize("name", [*MAPPINGS, "standardised", *PER_PIXEL, *OTHERS])
def test_a_mapping_applied_gives_the_input_again(name: str, looked: dict[str, Any]) -> None:
    case = looked["cases"][name]
    assert case["mapping"] is not None
    assert case["shape"] == case["given_shape"]
    assert case["dtype"] == "float32"
    assert case["difference"] < 3e-3
    assert case["mapping"]["max_error"] < 3e-3


@pytest.mark.parametrize("name", SOURCES)
def test_the_rows_are_known_by_their_source(name: str, looked: dict[str, Any]) -> None:
    assert looked["cases"][name]["sources"] == SOURCES[name]


@pytest.mark.parametrize("name", NOT_EXPLAINED)
def test_what_is_no_such_preprocessing_has_no_mapping(name: str, looked: dict[str, Any]) -> None:
    assert looked["cases"][name]["mapping"] is None


@pytest.mark.parametrize("index", range(6))
def test_any_scale_and_offset_are_found(index: int, looked: dict[str, Any]) -> None:
    scale, offset = looked["drawn"][index]
    case = looked["cases"][f"drawn {index}"]
    assert case["mapping"]["scale"] == pytest.approx(scale, rel=1e-4)
    assert case["mapping"]["offset"] == pytest.approx(offset, rel=1e-4, abs=1e-3)
    assert case["difference"] < 1e-4


def test_standardising_is_found_with_its_deviation(looked: dict[str, Any]) -> None:
    assert looked["cases"]["standardised"]["mapping"]["scale"] == pytest.approx(
        1 / looked["standard"], rel=1e-4
    )


def test_rows_that_are_no_image_are_left_out_of_the_labels(looked: dict[str, Any]) -> None:
    assert looked["cases"]["a few strange rows"]["known"] == 125
    assert looked["cases"]["a few strange rows"]["mapping"]["scale"] == pytest.approx(PIXEL, rel=1e-3)


@pytest.mark.parametrize("name", PER_PIXEL)
def test_statistics_of_each_pixel_are_found_where_rows_keep_their_order(
    name: str, looked: dict[str, Any]
) -> None:
    mapping = looked["cases"][name]["mapping"]
    assert len(mapping["scale"]) == len(mapping["offset"]) == 784


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_line_is_found_by_the_values_or_by_the_library(name: str, looked: dict[str, Any]) -> None:
    key, value = OTHERS[name]
    assert looked["cases"][name]["mapping"][key] == value
    sources = looked["cases"][name]["sources"]
    # Two images may be alike once there is one threshold.
    assert (sources["test"], sources["unknown"] <= LOOKED_AT / 20) == (0, True)


@pytest.mark.parametrize("index", range(20))
def test_a_resize_is_found_for_any_size(index: int, looked: dict[str, Any]) -> None:
    found = looked["sizes"][index]
    assert found["mapping"] is not None, found
    assert (found["mapping"]["geometry"], found["mapping"]["size"]) == (found["method"], found["size"])
    assert found["difference"] < 3e-3
