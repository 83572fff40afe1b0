"""What a check is called: in English by its docstring, in other languages by the catalogue."""

from harness.assignment.rubric import read_rubric
from harness.assignments.fashion_mnist import ASSIGNMENT
from harness.checks.names import title_at
from harness.checks.own_words import title_code
from harness.words.phrase import named, phrase
from harness.words.say import say


def test_each_check_says_in_english_what_it_is_called() -> None:
    rubric = read_rubric(ASSIGNMENT.rubric)
    assert [name for name in rubric.checks() if not title_at(rubric.place(name)).endswith(".")] == []


def test_a_name_is_of_the_language_that_a_sentence_is_of() -> None:
    check = named(title_code(ASSIGNMENT.name, "f1.agrees"), "The reported F1 is right.")
    broke = phrase("criterion.broken", checks=[phrase("check.called", title=check)])
    assert say(broke) == "A checker broke (“The reported F1 is right”); a person must decide on its points."
    assert "(«Указанная F1-мера — та, которую сеть имеет на самом деле»)" in say(broke, "ru")
    assert say(named("nowhere.check.at_all", "{braces}"), "ru") == "{braces}"
