"""Everything that can be set, as one frozen value: defaults, then `postbon.toml`, then the environment."""

from __future__ import annotations

import os
from datetime import date, datetime, time
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from config.colours import HouseColours, house_colours, read_colour
from config.setting_errors import setting_words
from config.speech import say
from config.words import languages


def _of_ours(language: str) -> str:
    if language not in languages():
        raise ValueError(
            say("'%(language)s' is no language here; there are: %(all)s", language=language, all=", ".join(languages()))
        )
    return language


Language = Annotated[str, AfterValidator(_of_ours)]
MOST = 1_000_000  # of anything that is counted
_NONE_WHERE_EMPTY = BeforeValidator(lambda value: None if value == "" else value)  # as the first file writes it
Security = Literal["none", "starttls", "tls"]
Term = Literal["never"] | Annotated[int, Field(ge=1)]  # days a kind of data is kept; never: it is not forgotten


class SettingsError(Exception):
    """A setting is missing or cannot be read."""


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DeskSettings(Section):
    name: str = Field(default="Vastgoedbeheer De Linde B.V.", min_length=1)
    address: str = "melding@delinde.example.nl"
    language: Language = "nl"
    timezone: str = "Europe/Amsterdam"
    base_url: str = "http://127.0.0.1:8000"
    data_dir: Path = Path("postbon-data")
    secret: SecretStr = SecretStr("")  # empty: kept in data_dir/secret, made at the first start
    postal_address: str = ""  # printed under letters and on the opdrachtbon
    phone: str = ""
    letterhead: str = Field(default="", max_length=200)  # a line below the name, on pages and letters to others
    colour: str = ""  # of buttons and slips there, "#1d4f91"; empty: green
    mandate: int = Field(default=500, ge=0, le=MOST)  # euro: what an order may cost before its owner is asked
    invoice_address: str = ""  # where a service party sends its invoice
    canary: str = ""  # an address elsewhere that sends on to the desk; empty: no canary flies
    disk_reserve: int = Field(default=256 * 1024 * 1024, ge=0)  # octets; with less left on disk, mail is not taken in
    own_words: tuple[str, ...] = ()  # first lines of many mails that are no gateway's, though they look learned
    operator: str = ""  # who is mailed while the desk is in trouble

    @field_validator("address")
    @classmethod
    def _one_mailbox(cls, value: str) -> str:
        local, at, domain = value.rpartition("@")
        if not (local and at and domain) or "+" in local:
            raise ValueError(say("write one plain address such as melding@delinde.example.nl, without a +tag"))
        return f"{local}@{domain.lower()}"

    @field_validator("colour")
    @classmethod
    def _a_colour(cls, value: str) -> str:
        try:
            return value and read_colour(value)
        except ValueError:
            raise ValueError(say("'%(value)s' is no colour; write for example #1d4f91", value=value)) from None

    @property
    def house(self) -> HouseColours:
        return house_colours(self.colour)

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError(
                say("'%(zone)s' is no time zone; write for example Europe/Amsterdam", zone=value)
            ) from None
        return value

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def day_of(self, moment: datetime) -> date:
        """The day on the desk's own calendar."""
        return moment.astimezone(self.zone).date()

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    def reply_address(self, token: str) -> str:
        """The desk's address with a reference token: `melding+token@domain` (subaddressing, RFC 5233)."""
        local, _, domain = self.address.rpartition("@")
        return f"{local}+{token}@{domain}"

    def return_path(self, token: str) -> str:
        """The envelope sender of one letter, so that a bounce names it (VERP)."""
        return f"bounce+{token}@{self.domain}"


class Database(Section):
    url: str = ""  # empty: SQLite in data_dir


IN_DATABASE = "database"


class BlobSettings(Section):
    url: str = ""  # empty: data_dir/blobs; file:/path, database, s3://bucket/prefix?endpoint=…&region=…
    access_key: str = ""  # for s3://; empty: as AWS's own programs find it
    secret_key: SecretStr = SecretStr("")


