"""What counts as a look at the data: numbers in any notation, parts of what is asked for, and nothing by chance."""

from typing import Literal

import numpy as np
import pytest

from harness.assignments.fashion_mnist.checks.check_dataset import (
    check_class_counts,
    check_class_means,
    check_loaded,
    check_mean_and_deviation,
    check_shapes,
    check_type_and_range,
)
from harness.evidence.schema import Plot, Value
from harness.grade.record import Status
from tests.asked import MEANS, ask, cell

PASSED, PARTIAL, FAILED = Status.PASSED, Status.PARTIAL, Status.FAILED

SHAPES = {
    "(60000, 28, 28) (10000, 28, 28)": PASSED,
    "(60000, 784)\n(10000, 784)": PASSED,
    "обучающих: 60,000 размером 28x28, тестовых: 10,000": PASSED,
    "60 000 x 28 x 28; 10 000 x 28 x 28": PASSED,
    "60_000 x 28 x 28, 10_000 x 28 x 28": PASSED,
    "60.000 Bilder (28 × 28), 10.000 zum Testen": PASSED,
    "(54000, 28, 28) (6000, 28, 28) (10000, 28, 28)": PARTIAL,
    "(48000, 28, 28, 1) (12000, 28, 28, 1)": PARTIAL,
    "train 60000, test 10000": PARTIAL,
    "обучение: 60000 картинок по 28x28, тест: 10000": PASSED,
    "N train: 60000 N test: 10000 one image: (28, 28) <class 'numpy.uint8'>": PASSED,
    "| изображений | 60 000 | 10 000 |\n| размер | 28×28 | 28×28 |": PASSED,
    "one image: (28, 28)": FAILED,
    "(60000, 28, 28)": PARTIAL,
    "(1000, 28, 28)": FAILED,
    "(60000,) (10000,)": PARTIAL,
    "nothing": FAILED,
}
LOADED = {
    "train 60000": PASSED,
    "(54000, 28, 28) (6000, 28, 28)": PASSED,
    "µ = 72.94\nσ = 90.02": PASSED,
    "mean 0.286, deviation 0.353": PASSED,
    f"[{' '.join(['6000'] * 10)}]": PASSED,
    "brightness 83.03 56.84 96.06 66.02 98.26 34.87 84.58 42.76 90.16 76.77": PASSED,
    # A mean alone may be a loss, or an accuracy.
    "loss 0.286": FAILED,
    "accuracy 72.9": FAILED,
    "(1000, 28, 28)": FAILED,
    "nothing": FAILED,
}
TYPES = {
    "uint8 0 255": PASSED,
    "тип uint8, значения 0..255": PASSED,
    "uint8 0...255": PASSED,
    "uint8, [0-255]": PASSED,
    "dtype('uint8'), 0–255": PASSED,
    "largest 255": PARTIAL,
    "uint8": PARTIAL,
    "{np.uint8(0): 1}, largest 255": PARTIAL,
    "largest 1.255": FAILED,
    "version 2.255": FAILED,
}
SIX = " ".join(["6000"] * 10)
COUNTS = {
    f"[{SIX}]": PASSED,
    "\n".join(f"класс {k}: 6,000 изображений" for k in range(10)): PASSED,
    "\n".join(f"{k}: 6 000 (10.0 %)\n" for k in range(10)): PASSED,
    str(dict.fromkeys(range(10), 6000)): PASSED,
    "\n".join(
        f"class {k}\n  count 6000\n  mean 83.1\n  std 80.2\n  min 0\n  max 255\n" for k in range(10)
    ): PASSED,
    "\n".join(f"seen {n} of 60000" for n in [*range(6000, 66000, 6000)] * 10): FAILED,
    "{" + ", ".join(f"np.uint8({k}): np.int64(6000)" for k in range(10)) + "}": PASSED,
    "\n".join(f"{k} 0.1" for k in range(10)): PARTIAL,
    "\n".join(f"class {k}: 10.0%" for k in range(10)): PARTIAL,
    "[4800 4812 4795 4803 4790 4805 4797 4801 4799 4798]": PARTIAL,
    "\n".join(f"{k}  {5400}" for k in range(10)): PARTIAL,
    "[1000 1000 1000 1000 1000 1000 1000 1000 1000 1000]": FAILED,
    "\n".join(
        f"epoch {e}/10\n" + "\n".join(f"{s}/60000 seen" for s in range(0, 60000, 1000)) for e in range(10)
    ): FAILED,
    "\n".join(f"epoch {e}/10 loss 0.{e}" for e in range(1, 11)): FAILED,
}
LOG = "\n".join(
    f"{step} {1 / (1 + step / 300):.4f} {0.6 + step / 9000:.4f} {step * 0.03:.2f}" for step in range(1, 3000)
)
WORDY = "\n".join(f"Epoch {e}: loss {0.4 - e * 0.0057:.4f} acc {0.7 + e * 0.005:.4f}" for e in range(20))
IMAGE = np.array2string(np.arange(784).reshape(28, 28) % 256, threshold=1000)
SCALED = np.array2string(np.arange(784).reshape(28, 28) % 256 / 255, precision=8, threshold=1000)
STATISTICS = {
    "72.94035223214286 90.02118235130519": PASSED,
    "mean 0.286, std 0.353": PASSED,
    "среднее 72,94 отклонение 90,02": PASSED,
    f"{LOG}\nmean 72.94 std 90.02": PASSED,
    f"{LOG}\n72.94 90.02": PASSED,
    f"mean: 72.94\n{IMAGE}\nstd: 90.02": PASSED,
    "\n".join(f"epoch {e} mean loss {0.4 - e / 1000:.4f}" for e in range(200)): FAILED,
    "mean 72.94": FAILED,
    LOG: FAILED,
    WORDY: FAILED,
    IMAGE: FAILED,
    SCALED: FAILED,
}
LISTED = " ".join(f"{mean:.2f}" for mean in MEANS)
CLASS_MEANS = {
    f"[{LISTED}]": PASSED,
    "\n".join(f"class {k}: {mean / 255:.3f}" for k, mean in enumerate(MEANS)): PASSED,
    f"{LOG}\n[{LISTED}]": PASSED,
    f"{LOG}\nclass means {[round(1.005 * mean, 2) for mean in MEANS]}": PASSED,
    "\n".join(["6000"] * 10 + ["1000"] * 10 + [f"{mean:.2f}" for mean in MEANS]): PASSED,
    "\n".join(f"class {k}: {mean:.1f}".replace(".", ",") for k, mean in enumerate(sorted(MEANS))): PASSED,
    LOG: FAILED,
    WORDY: FAILED,
    IMAGE: FAILED,
    SCALED: FAILED,
}


