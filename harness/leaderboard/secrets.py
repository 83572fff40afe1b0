"""Tracking URIs as a person may see them: they hold passwords, and so does what MLflow and drivers say of them."""

import re
from urllib.parse import unquote

_FILES = ("sqlite", "file")
_HARMLESS = ("host", "port", "sslmode")
"""Names in a URI's query that say where a database is."""
_SHORT = 3
"""What is shorter would stand in other words, too."""


def shown_uri(tracking_uri: str) -> str:
    """The tracking URI without user name, password and whatever else may be secret, for messages."""
    scheme, colon, rest = tracking_uri.partition("://")
    if not colon or scheme.partition("+")[0] in _FILES:
        return tracking_uri
    place = rest.rpartition("@")[2]
    # A "?" before the last "@" may begin a query or be part of a password.
    if "?" in rest.removesuffix(place):
        return f"{scheme}://…"
    where, _, query = place.partition("?")
    kept = [one for one in re.split("[&;]", query) if one.partition("=")[0] in _HARMLESS]
    return f"{scheme}://{where}{'?' if kept else ''}{'&'.join(kept)}"


def without_secrets(text: str, tracking_uri: str) -> str:
    """A text of somebody else's without what `shown_uri` leaves out."""
    text = text.replace(tracking_uri, shown_uri(tracking_uri))
    for secret in sorted(_secrets(tracking_uri), key=len, reverse=True):
        text = text.replace(secret, "…")
    return text


def _secrets(tracking_uri: str) -> set[str]:
    scheme, colon, rest = tracking_uri.partition("://")
    if not colon or scheme.partition("+")[0] in _FILES:
        return set()
    user = rest.rpartition("@")[0]
    fields = [one.partition("=") for one in re.split("[&;]", rest.partition("?")[2])]
    found = {user, user.partition(":")[2]}
    found |= {value for name, _, value in fields if name not in (*_HARMLESS, "user")}
    return {one for secret in found for one in (secret, unquote(secret)) if len(one) >= _SHORT}
