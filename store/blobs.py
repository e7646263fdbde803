"""Octets under a key: raw mail, uploads, composed letters. Written once, never changed."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path
from typing import Protocol
from uuid import uuid4


class StoreUnavailableError(Exception):
    """What keeps rows or octets cannot be reached or is busy just now; nothing was changed, trying again is right."""


class BlobMissingError(Exception):
    """The octets under this key are not there."""


class BlobDamagedError(BlobMissingError):
    """The octets under this key are others than those that were put."""


class Blobs(Protocol):
    """A key begins with the SHA-256 of its octets, in hexadecimal. Where octets lie on another machine, each of these
    raises StoreUnavailableError while that does not answer."""

    def put(self, octets: bytes) -> str:
        """Keep the octets and give their key. When it returns they are durable. Raises OSError (a full disk)."""

    def put_as(self, key: str, octets: bytes) -> None:
        """Keep octets that have a key already: those of a copy, or of the place where they lay before."""

    def get(self, key: str) -> bytes:
        """The octets, compared with their key. Raises BlobMissingError."""

    def keys(self, prefix: str) -> set[str]:
        """Those that begin with these two digits."""

    def remove(self, key: str, *, untouched: float = 0.0) -> None:
        """Forget the octets, unless they were put again within the last `untouched` seconds: whoever put them may be
        about to name them. No error when they are gone already."""

    def close(self) -> None:
        """Let go of connections; the next call opens them anew."""


def hash_of(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()


def compared(key: str, octets: bytes) -> bytes:
    """The octets, if they are those of this key. Raises BlobDamagedError."""
    if hash_of(octets) != key[:64]:
        raise BlobDamagedError(key)
    return octets


class FileBlobs:
    """A folder of files named by their content: the same octets twice are one file."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, octets: bytes) -> str:
        key = hash_of(octets)
        self.put_as(key, octets)
        return key

    def put_as(self, key: str, octets: bytes) -> None:
        path = self._path(key)
        try:
            os.utime(path)  # kept already; who is about to remove it sees that it is wanted again
            return
        except FileNotFoundError:
            pass
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        passing = path.with_name(f".{key}.{uuid4().hex}")
        try:
            with passing.open("xb") as file:
                file.write(octets)
                file.flush()
                os.fsync(file.fileno())
            passing.replace(path)
        except OSError:
            passing.unlink(missing_ok=True)
            raise
        # The name is durable only when its folder is.
        for folder in (path.parent, path.parent.parent):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def get(self, key: str) -> bytes:
        try:
            return compared(key, self._path(key).read_bytes())
        except FileNotFoundError:
            raise BlobMissingError(key) from None

    def keys(self, prefix: str) -> set[str]:
        return {path.name for path in (self.root / prefix).glob(f"{prefix}*")}

    def remove(self, key: str, *, untouched: float = 0.0) -> None:
        path = self._path(key)
        leaving = path.with_name(f".{key}.leaving")
        try:
            # Away from its name first: from here on a put writes it anew, and one before has left its time on it.
            path.rename(leaving)
            if untouched and time.time() - leaving.stat().st_mtime < untouched:
                leaving.rename(path)
            else:
                leaving.unlink()
        except FileNotFoundError:
            return

    def close(self) -> None:
        pass

    def _path(self, key: str) -> Path:
        return self.root / key[:2] / key
