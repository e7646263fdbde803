"""Mailboxes that take no password: let in by a provider, renewed in time, once, and never kept in plain words."""

from __future__ import annotations

import subprocess
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.client import HTTPResponse
from pathlib import Path
from threading import Event, Thread, Timer
from urllib.error import HTTPError

import pytest
from sqlmodel import Session, select, update

from config.settings import Imap, OAuth, Settings, SmtpOut
from ingest.checks import check_mailbox
from ingest.doors.imap import logged_in, watch
from outbound.checks import check_post
from store.access import MailboxGrant
from store.intake import Intake
from store.mail import Message
from store.mailbox_grants import LEASE, GrantError, Grants, consent_address
from store.store import Store, database_time
from store.troubles import troubles
from tests.cli.program import POSTBON, environment
from tests.ingest.doors.imap_account import account_of
from tests.ingest.mails import some_octets
from tests.servers.dovecot import DovecotMailbox
from tests.servers.secured import StartForTokens
from tests.servers.server_process import comes_true
from tests.servers.token_server import TokenServer

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")
SECRET = b"een geheim van de desk"
STATE, VERIFIER = "a-state", "v" * 43


def let_in(grants: Grants, account: Imap | SmtpOut) -> None:
    grants.take_code(account, where_the_browser_ends(consent_address(account, STATE, VERIFIER)), STATE, VERIFIER)


