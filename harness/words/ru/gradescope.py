"""What a result on Gradescope says, in Russian."""

from harness.words.template import Catalogue

WORDS: Catalogue = {
    "gradescope.held": "Эту работу посмотрит преподаватель и решит, какой будет оценка; до тех пор баллов нет.",
    "gradescope.failed_on_our_side": (
        "Проверка не удалась по нашей вине ({outcome}), поэтому баллов нет. Вы от этого ничего не теряете: работу проверят ещё "
        "раз."
    ),
    "gradescope.not_a_mark": "Баллов нет, потому что эта проверка не идёт в зачёт.",
    "gradescope.broke": (
        "Работа не проверена: {why} Баллов нет, и вы от этого ничего не теряете; сообщите преподавателям курса."
    ),
    "gradescope.no_isolation": (
        "закрыть коду студента доступ к файлам самой проверки здесь нельзя (bubblewrap не работает), поэтому код не запускался."
    ),
    "gradescope.unknown": "сломалась сама проверяющая программа ({error}).",
    "gradescope.too_many": (
        "Эта работа не проверена: разных работ может быть не больше {most}, и столько уже проверено. В силе остаётся результат "
        "последней из них."
    ),
    "gradescope.check": "{symbol} {title}{reason}",
    "gradescope.f1": "F1 (macro)",
}
