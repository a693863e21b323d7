"""env.py doesn't tell Alembic the project's metadata.

Tell-tale: "environment script ... does not provide a MetaData object".
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Place, Sample
from fe_skill.faults.looking.revisions import assigned, env_of
from fe_skill.faults.mending import imported
from fe_skill.syntax.module import SourceModule


def recognise(case: Case) -> Diagnosis | None:
    if not case.says("does not provide a MetaData object"):
        return None
    env = env_of(case)
    node = assigned(env, "target_metadata") if env else None
    place = Place(env.path, node.lineno if node else 1, "target_metadata") if env else None
    base = _base(case)
    return Diagnosis(
        what="env.py doesn't give Alembic the project's metadata",
        why="autogenerate compares the metadata with the database, and has none to compare",
        confidence=SURE if node else CLEAR,
        place=place,
        mend=(
            f"`from {base[0]} import {base[1]}` and `target_metadata = {base[1]}.metadata`"
            if base
            else "`target_metadata = Base.metadata`, with every model imported before",
        ),
        edits=_given(env, node, *base) if env and node and base else (),
    )


def _base(case: Case) -> tuple[str, str] | None:
    """The declarative base, imported from where models that use it are all loaded."""
    bases = {m.base for m in (case.facts.models if case.facts else ()) if m.base and "." in m.base}
    if len(bases) != 1:
        return None
    dotted = bases.pop()
    module, _, name = dotted.rpartition(".")
    packages = {m.dotted.rpartition(".")[0] for m in (case.facts.models if case.facts else ())}
    if len(packages) == 1:  # where the models are, the base can be imported too, and they with it
        home = packages.pop()
        at = next((p for p in (case.facts.paths if case.facts else ()) if _is(case, p, home)), None)
        own = case.module(at) if at else None
        if own is not None and name in own.names:
            return home, name
    return (module, name) if not module.startswith("sqlalchemy") else None


def _is(case: Case, path: str, name: str) -> bool:
    return case.facts is not None and case.facts.module_name(path) == name


def _given(env: SourceModule, node, source: str, name: str) -> tuple[Edit, ...]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    if not re.fullmatch(r"None|\[\]|\(\)", env.segment(node.value) if node.value else ""):
        return ()
    start, end = env.offsets(node.value)
    return (Edit(env.path, start, end, f"{name}.metadata"), *imported(env, source, name))


_ENV = "from alembic import context\n\ntarget_metadata = None\ncontext.run_migrations()\n"
_MODELS = """\
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Note(Base):
    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
"""

FAULT = Fault(
    name="target-metadata-missing",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            "FAILED: Can't proceed with --autogenerate option; environment script alembic/env.py "
            "does "
            "not provide a MetaData object or sequence of objects to the context.",
            {
                "alembic.ini": "[alembic]\nscript_location = alembic\n",
                "alembic/env.py": _ENV,
                "app/models.py": _MODELS,
            },
            "alembic/env.py:3",
            mended=True,
        ),
    ),
    docs=("https://alembic.sqlalchemy.org/en/latest/autogenerate.html",),
)
