"""The limits that every sandbox keeps."""

from pathlib import Path

import pytest

from harness.sandbox.conformance.place import Place, run
from harness.sandbox.contract import OUT, SUBMISSION, Limit, RunResult


class TestLimits:
    """Asked of every backend, whether it isolates or not."""

    def test_a_run_out_of_time_is_ended_and_its_files_remain(self, place: Place, tmp_path: Path) -> None:
        code = (
            "import time; open(OUT + '/half.txt', 'w').write('half'); print('on', flush=True); time.sleep(99)"
        )
        with place.start() as sandbox:
            lines, result = run(sandbox, f"OUT = {sandbox.path(OUT)!r}; {code}", timeout=1.0)
            sandbox.get(OUT, tmp_path / "out")
        assert lines == ["on"]
        assert result == RunResult(None, frozenset({Limit.TIME}), "")
        assert (tmp_path / "out/half.txt").read_text() == "half"

    def test_a_flood_of_output_is_ended_in_time_and_fills_no_memory(self, place: Place) -> None:
        seen = 0

        def count(line: str) -> None:
            nonlocal seen
            seen += 1

        with place.start() as sandbox:
            code = "import sys\nwhile True: sys.stdout.write('spam\\n' * 10_000)"
            result = sandbox.run([sandbox.python, "-c", code], timeout=1.0, on_line=count)
        assert result.limits_hit == {Limit.TIME}
        assert seen > 0

    def test_memory_beyond_the_limit_ends_the_run(self, place: Place, tmp_path: Path) -> None:
        code = "print('on', flush=True)\nx = [bytearray(b'x' * 2**24) for _ in range(99)]\nprint('off')"
        with place.start(memory_bytes=200 * 1024**2) as sandbox:
            lines, result = run(sandbox, code)
            sandbox.get(OUT, tmp_path / "out")
        assert lines == ["on"]
        assert result.exit_code is None
        assert result.limits_hit == {Limit.MEMORY}

    def test_the_biggest_process_goes_first_when_memory_ends(self, place: Place) -> None:
        # Like a notebook's kernel and the driver that watches it: the driver lives to tell.
        code = (
            "import subprocess, sys\n"
            "child = 'x = [bytearray(b\"x\" * 2**24) for _ in range(99)]; import time; time.sleep(9)'\n"
            "print('child', subprocess.run([sys.executable, '-c', child]).returncode)"
        )
        with place.start(memory_bytes=200 * 1024**2) as sandbox:
            lines, result = run(sandbox, code)
        assert lines == ["child -9"]
        assert result == RunResult(0, frozenset({Limit.MEMORY}), "")

    @pytest.mark.parametrize(("directory", "mebibytes"), [(SUBMISSION, 32), (OUT, 16)])
    def test_disk_beyond_the_limit_ends_the_run(self, place: Place, directory: str, mebibytes: int) -> None:
        code = (
            "import os, time\n"
            f"for i in range({mebibytes} // 4 + 2):\n"
            "    f = open(f'{FOLDER}/{i}', 'wb'); f.write(os.urandom(2**22)); f.close()\n"
            "time.sleep(30)"
        )
        with place.start() as sandbox:
            _, result = run(sandbox, f"FOLDER = {sandbox.path(directory)!r}\n{code}")
        assert result.exit_code != 0
        assert result.limits_hit == {Limit.DISK}

    def test_disk_beyond_the_limit_counts_for_a_command_that_ends_at_once(self, place: Place) -> None:
        code = (
            "import os\n"
            "for i in range(5):\n"
            "    with open(str(i), 'wb') as f: os.posix_fallocate(f.fileno(), 0, 2**23)"
        )
        with place.start() as sandbox:
            _, result = run(sandbox, code)
        assert result.exit_code != 0
        assert result.limits_hit == {Limit.DISK}

    def test_a_fork_bomb_is_ended(self, place: Place, tmp_path: Path) -> None:
        code = (
            "import os, time\nopen(OUT + '/before.txt', 'w').close()\n"
            "while True:\n    if os.fork() == 0:\n        time.sleep(60); os._exit(0)"
        )
        with place.start() as sandbox:
            _, result = run(sandbox, f"OUT = {sandbox.path(OUT)!r}\n{code}")
            sandbox.get(OUT, tmp_path / "out")
        assert result.exit_code != 0
        assert Limit.PROCESSES in result.limits_hit
        assert (tmp_path / "out/before.txt").exists()

    def test_threads_count_as_processes(self, place: Place) -> None:
        code = (
            "import threading, time\n"
            "for _ in range(200): threading.Thread(target=time.sleep, args=(20,), daemon=True).start()\n"
            "time.sleep(20)"
        )
        with place.start() as sandbox:
            _, result = run(sandbox, code)
        assert result.exit_code != 0
        assert result.limits_hit == {Limit.PROCESSES}

    def test_a_run_within_its_limits_touches_none(self, place: Place) -> None:
        with place.start() as sandbox:
            code = (
                "import threading; threading.Thread(target=print, args=('hi',)).start(); x = bytearray(2**26)"
            )
            lines, result = run(sandbox, code)
        assert (lines, result) == (["hi"], RunResult(0, frozenset(), ""))
