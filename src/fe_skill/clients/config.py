"""Our entry in the text of a client's file, each edit proven by reading its result.

Lives here: registered, unregistered, entry_of, taken_back.
Does not:   the files (register.py), or how a form is edited (jsonc.py, toml.py).
"""

from collections.abc import Mapping
from typing import cast

from fe_skill.clients import jsonc, toml
from fe_skill.clients.client import Client, Entry
from fe_skill.clients.splice import NOTHING, Splice, unreadable
from fe_skill.problem import Refused

Data = Mapping[str, object]


def registered(text: str, client: Client, entry: Entry) -> Splice:
    """The edit that makes `text` start our server by `entry`; none where it does already.

    Raises:
        Refused: `client-file-unreadable`.
    """
    put = toml.put if client.form == "toml" else jsonc.put
    splice = put(text, client.keys, entry)
    after = splice.apply(text)
    now = entry_of(after, client)
    if now is None or {**now, **entry} != now or _others(after, client) != _others(text, client):
        raise unreadable("it is written in a way that leaves no sure place for an entry")
    return splice


def unregistered(text: str, client: Client, *, made_list: bool = False) -> Splice:
    """The edit that takes our entry out; none where there is none.

    With `made_list`, the list of servers came with us, and goes with us when nobody else is in it.

    Raises:
        Refused: `client-file-unreadable`.
    """
    if entry_of(text, client) is None:
        return NOTHING
    drop = toml.drop if client.form == "toml" else jsonc.drop
    alone = made_list and client.form == "jsonc" and client.key not in _others(text, client)
    splice = drop(text, client.keys[:1] if alone else client.keys)
    after = splice.apply(text)
    if entry_of(after, client) is not None or _others(after, client) != _others(text, client):
        raise unreadable("our entry is written in a way that can't be taken out surely")
    return splice


def taken_back(text: str, done: Splice, client: Client) -> str | None:
    """`text` before the edit `done`, whatever else changed since; None where its place is lost."""
    if text.count(done.new) != 1 or not done.new.strip():
        return None
    before = text.replace(done.new, done.old)
    try:
        return before if _others(before, client) == _others(text, client) else None
    except Refused:
        return None


def entry_of(text: str, client: Client) -> Data | None:
    """Our entry as the file holds it."""
    servers = _data(text, client).get(client.key)
    found = servers.get(client.keys[1]) if isinstance(servers, dict) else None
    return cast("Data", found) if isinstance(found, dict) else None


def _others(text: str, client: Client) -> Data:
    """What the file says but for us; an empty list of servers says nothing."""
    data = dict(_data(text, client))
    servers = data.pop(client.key, None)
    if isinstance(servers, dict):
        servers = {name: of for name, of in servers.items() if name != client.keys[1]}
    return {**data, client.key: servers} if servers else data


def _data(text: str, client: Client) -> Data:
    if client.form == "toml":
        return toml.parse(text)
    if not text.strip("\ufeff \t\r\n"):
        return {}
    value = jsonc.parse(text).value
    if not isinstance(value, dict):
        raise unreadable("it holds something else than an object", 1)
    return cast("Data", value)
