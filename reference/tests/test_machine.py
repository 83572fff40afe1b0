"""What a measurement says that it ran on. No graphics card is where tests run, so what Keras and its backend say of
one is written out here."""

import sys
from types import SimpleNamespace

import keras
import pytest

from reference.zoo.machine import graphics_card, processor


def test_without_a_graphics_card_it_is_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keras.distribution, "list_devices", lambda: ["cpu:0"])
    name, cores = processor()
    assert not graphics_card()
    assert name
    assert cores >= 1


@pytest.mark.parametrize("backend", ["jax", "tensorflow"])
def test_a_graphics_card_is_named_before_the_processor(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, _ = processor()
    details = SimpleNamespace(get_device_details=lambda card: {"device_name": f"Card {card}"})
    libraries = {
        "jax": SimpleNamespace(devices=lambda: [SimpleNamespace(device_kind="Card 9")]),
        "tensorflow": SimpleNamespace(
            config=SimpleNamespace(list_physical_devices=lambda kind: [9], experimental=details)
        ),
    }
    monkeypatch.setattr(keras.distribution, "list_devices", lambda: ["cpu:0", "gpu:0"])
    monkeypatch.setattr(keras.backend, "backend", lambda: backend)
    monkeypatch.setitem(sys.modules, backend, libraries[backend])
    assert processor()[0] == f"Card 9, {name}"
