"""All that the writing of a domain starts from.

Lives here: Work, Routing.
Does not:   the writing (write_*.py, files.py, registration.py).
"""

from dataclasses import dataclass

from fe_skill.domains.foreign.finish import Format
from fe_skill.domains.foreign.idiom import Idiom, Layer
from fe_skill.domains.foreign.kin import Kin
from fe_skill.domains.foreign.made import Made
from fe_skill.domains.foreign.piece import Piece, piece
from fe_skill.domains.spec import Access
from fe_skill.project.program import Program


@dataclass(frozen=True)
class Work:
    """The project, its idiom, and every entity that is made."""

    program: Program
    kin: Kin
    idiom: Idiom
    made: tuple[Made, ...]
    access: Access
    style: Format

    def routing(self, made: Made) -> "Routing":
        """The same about one entity."""
        unused, magic = self.style.checks("ARG001"), self.style.checks("PLR2004")
        return Routing(
            self.program,
            self.kin,
            self.idiom,
            made,
            self.access,
            no_unused=unused,
            no_magic=magic,
            documents=self.style.checks("D100"),
        )


@dataclass(frozen=True)
class Routing:
    """All that the routes of one entity are written from."""

    program: Program
    kin: Kin
    idiom: Idiom
    made: Made
    access: Access
    no_unused: bool
    no_magic: bool
    documents: bool

    @property
    def own(self) -> str:
        """The name of the neighbour's module of routes."""
        return self.kin.routes.name

    @property
    def in_decorator(self) -> Piece | None:
        """How decorators ask for a user: also where no function uses one, and linters mind that."""
        auth = self.idiom.auth
        if auth is None or auth.decorator is not None:
            return auth.decorator if auth else None
        if auth.param is None or not self.no_unused or self.made.owner is not None:
            return None
        name = auth.dependency.rpartition(".")[2]
        needs = piece("", "fastapi.Depends", auth.dependency).needs
        return Piece(f"Depends({name})", needs)

    @property
    def layer(self) -> Layer | None:
        """What the routes call, if they don't query themselves."""
        return self.idiom.layers[0] if self.idiom.layers else None

    def asks(self, operation: str) -> bool:
        """Whether callers of an operation have to say who they are."""
        return self.access != "public" and not (
            self.access == "public-read" and operation in {"list", "read"}
        )
