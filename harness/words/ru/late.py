"""When work was handed in, in Russian."""

from harness.words.ru.forms import form, of_points
from harness.words.template import Catalogue


def _late(at: str, deadline: str, days: int, cost: str) -> str:
    begun = form(days, "начался", "началось", "началось")
    counted = form(days, "день", "дня", "дней")
    return f"Работа сдана {at}, после срока ({deadline}): {begun} {days} {counted} опоздания. {cost}"


def _points(points: float, floor: float) -> str:
    return f"За каждый день вычитается по {of_points(f'{points:g}')}{_floor(floor)}."


def _share(share: float, floor: float) -> str:
    return f"За каждый день вычитается {share:.0%} заработанных баллов{_floor(floor)}."


def _floor(floor: float) -> str:
    return f", но итог из-за этого не опускается ниже {of_points(f'{floor:g}')}" if floor else ""


WORDS: Catalogue = {
    "late.in_time": "Работа сдана {at}, вовремя (срок: {deadline}).",
    "late.grace": (
        "Работа сдана {at}, после срока ({deadline}), но в пределах отсрочки, при которой она считается сданной вовремя "
        "(в минутах: {minutes:g})."
    ),
    "late.late": _late,
    "late.points": _points,
    "late.share": _share,
    "late.free": "Баллы за это не вычитаются.",
    "late.unknown": "Когда работа сдана, неизвестно, поэтому за опоздание ничего не вычитается (срок: {deadline}).",
    "late.platform_late": (
        "Система {platform} отметила опоздание, но когда работа сдана, неизвестно, поэтому ничего не вычитается "
        "(срок: {deadline})."
    ),
    "late.platform_in_time": "Система {platform} опоздания не отметила (срок: {deadline}).",
}
