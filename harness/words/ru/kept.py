"""What is wrong with results, and what a person decides on them, in Russian."""

from harness.words.ru.forms import many, of_points
from harness.words.several import Several
from harness.words.template import Catalogue


def _attempts(most: int) -> str:
    return (
        f"попытки, которые дают критерии (их {most}), уже проверены, а это другая работа, поэтому она не проверяется; чтобы дать "
        "ещё одну: harness grade PATH --extra-attempt"
    )


def _state(attempt: int, waits: bool, verdict: str | None) -> str:
    return f"попытка {attempt}" + (", отложена" if waits else f", {verdict}" if verdict else "")


def _more(names: Several, more: int) -> str:
    return f"{names:, }" + (f" и ещё {more}" if more else "")


def _found(name: str, results: str, known: Several, more: int) -> str:
    return f"Оценки работы {name!r} в {results} нет. Есть: {_more(known, more)}."


def _waiting(name: str, results: str, waits: Several, more: int) -> str:
    listed = f" Ждут решения: {_more(waits, more)}." if waits else ""
    return f"Оценки работы {name!r} в {results} нет.{listed}"


def _not_held(attempt: int, name: str, is_mark: bool) -> str:
    why = "её оценка уже действует" if is_mark else "решать нечего"
    return f"Попытка {attempt} работы {name} решения не ждёт: {why}."


def _export(platform: str, count: int) -> str:
    return f"Выгрузка {platform}: {many(count, 'работа', 'работы', 'работ')}."


def _became(attempt: int, name: str, is_mark: bool, by: str, why: str) -> str:
    return (
        f"{name}, попытка {attempt}: {'оценка утверждена' if is_mark else 'оценка отклонена'} ({by}): {why}"
    )


def _score(path: str, scored: bool) -> str:
    return f"{path}: {'балл есть' if scored else 'балла нет'}."


def _waits(count: int, results: str, name: str) -> str:
    return (
        f"В {results} ждут передачи ({name}) оценки: {count}. Когда она заработает, их передаст следующая команда harness batch "
        "или harness grade."
    )


def _missing(missing: int, undecided: int) -> str:
    return f"Не хватает: {missing or 'ничего'}; не решено: {undecided or 'ничего'}. Для оценки нужно полное обучение."


def _moved(changed: int, same: int, left: int) -> str:
    return f"Оценок изменилось: {changed}, не изменилось: {same}, не пересчитано: {left}."


def _left(name: str, attempts: Several, why: str) -> str:
    return f"Не пересчитано: {name}, {'попытка' if len(attempts) == 1 else 'попытки'} {attempts:, }: {why}."