class SmtpIn(Section):
    host: str = "127.0.0.1"
    port: int = 8025
    max_size: int = Field(default=25 * 1024 * 1024, gt=0)  # octets
    tls_cert: Path | None = None
    tls_key: Path | None = None
    trusted_authserv_id: str = ""
    max_connections: int = Field(default=200, gt=0)
    connections_per_address: int = Field(default=30, gt=0)  # more than a relay of yours opens: Postfix opens 20
    max_recipients: int = Field(default=100, gt=0)  # of one mail (RFC 5321 §4.5.3.1.8)
    max_errors: int = Field(default=20, gt=0)  # refusals before a client is hung up on
    error_pause: float = Field(default=0.1, ge=0)  # seconds before the answer to the fourth error, then doubled
    max_in_flight: int = Field(default=256 * 1024 * 1024, gt=0)  # octets of mails coming in at one time
    timeout: float = Field(default=120.0, gt=0)  # seconds a silent client is kept
    session_seconds: float = Field(default=1800.0, gt=0)  # a client is kept in all


class OAuth(Section):
    """How a mailbox is opened without a password: the app that the provider knows, and in whose name it comes."""

    provider: Literal["microsoft", "google", "custom"]
    client_id: str
    client_secret: SecretStr = SecretStr("")
    tenant: str = ""  # microsoft: the organisation's id or domain
    flow: Literal["authorization_code", "client_credentials"] = "authorization_code"
    scope: str = ""  # empty: the provider's usual one
    authorize_url: str = ""
    token_url: str = ""

    @model_validator(mode="after")
    def _whole(self) -> OAuth:
        if self.provider == "custom" and not (
            self.token_url and (self.authorize_url or self.flow == "client_credentials")
        ):
            raise ValueError(say("a custom provider needs token_url, and authorize_url where a person logs in"))
        if self.provider == "google" and self.flow == "client_credentials":
            raise ValueError(say("google knows no client_credentials: leave flow out and run postbon mailbox login"))
        if self.provider == "microsoft" and self.flow == "client_credentials" and not self.tenant:
            raise ValueError(say("client_credentials at microsoft needs tenant, your organisation's id or domain"))
        return self


class Imap(Section):
    name: str
    host: str
    port: int = 993
    security: Security = "tls"
    username: str
    password: SecretStr = SecretStr("")
    oauth: Annotated[OAuth | None, _NONE_WHERE_EMPTY] = None  # in the password's place, where the server takes none
    folder: str = "INBOX"
    done_folder: str = "Postbon"
    since: Annotated[date | None, _NONE_WHERE_EMPTY] = (
        None  # mail that came before this day stays where it lies; None: all is taken in
    )
    idle: bool = True  # be told of new mail by a server that can (RFC 2177); else it waits for the next round
    poll_seconds: float = 60.0


class SmtpOut(Section):
    host: str = ""  # empty: letters are kept and shown, none is posted (the demo)
    port: int = 25
    security: Security = "none"
    username: str = ""
    password: SecretStr = SecretStr("")
    oauth: Annotated[OAuth | None, _NONE_WHERE_EMPTY] = None
    timeout: float = 30.0


