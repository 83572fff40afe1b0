"""What is wrong with tables of learning platforms, in Russian."""

from harness.words.template import Catalogue

WORDS: Catalogue = {
    "gradebook.template_itself": (
        "--to указывает на сам шаблон, а он остаётся таким, как его выгрузила система; укажите другой файл."
    ),
    "gradescope.made": "{path}: загрузите его в Gradescope и никому не показывайте, в нём ключ разбиения.",
    "gradescope.which": "Скажите, какая работа: harness gradescope results NAME.",
    "gradescope.wheel": (
        "Укажите файл wheel этой программы (--wheel); в её исходниках: python -m pip wheel --no-deps --wheel-dir "
        "dist ."
    ),
    "gradescope.no_grade": "Проверка не оставила оценки; что она сообщила, видно в выводе autograder.",
    "autograder.no_wheel": "{wheel} — не wheel; соберите его в исходниках (pip wheel --no-deps .) и укажите.",
    "autograder.unreadable": "{path} не читается ({why}); исправьте это.",
    "autograder.outside": "Проверки в {path} лежат вне {folder}; перенесите их к файлу критериев.",
    "canvas.no_points": "В таблице {path} нет строки «{points}»; дайте выгрузку Canvas такой, какая она есть.",
    "canvas.no_assignment": "В таблице {path} нет ни одного задания; выгрузите журнал целиком.",
    "canvas.no_column": "В таблице {path} нет столбца «{column}»; укажите один из этих: --column, «{named:», «}».",
    "canvas.several": (
        "В таблице {path} подходят несколько заданий; укажите одно из них: --column, «{named:», «}»."
    ),
    "canvas.locked": (
        "Canvas называет столбец «{header}» {most}, поэтому импорт ничего в нём не изменит; укажите другой: "
        "--column."
    ),
    "excel.missing": (
        "Для файлов Excel нужен пакет XlsxWriter (pip install xlsxwriter); установите его или выберите другой "
        "формат."
    ),
    "formats.which": "Скажите, в каком формате нужны оценки ({names:, }), или укажите --template.",
    "formats.worksheet": (
        "Ведомость оценивания заполняется в том виде, в каком её выгрузил Moodle (задание, «Скачать ведомость»): "
        "укажите её в --template или возьмите {other} со списком --roster."
    ),
    "formats.no_ids": (
        "Формату {name} нужны идентификаторы студентов: укажите --roster или выгрузку из системы в --template."
    ),
    "gradescope.no_metadata": "{path} — не метаданные Gradescope: объекта JSON размером до 64 МБ в нём нет.",
    "gradescope.unreadable": "{path} не читается как метаданные Gradescope ({error}).",
    "moodle.no_worksheet": "Таблица {path} — не ведомость оценивания; выгрузите её из задания в Moodle.",
    "moodle.no_column": "В таблице {path} нет столбца «{column}»; укажите другой: --column.",
    "moodle.scale": (
        "Оценки в {path} — не баллы с одним максимумом (может быть, шкала?); в Moodle задайте для задания оценку "
        "в баллах."
    ),
    "moodle.no_grades": "В столбце «{header}» таблицы {path} не оценки; укажите столбец с оценками: --column.",
    "sheet.open_quote": "Таблица {path}, строка {line}: кавычка не закрыта; выгрузите таблицу заново.",
    "sheet.large": "Таблица {path} больше {megabytes} МБ; дайте CSV из учебной системы.",
    "sheet.encoding": "Таблица {path} — не текст в UTF-8, UTF-16 или cp1251; выгрузите её заново.",
    "sheet.no_rows": (
        "В таблице {path} нет строк из нескольких столбцов; дайте CSV из учебной системы таким, какой он есть."
    ),
    "sheet.unreadable": "Таблица {path} не читается ({why}); дайте файл CSV, который выгрузила учебная система.",
    "sheet.not_written": "{path} записать нельзя ({why}); освободите место или укажите другой файл: --to.",
    "sheet.after_quote": "Таблица {path}, строка {line}: текст после закрывающей кавычки; выгрузите таблицу заново.",
    "gradebook.maximum": (
        "Максимум столбца — {column}, а у оценок — {grades} ({submission}); укажите --scale, чтобы пересчитать "
        "баллы, или задайте максимум в системе и выгрузите таблицу заново."
    ),
    "formats.neither": (
        "Таблица {path} — не журнал, выгруженный из Canvas, и не ведомость оценивания Moodle; дайте то или "
        "другое таким, каким его выгрузила система."
    ),
    "formats.no_template": "Шаблон --template заполняется для {canvas} и {moodle}, а не для {name}; уберите его.",
}
