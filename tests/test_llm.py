"""The client for OpenAI-compatible servers, against a server that does all that servers do wrong."""

import pytest
from llm_server import Reply, serving

from translate.errors import ModelError, UsageError
from translate.models.chat.server import Answer, Client


def client(url: str, *, timeout: float = 5.0, key: str = "", slept: list[float] | None = None) -> Client:
    waits = [] if slept is None else slept
    return Client(url, "tiny", key, timeout=timeout, sleep=waits.append)


def test_a_question_and_its_answer() -> None:
    with serving("Hello.") as server:
        assert client(server.url, key="secret").ask("Say hello.", 50) == Answer("Hello.")
        [request] = server.requests
    assert request["messages"] == [{"role": "user", "content": "Say hello."}]
    assert (request["model"], request["max_tokens"], request["temperature"]) == ("tiny", 50, 0)
    assert server.headers[0]["Authorization"] == "Bearer secret"


def test_without_a_key_none_is_sent_and_none_is_shown() -> None:
    with serving("Hello.") as server:
        client(server.url).ask("x", 5)
    assert "Authorization" not in server.headers[0]
    assert "secret" not in repr(Client(server.url, "tiny", "secret"))


def test_nothing_is_an_answer_too() -> None:
    with serving(Reply(None)) as server:
        assert client(server.url).ask("x", 5) == Answer("")


def test_an_answer_that_the_length_limit_ended_says_so() -> None:
    with serving(Reply("Hel", finish="length")) as server:
        assert client(server.url).ask("x", 1) == Answer("Hel", complete=False)


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_busy_server_is_asked_again(status: int) -> None:
    slept: list[float] = []
    with serving(Reply(status=status), Reply(status=status), "Hello.") as server:
        assert client(server.url, slept=slept).ask("x", 5).text == "Hello."
    assert slept == [2.0, 4.0]


def test_a_pause_that_is_asked_for_is_made_but_not_a_long_one() -> None:
    slept: list[float] = []
    with serving(Reply(status=429, headers={"Retry-After": "7"}), "Hello.") as server:
        client(server.url, slept=slept).ask("x", 5)
    assert slept == [7.0]
    with serving(Reply(status=429, headers={"Retry-After": "3600"})) as server:
        with pytest.raises(ModelError, match="answered 429"):
            client(server.url).ask("x", 5)
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("reply", "said", "times"),
    [
        (Reply(status=500), "the server answered 500", 3),
        (Reply("Hello.", cut=True), "the connection failed", 3),
        (Reply("Hello.", wait=5), "no whole answer within 0 s", 3),
        (Reply("Hello." * 9, drip=0.05), "no whole answer within 0 s", 3),
        (Reply(status=401), "WARTA_LLM_KEY", 1),
        (Reply(status=404), "has no model 'tiny'", 1),
        (Reply(status=400), "answered 400", 1),
        (Reply(status=302, headers={"Location": "http://127.0.0.1:9/elsewhere"}), "sends us elsewhere", 1),
        (Reply(raw=b"<html>welcome</html>"), "not of the OpenAI protocol", 1),
        (Reply(raw=b'{"choices": []}'), "not of the OpenAI protocol", 1),
        (Reply(raw=b"[" * 100_000), "not of the OpenAI protocol", 1),
        (Reply(raw=b'{"choices": [{"message": {"content": 5}}]}'), "holds no text", 1),
        (Reply(raw=b"x" * 1_500_000), "over 1 MB", 1),
    ],
)
def test_what_cannot_be_used_is_one_clear_line(reply: Reply, said: str, times: int) -> None:
    with serving(reply) as server:
        with pytest.raises(ModelError, match=said) as caught:
            client(server.url, timeout=0.3 if reply.wait or reply.drip else 5, key="secret").ask("x", 5)
        assert len(server.requests) == times
        # The deadline ends an answer, not its last byte.
        assert not reply.drip or 0 < server.dripped < len(reply.text or "") * times
    assert "\n" not in str(caught.value) and "secret" not in str(caught.value)
    assert server.url in str(caught.value)


def test_nobody_there() -> None:
    with pytest.raises(ModelError, match=r"connection failed.*Check that the server runs"):
        client("http://127.0.0.1:9/v1").check()


def test_the_check_wants_a_server_that_takes_the_key() -> None:
    with serving("") as server:
        client(server.url).check()
        server.models = Reply(status=404)  # not every server lists its models
        client(server.url).check()
        server.models = Reply(status=401)
        with pytest.raises(ModelError, match="WARTA_LLM_KEY"):
            client(server.url).check()


def test_this_machine_is_never_asked_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with serving("Hello.") as server:
        assert client(server.url).ask("x", 5).text == "Hello."


@pytest.mark.parametrize(
    "url", ["localhost:11434", "ftp://localhost/v1", "http://", "http://[::1/v1", "http://a b/v1", "file:///etc/passwd"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="expected an address"):
        Client(url, "tiny")


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(UsageError, match="WARTA_LLM_KEY") as caught:
        Client("http://me:secret@localhost/v1", "tiny")
    assert "secret" not in str(caught.value)


def test_a_model_must_be_named() -> None:
    with pytest.raises(UsageError, match="`url_model`"):
        Client("http://localhost:1/v1", "")


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://localhost:1/v1", True),
        ("http://127.0.0.9:1/v1", True),
        ("http://[::1]:1/v1", True),
        ("https://llm.example/v1", False),
        ("http://10.0.0.5/v1", False),
    ],
)
def test_which_machine_is_this_one(url: str, local: bool) -> None:
    assert Client(url, "tiny").local is local