class Oidc(Section):
    """The organisation's own log-in (OpenID Connect), for colleagues who have an account here. Empty issuer: none."""

    issuer: str = ""
    client_id: str = ""
    client_secret: SecretStr = SecretStr("")

    @field_validator("issuer")
    @classmethod
    def _over_tls(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise ValueError(say("write the address of the issuer with https://"))
        if value and find_spec("authlib") is None:
            raise ValueError(say("this needs more of us: pip install 'postbon[oidc]'"))
        return value


class Web(Section):
    host: str = "127.0.0.1"
    port: int = 8000
    session_hours: int = 12
    idle_minutes: int = Field(default=240, ge=0)  # without a page, a log-in ends; 0: not before its hours are over
    second_factor: Literal["optional", "admins", "required"] = "optional"  # of whom a code is asked after the password
    oidc: Oidc = Oidc()
    max_upload: int = 25 * 1024 * 1024  # octets in one request
    allowed_hosts: tuple[str, ...] = ()  # beside that of base_url and this machine's own


class Ladder(Section):
    """When an unanswered work order is brought up again: reminders after so many units, then escalation."""

    after: tuple[Annotated[int, Field(ge=1, le=1000)], ...] = Field(max_length=10)
    escalate: int = Field(ge=1, le=1000)
    unit: Literal["working_days", "working_hours", "minutes"] = "working_days"

    @field_validator("after")
    @classmethod
    def _rising(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if any(first >= then for first, then in pairwise(value)):
            raise ValueError(say("each reminder must come later than the one before"))
        return value

    @model_validator(mode="after")
    def _told_last(self) -> Ladder:
        if self.after and self.escalate <= self.after[-1]:
            raise ValueError(say("escalate must come after the last reminder"))
        return self


class Reminders(Section):
    at: time = time(9, 0)  # local time of sending
    window_from: time = time(8, 0)
    window_to: time = time(17, 0)
    country: str = "NL"
    may_5: Literal["holiday", "workday", "lustrum"] = "holiday"
    good_friday: Literal["holiday", "workday"] = "holiday"
    extra_holidays: tuple[str, ...] = ()  # ISO dates
    builders_region: Literal["north", "middle", "south", "none"] = "none"  # of firms of which no other is known
    builders_holidays: tuple[str, ...] = ()  # bouwvak: "middle:2027-07-26/2027-08-13"
    day_before: bool = True  # of an appointment, to both who meet
    delay_letter: bool = True  # at the escalation, to the people of the ticket
    digest: bool = False  # several orders of one firm, due on one morning, in one letter; a firm may have it otherwise
    emergency: Ladder = Ladder(after=(15, 30), escalate=45, unit="minutes")
    urgent: Ladder = Ladder(after=(2, 4), escalate=6, unit="working_hours")
    high: Ladder = Ladder(after=(1, 2, 3), escalate=4)
    normal: Ladder = Ladder(after=(1, 3, 5), escalate=6)
    low: Ladder = Ladder(after=(3, 7), escalate=10)
    owner: Ladder = Ladder(after=(2, 4), escalate=6)  # who was asked about a cost

    @field_validator("extra_holidays")
    @classmethod
    def _days(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for day in value:
            try:
                date.fromisoformat(day)
            except ValueError:
                raise ValueError(say("'%(day)s' is no day; write for example 2026-12-24", day=day)) from None
        return value

    @field_validator("builders_holidays")
    @classmethod
    def _spans(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for span in value:
            region, _, days = span.partition(":")
            try:
                first, last = map(date.fromisoformat, days.split("/"))
            except ValueError:
                first, last = date.max, date.min
            if region not in ("north", "middle", "south") or first > last:
                raise ValueError(say("'%(span)s' is no holiday; write middle:2027-07-26/2027-08-13", span=span))
        return value

    @model_validator(mode="after")
    def _in_order(self) -> Reminders:
        if self.window_from >= self.window_to:
            raise ValueError(say("window_from must come before window_to"))
        return self

    def ladder(self, priority: str) -> Ladder:
        """The ladder of a store.words.Priority."""
        ladder: Ladder = getattr(self, priority)
        return ladder


class Targets(Section):
    """What the figures are measured by: how soon most of the tickets and work orders should be that far."""

    looked_at_hours: int = Field(default=24, ge=1, le=10_000)  # by the responsible
    accepted_hours: int = Field(default=48, ge=1, le=10_000)  # by the firm, of a work order that was sent
    solved_days: int = Field(default=14, ge=1, le=1000)


class Limits(Section):
    automatic_per_address_day: int = Field(default=20, ge=0, le=MOST)
    drafts_per_sender_hour: int = Field(default=20, ge=1, le=MOST)
    letters_per_hour: int = Field(
        default=2000, ge=1, le=MOST
    )  # the breaker: above this, nothing machine-made leaves until staff look
    report_per_address_hour: int = Field(default=10, ge=1, le=MOST)
    reports_per_hour: int = Field(default=200, ge=1, le=MOST)  # by the public form, from everybody
    deeds_per_link_hour: int = Field(default=60, ge=1, le=MOST)  # what is written and pressed on one private page
    deeds_by_link_hour: int = Field(default=3000, ge=1, le=MOST)  # the same, on all of them
    emergencies_per_sender_day: int = Field(
        default=5, ge=0, le=MOST
    )  # tickets that open by themselves, and safety letters
    emergencies_per_hour: int = Field(default=20, ge=0, le=MOST)  # tickets that open by themselves, for the whole desk
    emergency_calls_per_hour: int = Field(
        default=12, ge=1, le=MOST
    )  # of staff at once; the rest together, each quarter
    collapse_minutes: int = Field(default=5, ge=0, le=1440)  # events for one person within this time become one letter
    undo_seconds: int = Field(default=120, ge=0, le=86_400)  # a phase change waits this long before its letter leaves
    conversion_undo_seconds: int = Field(default=30, ge=0, le=86_400)  # the same, of the receipt for a conversion
    login_per_quarter: int = 10


class Scanner(Section):
    """A virus scanner for files; empty: none looks at them."""

    clamd: str = ""  # its socket's path, or host:port

    @field_validator("clamd")
    @classmethod
    def _reachable(cls, value: str) -> str:
        if value and not value.startswith("/") and not value.rpartition(":")[2].isdigit():
            raise ValueError(say("write clamd's socket (/run/clamav/clamd.ctl) or host:port"))
        return value


class Retention(Section):
    """Days each kind of data is kept. The law names no number (AVG art. 5): these are ours, shown to staff."""

    aside_days: Term = 90
    ticket_days: Term = 730  # after closing: mails, photos, letters and people; what was done stays
    order_days: Term = 2557  # seven years (art. 52 AWR)
    letter_days: Term = 365
    person_days: Term = 365
    session_days: Term = 30
    security_days: int = 365
    link_days_after_closing: int = 30
    reopen_days: int = 30
    quiet_close_days: int = 7


class Settings(BaseSettings):
    """One frozen value, read once and passed on."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix="POSTBON_", env_nested_delimiter="__", env_ignore_empty=True
    )

    desk: DeskSettings = DeskSettings()
    database: Database = Database()
    blobs: BlobSettings = BlobSettings()
    smtp_in: SmtpIn = SmtpIn()
    imap: tuple[Imap, ...] = ()
    smtp_out: SmtpOut = SmtpOut()
    web: Web = Web()
    reminders: Reminders = Reminders()
    limits: Limits = Limits()
    targets: Targets = Targets()
    scanner: Scanner = Scanner()
    retention: Retention = Retention()

    @property
    def secret(self) -> bytes:
        """What link tokens are derived from; filled in by config.secret.with_secret."""
        return self.desk.secret.get_secret_value().encode()

    @property
    def blob_folder(self) -> Path | None:
        """None where octets rest in no folder."""
        url = self.blobs.url
        if url == IN_DATABASE or (":" in url and not url.startswith("file:")):
            return None
        return Path(url.removeprefix("file:")) if url else self.desk.data_dir / "blobs"

    @property
    def database_url(self) -> str:
        return self.database.url or f"sqlite:///{self.desk.data_dir / 'postbon.sqlite'}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  the library passes it
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=_FILE["path"])


_FILE: dict[str, Path | None] = {"path": None}  # the only way into pydantic-settings' source hook


def settings_file(path: Path | None = None) -> Path | None:
    """The file the settings come from: `path`, POSTBON_CONFIG or ./postbon.toml; None where there is none.
    Raises SettingsError where a file that was named is not there."""
    named = path or (Path(os.environ["POSTBON_CONFIG"]) if os.environ.get("POSTBON_CONFIG") else None)
    if named and not named.is_file():
        raise SettingsError(say("there is no settings file %(file)s; `postbon init` writes one", file=named))
    default = Path("postbon.toml")
    return named or (default if default.is_file() else None)


def load_settings(path: Path | None = None, **overrides: Any) -> Settings:
    """Read the settings from their file and the environment. Raises SettingsError in plain words."""
    before, _FILE["path"] = _FILE["path"], settings_file(path)
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise SettingsError(setting_words(error.errors()[0], Settings)) from None
    except ValueError as error:  # TOML that cannot be read
        raise SettingsError(say("%(file)s cannot be read: %(why)s", file=_FILE["path"], why=error)) from None
    finally:
        _FILE["path"] = before  # settings that are made without a file are the defaults
