import pytest
from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from tests.servers.dovecot import Dovecot, DovecotMailbox

MAIL = b"From: fatima.elamrani@mail.example.nl\r\nSubject: Lekkage badkamer\r\n\r\nHet druppelt.\r\n"


def test_mailbox_gives_back_the_octets_it_was_given(mailbox: DovecotMailbox) -> None:
    with logged_in(mailbox) as client:
        client.append("INBOX", MAIL)
        client.select_folder("INBOX")

        assert client.fetch([1], ["BODY.PEEK[]"])[1][b"BODY[]"] == MAIL


def test_mailbox_moves_a_mail_to_another_folder_by_its_uid(mailbox: DovecotMailbox) -> None:
    with logged_in(mailbox) as client:
        client.append("INBOX", MAIL)
        client.create_folder("Verwerkt")
        client.select_folder("INBOX")

        client.move(client.search(), "Verwerkt")

        assert client.folder_status("INBOX", ["MESSAGES"]) == {b"MESSAGES": 0}
        assert client.folder_status("Verwerkt", ["MESSAGES"]) == {b"MESSAGES": 1}


def test_mailbox_tells_an_idle_client_of_new_mail(mailbox: DovecotMailbox) -> None:
    with logged_in(mailbox) as client, logged_in(mailbox) as other:
        client.select_folder("INBOX")
        client.idle()

        other.append("INBOX", MAIL)

        assert (1, b"EXISTS") in client.idle_check(timeout=10)
        client.idle_done()


def test_accounts_do_not_see_each_other(dovecot: Dovecot, mailbox: DovecotMailbox) -> None:
    with logged_in(mailbox) as client:
        client.append("INBOX", MAIL)

    with logged_in(dovecot.mailbox("tweede@delinde.example.nl")) as other:
        assert other.folder_status("INBOX", ["MESSAGES"]) == {b"MESSAGES": 0}


def test_a_wrong_password_is_refused(mailbox: DovecotMailbox) -> None:
    with IMAPClient(mailbox.host, mailbox.port, ssl=False) as client, pytest.raises(LoginError):
        client.login(mailbox.username, "fout")


def logged_in(mailbox: DovecotMailbox) -> IMAPClient:
    client = IMAPClient(mailbox.host, mailbox.port, ssl=False)
    client.login(mailbox.username, mailbox.password)
    return client
