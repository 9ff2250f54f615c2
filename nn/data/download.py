"""The four MNIST files from the public hosts that keep them, checked before they are used (docs/lectures.md N7)."""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from pathlib import Path

from nn.extras import required

#: Hosts that serve the four files: those that PyTorch's and TensorFlow's own loaders take them from.
MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
#: The SHA-256 of each file as it is served, compressed.
SHA256 = {
    "train-images-idx3-ubyte.gz": "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    "train-labels-idx1-ubyte.gz": "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    "t10k-images-idx3-ubyte.gz": "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    "t10k-labels-idx1-ubyte.gz": "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
}
#: How long a host may keep silent, in seconds.
_PATIENCE = 10.0


class DownloadError(OSError):
    """No host gave the file as it should be. The message has what each of them did."""


def download_mnist(
    folder: str | os.PathLike[str] | None = None, *, mirrors: Sequence[str] = MIRRORS, progress: bool = True
) -> Path:
    """The folder with the four MNIST files, 11 megabytes in all. Those that are missing or damaged are downloaded.

    A file takes its name only when all of it is there and its SHA-256 is the right one, so a download may be
    interrupted at any moment.

    Parameters
    ----------
    folder
        Where to keep them; None for the user's cache, in a folder of ours.
    mirrors
        Addresses that the files' names are appended to. They are tried in this order.
    progress
        Whether to show a progress bar for each file.

    Raises
    ------
    DownloadError
        Where no mirror gave a file as it should be.
    ImportError
        Where pooch is not installed.
    """
    with warnings.catch_warnings():
        # In a notebook without ipywidgets, tqdm says that its bars will be text. That is no news for the reader.
        warnings.filterwarnings("ignore", "IProgress not found")
        pooch = required("pooch", "notebook", "downloading MNIST")
    folder = Path(folder) if folder is not None else Path(pooch.os_cache("overbar")) / "mnist"
    for name, checksum in SHA256.items():
        problems: list[tuple[str, Exception]] = []
        for mirror in mirrors:
            fetch = pooch.HTTPDownloader(progressbar=progress, timeout=_PATIENCE)
            try:
                pooch.retrieve(mirror + name, f"sha256:{checksum}", name, folder, downloader=fetch)
                break
            except (OSError, ValueError) as error:
                problems.append((mirror, error))
        else:
            told = "".join(f"\n    {mirror}: {error}" for mirror, error in problems)
            raise DownloadError(f"{name} could not be downloaded:{told}") from (problems[-1][1] if problems else None)
    return folder
