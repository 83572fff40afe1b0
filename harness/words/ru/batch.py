"""How a batch goes, in Russian."""

from harness.words.template import Catalogue

WORDS: Catalogue = {
    "batch.slots": "Одновременно проверяется работ: {count}.",
    "batch.tried_again": "{name}: сбой на нашей стороне ({why}); следующая попытка через {seconds:g} с.",
    "batch.stopped": (
        "Работы одна за другой не проверяются из-за сбоя на нашей стороне, поэтому проверка остановлена: {why} Не начато: "
        "{count}. Устраните причину и повторите ту же команду: проверка продолжится."
    ),
    "batch.not_begun": "проверка не начата: с предыдущими работами произошёл сбой на нашей стороне",
}
