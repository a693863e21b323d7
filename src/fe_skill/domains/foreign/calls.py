"""What is the same wherever rows are read and written: in routes, functions or classes.

Lives here: Queries.
Does not:   the functions around them (write_layers.py, write_routes.py).
"""

from dataclasses import dataclass

from fe_skill.domains.foreign.idiom import Idiom
from fe_skill.domains.foreign.made import Made
from fe_skill.domains.foreign.piece import Need, Piece, piece
from fe_skill.domains.foreign.text import rendered
from fe_skill.domains.foreign.words import Twin


@dataclass(frozen=True)
class Queries:
    """The bodies of the operations on one entity, for a session that is written `session`."""

    made: Made
    idiom: Idiom
    session: str

    @property
    def row(self) -> str:
        """The variable that holds a row."""
        return self.made.entity.module

    @property
    def wait(self) -> str:
        """What stands before a call that waits for the database."""
        return "await " if self.idiom.session.is_async else ""

    @property
    def key(self) -> str:
        """The attribute of the key."""
        return self.made.twin(self.idiom.model.key.name)

    @property
    def id_name(self) -> str:
        """The parameter that holds a key."""
        return self.made.twin(self.idiom.route.id_name)

    def payload(self, name: str) -> str:
        """The parameter that holds a body."""
        return self.made.twin(self.idiom.route.payloads[name])

    @property
    def dump(self) -> str:
        """How a schema becomes a dictionary."""
        return "dict" if self.idiom.schema.version == 1 else "model_dump"

    @property
    def missing(self) -> Piece:
        """The error for a row that isn't there."""
        error = self.idiom.error.missing
        return Piece(self.made.twin(error.text), error.needs)

    @property
    def conflict(self) -> Piece:
        """The error for what the database refuses."""
        error = self.idiom.error.conflict
        return Piece(self.made.twin(error.text), error.needs)

    @property
    def model(self) -> frozenset[Need]:
        """The need for the mapped class."""
        return self.made.model_needs

    def create(self, owner: str | None) -> Piece:
        """Make a row of a body."""
        payload, model = self.payload("create"), self.made.model
        link = self.made.owner
        if self.idiom.schema.with_model and self.idiom.schema.version > 1:
            extra = f', update={{"{link.name}": {owner}}}' if link else ""
            made = f"{model}.model_validate({payload}{extra})"
        else:
            extra = f", {link.name}={owner}" if link else ""
            made = f"{model}(**{payload}.{self.dump}(){extra})"
        text = rendered("create", self._saving(f"{self.session}.add({self.row})", made=made))
        own = self._owned(payload, owner, change=False)
        return Piece(own.text + text, own.needs | self.model | self._saved())

    def list(self, owner: str | None) -> Piece:
        """A page of rows."""
        lead, rows = self.rows(owner)
        every = rows if self.idiom.session.runs == "query" else f"list({rows})"
        return Piece(f"{lead.text}return {every}", lead.needs)

    def rows(self, owner: str | None) -> tuple[Piece, str]:
        """What leads to a page of rows, and the expression that is one."""
        model, (offset, limit) = self.made.model, self.idiom.route.paging
        narrowed, page = self._narrowed(owner), f".offset({offset}).limit({limit})"
        if self.idiom.session.runs == "query":
            asked = f"{self.session}.query({model}){narrowed}.order_by({model}.{self.key})"
            return Piece("", self.model), f"{asked}{page}.all()"
        text = f"statement = select({model}){narrowed}.order_by({model}.{self.key}){page}\n"
        lead = Piece(text, self.model | piece("", f"{self._source}.select").needs)
        return lead, f"{self.asked('statement')}.all()"

    def count(self, owner: str | None) -> Piece:
        """How many rows there are."""
        model, narrowed = self.made.model, self._narrowed(owner)
        if self.idiom.session.runs == "query":
            return Piece(f"{self.session}.query({model}){narrowed}.count()", self.model)
        counted = f"select(func.count()).select_from({model}){narrowed}"
        needs = piece("", f"{self._source}.func", f"{self._source}.select").needs
        return Piece(f"{self.asked(counted)}.one()", self.model | needs)

    @property
    def _source(self) -> str:
        return "sqlmodel" if self.idiom.session.runs == "exec" else "sqlalchemy"

    def _narrowed(self, owner: str | None) -> str:
        """The rows of one owner alone."""
        link = self.made.owner
        if link is None:
            return ""
        word = "filter" if self.idiom.session.runs == "query" else "where"
        return f".{word}({self.made.model}.{link.name} == {owner})"

    def asked(self, statement: str) -> str:
        """What the session answers to a statement, one value a row."""
        runs = "exec" if self.idiom.session.runs == "exec" else "scalars"
        call = f"{self.wait}{self.session}.{runs}({statement})"
        return f"({call})" if self.wait else call

    def found(self, fetch: str, owner: str | None) -> Piece:
        """Fetch a row, and refuse where there is none, or somebody else's."""
        link = self.made.owner
        absent = f"{self.row} is None"
        if link is not None and owner is not None:
            absent += f" or {self.row}.{link.name} != {owner}"
        answers = {
            "row": self.row,
            "fetch": fetch,
            "absent": absent,
            "missing": self.missing.text,
        }
        return Piece(rendered("found", answers), self.missing.needs)

    @property
    def fetch(self) -> Piece:
        """Fetch a row by its key."""
        return Piece(self._got(self.made.model, self.key, self.id_name), self.model)

    def _got(self, model: str, key: str, value: str) -> str:
        """A row of any class by its key."""
        if self.idiom.session.runs == "query":
            return f"{self.session}.query({model}).filter({model}.{key} == {value}).first()"
        return f"{self.wait}{self.session}.get({model}, {value})"

    def update(self) -> Piece:
        """Change the row that is at hand."""
        answers = {"payload": self.payload("update"), "dump": self.dump, "row": self.row}
        change = rendered("change", answers).rstrip("\n")
        link = self.made.owner
        own = self._owned(
            answers["payload"], f"{self.row}.{link.name}" if link else None, change=True
        )
        text = own.text + rendered("update", self._saving(change))
        return Piece(text, own.needs | self._saved())

    def delete(self) -> Piece:
        """Delete the row that is at hand."""
        work = f"{self.wait}{self.session}.delete({self.row})"
        return Piece(rendered("delete", self._saving(work)), self._saved())

    def _owned(self, payload: str, owner: str | None, *, change: bool) -> Piece:
        """Refuse keys to rows of other owners, as if there were no such rows."""
        column = self.made.owner
        if column is None or owner is None:
            return Piece()
        text, needs = "", frozenset[Need]()
        for link in self.made.links:
            if link.target is None or link.names is None or link.target.written == self.made.model:
                continue
            error = self.idiom.error.missing
            answers = {
                "optional": change or not link.required,
                "value": f"{payload}.{link.name}",
                "row": link.names.singular,
                "fetch": self._got(link.target.written, link.key, f"{payload}.{link.name}"),
                "owner_column": column.name,
                "owner": owner,
                "missing": Twin(self.made.twin.old, link.names)(error.text),
            }
            text += rendered("own", answers)
            needs |= {link.target, *error.needs}
        return Piece(text, needs)

    def _saving(self, work: str, **more: str) -> dict[str, str]:
        """The answers for an operation that writes; `work` is what it does to the session.

        Where the session's dependency commits, its transaction is left to it: a savepoint keeps
        what the database refuses from spoiling that.
        """
        common = {
            "row": self.row,
            "session": self.session,
            "await": self.wait,
            "async": "async " if self.wait else "",
        }
        template = "save" if self.idiom.session.commits else "save_inside"
        answers = {**common, "work": work, "conflict": self.conflict.text}
        return {**common, "save": rendered(template, answers).rstrip("\n"), **more}

    def _saved(self) -> frozenset[Need]:
        return self.conflict.needs | piece("", "sqlalchemy.exc.IntegrityError").needs
