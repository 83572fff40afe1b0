"""How the run of student code ended, in Russian; what helps is in `harness.words.ru.hints`."""

from harness.words.several import Several
from harness.words.template import Catalogue


def _cell(number: int, total: int, line: int | None, deeper: str | None) -> str:
    return f"в ячейке {number} из {total}" + (f", строка {line}" if line else "") + (deeper or "")


def _script(line: int | None, deeper: str | None) -> str:
    return (f"в строке {line} скрипта" if line else "в скрипте") + (deeper or "")


def _file(file: str, line: int | None) -> str:
    return f" ({file}, строка {line})" if line else f" ({file})"


def _after(ran: int, failed: int, followed: int) -> str:
    for_want = f", из-за ошибки в более ранней ячейке — в {followed}" if followed else ""
    return f" (после неё выполнялось ячеек: {ran}, из них с ошибкой: {failed}{for_want})"


def _exited(call: str, where: str, script: bool) -> str:
    what = f"вызов {call}" if call else "вызов exit"
    if script:
        return f"Работа выполнена до конца: её завершил {what} {where}."
    return f"Работа выполнена до конца: ячейку завершил {what} ({where}), следующие ячейки выполнились."


def _output_cut(cell: int | None, characters: int) -> str:
    whose = "Вывод скрипта" if cell is None else f"Вывод ячейки {cell}"
    return f"{whose} очень длинный: учитываются начало и конец, а середина выброшена (знаков: {characters:,}). Печатайте меньше."


def _stopped_cell(number: int, total: int, after: str) -> str:
    return f"Ячейка {number} из {total} остановлена, чтобы успели выполниться следующие{after}; уменьшите число эпох или сеть."


def _raised(error: str, where: str, message: str, after: str | None) -> str:
    return f"{error} {where}: {message}".rstrip(": ") + (after or "")


def _machine_failed(why: str, place: str) -> str:
    return (
        f"На проверяющей машине произошёл сбой ({why}"
        + (f": {place}" if place else "")
        + "); его нужно устранить и проверить работу ещё раз."
    )


def _no_entry(script: str, remark: str | None, below: Several) -> str:
    none = f"На верхнем уровне папки нет ни блокнота (.ipynb), ни файла {script}; положите его туда."
    if below:
        none += (
            f" Глубже они есть ({below:, }): любой можно проверить отдельно, а всю группу — командой batch."
        )
    return f"{none} {remark}." if remark else none


def _broke(*, checks: Several, why: str) -> str:
    several = "Проверка сломалась" if len(checks) == 1 else f"Проверки сломались, их {len(checks)}"
    return f"{several} ({checks.listed()}): {why.rstrip('.')}."


