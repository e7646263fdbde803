"""The desk's secret, from which link tokens are derived: set, or kept beside the data."""

from __future__ import annotations

import os
import secrets

from config.settings import Settings


def desk_secret(settings: Settings) -> bytes:
    """The secret as octets. Without a setting it is made once, in data_dir/secret, readable by its owner only."""
    told = settings.desk.secret.get_secret_value()
    if told:
        return told.encode()
    settings.desk.data_dir.mkdir(parents=True, exist_ok=True)
    path = settings.desk.data_dir / "secret"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes().strip()
    with os.fdopen(handle, "wb") as file:
        made = secrets.token_hex(32).encode()
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    return made
