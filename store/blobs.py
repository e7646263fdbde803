"""Octets under a key: raw mail, uploads, composed letters. Written once, never changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from config.settings import Settings, SettingsError


class BlobMissingError(Exception):
    """The octets under this key are not there."""


class Blobs(Protocol):
    def put(self, octets: bytes) -> str:
        """Keep the octets and give their key. When it returns they are durable. Raises OSError (a full disk)."""

    def get(self, key: str) -> bytes:
        """The octets. Raises BlobMissingError."""

    def remove(self, key: str) -> None:
        """Forget the octets; no error when they are gone already."""


def open_blobs(settings: Settings) -> Blobs:
    url = settings.blobs.url
    if "://" in url:
        raise SettingsError(
            f"blobs.url {url!r}: this version keeps octets in a folder; write file:/path or leave it empty"
        )
    return FileBlobs(settings.blob_folder)


class FileBlobs:
    """A folder of files named by their content: the same octets twice are one file."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, octets: bytes) -> str:
        key = hashlib.sha256(octets).hexdigest()
        path = self._path(key)
        if path.exists():
            return key
        path.parent.mkdir(parents=True, exist_ok=True)
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
        return key

    def get(self, key: str) -> bytes:
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError:
            raise BlobMissingError(key) from None

    def remove(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._root / key[:2] / key
