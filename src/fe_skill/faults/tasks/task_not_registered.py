"""A worker doesn't know a task, or can't take its arguments.

Tell-tale: "Received unregistered task of type", "Object of type ... is not JSON serializable"
           below kombu.
"""

from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=(
            r"Received unregistered task of type '([\w.]+)'|NotRegistered: "
            r"'?([\w.]+)"
        ),
        what="the worker doesn't know the task `{0}{1}`",
        why=("its module isn't imported by the worker, or it is imported there under another name"),
        mend=(
            ('`include=["app.tasks"]` or `autodiscover_tasks([...])` on the Celery application'),
            ("the same dotted name on both sides: no relative imports, one working directory"),
        ),
        aside=True,
    ),
    Sign(
        types=("EncodeError",),
        what="a task's arguments can't be sent: {said}",
        why="they travel as JSON",
        mend=("send ids and plain values; read the object in the task",),
    ),
)

FAULT = Fault(
    name="task-not-registered",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(Sample("[ERROR/MainProcess] Received unregistered task of type 'app.tasks.send'."),),
)
