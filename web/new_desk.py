"""`postbon init`: from nothing to a desk. Asks what it must know, tries each answer, and says what comes next."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from config.front import fail, utc_now
from config.speech import say, spoken_language

if TYPE_CHECKING:
    from config.settings import Settings
    from store.checks import Finding

USUAL = {993: "tls", 465: "tls"}  # what a port speaks; any other begins in plain and turns to TLS

LOG_IN = (143, 993, 465, 587)  # where one logs in: reading a mailbox, and handing in mail (RFC 8314)

app = typer.Typer()


@app.command(
    help=say(
        "Make a desk: settings, mailbox, way out, first administrator; asks what is not given, and tries it.\n\n"
        "Example: postbon init"
    )
)
def init(
    name: Annotated[str, typer.Option(help=say("your organisation's name"))] = "",
    address: Annotated[str, typer.Option(help=say("support address"))] = "",
    base_url: Annotated[str, typer.Option(help=say("public address of the pages"))] = "",
    imap: Annotated[str, typer.Option(metavar="HOST[:PORT]", help=say("mailbox that is read"))] = "",
    imap_user: Annotated[str, typer.Option()] = "",
    imap_password: Annotated[str, typer.Option(envvar="POSTBON_INIT_IMAP_PASSWORD")] = "",
    imap_security: Annotated[str, typer.Option(help="tls, starttls, none")] = "",
    smtp: Annotated[str, typer.Option(metavar="HOST[:PORT]", help=say("server that letters leave by"))] = "",
    smtp_user: Annotated[str, typer.Option()] = "",
    smtp_password: Annotated[str, typer.Option(envvar="POSTBON_INIT_SMTP_PASSWORD")] = "",
    smtp_security: Annotated[str, typer.Option(help="tls, starttls, none")] = "",
    operator: Annotated[str, typer.Option(help=say("who is mailed while the desk is in trouble"))] = "",
    admin: Annotated[str, typer.Option(help=say("mail address of the first administrator"))] = "",
    admin_name: Annotated[str, typer.Option(help=say("their name"))] = "",
    admin_password: Annotated[str, typer.Option(envvar="POSTBON_INIT_ADMIN_PASSWORD")] = "",
    file: Annotated[Path, typer.Option(help=say("where it goes"))] = Path("postbon.toml"),
) -> None:
    import secrets

    from config.settings import DeskSettings, Imap, Settings, SmtpOut, load_settings
    from config.writing import commented_settings
    from ingest.checks import check_mailbox
    from outbound.checks import check_post
    from web.passwords import check_new_password

    if file.exists():
        fail(say("%(file)s is there already; nothing was changed", file=file), 2)
    desk = {
        "name": name or typer.prompt(say("Your organisation's name")),
        "language": spoken_language(),
        "data_dir": str(file.absolute().parent / "postbon-data"),
        "secret": secrets.token_hex(32),
    }
    desk["address"] = answer(address, say("Support address"), lambda typed: DeskSettings(address=typed), needed=True)
    desk["base_url"] = answer(base_url, say("Public address of the pages"), default=DeskSettings().base_url)
    given: dict[str, dict[str, Any]] = {"desk": desk}
    findings: list[Finding] = []

    def try_mailbox(mailbox: dict[str, Any]) -> Finding:
        return check_mailbox(Imap.model_validate({"name": "desk", **mailbox}))

    mailbox = server_tried(
        say("Server of the mailbox that is read by IMAP (none: leave empty)"),
        (imap, 993, imap_user or desk["address"], imap_password, imap_security),
        try_mailbox,
        findings,
    )
    if mailbox:
        given["imap"] = {"name": "desk", **mailbox, "since": utc_now().date()}  # else years of mail fill the tray

    def try_post(server: dict[str, Any]) -> Finding:
        return next(check_post(Settings(smtp_out=SmtpOut.model_validate(server))))

    own = mailbox if logs_in(smtp) else {}  # what reads the mailbox usually hands in mail as well
    user, password = smtp_user or own.get("username", ""), smtp_password or own.get("password", "")
    post = server_tried(
        say("Server that letters leave by (none yet: leave empty)"),
        (smtp, 587, user, password, smtp_security),
        try_post,
        findings,
    )
    if post:
        given["smtp_out"] = post
    email = answer(admin, say("Mail address of the first administrator (none yet: leave empty)"))
    if email:
        full_name = answer(admin_name, say("Their name"), needed=True)

        def long_enough(typed: str) -> None:
            check_new_password("password", typed)

        key = answer(admin_password, say("Password"), long_enough, needed=True, hidden=True)
    desk["operator"] = answer(operator, say("Who is mailed while the desk is in trouble"), default=email)
    write_for_owner(file, commented_settings(given))
    settings = load_settings(file)
    typer.echo(say("%(file)s is written.", file=file))
    if email:
        make_administrator(settings, full_name, email, key)
    for line in next_steps(settings, email):
        typer.echo(line)
    if not all(finding.well for finding in findings):
        fail(say("mend in %(file)s what did not work, and run: postbon doctor", file=file))


def logs_in(place: str) -> bool:
    """Whether one usually logs in at this HOST[:PORT]; also where its port is not named."""
    port = place.partition(":")[2]
    return not port.isdecimal() or int(port) in LOG_IN


def answer(
    given: str,
    question: str,
    check: Callable[[str], object] = lambda _: None,
    *,
    default: str = "",
    needed: bool = False,
    hidden: bool = False,
) -> str:
    """What was given as an option, else what somebody at the terminal types, asked again until `check` lets it pass."""
    if not given and not needed and not sys.stdin.isatty():
        return default
    while True:
        typed: str = given or typer.prompt(
            question, default=None if needed else default, hide_input=hidden, show_default=bool(default) and not hidden
        )
        typed = typed if hidden else typed.strip()
        words = wrong_with(typed, check)
        if not words:
            return typed
        if given or not sys.stdin.isatty():
            fail(f"{question}: {words}", 2)
        typer.echo(f"  {words}")


def wrong_with(typed: str, check: Callable[[str], object]) -> str:
    """Why this cannot be, "" where it can."""
    from pydantic import ValidationError

    from config.setting_errors import why_wrong
    from convert.errors import InvalidError

    try:
        check(typed)
    except ValidationError as error:
        return why_wrong(error.errors()[0])
    except InvalidError as error:
        return next(iter(error.fields.values())).in_(spoken_language())
    return ""


def server_tried(
    question: str,
    given: tuple[str, int, str, str, str],
    attempt: Callable[[dict[str, Any]], Finding],
    findings: list[Finding],
) -> dict[str, Any]:
    """A server's settings, tried; at a terminal as often as one likes. {} where there is none.

    given: HOST[:PORT], the usual port, user, password, security; what of it is empty is asked for.
    """
    place, usual, user, password, security = given
    asked = not place
    while True:
        typed = answer(place, question)
        if not typed:
            return {}
        host, _, port = typed.partition(":")
        number = int(port) if port.isdecimal() else usual
        settings = {
            "host": host,
            "port": number,
            "security": answer(
                security, say("Its security: tls, starttls or none"), default=USUAL.get(number, "starttls")
            ),
            "username": user,
            "password": password,
        }
        if asked:
            usual_user = user if number in LOG_IN else ""  # elsewhere a server of one's own asks for none
            settings["username"] = answer("", say("User name"), default=usual_user)
            named = settings["username"]
            settings["password"] = answer("", say("Password"), default=password, hidden=True) if named else ""
        finding = tried(attempt, settings)
        typer.echo(f"  {'ok ' if finding.well else say('NOT')}  {finding.what}: {finding.seen}")
        if finding.well or not sys.stdin.isatty() or not typer.confirm(say("Type it again?"), default=True):
            findings.append(finding)
            return settings
        place, security, asked = "", "", True


def tried(attempt: Callable[[dict[str, Any]], Finding], settings: dict[str, Any]) -> Finding:
    """What came of it; a value that no setting can have is what is wrong with it."""
    from store.checks import Finding

    findings: list[Finding] = []
    words = wrong_with("", lambda _: findings.append(attempt(settings)))
    return Finding(settings["host"], False, words) if words else findings[0]


def write_for_owner(file: Path, words: str) -> None:
    """A new file that holds secrets: nobody else may read it, at no moment."""
    import os

    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(words)


def make_administrator(settings: Settings, name: str, email: str, password: str) -> None:
    from store.opening import open_store
    from store.words import Role
    from web.commands import faults_said
    from web.staff.accounts.staff_list import add_user

    with open_store(settings) as store, faults_said():
        add_user(store, settings, utc_now(), name, email, Role.ADMIN, password)
    typer.echo(say("%(name)s can log in with %(email)s", name=name, email=email))


def next_steps(settings: Settings, admin: str) -> list[str]:
    """What is still to be done, in its order."""
    desk, local = settings.desk, settings.desk.address.rpartition("@")[0]
    tagged = f"{local}+proef@{desk.domain}"
    door = f"{settings.smtp_in.host}:{settings.smtp_in.port}"
    steps = [
        say("postbon serve: starts the desk; pages at %(address)s", address=desk.base_url),
        ""
        if settings.imap
        else say("let your mail server hand mail for %(domain)s to %(door)s", domain=desk.domain, door=door),
        say("mail %(tagged)s: it must reach the same mailbox, for answers come back to such addresses", tagged=tagged),
        "" if settings.smtp_out.host else say("set smtp_out.host; until then letters stand at /outbox, none leaves"),
        "" if admin else say("postbon user add NAME ADDRESS --role admin: the first who can log in"),
        say("postbon doctor: says what is well, what is not, and what to do"),
    ]
    wanted = [step for step in steps if step]
    return [say("Next:"), *(f"  {number}. {step}" for number, step in enumerate(wanted, start=1))]
