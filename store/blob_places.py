"""Where octets rest: in a folder, in the database beside the rows, or in a store that speaks S3 (blobs.url)."""

from __future__ import annotations

from sqlalchemy.engine import make_url

from config.settings import IN_DATABASE, Settings, SettingsError
from store.blobs import Blobs, FileBlobs


def open_blobs(settings: Settings) -> Blobs:
    """Nothing is asked of them yet. What a place needs is loaded only here. Raises SettingsError."""
    url = settings.blobs.url
    if settings.blob_folder:
        return FileBlobs(settings.blob_folder)
    if url == IN_DATABASE:
        from store.blobs_in_database import DatabaseBlobs

        if make_url(settings.database_url).get_backend_name() != "postgresql":
            raise SettingsError("blobs.url: octets rest in the database only where that is PostgreSQL")
        return DatabaseBlobs(settings.database_url)
    if not url.startswith("s3://"):
        raise SettingsError(f"blobs.url {url!r}: write file:/path, database, or s3://bucket/prefix?endpoint=…")
    try:
        from store.blobs_in_s3 import S3Blobs
    except ModuleNotFoundError:
        raise SettingsError("blobs.url: for s3:// install pip install 'postbon[s3]'") from None
    return S3Blobs(settings.blobs)
