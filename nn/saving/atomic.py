"""Writing a file so that it is there whole or not at all, whenever the process is killed or the power goes."""

from __future__ import annotations

import os
import secrets
import stat
import time
from pathlib import Path

#: A partial file that nobody has written to for so many seconds was left by a process that was killed.
_ABANDONED = 3600.0


def write_atomically(path: str | os.PathLike[str], data: bytes) -> None:
    """Puts ``data`` into the file ``path``, in place of what is there, or leaves that untouched.

    The bytes go to a file beside it, are made to reach the disk, and only then take its name, which is one step for the
    file system. A process that is killed meanwhile leaves a file ``.NAME.XXXXXXXX.partial``; the next call removes such
    files that are older than an hour. A file that is replaced keeps its access rights.

    Raises
    ------
    OSError
        Where the file cannot be written, because there is no such folder for example.
    """
    # A symbolic link stays one: the file that it points to is replaced.
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise IsADirectoryError(f"{path}: is a folder, not a file")
    if not target.parent.is_dir():
        raise FileNotFoundError(f"{path}: there is no folder {target.parent}")
    _remove_abandoned(target)
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
    try:
        with partial.open("xb") as file:
            if os.name == "posix" and target.exists():
                os.chmod(partial, stat.S_IMODE(target.stat().st_mode))
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _remove_abandoned(target: Path) -> None:
    start = f".{target.name}."
    for other in target.parent.iterdir():
        if other.name.startswith(start) and other.name.endswith(".partial"):
            try:
                if time.time() - other.stat().st_mtime > _ABANDONED:
                    other.unlink()
            except FileNotFoundError:
                pass  # another process has removed it, or given it its name


def _sync_folder(folder: Path) -> None:
    """Makes the new name reach the disk. Windows has no such call, and does so by itself."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
