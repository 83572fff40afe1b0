"""What is wrong with works that are read, and of whom they are, in Russian."""

from harness.words.ru.forms import many
from harness.words.several import Several
from harness.words.template import Catalogue


def _damaged(called: str, is_zip: bool) -> str:
    what = "zip" if is_zip else "zip или tar"
    return (
        f"Архив {called} не читается как {what}: он повреждён, неполон или другого вида; упакуйте его заново."
    )


def _too_large(name: str, megabytes: int, files: int) -> str:
    whose = f"Работа {name}" if name else "Работа"
    return f"{whose} больше, чем берётся ({megabytes} МБ, {files} файлов); не кладите в неё наборы данных и контрольные точки."


def _unreadable(file: str | None, name: str, why: str) -> str:
    what = "" if file is None else f" ({file})"
    return f"Работа {name}{what} не читается ({why}); сделайте её доступной для чтения и проверьте ещё раз."


def _silent(who: str, perhaps: Several) -> str:
    return f"Работа не найдена: {who}{f' (может быть, это {perhaps:, })' if perhaps else ''}."


def _counts(found: int, missing: int) -> str:
    none = f"; не найдено — у {missing}" if missing else ""
    return f"По списку работы найдены у {many(found, 'студента', 'студентов', 'студентов')}{none}."


