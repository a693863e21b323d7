"""`undo-change`: takes a change back that one of the tools applied.

Lives here: the arguments and the reply.
Does not:   how a change is taken back (changes/undo.py).
"""

from typing import Annotated

from pydantic import Field

from fe_skill.call import Call
from fe_skill.tools.choices import DryRun, Project
from fe_skill.tools.reply import WriteReply
from fe_skill.tools.tool import Hints, Tool


class UndoReply(WriteReply):
    """What was, or would be, taken back.

    `modified` are the files that have their earlier content again, `removed` those that the change
    had made.
    """

    removed: tuple[str, ...]

    def text(self) -> str:
        """What is gone and what is back."""
        verb = "would be taken back" if self.status == "planned" else "was taken back"
        files = f"{len(self.removed)} files removed, {len(self.modified)} as they were before"
        lines = [f"change {self.change_id} {verb}: {files}"]
        lines += [f"note: {note}" for note in self.notes]
        return "\n".join([*lines, self.diff] if self.diff else lines)


def undo_change(
    call: Call,
    *,
    project: Project,
    change_id: Annotated[
        str | None,
        Field(
            description="By default the last. The `change_id` of the reply that applied it.",
            pattern="^[0-9a-f]{16}$",
            examples=["3f8a0c52d19be764"],
        ),
    ] = None,
    dry_run: DryRun = False,
) -> UndoReply:
    """Take a change back.

    Raises:
        Refused: `nothing-to-undo`, `unknown-change`, `changed-since`, or what apply raises.
    """
    from fe_skill.changes.undo import undo  # noqa: PLC0415 -- only once the tool is called

    undone = undo(call.locate(project), change_id, call, dry_run=dry_run)
    return UndoReply(
        status="planned" if dry_run else "applied",
        change_id=undone.change_id,
        created=(),
        modified=tuple(map(str, undone.restored)),
        removed=tuple(map(str, undone.removed)),
        diff=undone.diff if dry_run else None,
        checks=(),
        notes=tuple(f"kept `{folder}`: it holds more than we made" for folder in undone.kept),
        next_steps=(),
    )


TOOL = Tool(
    name="undo-change",
    title="Undo change",
    description=(
        "Take back a change of the other tools, byte for byte; refused, naming it, if a file has "
        "changed since.\n\n"
        "`scaffold` is among them. Files that were made go, those that were changed get their "
        "earlier content, all or none. Without `change_id`, the last change that still stands; "
        "`dry_run` shows the diff."
    ),
    hints=Hints(read_only=False, idempotent=False),
    run=undo_change,
    example={"project": "order-desk"},
)
