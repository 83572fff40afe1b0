"""The class report, in Russian. No sentence of it accuses anybody."""

from harness.words.ru.forms import counted, form, grouped, many
from harness.words.several import Several
from harness.words.template import Catalogue


def _works(count: int) -> str:
    return many(count, "работа", "работы", "работ")


def _histogram(*, counts: Several) -> str:
    return f"Столбцы слева направо: {counts:, }."


def _beyond(*, count: int, low: float) -> str:
    return f"Ниже {low:.2f}: {grouped(count):,}; это входит в первый столбец."


def _elsewhere(*, count: int) -> str:
    return f"Сюда не вошло оценок: {grouped(count):,} (нет сети с результатом или другое скрытое разбиение)."


def _unread(*, count: int) -> str:
    return (
        f"Сохранённых попыток, которые не удалось прочитать: {grouped(count):,}. В отчёт они не вошли; какие это попытки и в чём "
        "причина, сказано в терминале."
    )


def _audited(*, works: int, follows: int, unknown: int, contradicted: int) -> str:
    stayed = "таких работ нет" if not contradicted else f"работ: {grouped(contradicted):,}"
    return (
        f"На других данных запускали работ: {grouped(works):,}. Проверок и сетей, которые зависят от данных: "
        f"{grouped(follows):,}; сказать нельзя: {grouped(unknown):,}. Что-то осталось таким же, как на первых данных: {stayed}."
    )


def _gpu(*, gradings: int, hours: float, unknown: int) -> str:
    had = (
        "Нет проверок, о которых известно, что у них был GPU."
        if not gradings
        else f"С GPU: {many(gradings, 'проверка', 'проверки', 'проверок')}, всего {hours:.1f} ч."
    )
    return had if not unknown else f"{had} Не записано, был ли GPU: {grouped(unknown):,}."


def _items(*, works: int, least: int) -> str:
    over = f"По {many(works, 'оценке', 'оценкам', 'оценкам')}: баллы, которые дали проверки и шкала."
    if works >= least:
        return over
    return (
        f"{over} Если оценок меньше {least}, различающая способность не вычисляется: она была бы случайной."
    )


def _none_read(*, folder: str, count: int, why: str) -> str:
    return f"В {folder} ничего не удалось прочитать (попыток: {grouped(count):,}); первая причина: {why}"


def _done(*, works: int, marks: int, waits: int, ours: int, dry: int) -> str:
    failed = "" if not ours else f" Сбой на нашей стороне, проверьте снова: {_works(ours)}."
    failed += "" if not dry else f" Только пробные запуски: {_works(dry)}."
    wait = form(waits, "ждёт", "ждут", "ждут")
    have = f"{_works(works)}, {many(marks, 'оценка', 'оценки', 'оценок')}"
    return f"{have}; {wait} решения преподавателя: {grouped(waits):,}.{failed}"


