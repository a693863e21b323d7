"""One file a tool: its arguments, plan and report.

Lives here: the tools, and what they share (tool, reply, writing).
Does not:   a protocol or a terminal (server/, cli.py).
"""
