"""The parts of a rubric that say until when work is handed in, and what a later one costs."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from harness.errors import WrongValueError
from harness.grade.lateness import penalty
from harness.words.phrase import phrase

_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")


def zone_of(name: str) -> tzinfo:
    """A zone by its name (``Europe/Moscow``), ``UTC``, or its distance from UTC (``+03:00``). Raises `ValueError`."""
    if name == "UTC":
        return UTC
    if found := _OFFSET.fullmatch(name):
        distance = timedelta(hours=int(found[2]), minutes=int(found[3]))
        return timezone(-distance if found[1] == "-" else distance)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise WrongValueError(phrase("rubric.zone", name=name)) from error


class DeadlinePart(BaseModel):
    """Until when work is handed in: a time of the clock in a zone, and how many minutes later count as in time."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime
    zone: str
    grace_minutes: float = Field(0, ge=0)

    @field_validator("zone")
    @classmethod
    def _is_a_zone(cls, zone: str) -> str:
        zone_of(zone)
        return zone

    @field_validator("at")
    @classmethod
    def _is_of_the_clock(cls, at: datetime) -> datetime:
        if at.tzinfo is not None:
            raise WrongValueError(phrase("rubric.offset"))
        return at

    @property
    def moment(self) -> datetime:
        """The deadline, in UTC."""
        return self.at.replace(tzinfo=zone_of(self.zone)).astimezone(UTC)

    @property
    def grace(self) -> timedelta:
        """How much later counts as in time."""
        return timedelta(minutes=self.grace_minutes)


class LatePart(BaseModel):
    """What each day begun after the deadline costs: ``points``, or a ``share`` of those that were earned. By this nobody falls
    below ``floor`` points."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    points: float | None = Field(None, gt=0)
    share: float | None = Field(None, gt=0, le=1)
    floor: float = Field(0, ge=0)

    @model_validator(mode="after")
    def _has_one(self) -> "LatePart":
        if (self.points is None) == (self.share is None):
            raise WrongValueError(phrase("rubric.points_or_share"))
        return self

    def penalty(self, earned: float, days: int) -> float:
        """The points that are taken off, rounded down to a hundredth."""
        return penalty(earned, days, points=self.points, share=self.share, floor=self.floor)