WORDS: Catalogue = {
    "class_report.title": "Отчёт о группе",
    "class_report.made": "Составлено {day}.",
    "class_report.private": "Здесь точные результаты на скрытых изображениях; отчёт только для преподавателей.",
    "class_report.work": "Работа",
    "class_report.works": "Работы",
    "class_report.marks": "Оценки",
    "class_report.median_points": "Медиана баллов",
    "class_report.median_f1": "Медиана F1 (macro)",
    "class_report.of_points": "от {most} баллов",
    "class_report.waits": "Ждут решения",
    "class_report.rejected_works": "Отклонены",
    "class_report.ours": "Сбой на нашей стороне",
    "class_report.ours_are": "Баллов это никому не стоит: проверьте эти работы снова.",
    "class_report.attempts_wait": counted("попытка", "попытки", "попыток", ""),
    "class_report.dry": "Только пробные запуски",
    "class_report.waits_for_you": "Кто ждёт решения",
    "class_report.who_decides": (
        "Это ещё не оценки, и ничья вина не доказана. Решает преподаватель: harness held показывает, где лежат материалы, затем "
        "harness release или harness reject."
    ),
    "class_report.attempt": "Попытка",
    "class_report.provisional": "Предварительно",
    "class_report.why": "Почему",
    "class_report.not_shown": "Причина здесь не показана; её сообщает harness held.",
    "class_report.rows": counted("строка", "строки", "строк", ""),
    "class_report.more": "и ещё {count:,}",
    "class_report.spread": "Баллы и F1",
    "class_report.points": "Баллы в процентах",
    "class_report.f1": "F1 (macro) лучшей сети на скрытых изображениях",
    "class_report.histogram": _histogram,
    "class_report.median_is": "медиана {value}",
    "class_report.quarters": "Половина оценок — от {low} до {high}; среднее {mean}.",
    "class_report.beyond": _beyond,
    "class_report.elsewhere": _elsewhere,
    "class_report.items": "Критерии и проверки",
    "class_report.item": "Критерий и его проверки",
    "class_report.full": "все баллы",
    "class_report.some": "часть",
    "class_report.none": "ничего",
    "class_report.full_some_none": "Все · часть · ничего",
    "class_report.difficulty": "Трудность",
    "class_report.discrimination": "Различающая способность",
    "class_report.odd": "посмотрите",
    "class_report.skipped": "проверить не удалось: {count:,}",
    "class_report.items_are": _items,
    "class_report.causes": "Почему потеряны баллы",
    "class_report.how_ended": "Чем закончился запуск",
    "class_report.what_lacks": "Что нашла проверка",
    "class_report.ended": "{outcome}",
    "class_report.ended_by": "{outcome}: {error}",
    "class_report.check": "{title} ({status})",
    "class_report.checks": lambda count, status: (
        f"{many(count, 'проверка', 'проверки', 'проверок')} ({status})"
    ),
    "class_report.for_example": "Например: {what}",
    "class_report.example": "Например:",
    "class_report.whose": "У\u00a0кого",
    "class_report.hard": "Что трудно",
    "class_report.hard_are": lambda count: (
        f"Сетей: {grouped(count):,}; это лучшая сеть каждой оценки на одном скрытом разбиении."
    ),
    "class_report.classes": "Классы, самые трудные — первыми",
    "class_report.class": "Класс",
    "class_report.mean_f1": "Среднее F1",
    "class_report.lowest_to_highest": "От худшего до лучшего",
    "class_report.pairs": "Пары, которые путают",
    "class_report.pair": "Класс → принят за",
    "class_report.share": "Доля изображений",
    "class_report.networks": "Сети",
    "class_report.no_pairs": "Ни одна сеть не ошибается ни на одном изображении.",
    "class_report.images": "Видимые изображения, на которых ошибаются несколько сетей",
    "class_report.image": "Изображение класса {true}",
    "class_report.in_works": counted("работа", "работы", "работ", ""),
    "class_report.images_are": (
        "Все они из видимой тестовой выборки. Оценка хранит лишь несколько примеров самых частых ошибок, поэтому на изображении "
        "могут ошибаться и другие работы. Скрытые изображения не показываются никогда."
    ),
    "class_report.images_not_shown": (
        "Изображения не показаны: часть сохранённых оценок относится к другим скрытым разбиениям или не читается, а то, что там "
        "было видимым, в другом разбиении может быть скрытым."
    ),
    "class_report.no_images": (
        "В сохранённых оценках нет общих видимых изображений, на которых ошибаются несколько сетей."
    ),
    "class_report.moved": "Что изменилось с прошлой попытки",
    "class_report.moved_are": "Стало больше: {up:,}, меньше: {down:,}, не изменилось: {same:,}.",
    "class_report.attempts": "Попытки",
    "class_report.anew": "{number}, оценена заново",
    "class_report.before": "Было",
    "class_report.now": "Стало",
    "class_report.change": "Разница",
    "class_report.decided": "Что решили преподаватели",
    "class_report.decision": "Решение",
    "class_report.day": "День",
    "class_report.released": "Отложенная оценка утверждена.",
    "class_report.rejected": "Работа отклонена, оценки нет.",
    "class_report.overridden": "{criterion}: баллов {after} вместо {before}.",
    "class_report.look": "На что стоит взглянуть",
    "class_report.nobody_accused": (
        "Это никого не обвиняет: здесь сказано, что найдено, и у всего этого бывают безобидные причины. Преподаватель смотрит "
        "работу и решает."
    ),
    "class_report.audit": "Аудит",
    "class_report.audited": _audited,
    "class_report.no_audits": "Среди действующих оценок нет ни одной с аудитом; его делает harness batch --audit.",
    "class_report.check_stayed": "«{check}»: и на других данных показано то, что верно для первых.",
    "class_report.network_stayed": "Сеть знала то, чему не могла научиться в этом запуске.",
    "class_report.likeness": "Сходство",
    "class_report.equal_weights": lambda count: (
        f"Групп работ, у лучших сетей которых веса совпадают бит в бит: {grouped(count):,}."
    ),
    "class_report.no_equal_weights": "Среди лучших сетей, веса которых прочитаны, одинаковых нет.",
    "class_report.likeness_not_given": (
        "Код и ошибки сравнивает harness likeness; укажите его файл --json с помощью --likeness."
    ),
    "class_report.alike": lambda count: (
        f"Пар, похожих больше, чем бывают похожи честные: {grouped(count):,}."
    ),
    "class_report.alike_sources": "код",
    "class_report.alike_mistakes": "ошибки на одних и тех же изображениях",
    "class_report.facts": "Рядом с оценками",
    "class_report.fact": "Что замечено",
    "class_report.spent": "Время",
    "class_report.stage": "Этап",
    "class_report.gradings": "Запуски",
    "class_report.in_all": "Всего",
    "class_report.median": "Медиана",
    "class_report.longest": "Дольше всего",
    "class_report.gpu": _gpu,
    "class_report.how": "Как это читать",
    "class_report.how_counts": (
        "У каждой работы учитывается та попытка, которую называют критерии; баллы — с учётом решений преподавателей. В "
        "распределения, статистику и классы входят только оценки: отложенных, отклонённых и сорванных по нашей вине там нет."
    ),
    "class_report.how_items": (
        "Трудность — средняя доля полученных баллов: 1, если у всех все баллы. Различающая способность — корреляция баллов за "
        "пункт со всеми остальными баллами: от 0.4 пункт хорошо отличает сильные работы от слабых, около 0 — не отличает. "
        "Начиная с числа работ {least} значение 0.4 уже не случайно. «Посмотрите» стоит там, где у более сильных работ баллов "
        "меньше, и это не случайно: возможно, что-то не так с проверкой или с самим заданием. (Crocker, Algina, Introduction to "
        "Classical and Modern Test Theory, 1986; Ebel, Measuring Educational Achievement, 1965.)"
    ),
    "class_report.how_spent": (
        "Учтено время всех сохранённых попыток, и пробных запусков тоже, на той машине, где их проверяли; этапы могут "
        "перекрываться."
    ),
    "class_report.unread": _unread,
    "class_report.unread_is": "{name} — в отчёте нет или есть не всё: {why}",
    "class_report.none_read": _none_read,
    "class_report.no_likeness": "{path} — не файл harness likeness --json; создайте его заново.",
    "class_report.done": _done,
    "class_report.points_are": "Баллы: медиана {median} %, половина — от {low} % до {high} %.",
    "class_report.f1_is": "F1 (macro): медиана {median:.3f}, половина — от {low:.3f} до {high:.3f}.",
    "class_report.hardest_item": "Самый трудный критерий: {title} (трудность {difficulty:.2f}).",
    "class_report.hardest_class": "Самый трудный класс: {name} (среднее F1 {mean:.3f}).",
    "class_report.page_is": "Отчёт о группе: {file}",
}
