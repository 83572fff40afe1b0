"""The one way in which other people's code is patched here: records that are declared, and what applies them."""
