"""The desk's secret, from which link tokens are derived: set, or kept beside the data."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from pydantic import SecretStr

from config.settings import Settings


def with_secret(settings: Settings) -> Settings:
    """The settings with their secret filled in: as set, else made once in data_dir/secret, for its owner only."""
    if settings.desk.secret.get_secret_value():
        return settings
    secret = SecretStr(_kept_secret(settings.desk.data_dir))
    return settings.model_copy(update={"desk": settings.desk.model_copy(update={"secret": secret})})


def _kept_secret(data_dir: Path) -> str:
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = data_dir / "secret"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        made = secrets.token_hex(32)
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    return made
