"""What is wrong with rubrics, course folders, keys and splits, in Russian."""

from harness.words.template import Catalogue

_WRONG = {
    "missing": "нужное поле не указано",
    "extra_forbidden": "такого поля нет",
    "int_type": "нужно целое число",
    "int_parsing": "нужно целое число",
    "int_from_float": "нужно целое число",
    "float_type": "нужно число",
    "float_parsing": "нужно число",
    "string_type": "нужен текст",
    "bool_type": "нужно true или false",
    "bool_parsing": "нужно true или false",
    "list_type": "нужен список",
    "tuple_type": "нужен список",
    "dict_type": "нужны поля со значениями",
    "model_type": "нужны поля со значениями",
    "model_attributes_type": "нужны поля со значениями",
    "greater_than": "число должно быть больше {bound}",
    "greater_than_equal": "число должно быть не меньше {bound}",
    "less_than": "число должно быть меньше {bound}",
    "less_than_equal": "число должно быть не больше {bound}",
    "finite_number": "число должно быть конечным",
    "literal_error": "возможно только: {bound}",
    "enum": "возможно только: {bound}",
    "string_pattern_mismatch": "текст должен подходить под {bound}",
    "too_short": "здесь слишком мало значений",
    "too_long": "здесь слишком много значений",
    "datetime_type": "нужны дата и время",
    "datetime_parsing": "нужны дата и время, например 2026-11-20T23:59",
    "datetime_from_date_parsing": "нужны дата и время, например 2026-11-20T23:59",
    "json_invalid": "это не JSON",
}
"""Kinds of Pydantic's errors; of other kinds its own words are shown."""


def _invalid(kind: str, text: str, bound: str) -> str:
    return _WRONG.get(kind, text).replace("{bound}", bound.replace(" or ", " или "))


def _at(path: str, line: int, place: str, why: str) -> str:
    return f"{path}:{line}: {place + ': ' if place else ''}{why}."


def _no_python(name: str, file: str, line: int | None, error: str) -> str:
    return f"«{name}»: {file}{'' if line is None else f', строка {line}'} — не Python: {error}"