def where_the_browser_ends(address: str) -> str:
    """A person opens the page, and agrees."""

    class Stays(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    try:
        answer: HTTPResponse = urllib.request.build_opener(Stays).open(address)
    except HTTPError as error:
        return str(error.headers["Location"])
    raise AssertionError(answer.status)


def imap_of(tokens: TokenServer, **other: object) -> Imap:
    return Imap(name="desk", host="127.0.0.1", username="melding@delinde.example.nl", oauth=tokens.oauth(**other))


@pytest.fixture
def grants(store: Store) -> Grants:
    return Grants(store, SECRET)


def end_soon(grants: Grants, minutes: int = 1) -> None:
    with grants.store.writing() as session:
        session.execute(update(MailboxGrant).values(expires_at=datetime.now(UTC) + timedelta(minutes=minutes)))


def rows(session: Session) -> list[MailboxGrant]:
    return list(session.exec(select(MailboxGrant)))


def test_a_person_lets_the_desk_in_once_and_the_token_is_renewed_before_it_ends(grants: Grants, tokens: TokenServer):
    account = imap_of(tokens)
    let_in(grants, account)

    words = [grants.access_token(account) for _ in range(3)]
    end_soon(grants)
    later = [grants.access_token(account) for _ in range(3)]

    assert len(set(words)) == len(set(later)) == 1
    assert words[0] != later[0]
    assert tokens.asked == ["authorization_code", "refresh_token"]


def test_an_app_of_ones_own_comes_in_without_anybody(grants: Grants, tokens: TokenServer):
    account = imap_of(tokens, flow="client_credentials")

    assert grants.access_token(account) == grants.access_token(account)
    assert tokens.asked == ["client_credentials"]


def test_many_who_ask_at_once_renew_once(grants: Grants, tokens: TokenServer):
    account = imap_of(tokens)
    let_in(grants, account)
    with grants.store.writing() as session:
        session.execute(update(MailboxGrant).values(access_token=""))

    with ThreadPoolExecutor(8) as pool:
        words = set(pool.map(lambda _: grants.access_token(account), range(8)))

    assert len(words) == 1
    assert tokens.asked == ["authorization_code", "refresh_token"]


@pytest.mark.parametrize(("ahead", "asked"), [
    (timedelta(seconds=1), ["authorization_code"]),
    (timedelta(hours=1), ["authorization_code", "refresh_token"]),
], ids=["taken a moment after we asked the time", "taken before the clock was put back"])  # fmt: skip
def test_a_renewal_that_another_began_is_left_to_it(
    grants: Grants, tokens: TokenServer, ahead: timedelta, asked: list[str]
):
    account = imap_of(tokens)
    let_in(grants, account)
    end_soon(grants)
    with grants.store.writing() as session:
        session.execute(update(MailboxGrant).values(renewing_until=database_time(session) + LEASE + ahead))

    grants.access_token(account)

    assert tokens.asked == asked


def test_a_provider_that_is_away_for_a_moment_ends_no_token_that_is_still_good(grants: Grants, tokens: TokenServer):
    account = imap_of(tokens)
    let_in(grants, account)
    good = grants.access_token(account)
    end_soon(grants)
    tokens.refuses = True

    meanwhile = grants.access_token(account)
    end_soon(grants, minutes=-1)
    with pytest.raises(GrantError):
        grants.access_token(account)
    tokens.refuses = False

    assert meanwhile == good
    assert grants.access_token(account) != good


@pytest.mark.parametrize("lie", [
    {"access_token": None}, {"access_token": ""}, {"expires_in": "soon"}, {"expires_in": 10**15}, {"expires_in": [1]},
], ids=str)  # fmt: skip
def test_a_provider_whose_answer_is_none_is_told_of_and_asked_again(
    grants: Grants, tokens: TokenServer, lie: dict[str, object]
):
    account = imap_of(tokens, flow="client_credentials")
    tokens.lie.update(lie)

    with pytest.raises(GrantError, match="the provider does not let the app in"):
        grants.access_token(account)
    tokens.lie.clear()

    assert grants.access_token(account)


def test_a_renewal_that_was_begun_before_the_clock_was_put_back_keeps_nobody_waiting(
    grants: Grants, tokens: TokenServer
):
    account = imap_of(tokens)
    let_in(grants, account)
    with grants.store.writing() as session:
        far = datetime.now(UTC) + timedelta(days=400)
        session.execute(update(MailboxGrant).values(access_token="", renewing_until=far))

    assert grants.access_token(account)
    assert tokens.asked == ["authorization_code", "refresh_token"]


class TestAStoreThatIsBusy:
    @pytest.fixture
    def database_url(self, sqlite_database: str) -> str:
        """The one that one writer keeps from all others."""
        return sqlite_database

    def test_what_the_provider_gave_meanwhile_is_not_lost(
        self, grants: Grants, tokens: TokenServer, monkeypatch: pytest.MonkeyPatch
    ):
        account, give = imap_of(tokens), tokens.token
        let_in(grants, account)
        end_soon(grants)

        def rename(before: str, after: str) -> None:
            with grants.store.engine.begin() as connection:
                connection.exec_driver_sql(f"ALTER TABLE {before} RENAME TO {after}")

        def answer(form: dict[str, str]) -> dict[str, object] | None:
            rename("mailbox_grant", "elsewhere")
            Timer(0.5, rename, ("elsewhere", "mailbox_grant")).start()
            return give(form)

        monkeypatch.setattr(tokens, "token", answer)
        first = grants.access_token(account)
        monkeypatch.undo()
        end_soon(grants)

        assert grants.access_token(account) != first


@pytest.mark.parametrize("other_secret", [False, True])
def test_no_token_lies_in_plain_words_and_another_secret_opens_none(
    grants: Grants, tokens: TokenServer, other_secret: bool
):
    account = imap_of(tokens)
    let_in(grants, account)

    with grants.store.reading() as session:
        at_rest = " ".join(f"{row.access_token} {row.refresh_token}" for row in rows(session))
    assert at_rest.strip()
    assert grants.access_token(account) not in at_rest
    assert tokens.refresh not in at_rest
    if other_secret:
        with pytest.raises(GrantError, match="postbon mailbox login desk"):
            Grants(grants.store, b"ander").access_token(account)


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("http://localhost/?code=code-0&state=of-another", "postbon mailbox login desk"),
        ("no-such-code", "postbon mailbox login desk"),
        ("http://localhost/?error=access_denied", "postbon mailbox login desk"),
    ],
)
def test_what_the_provider_never_said_lets_nobody_in(grants: Grants, tokens: TokenServer, pasted: str, words: str):
    account = imap_of(tokens)
    where_the_browser_ends(consent_address(account, STATE, VERIFIER))

    with pytest.raises(GrantError, match=words):
        grants.take_code(account, pasted, STATE, VERIFIER)
    with pytest.raises(GrantError, match=words):
        grants.access_token(account)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"provider": "custom"}, "token_url"),
        ({"provider": "google", "flow": "client_credentials"}, "postbon mailbox login"),
        ({"provider": "microsoft", "flow": "client_credentials"}, "tenant"),
    ],
)
def test_settings_that_cannot_let_anybody_in_say_what_is_missing(values: dict[str, str], words: str):
    with pytest.raises(ValueError, match=words):
        OAuth.model_validate({"client_id": "a"} | values)