WORDS: Catalogue = {
    "entry.notebooks": "Блокнотов здесь {count}, а нужен один ({names:, }): сдайте один, остальные положите в подпапку.",
    "entry.scripts": "Скриптов здесь {count} ({names:, }), и ни один не называется {script}; назовите так один из них.",
    "entry.none": _no_entry,
    "entry.large_script": "Размер {name} больше {megabytes} МБ; храните данные в файлах рядом с ним.",
    "entry.too_large": "Размер {name} больше {megabytes} МБ; очистите вывод ячеек.",
    "entry.no_notebook": "{name} — это JSON, но не блокнот; сохраните его заново из Jupyter.",
    "entry.empty": "Файл {name} пуст; сохраните его заново из Jupyter как блокнот.",
    "entry.not_unicode": (
        "{name} — не текст в UTF-8, а блокнот должен быть таким; сохраните его заново из Jupyter."
    ),
    "entry.too_deep": (
        "В {name} списки и объекты вложены слишком глубоко (больше {most}); сохраните его заново из Jupyter, без виджетов."
    ),
    "entry.too_much": "В {name} слишком много значений, кроме текстов (больше {most:,}); очистите вывод ячеек.",
    "entry.long_number": "В {name} есть число из тысяч цифр; сохраните блокнот заново из Jupyter.",
    "entry.no_json": "{name} — не JSON; сохраните его заново из Jupyter как блокнот.",
    "where.before": "до первой ячейки",
    "where.after_script": "после скрипта",
    "where.after_cell": "после ячейки {number} из {total}",
    "where.script": _script,
    "where.cell": _cell,
    "where.file": _file,
    "run.after": _after,
    "run.exited": _exited,
    "run.finished": "Работа выполнена до конца.",
    "run.cell_stopped": _stopped_cell,
    "run.time_limit": (
        "Запуск остановлен {where}: время вышло (в минутах: {minutes:g}); уменьшите число эпох или сеть."
    ),
    "run.disk_limit": "Записано файлов больше {gigabytes:g} ГБ ({where}); записывайте меньше.",
    "run.process_limit": "Запущено больше {most} процессов и потоков ({where}); запускайте меньше.",
    "run.memory_limit": (
        "Запуску понадобилось больше {gigabytes:g} ГБ памяти ({where}); уменьшите размер пакета и число копий данных."
    ),
    "run.memory_refused": (
        "Запрошено больше памяти, чем было ({where}); на запуск отводится {gigabytes:g} ГБ: уменьшите размер пакета и число "
        "копий данных."
    ),
    "run.died": "Процесс Python завершился сам {where} (сбой или вызов вроде os._exit).",
    "run.ended_from_inside": (
        "Запуск завершён изнутри {where}: сигнал остановил программу, которая выполняет ячейки. Всё, что выполнилось раньше, "
        "учтено."
    ),
    "run.raised": _raised,
    "run.driver_broke": (
        "Программа, которая выполняет ячейки, сломалась ({message}); журналы должен посмотреть преподаватель."
    ),
    "run.no_message": "без сообщения",
    "run.machine_failed": _machine_failed,
    "run.harness_broke": "Сломалась сама проверяющая программа ({error}: {message}); см. grader.log.",
    "note.not_isolated": "Код работы выполнялся на этой машине без изоляции; доверять этой оценке нельзя.",
    "note.dry_run": (
        "Каждое обучение сокращено до нескольких шагов, а запуск — по времени (в минутах: {minutes:g}; --smoke): это пробный "
        "запуск, а не оценка."
    ),
    "note.stand_in": "Вместо набора {data} взята встроенная замена: это не оценка.",
    "note.output_cut": _output_cut,
    "held.output_unreadable": "Прочитать то, что осталось после запуска, не удалось: {why}",
    "held.driver_crashed": (
        "Программа, которая выполняет ячейки, аварийно завершилась. Вызвано это работой или ошибкой самой программы, "
        "неизвестно: посмотрите driver.log и kernel.log."
    ),
    "held.lines_lost": (
        "Часть сообщений о ходе запуска потеряна (строк: {count}): другая программа прочитала или испортила их по дороге, "
        "поэтому неизвестно, чем закончились ячейки."
    ),
    "held.functions_late": (
        "predict(images) или preprocess(images) не ответила вовремя. Медленная ли это функция или занята была машина, "
        "неизвестно: прежде чем ставить оценку, проверьте работу ещё раз."
    ),
    "held.scoring_late": (
        "Оценить сеть {network} за отведённое время (в минутах: {minutes:g}) не удалось. Медленная ли это сеть или занята была "
        "машина, неизвестно: прежде чем ставить оценку, проверьте работу ещё раз."
    ),
    "held.over_budget": (
        "Не оценивались: {networks:listed}. На оценивание всех сетей одной работы вместе отводится {minutes:g} мин., не "
        "больше {starts} запусков и {most} сетей. Важны ли эти сети, решает преподаватель."
    ),
    "held.check_broke": _broke,
    "note.more_names": "Таких имён есть ещё {count}.",
    "note.cells_left_out": "Ячеек в блокноте {total:,}; выполнены первые {ran:,}.",
    "note.events_left_out": "Часть строк журнала событий не подошла под схему и не учтена (строк: {count}).",
}
