"""What networks are called: by the variable that was made for one, and no two alike."""

import json

from harness.evidence.event_log import EventLog
from harness.evidence.network import Network
from harness.grading.networks import told_apart


def names(*events: dict[str, list[str]]) -> dict[str, list[str]]:
    log = EventLog()
    for event in events:
        log.add(json.dumps({"event": "names", "names": event}))
    return log.evidence([]).names


def test_a_variable_that_holds_another_network_now_names_that() -> None:
    told = names({"m1": ["cnn", "net"]}, {"m1": ["cnn"], "m2": ["net"]}, {"m3": ["inc", "net"]})
    assert told == {"m1": ["cnn"], "m2": ["net"], "m3": ["inc", "net"]}


def network(number: int, name: str, *variables: str) -> Network:
    return Network(id=f"m{number}", name=name, names=[*variables], kind="Sequential")


def test_networks_of_one_variable_are_told_apart() -> None:
    found = told_apart(
        [network(1, "first", "model"), network(2, "second", "model"), network(3, "third", "cnn")]
    )
    assert [one.title for one in found] == ["model (first)", "model", "cnn"]
    assert "model" in found[0].names, "what a variable is called may decide on its part"