WORDS: Catalogue = {
    "collect.left_out": "Не учтено: {name}: {why}",
    "archive.no_room": (
        "Распаковать архив среди временных файлов в {folder} нельзя ({why}); исправьте это или задайте TMPDIR."
    ),
    "archive.refused": "Архив {called} {why}.",
    "archive.unreadable": "Архив {name} не читается ({why}); сделайте его доступным для чтения.",
    "archive.header": "В архиве {called} заголовок невероятной длины; упакуйте его заново.",
    "archive.memory": "Архиву {called} нужно больше памяти, чем есть; упакуйте его как обычный zip.",
    "archive.method": "Архив {called} упакован способом, который здесь не читается; упакуйте его как обычный zip.",
    "collect.no_folder": "Папки {called}, которую можно прочитать, нет; укажите ту, где лежат работы.",
    "collect.single": (
        "{path} — один файл; укажите папку с работами или её архив zip или tar, а одну работу проверьте командой "
        "harness grade."
    ),
    "work.not_regular": "Работа {path} — не обычный файл; дайте блокнот или скрипт.",
    "work.changed": "Работа {name} изменилась, пока её читали; проверьте её ещё раз.",
    "roster.twice": "В списке {path} два студента с id {id}; исправьте одного из них.",
    "roster.empty": "В списке {path} нет ни одного студента; дайте для каждого строку под заголовком.",
    "roster.kept": "Взят список прошлой проверки группы, {path}, студентов в нём {count}; другой даёт --roster.",
    "roster.not_kept": "Список не сохраняется в {folder} ({why}): указывайте его и в следующих командах.",
    "roster.large": "{kind} {path} больше {megabytes} МБ; дайте файл CSV.",
    "roster.no_id": "Список {path}, строка {line}: у студента нет id или имени; укажите оба или уберите строку.",
    "roster.unreadable": "{kind} {path} не читается ({why}); дайте файл CSV.",
    "roster.no_column": (
        "{kind} {path}: нет столбца {missing}; первая строка называет столбцы, среди них должны быть {wanted: и "
        "}."
    ),
    "roster.two_columns": "{kind} {path}: столбцов {name} два; уберите один из них.",
    "roster.line": "{kind} {path}, строка {line}: {error}; исправьте её.",
    "work.none": "Работы по адресу {shown} нет; укажите папку, блокнот или скрипт студента.",
    "work.strange": "{shown} — архив такого вида, какой здесь не читается; распакуйте его или упакуйте как zip.",
    "work.neither": (
        "{shown} — не блокнот (.ipynb) и не скрипт (.py); дайте один из них, папку студента или её архив zip или "
        "tar."
    ),
    "work.link": "{shown} — ссылка; укажите папку или файл, на который она ведёт.",
    "work.endless": "Пройти по пути {shown} нельзя; укажите папку студента.",
    "times.no_time": "{where}: {text!r} — не время; запишите его как 2026-11-20 23:59 или 20.11.2026 23:59.",
    "times.no_name": "Таблица времени {path}, строка {line}: нет ни id, ни имени; укажите одно из них.",
    "work.nested": (
        "В архиве {called} на верхнем уровне нет ни блокнота, ни скрипта, а есть архив ({inner}); то, что лежит в "
        "архиве внутри архива, не читается: распакуйте внешний."
    ),
    "work.no_folder": (
        "Создать папку среди временных файлов в {parent} нельзя ({why}); исправьте это или задайте TMPDIR."
    ),
    "archive.damaged": _damaged,
    "work.too_large": _too_large,
    "work.unreadable": _unreadable,
    "refused.much": (
        "в распакованном виде содержит гораздо больше, чем из него берётся; не кладите туда наборы данных и "
        "контрольные точки"
    ),
    "refused.damaged": "повреждён или неполон; упакуйте его заново",
    "refused.encrypted": "зашифрован, а пароля здесь никто не знает; упакуйте его без пароля",
    "refused.method": "упакован способом, который здесь не читается; упакуйте его как обычный zip",
    "refused.kind": "— это {kind}, что бы ни говорило его имя, а такие здесь не читаются; упакуйте его как zip",
    "refused.entries": "содержит слишком много файлов и папок (больше {most:,}); уберите часть",
    "refused.size": "в распакованном виде больше {megabytes} МБ; не кладите туда наборы данных и контрольные точки",
    "refused.times": "после распаковки увеличивается больше чем в {most} раз; упакуйте его иначе",
    "remark.is": "{name}: {remark}.",
    "remark.of": "{name}: {remark}",
    "remark.left_out": "не учтено, {why}",
    "remark.twice": "в архиве есть несколько раз, учтён последний",
    "remark.not_utf8": "имя не в UTF-8, здесь файл назван так; переименуйте его",
    "remark.strange": "не распаковано: такие архивы здесь не читаются, только zip и tar; упакуйте так",
    "remark.several": "не распаковано: архивов рядом {count}, а распаковать можно только единственный",
    "remark.called": "в выгрузке файл назван {name}, здесь он назван так",
    "left.link": "это ссылка",
    "left.irregular": "это не обычный файл",
    "left.file_there": "на месте его папки лежит файл",
    "left.folder_there": "так же называется папка",
    "left.nul": "в имени есть символ NUL; переименуйте",
    "left.elsewhere": "имя указывает на место на другой машине",
    "left.outside": "имя выводит за пределы архива",
    "left.not_utf8": "имя не в UTF-8; переименуйте",
    "left.deep": "лежит слишком глубоко; перенесите выше",
    "left.long_name": "имя слишком длинное; переименуйте",
    "left.same_name": (
        "есть ещё одна работа с тем же именем, записанным другими символами Unicode; переименуйте одну из них"
    ),
    "left.link_to_folder": "это ссылка; положите сюда саму папку студента",
    "left.not_of_export": "имя не такое, как в выгрузке {title}",
    "left.strange": "такие архивы здесь не читаются, только zip и tar; упакуйте так",
    "left.neither": "это не блокнот (.ipynb), не скрипт (.py), не архив zip или tar и не папка с ними",
    "left.unordered": (
        "работ студента {student} несколько ({count}: {names:, }), и какая из них последняя, неизвестно; "
        "оставьте одну или укажите в --times, когда сдана каждая"
    ),
    "left.taken": "это работа студента {student}, а это имя носит другая работа; переименуйте её",
    "collect.empty": "В {called} нет ни одной работы; {wanted}.",
    "collect.wanted": "работа каждого студента — это папка, блокнот, скрипт или архив zip или tar в ней",
    "collect.wanted_export": "имена там не такие, как в выгрузке {title}; уберите --layout или укажите другой",
    "enrol.nobody": "в списке нет никого с таким именем или id",
    "enrol.several": "чья это работа, неизвестно; в списке подходящих студентов {count}: {names:, }",
    "roster.roster": "Список",
    "roster.times": "Таблица времени",
    "times.line": "Таблица времени {path}, строка {line}",
    "times.roster": "Список, {student}",
    "enrol.stranger": "Нет в списке: {name}: {why}.",
    "enrol.silent": _silent,
    "enrol.counts": _counts,
    "remark.typed_moodle": "это набрано прямо в Moodle, и код отсюда не читается",
    "remark.typed_canvas": "этот текст набран прямо в Canvas, и код отсюда не читается",
    "remark.address_canvas": "это адрес, сданный в Canvas, и здесь его никто не открывает",
}
