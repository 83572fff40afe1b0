"""Records with sentences for people."""

from collections.abc import Iterable
from typing import Any, Self

from pydantic import BaseModel, Field, TypeAdapter, model_validator

from harness.words.language import ENGLISH
from harness.words.phrase import Phrase, plain
from harness.words.say import say, say_all

MAX_SENTENCE = 4000
_PHRASE = TypeAdapter(Phrase)


class Spoken(BaseModel):
    """A record some of whose fields are words.

    ``said`` maps such a field to the phrases that it was made of. When a record is made with them, and without the
    words, the words are made here, in English. A field that ``said`` does not name holds plain words.
    """

    said: dict[str, tuple[Phrase, ...]] = Field(default={}, exclude_if=lambda said: not said)

    @model_validator(mode="before")
    @classmethod
    def _say(cls, data: Any) -> Any:
        said = data.get("said") if isinstance(data, dict) else None
        if not isinstance(said, dict):
            return data
        if unknown := said.keys() - cls.model_fields.keys():
            raise ValueError(f"said names {min(unknown)}, which is not a field")
        made = {
            field: _words(
                map(_PHRASE.validate_python, phrases), cls.model_fields[field].annotation == list[str]
            )
            for field, phrases in said.items()
            if field not in data
        }
        return made | data

    def saying(self, **said: Iterable[Phrase]) -> Self:
        """A copy in which these fields of words are made of the phrases."""
        told = {field: tuple(phrases) for field, phrases in said.items()}
        fields = type(self).model_fields
        made = {
            field: _words(phrases, fields[field].annotation == list[str]) for field, phrases in told.items()
        }
        return self.model_copy(update={**made, "said": {**self.said, **told}})

    def phrases(self, field: str) -> tuple[Phrase, ...]:
        """What a field of words was made of; plain words are one phrase, no words none."""
        words = getattr(self, field)
        return self.said.get(field) or ((plain(words),) if words else ())


def _words(phrases: Iterable[Phrase], in_list: bool) -> str | list[str]:
    if in_list:
        return [say(phrase, ENGLISH)[:MAX_SENTENCE] for phrase in phrases]
    return say_all(phrases, ENGLISH)[:MAX_SENTENCE]
