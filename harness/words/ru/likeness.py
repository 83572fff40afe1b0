"""What is alike between the works of a class, in Russian. No sentence says who was first, or that somebody copied."""

from harness.words.ru.forms import many
from harness.words.template import Catalogue

FARTHEST = 1_000_000
"""Beyond this, what is reckoned from the tail of some thousand pairs says no more."""


def _sources(*, symbols: int, passages: int, share: float, own: int) -> str:
    return (
        f"код: {many(symbols, 'символ', 'символа', 'символов')} (фрагментов: {passages:,}), {share:.0%} собственного кода "
        f"меньшей работы (в нём символов: {own:,})"
    )


def _tail(in_one: float) -> str:
    return f"примерно 1 из {in_one:,.0f}" if in_one < FARTHEST else "реже чем 1 из 1\u00a0000\u00a0000"


def _beyond(*, pairs: int, in_one: float) -> str:
    return f"ни одна (всего пар: {pairs:,}); по хвосту распределения {_tail(in_one)}"


def _beyond_class(*, pairs: int, in_one: float) -> str:
    return f"ни одна из остальных пар этой группы (их {pairs:,}); по хвосту распределения {_tail(in_one)}"


def _mistakes(*, same: int, fewer: int, share: float, expected: float | None) -> str:
    awaited = "" if expected is None else f"; у обученных независимо следует ожидать около {expected:,.0f}"
    return (
        f"ошибки: одинаковых ошибок на одних и тех же изображениях {same:,}, это {share:.0%} ошибок лучшей из двух сетей "
        f"(их {fewer:,}){awaited}"
    )


WORDS: Catalogue = {
    "likeness.title": "Сходство работ",
    "likeness.pair": "Пара",
    "likeness.two": "{names: и }",
    "likeness.what": "Что похоже",
    "likeness.how_rare": "Сколько честных пар похожи так же",
    "likeness.standing_out": "Похожи больше, чем честные пары или остальные пары группы",
    "likeness.next_ones": "Самые похожие из остальных, они не выделяются",
    "likeness.usual_pair": "не выделяется",
    "likeness.not_in_full": "Сравнено не полностью",
    "likeness.colours": "Честные пары: {how_sure}. Похожие фрагменты одного цвета.",
    "likeness.passage": "фрагмент {number}",
    "likeness.unreadable": "файл {file} не читается",
    "likeness.empty": "кода в ней нет",
    "likeness.sources": _sources,
    "likeness.mistakes": _mistakes,
    "likeness.weights": "веса: у лучших сетей обеих работ они совпадают бит в бит",
    "likeness.weights_sure": (
        "ни одна, если начальные числа у каждой свои; если один и тот же код обучали с одним и тем же seed, веса могут "
        "совпасть"
    ),
    "likeness.rate_unknown": "неизвестно: для этого честные пары не измерялись",
    "likeness.beyond": _beyond,
    "likeness.beyond_class": _beyond_class,
    "likeness.usual_in_class": "некоторые из остальных пар этой группы (их {pairs:,})",
    "likeness.class_too_small": "неизвестно: судить можно, если сетей в группе не меньше {least}",
    "likeness.rate": "примерно 1 из {in_one:,.0f}, по числу пар {pairs:,}",
    "likeness.usual": "чаще чем 1 из {in_one:,.0f}, по числу пар {pairs:,}",
    "likeness.too_short": "собственного кода слишком мало, чтобы сравнивать",
    "likeness.cut": "сравнивалось только начало кода, знаков: {most:,}",
    "likeness.no_code": "код не сравнивался: {why}",
    "likeness.summary": lambda compared, works: (
        f"По коду сравнено пар работ: {compared:,} (всего работ: {works:,})."
    ),
    "likeness.mistakes_summary": lambda compared, networks: (
        f"По ошибкам на скрытых изображениях сравнено пар сетей, лучших в своих работах: {compared:,} (всего сетей: "
        f"{networks:,})."
    ),
    "likeness.no_networks": (
        "Сети не сравнивались: в результатах нет ни одной сети этих работ. Если группу проверяли со списком студентов, он нужен "
        "и этой команде."
    ),
    "likeness.some_networks": (
        "В результатах лучшая сеть есть не у каждой работы (сетей: {networks:,}, работ: {works:,}): сети остальных работ ни с "
        "чем не сравнивались."
    ),
    "likeness.same_network": (
        "Ошибки сопоставляются с остальными парами группы. Две сети одного строения могут совпадать чаще других, а один и тот "
        "же код на одних и тех же данных с одним и тем же seed может дать одинаковые сети у людей, которые друг о друге не знают."
    ),
    "likeness.too_few_networks": (
        "Сетей в группе меньше {least}, поэтому неизвестно, насколько трудно каждое изображение, и ошибки сравниваются "
        "только по числу."
    ),
    "likeness.other_split": "сеть не сравнивалась: её оценивали на другом скрытом разбиении",
    "likeness.nothing": "Ни одна пара не похожа больше, чем бывают похожи честные.",
    "likeness.fair": (
        "Это никого не обвиняет: честные работы тоже бывают похожи, у обеих может быть один источник, а кто был первым, "
        "неизвестно. Прежде чем судить, прочитайте обе работы."
    ),
}