@pytest.mark.parametrize(
    ("provider", "place"),
    [
        ("microsoft", "https://login.microsoftonline.com/zuid.example.nl/oauth2/v2.0/authorize?"),
        ("google", "https://accounts.google.com/o/oauth2/v2/auth?"),
    ],
)
def test_the_large_providers_are_known_by_name(provider: str, place: str):
    oauth = OAuth.model_validate({"provider": provider, "client_id": "app-1", "tenant": "zuid.example.nl"})
    account = Imap(name="desk", host="imap.example.nl", username="melding@zuid.example.nl", oauth=oauth)

    address = consent_address(account, STATE, VERIFIER)

    assert address.startswith(place)
    for part in ("client_id=app-1", "code_challenge=", "login_hint=melding%40zuid.example.nl", f"state={STATE}"):
        assert part in address


@pytest.mark.dovecot
class TestARealMailbox:
    def test_its_mail_is_taken_in_by_token_and_a_token_that_was_ended_is_replaced(
        self, grants: Grants, tokens: TokenServer, token_mailbox: DovecotMailbox
    ):
        account = account_of(token_mailbox, password="", oauth=tokens.oauth())
        let_in(grants, account)
        with logged_in(account, grants) as client:
            client.append("INBOX", some_octets(1))
        tokens.valid.clear()  # the provider ended it

        intake, stop = Intake(grants.store), Event()
        watching = Thread(target=watch, args=(grants.store, intake, account, stop, lambda: datetime.now(UTC), grants))
        watching.start()
        try:
            assert comes_true(lambda: self.messages(grants.store) == 1)
        finally:
            stop.set()
            watching.join(20)
            intake.close()
        with grants.store.reading() as session:
            assert troubles(session) == []

    def test_doctor_says_which_command_lets_the_desk_in(
        self, grants: Grants, tokens: TokenServer, token_mailbox: DovecotMailbox
    ):
        account = account_of(token_mailbox, password="", oauth=tokens.oauth())

        before = check_mailbox(account, grants)
        let_in(grants, account)
        after = check_mailbox(account, grants)

        assert (before.well, after.well) == (False, True)
        assert "postbon mailbox login desk" in before.seen

    def test_the_command_lets_the_desk_in(self, tmp_path: Path, tokens: TokenServer, token_mailbox: DovecotMailbox):
        oauth = tokens.oauth()
        (tmp_path / "postbon.toml").write_text(f"""
[[imap]]
name = "desk"
host = "{token_mailbox.host}"
port = {token_mailbox.port}
security = "none"
username = "{token_mailbox.username}"
[imap.oauth]
provider = "custom"
client_id = "{oauth.client_id}"
client_secret = "{oauth.client_secret.get_secret_value()}"
scope = "mail"
token_url = "{oauth.token_url}"
authorize_url = "{oauth.authorize_url}"
""")
        command = subprocess.Popen(
            [*POSTBON, "mailbox", "login", "desk"],
            cwd=tmp_path,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with command:
            assert command.stdin and command.stdout
            address = next(line for line in command.stdout if line.startswith("http")).strip()
            command.stdin.write(where_the_browser_ends(address) + "\n")
            command.stdin.close()
            rest = command.stdout.read()

        assert command.returncode == 0, rest
        settings = Settings(desk={"data_dir": tmp_path / "postbon-data"})
        doctor = subprocess.run(
            [*POSTBON, "doctor"], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
        )
        assert settings.desk.data_dir.is_dir()
        assert any("desk" in line and line.startswith("ok") and "INBOX" in line for line in doctor.stdout.splitlines())

    def messages(self, store: Store) -> int:
        with store.reading() as session:
            return len(session.exec(select(Message.id)).all())


def test_letters_leave_by_token_and_what_the_server_says_of_a_bad_one_is_told(
    grants: Grants, tokens: TokenServer, start_for_tokens: StartForTokens
):
    sink = start_for_tokens(tokens)
    tokens.user = "melding@delinde.example.nl"
    out = SmtpOut(host=sink.host, port=sink.port, username=tokens.user, oauth=tokens.oauth())
    settings = Settings(smtp_out=out)

    before = next(check_post(settings, grants))
    let_in(grants, out)
    after = next(check_post(settings, grants))
    tokens.valid.clear()
    ended, renewed = (next(check_post(settings, grants)) for _ in range(2))

    assert "postbon mailbox login smtp_out" in before.seen
    assert [each.well for each in (after, ended, renewed)] == [True, False, True]
    assert "535" in ended.seen
