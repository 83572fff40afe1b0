"""Answers student code that asks scikit-learn for the digits, with the visible split."""

from types import ModuleType
from typing import Any

from harness.guest.visible import Visible
