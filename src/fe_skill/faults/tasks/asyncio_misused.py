"""Something is given to asyncio that it can't run, or it is left behind.

Tell-tale: "a coroutine was expected", "cannot reuse already awaited coroutine", "Task was
           destroyed but it is pending", "Task exception was never retrieved".
"""

from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("TypeError", "ValueError"),
        says=(
            r"a coroutine was expected, got (.+)|An asyncio\.Future, a coroutine or "
            r"an awaitable is required|a coroutine object is required"
        ),
        what="what is no coroutine was given to be run: {0}",
        why="the function wasn't called, isn't `async def`, or was run already",
        mend=("give the call: `asyncio.run(main())`, `create_task(work())`",),
    ),
    Sign(
        types=("RuntimeError",),
        says=(
            r"cannot reuse already awaited coroutine|coroutine is being awaited "
            r"already"
        ),
        what="one coroutine is awaited twice",
        why="each call of an `async def` can be awaited once",
        mend=("call the function anew for each await, or keep a task",),
    ),
    Sign(
        types=("NotImplementedError",),
        says=r"SelectorEventLoop|subprocess|add_signal_handler",
        what="this event loop can't do what is asked of it",
        why=(
            "on Windows the selector loop knows no subprocesses, and the proactor "
            "loop no signal handlers"
        ),
        mend=(
            (
                "choose the loop that can: `asyncio.WindowsProactorEventLoopPolicy`; "
                "run it on the system that it is deployed on"
            ),
        ),
    ),
    Sign(
        says=r"(?:cannot use|can't use|not compatible with) the '?(ProactorEventLoop)",
        what="this driver can't run on the event loop of Windows",
        why="asynchronous psycopg needs a loop that watches sockets: the selector loop",
        mend=(
            "before the loop starts: "
            "`asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())`; under "
            "Uvicorn by a loop factory, as it chooses the loop itself",
        ),
    ),
    Sign(
        types=("ValueError", "RuntimeError"),
        says=(
            r"set_wakeup_fd only works in main thread|signal only works in main "
            r"thread|add_signal_handler\(\) can only be called"
        ),
        what="signals were set up outside the main thread",
        why="only the main thread may do that",
        mend=("run the server in the main thread, or without its signal handlers",),
    ),
    Sign(
        types=("RuntimeError",),
        says=r"cannot schedule new futures after (?:interpreter )?shutdown",
        what="work was started while the process was ending",
        why="a thread or a task goes on after shutdown began",
        mend=("end background work in the lifespan before its resources go",),
    ),
    Sign(
        types=("InvalidStateError",),
        what="a future was finished or asked at the wrong time",
        why="its result was set twice, or it was cancelled meanwhile",
        mend=("look at `future.done()` before setting it",),
    ),
    Sign(
        says=(
            r"Task was destroyed but it is pending|(?:Task|Future) exception was "
            r"never retrieved"
        ),
        what="a task was left behind, and nobody looked how it ended",
        why="nothing awaits it, and nothing keeps it",
        mend=("keep a reference and await it at shutdown, or use a task group",),
        confidence=0.7,
        aside=True,
    ),
    Sign(
        types=("RuntimeError",),
        says=(
            r"(?:dictionary|deque|Set|OrderedDict) (?:changed size|mutated|changed) "
            r"during iteration"
        ),
        what="a collection changed while it was gone through",
        why="another task or thread, or the loop itself, adds or removes meanwhile",
        mend=("go through a copy: `for key in list(items)`",),
        confidence=0.8,
    ),
)

FAULT = Fault(
    name="asyncio-misused",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    general=True,
    samples=(
        Sample("InterfaceError: Psycopg cannot use the 'ProactorEventLoop' to run in async mode."),
        Sample("TypeError: An asyncio.Future, a coroutine or an awaitable is required"),
        Sample("RuntimeError: cannot reuse already awaited coroutine"),
        Sample("RuntimeError: dictionary changed size during iteration"),
    ),
)
