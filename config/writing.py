"""Writing the first `postbon.toml`: every setting with its default, commented, ready to be changed."""

from __future__ import annotations

from typing import Any, get_origin

from pydantic import BaseModel, SecretStr
from pydantic_core import PydanticUndefined

from config.settings import Imap, Settings

_ABOUT = {
    "desk": "Who you are. `address` is the support address; answers come back to local+token@domain.",
    "database": "Empty url: SQLite in data_dir. For several machines: postgresql+psycopg://user:password@host/postbon",
    "blobs": "Where octets rest: raw mail, uploads, letters. Empty: data_dir/blobs. Or: file:/path, database, s3://…",
    "smtp_in": "Mail that comes in by SMTP. Put your own mail server in front of it.",
    "smtp_out": "Mail that goes out. Empty host: letters are kept and shown at /outbox, none leaves.",
    "web": "The pages. Put a proxy with TLS in front of it.",
    "reminders": "When unanswered work orders are brought up again, per priority.",
    "targets": "What the figures are measured by.",
    "limits": "What keeps a mistake small.",
    "scanner": "Empty: files are scanned by none. For ClamAV: /run/clamav/clamd.ctl, or host:port.",
    "retention": "How many days things are kept.",
}


def commented_settings(given: dict[str, dict[str, Any]]) -> str:
    """The text of a settings file: `given` as it is, everything else commented out with its default."""
    lines = ["# Postbon's settings. Every key can also be set as POSTBON_<SECTION>__<KEY>.", ""]
    for section, field in Settings.model_fields.items():
        if section == "imap":
            lines += _mailbox(given.get(section, {}))
            continue
        lines += [f"# {_ABOUT[section]}", f"[{section}]"]
        defaults = field.default
        for key in type(defaults).model_fields:
            if key in given.get(section, {}):
                lines.append(f"{key} = {_toml(given[section][key])}")
            else:
                lines.append(f"# {key} = {_toml(getattr(defaults, key))}")
        lines.append("")
    return "\n".join(lines)


def _mailbox(given: dict[str, Any]) -> list[str]:
    head = "[[imap]]" if given else "# [[imap]]"
    lines = ["# A mailbox that is read by IMAP; repeat the block for more of them.", head]
    examples = {"name": "desk", "host": "imap.example.nl", "username": "melding@delinde.example.nl"}
    for key, field in Imap.model_fields.items():
        if key in given:
            lines.append(f"{key} = {_toml(given[key])}")
            continue
        default = examples.get(key, "" if field.default is PydanticUndefined else field.default)
        lines.append(f"# {key} = {_toml(default)}")
    return [*lines, ""]


def _toml(value: Any) -> str:
    if isinstance(value, SecretStr):
        return _toml(value.get_secret_value())
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, BaseModel):
        pairs = (f"{key} = {_toml(getattr(value, key))}" for key in type(value).model_fields)
        return "{ " + ", ".join(pairs) + " }"
    if get_origin(type(value)) is tuple or isinstance(value, tuple | list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if value is None:
        return '""'
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    if hasattr(value, "hour"):
        return text  # a TOML time needs no quotes
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
