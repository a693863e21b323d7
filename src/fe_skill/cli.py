"""The tools as commands, and the commands around them.

Lives here: the application, what a command prints, its exit code (0 done, 1 findings or a failed
check, 2 the caller's mistake, 3 a bug of ours, 130 interrupted).
Does not:   what an option may be (cli_options.py), the other commands (cli_changes.py,
            cli_clients.py, cli_health.py, cli_package.py), or what a tool does (tools/).
"""

import json
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from fe_skill import __version__, cli_changes, cli_clients, cli_health, cli_options, cli_package
from fe_skill.call import Call, current_folder
from fe_skill.problem import Bug, Cancelled, FeSkillError, Problem, Refused
from fe_skill.tools.answer import answer
from fe_skill.tools.tool import Reply, Tool

_NAME = "fe-skill"
DONE, FINDINGS, REFUSED, BUG, INTERRUPTED = 0, 1, 2, 3, 130


def run(tools: Sequence[Tool], words: Sequence[str]) -> int:
    """Carry out the command line `words`; the exit code."""
    app = application(tools, words[0] if words else "")
    try:
        code: int | None = app(list(words) or ["--help"], prog_name=_NAME, standalone_mode=False)
    except FeSkillError as error:
        return _refuse(error, as_json="--json" in words)
    except typer.TyperException as error:
        return _refuse(Refused(_misused(error)), as_json="--json" in words)
    return code or DONE


def application(tools: Sequence[Tool], word: str) -> typer.Typer:
    """The commands: that which is called `word`, all of them where there is none.

    Making a tool's command means making its schema: a tenth of the server's start, if each is made.
    """
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_root)
    makers = _makers(tools)
    for name in (word,) if word in makers else makers:
        app.command(name)(makers[name]())
    return app


def _makers(tools: Sequence[Tool]) -> dict[str, Callable[[], Callable[..., object]]]:
    return {
        **{tool.name: partial(_command, tool) for tool in tools},
        "history": lambda: cli_changes.history,
        "recover": lambda: cli_changes.recover,
        "explain": partial(_explain_command, tools),
        "register": lambda: cli_clients.register,
        "unregister": lambda: cli_clients.unregister,
        "doctor": lambda: cli_health.doctor,
        "inspect": lambda: cli_health.inspect,
        "serve": partial(_serve_command, tools),
        "package": lambda: cli_package.package,
        "contracts": partial(_contracts_command, tools),
    }


def _print_version(wanted: bool) -> None:  # noqa: FBT001 -- typer calls it so
    if wanted:
        typer.echo(f"{_NAME} {__version__}")
        raise typer.Exit