WORDS: Catalogue = {
    "kept.broken": "её материалы в {path} не читаются ({place}: {why})",
    "kept.large": "её материалы в {path} больше, чем читается (байтов: {most:,})",
    "kept.none": "её материалы не сохранены (файла {path} нет)",
    "kept.unreadable": "её материалы в {path} не читаются ({error})",
    "decide.page": "Об этом сказано на странице: {path}",
    "file.not_written": "{path} записать нельзя ({why}); укажите другой файл.",
    "grade.feedback": "Отзыв: {path}",
    "grade.refused": "{name}: {why}.",
    "grade.no_deadline": "В критериях нет срока, поэтому --handed-in ничего не значит; уберите этот параметр.",
    "results.none": "В {folder} оценок нет; если они лежат в другом месте, укажите --output.",
    "results.none_of": "Оценки работы {name} в {folder} нет; если она лежит в другом месте, укажите --output.",
    "likeness.no_known": "Кода по адресу {path} нет; укажите папку или файл.",
    "regrade.dry": "Ничего не записано (--dry-run).",
    "regrade.left": "{name}, попытка {attempt}: {why}.",
    "table.foreign": (
        "{path} — не таблица, которую записала проверяющая программа (через запятую, UTF-8); уберите её оттуда."
    ),
    "table.not_written": "Таблицу {path} записать нельзя ({why}); освободите место и проверьте ещё раз.",
    "stored.cannot_read": "{path} не читается ({why}): исправьте это или уберите файл.",
    "decide.foreign": (
        "{path} — не решение в том виде, в каком его пишет проверяющая программа: уберите файл и решите заново."
    ),
    "decide.not_written": "Записать решение в {folder} нельзя ({why}); исправьте это и решите ещё раз.",
    "find.two_numbers": "{wanted} называет попытку {named}, а --attempt — {number}: оставьте одно из них.",
    "find.no_attempt": "В {root} нет попытки {number}; есть: {have:, }.",
    "find.like": "Оценки работы {name!r} в {results} нет; возможно, вы имели в виду {like: или }?",
    "find.unknown": _found,
    "decide.unknown": _waiting,
    "decide.our_side": (
        "В попытке {attempt} работы {name} произошёл сбой на нашей стороне, и баллов в ней нет: проверьте работу ещё раз."
    ),
    "decide.dry_run": (
        "Попытка {attempt} работы {name} — пробный запуск или проверка на замене данных, оценкой она стать не может: "
        "проверьте работу без --smoke, на настоящих данных."
    ),
    "decide.already": (
        "Попытка {attempt} работы {name} уже {verdict} ({by}, {day}): {why} Чтобы решить заново, укажите --anew."
    ),
    "decide.not_held": _not_held,
    "results.grade_lost": (
        "Оценка работы {name} готова, но записать её в папку результатов {folder} нельзя ({why}): исправьте это и проверьте "
        "работу ещё раз."
    ),
    "results.grade_elsewhere": (
        "Оценка работы {name} готова, но записать её в папку результатов {folder} нельзя ({why}): она лежит в {kept}. "
        "Исправьте это и перенесите её: {move}"
    ),
    "stored.broken": "{path} не читается ({place}: {why}): проверьте работу ещё раз.",
    "results.unreadable": "Папка результатов {path} не читается ({why}): исправьте это или укажите --output.",
    "results.killed": (
        "{name}: попытка, начатая {when}, прервана вместе со своей командой; она не считается, и её место займёт "
        "следующая."
    ),
    "results.not_written": "Записать результаты в {root} нельзя ({why}); исправьте это или укажите --output.",
    "export.went": "{submission}: попытка {attempt} передана сейчас: {name}.",
    "export.refused": "Оценка лежит в {folder}, но передать её ({name}) не удалось: {error}",
    "export.failed": (
        "Оценка лежит в {folder}, но передача ({name}) сломалась ({kind}: {error}): сообщите тому, кто её "
        "поддерживает."
    ),
    "likeness.one": "Сходство бывает между работами, а здесь только одна; укажите папку, где их хотя бы две.",
    "likeness.few": (
        "Честные работы дают пар: {pairs:,}, а для доли нужно не меньше {least:,}: дайте больше работ, достаточно "
        "длинных, чтобы их сравнить."
    ),
    "likeness.record": "{path} не читается как запись о честных парах; составьте её заново.",
    "likeness.large": "В {path} больше {most:,} знаков кода; укажите только то, что раздавали сами.",
    "mlflow.starting": "MLflow запускается по адресу {address}; адрес самой таблицы лидеров появится через несколько секунд …",
    "export.unfinished": "Экспорт {name} принял результаты, но не смог завершить работу: {error}",
    "mlflow.late": "MLflow не ответил по адресу {address} (секунд прошло: {seconds:.0f}).",
    "mlflow.on_server": "Таблица лидеров — на сервере MLflow: {address}",
    "mlflow.none": "Таблицы лидеров {database} ещё нет: сначала проверьте работу.",
    "mlflow.ended": "MLflow завершился сам с кодом {code}; вот последнее, что он сказал:\n{said}",
    "mlflow.no_port": "{port} — не порт TCP: выберите от 1 до 65535 (--port).",
    "mlflow.at": "Таблица лидеров — по адресу {address}/{page} (закончить — Ctrl-C)",
    "mlflow.closed": "Таблица лидеров закрыта.",
    "mlflow.lead": "Впереди: {names:listed} (макро-F1 {macro_f1:.3f}). Всего мест: {count}.",
    "mlflow.nobody": "Места пока никто не занял.",
    "mlflow.more": "Ещё {count} — в таблице запусков.",
    "mlflow.total": lambda points, most: f"{points} из {of_points(most)}.",
    "mlflow.criterion": "Критерий",
    "mlflow.why": "Почему",
    "mlflow.true_predicted": "истинный \\ предсказанный",
    "mlflow.where": "Отзыв, который читает студент, {page}, лежит на вкладке *Artifacts*.",
    "mlflow.points": "Баллы",
    "mlflow.closed_store": "Таблицу лидеров {store} открыть нельзя: {why}.",
    "mlflow.no_driver": (
        "для {kind} не хватает драйвера Python ({why}); для PostgreSQL это psycopg (pip install 'psycopg[binary]')"
    ),
    "mlflow.refused": "база данных не отвечает или отказывает ({why})",
    "mlflow.no_turn": "другие команды держат её блокировку уже {seconds:.0f} с ({why})",
    "batch.no_times": (
        "В критериях нет срока, и --roster не указан, поэтому --times ничего не значит; уберите этот параметр."
    ),
    "batch.no_such_name": "Таблица времени называет {name}, а такой работы здесь нет.",
    "decide.no_why": '--why пусто; одним предложением скажите почему, его прочитает студент: --why "…".',
    "decide.long_why": "В --why знаков: {count:,}; это прочитает студент: скажите короче, не больше {most:,}.",
    "decide.page_not_written": (
        "Решение о работе {submission} записано, а страница в {folder} — нет ({why}); исправьте это и дайте команду: "
        "harness override {name}"
    ),
    "decide.no_attempt": "У {name} нет в {results} попытки {number}, которую можно прочитать; есть: {have}.",
    "grade.attempts": _attempts,
    "batch.state": _state,
    "batch.verdict.released": "утверждена",
    "batch.verdict.rejected": "отклонена",
    "batch.broke": (
        "сломалась сама проверяющая программа ({kind}: {error}); проверьте работу отдельно, чтобы увидеть где"
    ),
    "batch.unchanged": "{name}: уже проверено, не изменилось ({state})",
    "batch.best": (
        "{name}: как лучшая учитывается попытка {attempt} (баллов: {points}), а не {other} (баллов: {others})"
    ),
    "batch.left_out": "{name}: не проверено: {why}",
    "batch.listing": "Записать список {path} нельзя ({why}); оценки лежат в папке результатов.",
    "batch.export": _export,
    "decide.became": _became,
    "gradescope.written": _score,
    "batch.later": "вместо неё учитывается более поздняя работа ({name})",
    "export.waits": _waits,
    "dry.run_of": "Пробный запуск работы {name}: каждое обучение сокращено до нескольких шагов.",
    "dry.would_wait": "Оценка ждала бы решения преподавателя: {reason}",
    "dry.changed": "Изменено, чтобы код выполнился: {was} → {now}.",
    "dry.task": "Задание {task}. {title}",
    "dry.nothing": "Проверить ничего не удалось.",
    "dry.missing": _missing,
    "moved.attempt": "Попытка",
    "moved.before": "Было",
    "moved.after": "Стало",
    "moved.change": "Изменение",
    "moved.where": "Где",
    "moved.none": "нет",
    "moved.held_now": "теперь отложено",
    "moved.mark_now": "теперь это оценка",
    "moved.no_mark_now": "теперь это не оценка",
    "kept.too_large": "больше предела, байтов: {most:,}",
    "results.removed": "папку удалили, пока проверялась работа",
    "results.unknown_time": "в неизвестное время",
    "moved.held": "{name} — оценка отложена: {reason}",
    "moved.left": _left,
    "moved.counts": _moved,
}
