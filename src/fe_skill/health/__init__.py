"""What of the environment works, and the inspector that looks at this server.

    sign.py       what one look found
    doctor.py     every look
    handshake.py  the server started as a client would, and its first reply timed
    inspector.py  the MCP inspector's program, where it is installed

Lives here: looking only; nothing is changed. Does not: the commands (cli_health.py).
"""