def _root(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Tools that build and check FastAPI backends, and prove what they did."""


def _command(tool: Tool) -> Callable[..., int]:
    def command(**options: object) -> int:
        as_json = bool(options.pop(cli_options.AS_JSON))
        name = cli_options.checked_format(tool, options.pop(cli_options.FORMAT, None))
        with _interruptible() as call:
            reply = answer(tool, cli_options.given(tool, options), call)
        if name and not as_json:
            typer.echo(reply.formatted(name))
        else:
            _show(reply, as_json=as_json)
        return DONE if reply.passed() else FINDINGS

    command.__doc__ = tool.description
    shape = cli_options.signature(tool)
    command.__dict__["__signature__"] = shape
    command.__annotations__ = {p.name: p.annotation for p in shape.parameters.values()}
    return command


def _explain_command(tools: Sequence[Tool]) -> Callable[..., None]:
    def explain(
        topic: Annotated[
            str | None, typer.Argument(help="A procedure, a tool, a rule or a fault.")
        ] = None,
    ) -> None:
        """Print a page on a procedure, tool, rule or fault; without a topic, list them."""
        from fe_skill import topics  # noqa: PLC0415 -- other commands start faster

        if topic is None:
            known = (*topics.topics(tools), *topics.rule_topics(), *topics.fault_topics())
            lines = (f"{topic.name:19} {topic.title}" for topic in known)
            typer.echo("\n".join(lines))
        else:
            typer.echo(topics.explained(topic, tools).rstrip("\n"))

    return explain


def _serve_command(tools: Sequence[Tool]) -> Callable[..., None]:
    def serve(
        root: Annotated[
            list[str] | None,
            typer.Option(help="A folder that the tools may touch, with all below; repeatable."),
        ] = None,
        *,
        http: Annotated[bool, typer.Option("--http", help="Serve HTTP: /mcp and /tools.")] = False,
        host: Annotated[str, typer.Option(help="The address to bind to.")] = "127.0.0.1",
        port: Annotated[int, typer.Option(min=0, max=65535)] = 8000,
        name: Annotated[
            list[str] | None,
            typer.Option(help="A host name that requests come in under; repeatable."),
        ] = None,
        workers: Annotated[int, typer.Option(min=1, max=64, help="Processes to serve with.")] = 1,
    ) -> None:
        """Speak MCP on standard input and output, or over HTTP.

        Over HTTP the tokens are in FE_SKILL_TOKEN (read and write) and FE_SKILL_READ_TOKEN.
        """
        roots = tuple(_existing(folder) for folder in root or ())
        if http:
            from fe_skill.server.serving import serve_http  # noqa: PLC0415 -- stdio starts faster

            places, names = roots or (current_folder(),), tuple(name or ())
            serve_http(tools, places, host=host, port=port, names=names, workers=workers)
            return
        from fe_skill.server.stdio import serve_stdio  # noqa: PLC0415 -- other commands start faster

        serve_stdio(tools, roots)

    return serve


def _contracts_command(tools: Sequence[Tool]) -> Callable[..., int]:
    def contracts(
        *,
        check: Annotated[bool, typer.Option("--check", help="Compare only; 1 on a drift.")] = False,
    ) -> int:
        """Write each tool's contract to `tools/`, and the tools' part of the README."""
        from fe_skill import published  # noqa: PLC0415 -- other commands start faster

        drifted = published.drifted(tools)
        for path, text in () if check else drifted.items():
            published.write(path, text)
        for path in drifted:
            typer.echo(f"{'differs' if check else 'written'}: {path.name}")
        return FINDINGS if check and drifted else DONE

    return contracts


@contextmanager
def _interruptible() -> Iterator[Call]:
    """A call from the current folder; Ctrl-C cancels it, a second one ends the process at once."""
    call = Call(workspace=current_folder(), progress=_progress)

    def cancel(_signal: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        call.cancel.set()

    before = signal.signal(signal.SIGINT, cancel)
    try:
        yield call
    finally:
        signal.signal(signal.SIGINT, before)


def _progress(done: int, total: int, message: str) -> None:
    if sys.stderr.isatty():
        typer.echo(f"[{done}/{total}] {message}", err=True)


def _show(reply: Reply, *, as_json: bool) -> None:
    typer.echo(_json(reply.model_dump(mode="json")) if as_json else reply.text())


def _refuse(error: FeSkillError, *, as_json: bool) -> int:
    if isinstance(error, Bug):
        traceback.print_exception(error.__cause__)
    if as_json:
        typer.echo(_json({"problem": asdict(error.problem)}))
    else:
        typer.echo(error.problem.text(), err=True)
    match error:
        case Bug():
            return BUG
        case Cancelled():
            return INTERRUPTED
        case _:
            return REFUSED


def _misused(error: typer.TyperException) -> Problem:
    """What typer refuses before a tool is reached: a word that is no command or no option."""
    return Problem(
        code="command-line-invalid",
        what=error.format_message().rstrip("."),
        why="the command line could not be read",
        mend="see `fe-skill --help`, or `--help` after a command",
    )


def _existing(folder: str) -> Path:
    path = Path(folder).expanduser().resolve()
    if not path.is_dir():
        raise Refused(
            Problem(
                code="root-missing",
                what=f"`{path}` is not a folder",
                why="a root is a folder that exists when the server starts",
                mend="make it first, or name another with `--root`",
            )
        )
    return path


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
