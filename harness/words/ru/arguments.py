"""Help of arguments, in Russian."""

from harness.words.template import Catalogue

WORDS: Catalogue = {
    "help.override.name": "работа, ИМЯ/НОМЕР для одной её попытки или папка с результатами",
    "help.override.attempt": "какая попытка (по умолчанию: та, что засчитана)",
    "help.group.override": "решение",
    "help.override.criterion": "критерий, как его называет `harness show`",
    "help.override.points": "сколько баллов, до вычета за опоздание",
    "help.override.take_back": "вернуть автоматические баллы",
    "help.override.comment": "слова для страницы студента",
    "help.group.speech": "что сообщать",
    "help.regrade.again": "спросить каждую проверку, даже если ответ известен",
    "help.batch.path": "папка с работами или её архив zip или tar",
    "help.batch.jobs": (
        "сколько работ проверять сразу, или auto: сколько позволяет машина, по одной на каждый GPU (по умолчанию: auto)"
    ),
    "help.batch.ray": "запускать песочницы в кластере Ray: auto (кластер этой машины) или HOST:PORT головного узла",
    "help.batch.watch": "продолжать и проверять то, что появляется в папке, до Ctrl-C",
    "help.batch.quiet": "сообщать только о том, что пропущено и что ждёт решения человека",
    "help.batch.json": "сообщать о происходящем в JSON, по одному объекту в строке",
    "help.batch.summary": "записать итог в файл, для письма",
    "help.batch.layout": (
        "как лежат работы: выгрузка из учебной системы или plain, обычная папка (по умолчанию определяется по "
        "именам)"
    ),
    "help.batch.roster": "список студентов курса в CSV: id, name, login, …",
    "help.batch.times": "время сдачи работ: CSV (id, submitted_at) или слово files, чтобы взять время файлов",
    "help.batch.listing": "записать в JSON, что взято, а что нет",
    "help.batch.again": "проверить и то, что уже проверено и не изменилось",
    "help.check.path": "папка, блокнот или скрипт либо их архив zip или tar",
    "help.all.rubric": "файл критериев (по умолчанию rubric.yaml в этой папке, а если его нет — встроенный)",
    "help.all.runner": (
        "auto (Docker, если он отвечает, иначе эта машина), docker, local или другой вариант песочницы"
    ),
    "help.all.gpus": "auto, none, all или номера устройств, например 0,1",
    "help.all.output": "папка результатов (по умолчанию results)",
    "help.all.smoke": "сократить каждое обучение до нескольких шагов: пробный запуск, а не оценка",
    "help.all.audit": (
        "выполнить работу и на двойнике данных и сказать, что в ней зависит от данных (по умолчанию — как в "
        "критериях)"
    ),
    "help.all.export": "куда ещё передать оценки, например csv; можно указать несколько раз",
    "help.all.no_leaderboard": "ничего не записывать в MLflow",
    "help.all.name": "работа, как её называет `harness held`",
    "help.all.why": "причина: предложение, которое прочитает студент",
    "help.all.anew": "заменить решение, которое уже есть",
    "help.all.by": "кто решает (по умолчанию user.name из git, а если его нет — пользователь этой машины)",
    "help.all.attempt": "какая попытка (по умолчанию самая новая из тех, что ждут решения)",
    "help.all.help": "показать эту справку и закончить",
    "help.all.version": "показать версию и закончить",
    "help.all.lang": "язык (по умолчанию тот, что в критериях)",
    "help.doctor.json": "вывести найденное в JSON",
    "help.grade.path": "папка, блокнот или скрипт студента либо их архив zip или tar",
    "help.grade.extra_attempt": "проверить, даже если попытки, которые дают критерии, исчерпаны",
    "help.grade.handed_in": "когда работа сдана, например 2026-11-20T23:59 (в часовом поясе срока)",
    "help.grade.baseline": "записать в MLflow как ориентир с этим именем",
    "help.gradebook.format": "что записать (по умолчанию — то, чем является шаблон)",
    "help.gradebook.template": (
        "журнал, выгруженный из Canvas, или ведомость оценивания из Moodle; вписываются только оценки"
    ),
    "help.gradebook.roster": "список студентов курса в CSV: id, name, login, …",
    "help.gradebook.to": "в какой файл записать (по умолчанию gradebook.* в папке результатов)",
    "help.gradebook.column": "столбец задания, например 'Lab 1 (4711)' или 4711 в Canvas",
    "help.gradebook.missing": "что поставить студентам, чьих работ нет среди результатов (по умолчанию пусто)",
    "help.gradebook.scale": "пересчитать баллы, если максимум в столбце другой",
    "help.gradebook.no_comments": "не писать комментариев рядом с оценками",
    "help.gradebook.by": "столбец списка, по которому журнал Moodle находит студентов (по умолчанию email)",
    "help.gradebook.separator": "что стоит между ячейками csv (по умолчанию запятая, comma)",
    "help.gradescope.what": (
        "results.json проверенной работы; архив для загрузки; то, что вызывает он сам: подготовка, проверка"
    ),
    "help.gradescope.name": "для results: работа",
    "help.gradescope.output": "для results: папка результатов (по умолчанию results)",
    "help.gradescope.to": "в какой файл записать (по умолчанию results.json, autograder.zip)",
    "help.gradescope.wheel": "для zip: файл wheel этой программы",
    "help.gradescope.autograder": "для run: папка Gradescope (по умолчанию /autograder)",
    "help.image.variant": "по умолчанию gpu, если в Docker есть среда NVIDIA",
    "help.init.folder": "папка курса; если её нет, она будет создана",
    "help.init.assignment": "какое задание (по умолчанию единственное)",
    "help.key.what": "идентификаторы разбиений или новый ключ (старый сохраняется)",
    "help.leaderboard.port": "по умолчанию {port}",
    "help.leaderboard.host": "по умолчанию 127.0.0.1, только для этой машины",
    "help.leaderboard.html": "записать таблицу лидеров в этот файл одной страницей",
    "help.leaderboard.table": "вывести таблицу лидеров",
    "help.leaderboard.aliases": "записать в этот файл (CSV), у кого какой псевдоним",
    "help.leaderboard.names": "как таблица называет студентов (по умолчанию — как в критериях)",
    "help.leaderboard.except": (
        "работа, которая не принадлежит студенту, например образец; можно указать несколько раз"
    ),
    "help.likeness.path": "папка с работами или её архив zip или tar (по умолчанию submissions в папке курса)",
    "help.likeness.known": (
        "папка или файл с кодом, который может быть у каждого студента, например открытые образцы; можно указать "
        "несколько раз"
    ),
    "help.likeness.honest": "папка с заведомо честными работами, например прошлого года, с которыми сравнивать",
    "help.likeness.output": "папка результатов, где лежат сети (по умолчанию results)",
    "help.likeness.json": "записать найденное и в этот файл",
    "help.likeness.html": "записать и страницу, где пары стоят рядом",
    "help.regrade.dry_run": "показать, у кого и насколько изменятся баллы, и ничего не записывать",
    "help.regrade.jobs": "сколько работ одновременно (по умолчанию — по числу процессоров)",
    "help.report.html": "записать отчёт одной страницей в этот файл",
    "help.report.json": "записать его в этот файл и как JSON",
    "help.report.names": "как называть студентов; с псевдонимами не показаны и ничьи тексты (по умолчанию: name)",
    "help.report.likeness": "файл harness likeness --json, пары из которого войдут в отчёт",
    "help.show.name": "работа, NAME/NUMBER для одной её попытки или папка результатов",
    "help.show.attempt": "какая попытка (по умолчанию самая новая)",
    "help.show.json": "вывести оценку и решение по ней в JSON",
    "help.group.verbs": "команды",
    "help.group.course": "курс",
    "help.group.sandbox": "где выполняется код студента",
    "help.group.run": "как проверять",
    "help.group.grades": "куда идут оценки",
    "help.group.class": "группа",
    "help.group.board": "таблица лидеров вместо страниц MLflow",
    "help.about": (
        "Проверяет блокноты курса глубокого обучения: код студента выполняется в песочнице, оценка ставится вне её."
    ),
    "help.more": "harness VERB --help рассказывает о команде и показывает примеры.",
    "help.examples": "примеры:",
}
