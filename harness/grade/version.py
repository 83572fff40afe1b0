"""Files of ours that say which version of their schema they have."""

from typing import Any

from pydantic import field_validator


def version_check(ours: int) -> Any:
    """A validator of the field ``schema_version``, to be an attribute of a record: it refuses every version but ``ours``."""

    def is_ours(version: int) -> int:
        if version != ours:
            raise ValueError(f"this harness reads version {ours}, and this is version {version}")
        return version

    return field_validator("schema_version")(is_ours)
