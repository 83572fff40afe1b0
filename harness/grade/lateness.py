"""What days after a deadline cost, as arithmetic alone."""


def penalty(earned: float, days: int, *, points: float | None, share: float | None, floor: float) -> float:
    """The points that are taken off, rounded down to a hundredth.

    Args:
        earned: the points before.
        days: those begun after the deadline.
        points: what each day costs; None where it is a share.
        share: of the points earned that each day costs, in (0, 1]; None where it is points.
        floor: the points below which nobody falls by this.
    """
    wanted = days * points if points is not None else earned * min(1.0, days * (share or 0))
    return int(min(wanted, max(0.0, earned - floor)) * 100 + 1e-6) / 100
