import sys
from contextlib import ExitStack
from pathlib import Path

from tests.servers.server_process import HOST, Command, comes_true, free_port, is_up, server_in


def test_users_of_one_room_share_a_server_that_ends_with_the_last_of_them(tmp_path: Path) -> None:
    first, second = ExitStack(), ExitStack()

    port = first.enter_context(server_in(tmp_path, web_server))
    same_port = second.enter_context(server_in(tmp_path, web_server))
    first.close()

    assert same_port == port
    assert is_up(port)
    second.close()
    assert comes_true(lambda: not is_up(port))


def test_a_room_whose_server_has_ended_starts_another(tmp_path: Path) -> None:
    with server_in(tmp_path, web_server) as port:
        pass
    assert comes_true(lambda: not is_up(port))

    with server_in(tmp_path, web_server) as port:
        assert is_up(port)


def web_server(scratch: Path) -> Command:
    port = free_port()
    return Command([sys.executable, "-m", "http.server", "--bind", HOST, "-d", scratch, str(port)], port)
