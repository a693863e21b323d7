"""A model's definition is one that Pydantic refuses.

Tell-tale: `PydanticUserError`, or a `TypeError`, `ValueError` or `NameError` from inside
           Pydantic while a class is made.
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=(
            r"Field name \"(\w+)\" (?:in \"(\w+)\" )?shadows|Field \"(\w+)\" (?:in "
            r"\w+ )?has conflict with protected namespace"
        ),
        what="the field `{0}{2}` has a name that the base class keeps for itself",
        why=(
            "Pydantic's own attributes begin with `model_`, and a parent's can't be fields as well"
        ),
        mend=(
            "call it otherwise, with `alias` for the name outside",
            "a `model_` name: `ConfigDict(protected_namespaces=())`",
        ),
        aside=True,
    ),
    Sign(
        types=("ValueError", "TypeError", "RuntimeError", "PydanticUserError", "SchemaError"),
        says=(
            r"Expected sequence to have exactly 1 generic parameter|(?:Optional|"
            r"ClassVar|Annotated|Literal)\S* (?:requires|accepts)[^\n]*|Unable to "
            r"apply constraint '?(\w+)|Unknown constraint (\w+)|Plain typing\.|"
            r"[Pp]arameters to generic types must be types|must be a non-empty|Too "
            r"(?:many|few) (?:arguments|parameters) for"
        ),
        through=r"pydantic|_annotations|raise|class |:",
        what="an annotation of a model isn't one: {0}{1}",
        why="its type takes other arguments or constraints than it was given",
        mend=(
            (
                "`list[T]` takes one type, `tuple[A, B]` several; a constraint has to "
                "fit the type that it stands on"
            ),
        ),
    ),
    Sign(
        says=(
            r"Expected sequence to have exactly 1 generic parameter|Unable to apply "
            r"constraint '?(\w+)|Unknown constraint (\w+)"
        ),
        what="an annotation of a model isn't one {0}{1}",
        why="its type takes other arguments or constraints than it was given",
        mend=(
            (
                "`list[T]` takes one type, `tuple[A, B]` several; a constraint has to "
                "fit the type that it stands on"
            ),
        ),
    ),
    Sign(
        types=("TypeError",),
        says=(
            r"Too (?:few|many) (?:arguments|parameters) for <?(?:class )?'?([\w.]+)|"
            r"([\w.]+)'?>? cannot be parametrized because it does not inherit from|"
            r"All parameters must be present on typing\.Generic"
        ),
        what="a generic model is given its types in the wrong way: `{0}{1}`",
        why="a model takes types in brackets only if it is declared `class Page[T](BaseModel)`",
        mend=("declare each type variable at the class, and give one type for each",),
    ),
    Sign(
        types=("TypeError",),
        says=r"metaclass conflict: the metaclass|(issubclass)\(\) arg 1 must be a",
        confidence=0.6,
        what="a class can't be made of these bases or types",
        why="two libraries' base classes, or a generic type where a class is needed",
        mend=("one of the bases only; a schema beside the table's class instead of both in one",),
    ),
    Sign(
        types=("PydanticUserError",),
        unless=(
            r"is not fully defined|non-annotated|has been (?:moved|removed)|"
            r"root_validator|`validator`|`@validator`|is removed|\"Config\"|not "
            r"available in Pydantic V2"
        ),
        what="Pydantic refuses a model's definition: {said}",
        why="the message names the rule; its page of errors tells more",
        mend=(
            (
                "correct the class that it names; `errors.pydantic.dev` in the message "
                "explains the rule"
            ),
        ),
    ),
    Sign(
        types=("SchemaError", "ConfigError"),
        what="Pydantic can't put a model together: {said}",
        why=("its parts contradict one another, or two versions of Pydantic are mixed"),
        mend=(
            "correct the class that the traceback names",
            "one version of Pydantic: `pip check`",
        ),
    ),
)

FAULT = Fault(
    name="model-definition-invalid",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    general=True,
    samples=(
        Sample(
            trace(
                (
                    "pydantic.errors.PydanticUserError: Decorators defined with incorrect "
                    "fields: app.schemas.Item.check (use check_fields=False if you're "
                    "inheriting from the model)"
                ),
                ("/srv/app/schemas.py", 12, "<module>", "class Item(BaseModel):"),
            )
        ),
        Sample(
            trace(
                "ValueError: Expected sequence to have exactly 1 generic parameter",
                ("/srv/app/schemas.py", 12, "<module>", "class Item(BaseModel):"),
                (
                    "/usr/lib/python3.12/site-packages/pydantic/_internal/_std_types_schema.py",
                    270,
                    "prepare",
                    "raise ValueError(",
                ),
            )
        ),
        Sample(
            trace(
                (
                    'NameError: Field name "schema" in "Item" shadows an attribute in '
                    'parent "BaseModel"'
                ),
                ("/srv/app/schemas.py", 12, "<module>", "class Item(BaseModel):"),
            )
        ),
    ),
)
