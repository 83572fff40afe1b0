"""Who said a line of the event channel is known."""

from harness.wire.channel import Listener, Speaker, of_kernel, signed

KEY = b"a key"


def test_the_driver_and_the_kernel_are_told_apart() -> None:
    listener = Listener(KEY)
    assert listener.hear(signed(KEY, 1, b'{"a": "\xd0\xb9"}').decode()) == (Speaker.DRIVER, '{"a": "й"}')
    assert listener.hear(of_kernel(b'{"event": "end"}').decode()) == (Speaker.KERNEL, '{"event": "end"}')


def test_what_the_driver_did_not_sign_was_not_said_by_it() -> None:
    listener = Listener(KEY)
    first, second = signed(KEY, 1, b"one").decode(), signed(KEY, 2, b"two").decode()
    assert listener.hear(second) == (Speaker.DRIVER, "two")
    forged = [
        second,
        first,
        first.replace("one", "end"),
        signed(b"another key", 3, b"three").decode(),
        signed(KEY, 3, b"three").decode().replace(" 3 ", " 4 "),
        '{"event": "end"}',
        "",
        "\ud800 1 x",
        " ",
    ]
    assert [line for line in forged if listener.hear(line) is not None] == []


def test_lines_of_the_driver_that_did_not_arrive_are_counted() -> None:
    listener = Listener(KEY)
    for number in (1, 2, 5, 6):
        listener.hear(signed(KEY, number, b"{}").decode())
    listener.hear(of_kernel(b"{}").decode())
    assert listener.lost == 2
