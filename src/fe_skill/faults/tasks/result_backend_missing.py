"""A task's result is asked for, and no place is configured where results are kept.

Tell-tale: "No result backend is configured", `DisabledBackend`.
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=r"No result backend (?:is )?configured|DisabledBackend\W+object has no attribute",
        what="a task's result is asked for, and this Celery application keeps none",
        why=(
            "no `result_backend` is set, or the result is read through another application than "
            "the configured one: a `shared_task` bound before the configuration was imported"
        ),
        mend=(
            'set it where the application is made: `Celery(broker=..., backend="redis://...")`',
            "import that application where tasks are sent, and ask "
            "`AsyncResult(id, app=celery_app)`",
        ),
    ),
)

FAULT = Fault(
    name="result-backend-missing",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                "AttributeError: 'DisabledBackend' object has no attribute '_get_task_meta_for'",
                ("/srv/app/jobs.py", 12, "state", "return AsyncResult(job).state"),
            )
        ),
        Sample(
            "NotImplementedError: No result backend is configured.\n"
            "Please see the documentation for more information."
        ),
    ),
)
