"""What every sandbox must do: commands and their output, files in and out, assets, environment, the end of a run."""

import json
import signal
import threading
from pathlib import Path

import pytest

from harness.errors import HostileOutputError
from harness.sandbox.conformance.place import ASSET, Place, ask, run
from harness.sandbox.contract import OUT, SUBMISSION, Limits, RunResult, Spec


class TestContract:
    """Asked of every backend, whether it isolates or not."""

    def test_a_line_arrives_while_the_command_still_runs(self, place: Place) -> None:
        code = (
            "import os, time\nprint('ready', flush=True)\n"
            "while not os.path.exists('answer.txt'): time.sleep(0.01)\n"
            "print('got', open('answer.txt').read())"
        )
        lines: list[str] = []
        with place.start() as sandbox:

            def on_line(line: str) -> None:
                lines.append(line)
                if line == "ready":
                    sandbox.put(SUBMISSION, {"answer.txt": b"forty-two"})

            result = sandbox.run([sandbox.python, "-c", code], on_line=on_line)
        assert lines == ["ready", "got forty-two"]
        assert result == RunResult(0, frozenset(), "")

    def test_the_exit_code_and_the_errors_come_back(self, place: Place) -> None:
        with place.start() as sandbox:
            lines, result = run(sandbox, "import sys; print('x', file=sys.stderr); sys.exit(7)")
        assert (lines, result) == ([], RunResult(7, frozenset(), "x\n"))

    def test_a_command_that_is_not_there_fails_and_raises_nothing(self, place: Place) -> None:
        with place.start() as sandbox:
            result = sandbox.run(["no-such-command"])
        assert result.exit_code not in (0, None)

    def test_long_lines_are_cut_and_only_the_last_errors_are_kept(self, place: Place) -> None:
        code = (
            "import sys; print('a' * 3_000_000); print('b', end='');"
            "sys.stderr.write('c' * 100_000 + 'd' * 65_536)"
        )
        with place.start() as sandbox:
            lines, result = run(sandbox, code)
        assert [(line[0], len(line)) for line in lines] == [("a", 1024**2), ("b", 1)]
        assert result.stderr == "d" * 65_536

    def test_bytes_that_are_no_text_do_no_harm(self, place: Place) -> None:
        with place.start() as sandbox:
            lines, _ = run(sandbox, "import sys; sys.stdout.buffer.write(b'\\xff\\xfe ok\\r\\n')")
        assert lines == ["\ufffd\ufffd ok"]

    def test_no_signal_is_blocked_or_ignored_because_it_is_here(self, place: Place) -> None:
        """A worker of Ray blocks SIGINT, and a shell ignores it for what it starts in the background: no cell would end by it."""
        code = "print(next(line for line in open('/proc/self/status') if line.startswith('SigBlk'))); "
        code += "import signal; print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)"
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
        try:
            with place.start() as sandbox:
                mask, _, handled = ask(sandbox, code).split("\n")
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        assert (int(mask.split()[1], 16), handled) == (0, "True")

    def test_a_process_left_behind_does_not_hold_the_run_open(self, place: Place) -> None:
        code = "import subprocess; subprocess.Popen(['sleep', '50']); print('done')"
        with place.start() as sandbox:
            lines, result = run(sandbox, code)
        assert (lines, result.exit_code) == (["done"], 0)

    def test_files_come_out_while_a_command_changes_them(self, place: Place, tmp_path: Path) -> None:
        code = (
            "import os, sys\nfrom pathlib import Path\nout = Path(sys.argv[1])\n"
            "(out / 'kept.txt').write_text('kept')\nprint('ready', flush=True)\n"
            "with open(out / 'grows.bin', 'wb', buffering=0) as grows:\n"
            "    while not os.path.exists('enough'):\n"
            "        if grows.tell() < 8_000_000: grows.write(bytes(65536))\n"
            "        (out / 'comes').mkdir()\n        (out / 'comes' / 'goes.txt').touch()\n"
            "        (out / 'comes' / 'goes.txt').unlink()\n        (out / 'comes').rmdir()\n"
        )
        taken = [tmp_path / str(number) for number in range(5)]
        with place.start() as sandbox:

            def on_line(line: str) -> None:
                for folder in taken:
                    sandbox.get(OUT, folder)
                sandbox.put(SUBMISSION, {"enough": b""})

            result = sandbox.run([sandbox.python, "-c", code, sandbox.path(OUT)], on_line=on_line)
        assert result == RunResult(0, frozenset(), "")
        assert [(folder / "kept.txt").read_text() for folder in taken] == ["kept"] * len(taken)

    def test_files_go_in_and_come_out_whole(self, place: Place, tmp_path: Path) -> None:
        big = tmp_path / "big.bin"
        big.write_bytes(bytes(range(256)) * 20_000)
        code = (
            "import shutil, os\nfrom pathlib import Path\n"
            "assert Path.cwd() == Path(SUB).resolve() and Path('work.py').read_text() == 'new'\n"
            "Path('work.py').write_text('mine')\n"
            "os.makedirs(OUT + '/sub/empty')\nshutil.copy('data/big.bin', OUT + '/sub/copy.bin')\n"
            "Path(OUT, 'ответ.txt').write_text('да')"
        )
        with place.start() as sandbox:
            sandbox.put(SUBMISSION, {"work.py": b"old", "data/big.bin": big})
            sandbox.put(SUBMISSION, {"work.py": b"new", "data/second.txt": b""})
            names = f"SUB, OUT = {sandbox.path(SUBMISSION)!r}, {sandbox.path(OUT)!r}\n"
            ask(sandbox, names + code)
            sandbox.get(OUT, tmp_path / "out")
            sandbox.get(SUBMISSION, tmp_path / "submission")
            assert ask(sandbox, "print('still alive')") == "still alive"
        assert (tmp_path / "out/sub/copy.bin").read_bytes() == big.read_bytes()
        assert (tmp_path / "out/sub/empty").is_dir()
        assert (tmp_path / "out/ответ.txt").read_text() == "да"
        taken = {
            str(path.relative_to(tmp_path / "submission")) for path in (tmp_path / "submission").rglob("*")
        }
        assert taken == {"work.py", "data", "data/big.bin", "data/second.txt"}

    def test_a_name_that_leads_out_is_not_put(self, place: Place) -> None:
        with place.start() as sandbox, pytest.raises(HostileOutputError):
            sandbox.put(SUBMISSION, {"../escaped": b""})

    def test_put_follows_no_link_of_the_sandbox(self, place: Place, tmp_path: Path) -> None:
        outside = tmp_path / "outside"
        outside.mkdir()
        with place.start() as sandbox:
            ask(sandbox, f"import os; os.symlink({str(outside)!r}, 'data'); os.symlink('/etc/passwd', 'f')")
            with pytest.raises(HostileOutputError):
                sandbox.put(SUBMISSION, {"data/x.txt": b"x"})
            sandbox.put(SUBMISSION, {"f": b"mine"})
            assert ask(sandbox, "print(open('f').read())") == "mine"
        assert list(outside.iterdir()) == []
        assert "root" in Path("/etc/passwd").read_text()

    def test_links_and_pipes_do_not_come_out(self, place: Place, tmp_path: Path) -> None:
        code = (
            "import os\nos.chdir(OUT)\nos.symlink('/etc/passwd', 'passwd')\nos.symlink('/', 'root')\n"
            "os.symlink('../../../../etc', 'up')\nos.mkfifo('pipe')\nopen('true.txt', 'w').write('x')\n"
            "os.link('true.txt', 'zz-second-name.txt')"
        )
        with place.start() as sandbox:
            ask(sandbox, f"OUT = {sandbox.path(OUT)!r}\n{code}")
            sandbox.get(OUT, tmp_path / "out")
        found = list((tmp_path / "out").rglob("*"))
        assert len(found) == 1
        assert found[0].read_text() == "x"
        assert found[0].stat().st_nlink == 1

    def test_a_hole_larger_than_the_limit_does_not_come_out(self, place: Place, tmp_path: Path) -> None:
        # The file takes no space, and is smaller than `SUBMISSION` may become.
        with place.start() as sandbox:
            ask(sandbox, f"import os; os.truncate(os.open({sandbox.path(OUT)!r} + '/a', 66), 20 * 1024**2)")
            with pytest.raises(HostileOutputError):
                sandbox.get(OUT, tmp_path / "out")
        assert not (tmp_path / "out").exists()

    def test_assets_are_there_and_laid_out_once(self, place: Place) -> None:
        spec = Spec(assets={"data": ASSET, "again": ASSET})
        for _ in range(2):
            with place.start(spec) as sandbox:
                data, again = sandbox.path("data"), sandbox.path("again")
                code = "print(open(A + '/numbers.txt').read(), open(B + '/deep/er/letters.txt').read())"
                assert ask(sandbox, f"A, B = {data!r}, {again!r}; {code}") == "1 2 3 abc"

    def test_the_host_s_environment_does_not_pass(
        self, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HARNESS_SECRET", "very-secret")
        with place.start(Spec(env={"GIVEN": "yes"})) as sandbox:
            code = "import os, json; print(json.dumps(dict(os.environ)))"
            seen = json.loads(ask(sandbox, code))
            home = ask(
                sandbox, "import os; h = os.environ['HOME']; print(os.path.isdir(h) and os.access(h, 2))"
            )
        assert seen["GIVEN"] == "yes"
        assert "HARNESS_SECRET" not in seen
        assert "very-secret" not in str(seen)
        assert home == "True"

    def test_a_set_cancel_ends_a_run_as_ctrl_c_does(self, place: Place) -> None:
        with pytest.raises(KeyboardInterrupt), place.start() as sandbox:
            sandbox.run(
                [sandbox.python, "-c", "import time; print('on', flush=True); time.sleep(60)"],
                on_line=lambda line: place.cancel.set(),
            )

    def test_a_sandbox_can_be_ended_alone(self, place: Place) -> None:
        cancel = threading.Event()
        with pytest.raises(KeyboardInterrupt), place.start(Spec(cancel=cancel)) as sandbox:
            sandbox.run(
                [sandbox.python, "-c", "import time; print('on', flush=True); time.sleep(60)"],
                on_line=lambda line: cancel.set(),
            )
        with place.start() as sandbox:
            assert ask(sandbox, "print('another')") == "another"

    def test_a_listener_s_error_passes_and_ends_the_run(self, place: Place) -> None:
        def refuse(line: str) -> None:
            raise ValueError(line)

        code = "import time; print('on', flush=True); time.sleep(60)"
        with pytest.raises(ValueError, match="on"), place.start() as sandbox:
            sandbox.run([sandbox.python, "-c", code], on_line=refuse)

    def test_the_environment_has_a_lasting_name(self, place: Place) -> None:
        said: list[str] = []
        place.backend.prepare(said.append)
        assert place.backend.environment_id() == place.backend.environment_id() != ""

    def test_a_backend_that_does_not_isolate_says_so(self, place: Place) -> None:
        said: list[str] = []
        place.backend.prepare(said.append)
        warning = place.backend.warning
        assert (warning is None) == place.backend.isolates
        assert warning is None or any(warning in line for line in said)

    def test_a_sandbox_of_default_limits_starts(self, place: Place) -> None:
        with place.backend.start(Spec(limits=Limits())) as sandbox:
            assert sandbox.run(["true"]).exit_code == 0
            sandbox.put(SUBMISSION, {"a": b"a"})
