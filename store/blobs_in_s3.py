"""Octets in a store that speaks S3 (AWS, MinIO, Ceph, Garage, R2 …), by obstore (the extra `s3`)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from secrets import token_hex
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from config.settings import BlobSettings, SettingsError
from store.blobs import BlobMissingError, StoreUnavailableError, compared, hash_of

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig, S3Config

PATIENCE = timedelta(seconds=20)  # for one call, repeated ones included: a sender waits for our answer longer


class S3Blobs:
    """Each put makes an object of its own, also of octets that are there already: S3 has no way to remove an object
    only if nobody has put it again just now, so that no object may be anybody else's (docs/decisions)."""

    def __init__(self, settings: BlobSettings) -> None:
        """settings: blobs.url names bucket, prefix, endpoint and region; keys are set, or found as AWS's own programs
        find them (environment, role of the machine). Raises SettingsError."""
        where = urlsplit(settings.url)
        asked = dict(parse_qsl(where.query))
        endpoint, region = asked.pop("endpoint", ""), asked.pop("region", "us-east-1")
        if asked or not where.netloc:
            raise SettingsError(f"blobs.url {settings.url!r}: write s3://bucket/prefix?endpoint=https://…&region=…")
        config: S3Config = {"region": region}
        if endpoint:
            config |= {"endpoint": endpoint, "virtual_hosted_style_request": False}
        if settings.access_key:
            config |= {
                "access_key_id": settings.access_key,
                "secret_access_key": settings.secret_key.get_secret_value(),
            }
        client: ClientConfig = {"timeout": PATIENCE, "connect_timeout": timedelta(seconds=5)}
        if endpoint.startswith("http:"):
            client["allow_http"] = True
        retries: RetryConfig = {"max_retries": 3, "retry_timeout": PATIENCE}
        prefix = where.path.strip("/") or None
        self._store = S3Store(where.netloc, prefix=prefix, config=config, client_options=client, retry_config=retries)

    def put(self, octets: bytes) -> str:
        key = f"{hash_of(octets)}.{token_hex(6)}"
        self.put_as(key, octets)
        return key

    def put_as(self, key: str, octets: bytes) -> None:
        with _reached():
            self._store.put(_path(key), octets, use_multipart=False)

    def get(self, key: str) -> bytes:
        with _reached(key):
            return compared(key, bytes(self._store.get(_path(key)).bytes()))

    def keys(self, prefix: str) -> set[str]:
        with _reached():
            return {each["path"].rpartition("/")[2] for part in self._store.list(prefix) for each in part}

    def remove(self, key: str, *, untouched: float = 0.0) -> None:
        try:
            with _reached(key):
                put_at = self._store.head(_path(key))["last_modified"].timestamp()
                if time.time() - put_at >= untouched:
                    self._store.delete(_path(key))
        except BlobMissingError:
            return

    def close(self) -> None:
        pass


def _path(key: str) -> str:
    return f"{key[:2]}/{key}"


@contextmanager
def _reached(key: str = "") -> Iterator[None]:
    """Tell octets that are not there (of this key) from a store that does not give them."""
    try:
        yield
    except (NotFoundError, FileNotFoundError) as error:
        if not key or "NoSuchBucket" in str(error):
            raise StoreUnavailableError(_first_words(error)) from error
        raise BlobMissingError(key) from None
    except (BaseError, OSError) as error:
        raise StoreUnavailableError(_first_words(error)) from error


def _first_words(error: Exception) -> str:
    return f"octets: {str(error).strip().splitlines()[0][:300]}"
