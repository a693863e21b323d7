"""The shells that speak MCP.

    tool_server.py   the tools over MCP, whatever the transport
    guidance.py      the procedures as resources, the workflows as prompts
    served_skill.py  our skill as the extension for skills
    stdio.py         that server on standard input and output
    http.py          that server, and each tool as a route, in a FastAPI service
    access.py        who may do what there
    meter.py         what it tells of its calls

Lives here: what knows the protocol. Does not: what a tool does (tools/).
"""
