"""What keeps student code away from the host."""

import json

from harness.sandbox.conformance.place import ASSET, Place, ask, run
from harness.sandbox.contract import OUT, SUBMISSION, Limit, Spec


class TestWalls:
    """Asked of every backend that isolates."""

    def test_nothing_but_the_two_directories_can_be_written(self, walled: Place) -> None:
        code = """
import json, os
written = []
for folder in FOLDERS:
    try:
        open(folder + '/probe', 'w').close()
        written.append(folder)
    except OSError:
        pass
try:
    open(DATA + '/numbers.txt', 'w')
    written.append('asset file')
except OSError:
    pass
print(json.dumps([written, os.getuid(), os.getgid()]))
"""
        with walled.start(Spec(assets={"data": ASSET})) as sandbox:
            data = sandbox.path("data")
            read_only = ["/", "/usr", "/etc", "/dev", "/assets", data, "/opt", "/home", "/root", "/var"]
            writable = [sandbox.path(SUBMISSION), sandbox.path(OUT), "/tmp"]
            answer = ask(sandbox, f"FOLDERS = {read_only + writable!r}; DATA = {data!r}\n{code}")
        written, user, group = json.loads(answer)
        assert written == writable
        assert 0 not in (user, group)

    def test_no_setting_of_the_kernel_can_be_written(self, walled: Place) -> None:
        # Who waits for memory may be told by /proc/pressure; nothing is set there. An engine hides files behind /dev/null.
        code = """
import json, os
writable, nothing = [], os.stat('/dev/null').st_rdev
for top in os.listdir('/proc'):
    if not top.isdecimal() and top not in ('self', 'thread-self', 'pressure'):
        paths = [os.path.join(place, name) for place, _, names in os.walk('/proc/' + top) for name in names]
        for path in paths or ['/proc/' + top]:
            try:
                handle = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
                if os.fstat(handle).st_rdev != nothing:
                    writable.append(path)
                os.close(handle)
            except OSError:
                pass
print(json.dumps(writable[:20]))
"""
        with walled.start() as sandbox:
            assert json.loads(ask(sandbox, code)) == []

    def test_no_other_process_holds_the_output_of_the_command(self, walled: Place) -> None:
        # What it prints is what the driver says: another process, which student code can look into, must not hold that.
        code = """
import glob, os
mine, others = os.readlink('/proc/self/fd/1'), []
for path in glob.glob('/proc/[0-9]*/fd/*'):
    try:
        if int(path.split('/')[2]) != os.getpid() and os.readlink(path) == mine:
            others.append(path)
    except OSError:
        pass
print(mine.startswith('pipe:'), others)
"""
        with walled.start() as sandbox:
            assert ask(sandbox, code) == "True []"

    def test_there_is_no_network(self, walled: Place) -> None:
        code = """
import json, socket
try:
    socket.create_connection(('1.1.1.1', 53), timeout=5)
    reached = True
except OSError:
    reached = False
server = socket.create_server(('127.0.0.1', 0))
socket.create_connection(server.getsockname()).close()
print(json.dumps([reached, [name for _, name in socket.if_nameindex()]]))
"""
        with walled.start() as sandbox:
            assert json.loads(ask(sandbox, code)) == [False, ["lo"]]

    def test_no_privilege_is_held_and_none_can_be_gained(self, walled: Place) -> None:
        code = (
            "print(*[l.split()[1] for l in open('/proc/self/status') if l.startswith(('Cap', 'NoNewPrivs'))])"
        )
        with walled.start() as sandbox:
            *capabilities, no_new_privileges = ask(sandbox, code).split()
        assert set(capabilities) == {"0000000000000000"}
        assert no_new_privileges == "1"

    def test_temporary_files_are_limited_too(self, walled: Place) -> None:
        with walled.start() as sandbox:
            _, result = run(sandbox, "f = open('/tmp/x', 'wb', 0)\nwhile f.write(bytes(2**20)): pass")
            _, shared = run(sandbox, "import os; print(os.statvfs('/dev/shm').f_blocks)")
        assert result.exit_code == 1
        assert result.limits_hit == {Limit.DISK}
        assert shared.exit_code == 0