WORDS: Catalogue = {
    "assignment.no_import": "{package} нельзя импортировать как задание.",
    "assignment.no_record": "{where} не даёт записи Assignment с именем {attribute} для «{name}».",
    "assignment.fails": "Задание {folder} не импортируется ({kind}: {error}); исправьте его.",
    "assignment.several": "Заданий здесь несколько; --assignment принимает: {known:, }.",
    "assignment.unknown": "Задания {name} нет; --assignment принимает: {known:, }.",
    "assignment.no_course": "Задание {name} не приносит папки курса; скопируйте его критерии: {rubric}.",
    "rubric.unreadable": "Файл критериев {path} не читается ({why}); укажите другой: --rubric.",
    "rubric.not_utf8": "Файл критериев {path} — не текст в UTF-8; сохраните его в UTF-8.",
    "rubric.of_assignment": "{path}:{line}: {error}",
    "init.made": "Курс лежит в {folder}: {names:, }.",
    "init.next": "Измените {path}, затем проверяйте там: harness grade PATH.",
    "key.variable": "переменная окружения {name}",
    "key.in_use": "Разбиение {split}: его ключ — {where}, используется.",
    "key.new": (
        "Создан новый ключ разбиения. Прежний хранится в {old}: в оценках указано, на каком разбиении они "
        "поставлены."
    ),
    "key.next": "Следующая команда harness batch проверит все работы заново, на новом разбиении.",
    "key.old": 'Разбиение {split}: до {until}. Чтобы проверять на нём: {variable}="$(cat {file})" harness grade PATH',
    "key.none": "Ключа разбиения {path} ещё нет; его создаст первая проверка.",
    "init.taken": "{path} уже есть, а init ничего не перезаписывает; укажите другую папку.",
    "init.cannot": "Создать курс в {folder} нельзя ({why}); укажите папку, в которую можно писать.",
    "key.open": (
        "Ключ разбиения {path} открыт другим пользователям (права {mode:04o}): выполните `chmod 600 {path}` или "
        "задайте {variable}."
    ),
    "key.of_environment": (
        "Ключ разбиения задан в переменной {variable}: измените его там и сохраните прежнее значение."
    ),
    "key.closed": "Папка {home} с ключом разбиения была открыта другим пользователям; теперь она закрыта.",
    "key.short": (
        "В ключе разбиения ({where}) знаков: {count}; нужно не меньше {least}, например вывод команды `openssl "
        "rand -hex 32`."
    ),
    "key.cannot": (
        "Ключ разбиения {path} нельзя ни прочитать, ни создать ({error}): исправьте это или задайте {variable}."
    ),
    "key.no_new": "Создать новый ключ разбиения в {home} нельзя ({error}): исправьте это.",
    "key.writable": (
        "Другие пользователи могут писать в папку {home} с ключом разбиения (права {mode:04o}) и подменить его: "
        "выполните `chmod go-w {home}` или задайте {variable}."
    ),
    "key.old_unreadable": "Прежний ключ разбиения {file} не читается ({error}): исправьте это.",
    "split.few": (
        "Изображений класса {name} в данных: {count}; для разбиения, где тестовых изображений каждого класса по "
        "{test}, нужно не меньше {least}."
    ),
    "split.hidden": "hidden_per_class равно {hidden_per_class}: укажите целое число от 1 до {most}.",
    "split.alike": (
        "Из изображений класса {name} (их нужно {per_class}) не хватает {missing}: взять их так, чтобы такого же "
        "не было видно в другом месте, нельзя. Возьмите данные, где меньше одинаковых изображений."
    ),
    "split.no_training": "Для обучения не осталось ни одного изображения класса {name}: уменьшите hidden_per_class.",
    "rubric.missing": "Файла критериев {rubric} нет; укажите файл: --rubric.",
    "invalid": _invalid,
    "rubric.at": _at,
    "words.no_table": "нужна таблица: коды и предложения",
    "words.code": "{code!r} здесь не код: строчные буквы, сначала имя файла с проверками и точка ({names:, })",
    "words.taken": "у кода {code} уже есть слова в другом месте; возьмите другое имя",
    "words.forms": "нужно предложение или по одному на каждую форму числа, все они — тексты: {forms:, }",
    "words.braces": "в фигурных скобках — имя значения и его формат, например {{count:,}} ({why})",
    "words.unlike": "{code} требует на одном языке других значений, чем на другом: {values:, }",
    "words.lacking": "В {file} рядом с вашими проверками нет слов для {codes:listed}; показаны слова из «{other}».",
    "rubric.not_yaml": "{where}: это не YAML: {problem}.",
    "rubric.unparsed": "разобрать его не удаётся",
    "yaml.deep": "вложенность слишком глубокая",
    "yaml.twice": "{where}: ключ {key} записан дважды.",
    "rubric.tasks": "в «{assignment}» задачи от 1 до {tasks}",
    "rubric.package": (
        "«{package}» — не пакет: назовите его так, как называет pip, например xgboost или statsmodels==0.14.4"
    ),
    "rubric.two_ids": "id «{id}» есть у двух критериев",
    "rubric.late": "«late» говорит, чего стоит опоздание, а «deadline» нет",
    "rubric.checks_or_scale": "критерию «{id}» нужны либо проверки (checks), либо шкала (scale)",
    "rubric.sum": "проверки критерия «{id}» дают баллов {total:g}, а сам критерий — {points:g}",
    "rubric.scale": "шкала критерия «{id}» должна возрастать и заканчиваться его баллами: {points:g}",
    "rubric.zone": "часового пояса «{name}» эта машина не знает: запишите его как Europe/Moscow, UTC или +03:00",
    "rubric.offset": "запишите время без смещения, а пояс назовите в «zone»",
    "rubric.points_or_share": "укажите для каждого дня либо баллы (points), либо долю (share)",
    "rubric.no_name": (
        "«{name}» не называет проверку: запишите её как module.function, например dataset.shapes, как "
        "PACKAGE:module.function, если она из установленного пакета, или как FILE.py::check_NAME, если она "
        "ваша"
    ),
    "rubric.of_package": lambda said: said.rstrip("."),
    "rubric.no_package": "пакет проверок «{name}» называет {value}, а такого пакета не найти",
    "rubric.prefix": "«{name}» не называет проверку: имя её функции должно начинаться с {prefix}",
    "rubric.outside": "«{name}» лежит не в папке файла критериев и не глубже",
    "rubric.check_unread": "проверки «{name}» нет: {file} не читается ({why})",
    "rubric.no_python": _no_python,
    "rubric.no_check": "проверки «{name}» нет: в {file} не определена {function}",
    "assignment.entry_point": "Точка входа {name}",
}