@pytest.mark.parametrize(
    ("check", "text", "status"),
    [
        (check, text, status)
        for check, table in (
            (check_loaded, LOADED),
            (check_shapes, SHAPES),
            (check_type_and_range, TYPES),
            (check_class_counts, COUNTS),
            (check_mean_and_deviation, STATISTICS),
            (check_class_means, CLASS_MEANS),
        )
        for text, status in table.items()
    ],
    ids=lambda value: getattr(value, "__name__", str(value)[:40]),
)
def test_what_an_output_shows_of_the_data(check: object, text: str, status: Status) -> None:
    found, reason = ask(check, text)  # type: ignore[arg-type]
    assert found is status, reason
    assert reason or status is PASSED


def test_class_means_are_met_in_one_place() -> None:
    cells = [" ".join(f"{30 + (7 * k + 0.13 * n) % 70:.2f}" for n in range(54)) for k in range(11)]
    assert ask(check_class_means, *cells)[0] is FAILED
    assert ask(check_class_means, *cells, f"means {LISTED}")[0] is PASSED
    kept = [Value(name=f"x.mean_{k}", shape=[], data=[mean]) for k, mean in enumerate(MEANS)]
    assert ask(check_class_means, cell("", "x.mean_0 = x.mean()"), values=kept)[0] is PASSED
    # A mean and a deviation may stand in two cells.
    assert ask(check_mean_and_deviation, "mean 72.94", "std 90.02")[0] is PASSED


@pytest.mark.parametrize("unit", [1, 255])
@pytest.mark.parametrize("shows", ["bars", "line"])
def test_class_means_may_be_drawn(shows: Literal["bars", "line"], unit: float) -> None:
    source = "plt.bar(names, [x[y == k].mean() for k in range(10)])"
    heights = [mean / unit for mean in reversed(MEANS)]
    for drawn, status in (
        (heights, PASSED),
        (heights[1:], FAILED),
        ([1.03 * one for one in heights], FAILED),
    ):
        plot = Plot(cell=2, shows=shows, data=list(drawn))
        assert ask(check_class_means, cell("", source), plots=[plot])[0] is status


LOGS = """WARNING: All log messages before absl::InitializeLog() is called are written to STDERR
I0000 00:00:1795923788.408546       5 port.cc:153] Values of uint8 from 0 to 255 may differ.
2026-11-29 04:06:21.123456: W tensorflow/core/framework/allocation.cc:83] Allocation of 72.94 and 90.02 exceeds 10%.
2026-11-29 04:06:22.1: I tensorflow/core/cpu_feature_guard.cc:210] This binary is optimized.
To enable the following instructions: AVX2 AVX512F FMA, rebuild TensorFlow with the appropriate compiler flags."""


def test_what_tensorflow_logs_of_the_machine_is_no_look_at_the_data() -> None:
    assert ask(check_type_and_range, LOGS)[0] is FAILED
    assert ask(check_mean_and_deviation, LOGS)[0] is FAILED
    assert ask(check_type_and_range, f"{LOGS}\nuint8 0 255")[0] is PASSED


def test_a_picture_of_the_data_shows_that_they_were_loaded() -> None:
    drawn = [Plot(cell=2, shows="image", of="train")]
    assert ask(check_loaded, plots=drawn)[0] is PASSED
    assert ask(check_loaded, plots=[Plot(cell=2, shows="image")])[0] is FAILED


def test_statistics_count_in_small_variables_too() -> None:
    source = "stats = [x.mean(), x.std()]\nlosses = [step(x) for _ in range(100)]"
    kept = [Value(name="stats", shape=[2], data=[72.94, 90.02])]
    assert ask(check_mean_and_deviation, cell("", source), values=kept)[0] is PASSED
    series = [Value(name="losses", shape=[100], data=[72.94, 90.02] * 50)]
    assert ask(check_mean_and_deviation, cell("", source), values=series)[0] is FAILED


def test_counts_and_shares_of_a_part_say_what_lacks() -> None:
    assert "48,000" in ask(check_class_counts, "[4800 4800 4800 4800 4800 4800 4800 4800 4800 4800]")[1]
    assert "shares" in ask(check_class_counts, "\n".join(f"{k} 0.1" for k in range(10)))[1]
    assert "x_train.dtype" in ask(check_type_and_range, "largest 255")[1]
    assert "6000, 10000, 54000" in ask(check_shapes, "(54000, 28, 28) (6000, 28, 28) (10000, 28, 28)")[1]
    # What pandas says of the index is no array.
    info = "RangeIndex: 60000 entries, 0 to 59999\nColumns: 785 entries"
    assert ask(check_shapes, info, "60000 images of 28×28, test: 10000")[0] is PASSED
