"""The shells that speak MCP.

    tool_server.py   the tools over MCP, whatever the transport
    stdio.py         that server on standard input and output

Lives here: what knows the protocol. Does not: what a tool does (tools/).
"""
