"""The board, in Russian."""

from harness.words.ru.forms import grouped, many
from harness.words.template import Catalogue


def _ranked(*, count: int) -> str:
    return f"{many(count, 'студент', 'студента', 'студентов')}." if count else "Места пока нет ни у кого."


def _without(*, count: int) -> str:
    return (
        f"Работ без места: {grouped(count):,}. Чтобы занять место, нужны оценка, запуск, дошедший до конца, и сеть, которую "
        "удалось оценить."
    )


def _uncompared(*, count: int) -> str:
    return (
        f"Работ со знаком ≈: {grouped(count):,}. Место здесь определено только по F1: ответы сети не сохранились, не "
        "соответствуют оценке или относятся к другим скрытым изображениям. О равенстве с другими ничего не утверждается."
    )


def _resampled(*, resamples: int, images: int) -> str:
    return (
        f"Для всех сетей взяты одни и те же повторные выборки из скрытых изображений (выборок: {grouped(resamples):,}, "
        f"изображений: {grouped(images):,}). С вероятностью 95 % ни одна пара сетей не различена ошибочно, все пары вместе."
    )


def _unread(*, count: int) -> str:
    return f"Работ, которые прочитать не удалось, в таблице нет (их {grouped(count):,})."


def _unknown_cost(*, count: int) -> str:
    return f"Сетей, для которых это неизвестно, на графике нет (их {grouped(count):,})."


def _clipped(*, count: int, low: float) -> str:
    return f"Ниже {low:.2f}, у нижнего края: {grouped(count):,}."


WORDS: Catalogue = {
    "board.title": "Таблица лидеров",
    "board.description": (
        "Показано сетей: {shown}; из них таких, что при тех же или меньших затратах лучше нет ни у кого на курсе: {front}."
    ),
    "board.ranked": _ranked,
    "board.without": _without,
    "board.uncompared": _uncompared,
    "board.unread": _unread,
    "board.unread_is": "{name} — в таблице нет: {why}",
    "board.ties": (
        "Место на единицу больше числа тех, кто лучше не случайно: тех, кто делит место, по скрытым изображениям различить "
        "нельзя, каким бы ни был третий знак после точки. «Возможные места» — те, которые не исключает случайность."
    ),
    "board.resampled": _resampled,
    "board.bands": (
        "Результаты показаны интервалами, как задано в критериях, и все, кто попал в один интервал, делят место. Внутри "
        "интервала порядок — по именам."
    ),
    "board.none": (
        "По критериям результаты на скрытых изображениях не показываются (feedback: hidden: none), поэтому таблицы нет."
    ),
    "board.lines_of": (
        "Ориентиры измерены авторами на других скрытых изображениях из тех же данных; места у них нет."
    ),
    "board.line": "{name}",
    "board.reference": "эталон: {role}",
    "board.to_beat": "ориентир",
    "board.ranks": "Места",
    "board.charts": "Диаграммы",
    "board.rank": "Место",
    "board.could_be": "Возможные места",
    "board.range": "от {first} до {last}",
    "board.student": "Студент",
    "board.score": "F1 (macro)",
    "board.interval": "95 %-й интервал",
    "board.interval_is": "от {low:.3f} до {high:.3f}",
    "board.parameters": "Параметры",
    "board.run_time": "Запуск",
    "board.attempts": "Попытки",
    "board.tied": "место делится",
    "board.by_f1": "только по F1",
    "board.first": "первое место",
    "board.others": "другие места",
    "board.front": "лучшие при своих затратах",
    "board.against_parameters": "F1 (macro) и размер",
    "board.against_time": "F1 (macro) и время",
    "board.parameters_axis": "параметры (каждое деление — в десять раз больше)",
    "board.time_axis": "минуты (каждое деление — в десять раз дольше)",
    "board.time_is": (
        "Время студента — это время всего блокнота на той машине, где его проверяли; время отдельной сети — это время её "
        "обучения."
    ),
    "board.unknown_cost": _unknown_cost,
    "board.over_time": "От попытки к попытке",
    "board.by_handing_in": "время сдачи",
    "board.by_grading": "время проверки",
    "board.best_so_far": "лучший результат к этому времени",
    "board.clipped": _clipped,
    "board.badge_first": "раньше всех выше ориентира «{line}»",
    "board.badge_step": "самый большой шаг: +{gain:.3f}",
    "board.badge_small": "самая маленькая сеть на первом месте",
    "board.minutes": "{minutes:.1f} мин",
    "board.seconds": "{seconds:.0f} с",
    "board.hours": "{hours:.1f} ч",
    "board.unknown": "–",
    "board.made": "Составлено {day}.",
    "board.page_is": "Таблица лидеров: {file}",
    "board.aliases_are": "У кого какой псевдоним: {file}",
    "board.how": "Как это читать",
}
