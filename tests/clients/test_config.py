"""Our entry in each form, proven by reading the result."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fe_skill.clients.client import CLIENTS, Client
from fe_skill.clients.config import entry_of, registered, taken_back, unregistered
from fe_skill.problem import Refused

CODEX, CLAUDE = CLIENTS["codex"], CLIENTS["claude-code"]
WORDS = ["/a b/python", "-P", "-m", "fe_skill", "serve", "--root", 'C:\\x "y"\x7f é']
TOML_FILES = st.lists(
    st.sampled_from(
        [
            "# a comment",
            "",
            'model = "x"',
            "[tools]",
            "[mcp_servers.other]\ncommand = 'a'",
            "[[items]]\nn = 1",
            '[text]\nmany = """\n[mcp_servers.fe-skill]\n"""',
        ]
    ),
    unique=True,
    max_size=5,
).map("\n".join)


@given(TOML_FILES, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\n", "\n\n"]))
def test_toml_is_kept_to_the_byte_but_for_our_table_at_its_end(
    text: str,
    newline: str,
    end: str,
) -> None:
    text = (text + end).replace("\n", newline)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    entry = CODEX.shape(WORDS)
    done = registered(text, CODEX, entry)
    after = done.apply(text)
    assert after.startswith(text)
    assert tomllib.loads(after)["mcp_servers"]["fe-skill"] == entry
    assert not registered(after, CODEX, entry)
    assert taken_back(after, done, CODEX) == text


def test_toml_keeps_what_the_user_added_to_our_table_and_changes_only_what_differs() -> None:
    text = (
        "[mcp_servers.fe-skill] # ours\ncommand = 'old'\nargs = []\nstartup_timeout_sec = 20\n\n"
        "[mcp_servers.fe-skill.env]\nA = '1'\n\n[next]\n"
    )
    after = registered(text, CODEX, CODEX.shape(["new\\", "x"])).apply(text)
    assert after == text.replace("'old'", '"new\\\\"').replace("[]", '["x"]')
    assert unregistered(text, CODEX).apply(text) == "[next]\n"


@pytest.mark.parametrize(
    "text",
    [
        "mcp_servers = {other = {command = 'a'}}",
        "mcp_servers.fe-skill.command = 'a'",
        "mcp_servers = 1",
        "[broken",
    ],
)
def test_toml_in_a_form_that_leaves_no_sure_place_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        registered(text, CODEX, CODEX.shape(WORDS))
    assert refused.value.problem.code == "client-file-unreadable"


@pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)
def test_every_client_s_entry_holds_the_words_as_they_are(client: Client) -> None:
    text = registered("", client, client.shape(WORDS)).apply("")
    entry = entry_of(text, client)
    assert entry is not None
    assert [entry["command"], entry.get("args")] in ([WORDS, None], [WORDS[0], WORDS[1:]])


def test_entry_is_found_again_after_others_wrote_around_it() -> None:
    text = '{"mcpServers": {"a": {}}}'
    done = registered(text, CLAUDE, CLAUDE.shape(WORDS))
    later = done.apply(text).replace('{"a"', '{"first": {}, "a"')
    assert taken_back(later, done, CLAUDE) == '{"mcpServers": {"first": {}, "a": {}}}'


def test_a_place_that_was_rewritten_since_is_not_guessed() -> None:
    done = registered("", CLAUDE, CLAUDE.shape(WORDS))
    rewritten = done.apply("").replace("\n", "\n\n")
    assert taken_back(rewritten, done, CLAUDE) is None
    assert entry_of(unregistered(rewritten, CLAUDE).apply(rewritten), CLAUDE) is None
