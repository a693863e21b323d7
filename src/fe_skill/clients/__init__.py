"""The registration of this server in the configuration files of MCP clients.

    client ─▶ where its file is, under which key, in which shape
    jsonc, toml ─▶ a splice: one place in the text, what stands there, what will
    config ─▶ that splice, proven by reading the result
    register ─▶ the file, in a project or at home

Lives here: all that knows a client's file. Does not: the commands (cli_clients.py).
"""
