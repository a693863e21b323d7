"""A domain as a caller writes it.

Lives here: the models that an argument's schema is made of.
Does not:   the short forms' grammar (shorthand.py), or what is refused (judge.py).
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

TYPES = (
    *("string", "text", "int", "bigint", "float", "decimal", "bool", "date", "datetime", "time"),
    *("uuid", "json", "email", "url", "slug", "enum", "bytes"),
)


class Given(BaseModel):
    """Takes no other keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class FieldGiven(Given):
    """A field, in full."""

    name: str
    type: str = Field(description="One of " + " ".join(TYPES) + "; sizes as in `decimal(10,2)`")
    required: bool = True
    unique: bool = False
    index: bool = False
    default: bool | int | float | str | None = None
    min: float | None = None
    max: float | None = None
    min_length: int | None = Field(default=None, ge=0, le=100_000)
    max_length: int | None = Field(default=None, ge=1, le=100_000)
    pattern: str | None = None
    choices: tuple[str, ...] = ()
    secret: bool = False
    read_only: bool = False
    description: str | None = None
    example: bool | int | float | str | None = None


class RelationGiven(Given):
    """A relation, in full."""

    name: str
    to: str = Field(description="`Customer` of this call, or `customers.Customer`")
    kind: Literal["many-to-one", "one-to-many", "one-to-one", "many-to-many"]
    back: str | None = None
    required: bool | None = None
    on_delete: Literal["cascade", "restrict", "set-null"] | None = None


class EntityGiven(Given):
    """An entity."""

    name: str
    plural: str | None = None
    description: str | None = None
    fields: tuple[FieldGiven | str, ...] = Field(
        default=(),
        description="In full or short: `title:string(200)!unique`, `price:decimal(10,2)>=0`, "
        "`state:enum(open,closed)=open`, `notes:text?`. None where it is there already",
    )
    relations: tuple[RelationGiven | str, ...] = Field(
        default=(),
        description="Relations in full or short: `customer>customers.Customer`, `tags<>Tag`, "
        "`lines<OrderLine!cascade`, `parent>Category?`",
    )
    soft_delete: bool = Field(default=False, description="Keep removed rows, out of sight")
    audit: bool = Field(default=False, description="Write down who did what, with the change")
    search: tuple[str, ...] = Field(default=(), description="Text fields that `q` looks in")
    order_by: tuple[str, ...] | None = Field(
        default=None, description="Fields that a list may be ordered by; by default all that can"
    )


PREFIX = r"^(/[a-z0-9]+(-[a-z0-9]+)*){1,5}$"


class DomainGiven(Given):
    """A domain, as `add-domain` takes it."""

    domain: str
    entities: tuple[EntityGiven, ...]
    access: str | None = None
    prefix: str | None = Field(default=None, pattern=PREFIX, max_length=60)
