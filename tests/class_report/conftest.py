"""The pages are opened in a real browser."""

from tests.pages import browser as browser
