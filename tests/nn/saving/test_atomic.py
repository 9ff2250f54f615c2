"""A file is there whole or not at all, wherever its writing is broken off."""

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

import nn
from nn.saving.atomic import write_atomically


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    return path


def test_writing_a_new_file_and_over_an_old_one(tmp_path):
    for data in (b"first", b"second, which is longer", b""):
        write_atomically(tmp_path / "file", data)
        assert (tmp_path / "file").read_bytes() == data
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("error", [OSError("no space left"), KeyboardInterrupt()])
def test_an_error_on_the_way_leaves_the_old_file_and_nothing_else(file, monkeypatch, call, error):
    def fail(*args):
        raise error

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(type(error)):
        write_atomically(file, b"new")
    assert file.read_bytes() == b"old"
    assert os.listdir(file.parent) == ["file"]


KILLED = """
import os, signal, sys
from nn.saving import atomic
call, path = sys.argv[1:]
def kill(*args):
    os.kill(os.getpid(), signal.SIGKILL)
if call == "after":
    atomic._sync_folder = kill
elif call == "write":
    real = atomic.Path.open
    def opened(self, *args):
        file = real(self, *args)
        file.write(b"ne")
        file.flush()
        kill()
    atomic.Path.open = opened
else:
    setattr(os, call, kill)
atomic.write_atomically(path, b"new")
"""


@pytest.mark.parametrize("call", ["write", "fsync", "replace", "after"])
def test_a_process_killed_at_any_step_leaves_the_old_file_or_the_new_one(file, call):
    done = subprocess.run(
        [sys.executable, "-c", KILLED, call, str(file)],
        env={**os.environ, "PYTHONPATH": str(Path(nn.__file__).parents[1])},
    )
    assert done.returncode == -9
    assert file.read_bytes() == (b"new" if call == "after" else b"old")
    write_atomically(file, b"next")
    assert file.read_bytes() == b"next"


def test_what_killed_processes_left_is_removed_when_it_is_old(file):
    young, old = (file.with_name(f".file.{name}.partial") for name in ("young", "old"))
    other = file.with_name(".another.old.partial")
    for path in (young, old, other):
        path.write_bytes(b"ne")
    for path in (old, other):
        os.utime(path, (time.time() - 7200,) * 2)
    write_atomically(file, b"new")
    assert sorted(os.listdir(file.parent)) == [".another.old.partial", ".file.young.partial", "file"]


def test_a_symbolic_link_stays_one(file, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(file)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"


def test_it_has_the_rights_of_any_new_file(tmp_path):
    (tmp_path / "plain").write_bytes(b"")
    write_atomically(tmp_path / "file", b"new")
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o444])
def test_a_file_that_is_replaced_keeps_its_rights(file, mode):
    file.chmod(mode)
    write_atomically(file, b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == mode


def test_what_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match="there is no folder"):
        write_atomically(tmp_path / "nowhere" / "file", b"new")
    with pytest.raises(IsADirectoryError, match="is a folder"):
        write_atomically(tmp_path, b"new")
