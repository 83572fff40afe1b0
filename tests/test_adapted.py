"""What student code got in its place: the kernel says which of our phrases, and nothing else of ours."""

import json

import pytest

from harness.evidence.event_log import EventLog
from harness.wire.channel import Speaker
from harness.words.say import say


@pytest.mark.parametrize(
    "now",
    [
        {"code": "run.finished"},
        {"code": "adapted.none_of_ours"},
        {"code": "adapted.folder"},
        {"code": "adapted.folder", "values": {"name": ["/content"]}},
        {"code": "adapted.folder", "values": {"name": "x" * 10_000}},
        {"code": "adapted.folder", "values": {"name": {"code": "run.finished"}}},
        "x" * 10_000,
        None,
    ],
)
def test_the_kernel_says_no_phrases_but_what_code_got(now: object) -> None:
    log = EventLog()
    assert log.add(json.dumps({"event": "adapted", "was": "open", "now": now}), Speaker.KERNEL) is None
    said = {"now": [{"code": "run.finished", "values": {}}]}
    good = {"code": "adapted.folder", "values": {"name": "{name} {0.__class__}"}}
    log.add(json.dumps({"event": "adapted", "was": "open", "now": good, "said": said}), Speaker.KERNEL)
    (one,) = log.evidence([]).adapted
    assert (log.refused, one.now) == (1, "the folder {name} {0.__class__}")
    assert say(one.said["now"][0], "ru") == "папка {name} {0.__class__}"
