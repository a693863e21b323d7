"""A value is of another kind than the code takes it for.

The place is where it was used; where it was made may be elsewhere.

Tell-tale: "'dict' object has no attribute", "object is not subscriptable", "unsupported
           operand", "unhashable type".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, in_own_code

_SIGNS = (
    Sign(
        types=("AttributeError", "TypeError"),
        says=(
            r"'(generator|async_generator|function|method|"
            r"builtin_function_or_method|_AsyncGeneratorContextManager|"
            r"_GeneratorContextManager|ellipsis|property|"
            r"FixtureFunctionDefinition)' object (?:has no attribute '(\w+)'|is not "
            r"(?:subscriptable|iterable|an iterator))"
        ),
        what="a `{0}` stands where what it makes is needed",
        why=(
            "it wasn't called, or a dependency with `yield` was called by hand: "
            "only FastAPI runs that to its value"
        ),
        mend=(
            (
                "declare it: `Annotated[..., Depends(get_session)]`; outside of "
                "requests use a context manager"
            ),
            "call the function where its value is meant",
        ),
        confidence=0.7,
    ),
    Sign(
        types=("AttributeError",),
        says=(
            r"'(dict|str|list|tuple|bytes|int|float|bool|set|UUID|Decimal|date|"
            r"datetime|datetime\.datetime|datetime\.date|Enum|SecretStr|Url|map|"
            r"filter|zip|range)' object has no attribute '(\w+)'"
        ),
        what="a `{0}` is taken for something that has `{1}`",
        why=("it is the raw value, or a list of what is meant, or was converted already"),
        mend=(
            ('a dict: `value["{1}"]`, or make the model from it; a model: `model_dump()`'),
            "compare with what the function that made it really gives",
        ),
        confidence=0.6,
    ),
    Sign(
        types=("TypeError",),
        says=(
            r"'(\w+)' object is not (subscriptable|callable|iterable|reversible|an "
            r"iterator)|argument of type '(\w+)' is not iterable|cannot unpack "
            r"non-iterable (\w+)"
        ),
        unless=r"'(?:coroutine|NoneType|Depends|type)'",
        what="a `{0}{2}{3}` is used as what it isn't: {said}",
        why=("it is another object than the code takes it for; a name may be taken twice"),
        mend=(
            "an object's fields are attributes: `user.name`; a dict's are items",
            ("`not callable`: look for a name that hides a function, or a missing comma"),
        ),
        confidence=0.6,
    ),
    Sign(
        types=("TypeError",),
        says=(
            r"unsupported operand type\(s\) for (\S+): '([\w.]+)' and '([\w.]+)'|"
            r"can only concatenate (\w+)|'([<>]=?)' not supported between instances "
            r"of '(\w+)' and '(\w+)'|(?:list|tuple|string|byte) indices must be "
            r"integers|must be real number, not|must be str(?:ing)?(?:, bytes[\w "
            r",]*)?,? not|expected (?:str|string)[\w ,.-]*,? (?:not|got)|argument "
            r"must be (?:a |an )?str|(?:int|float)\(\) argument must be|the JSON "
            r"object must be str|expected string or bytes-like|sequence item \d+: "
            r"expected str|argument after \*\*? must be|fromisoformat: argument "
            r"must be"
        ),
        unless=(
            r"for \|: '(?:type|NoneType|_GenericAlias|GenericAlias|ModelMetaclass|"
            r"str|function|EnumMeta)'|coroutine"
        ),
        what="a value is of another kind than this line needs: {said}",
        why=("it wasn't given, wasn't converted, or is another object than the code takes it for"),
        mend=(
            "declare what comes in by a model, so that it is checked at the border",
            "where it may be missing, say what holds then",
        ),
        confidence=0.6,
    ),
    Sign(
        types=("TypeError",),
        says=r"unhashable type: '(\w+)'",
        what="a `{0}` is used as a key or in a set",
        why="what can change can't be a key; caches make keys of all arguments",
        mend=("use a tuple or an id as the key; `frozen=True` for a model",),
        confidence=0.6,
    ),
    Sign(
        types=("TypeError",),
        says=r"cannot pickle '([\w.]+)' object",
        what="a `{0}` can't be given to another process, or copied",
        why="connections, locks and coroutines live in one process",
        mend=("give the data, and open the connection in the other process",),
        confidence=0.7,
    ),
)

FAULT = Fault(
    name="value-of-wrong-kind",
    explanation=__doc__,
    recognise=in_own_code(*_SIGNS),
    general=True,
    samples=(
        Sample(
            trace(
                "AttributeError: 'dict' object has no attribute 'name'",
                ("/srv/app/main.py", 12, "create", "return body.name"),
            )
        ),
        Sample(
            trace(
                "TypeError: 'User' object is not subscriptable",
                ("/srv/app/main.py", 12, "create", "return user['name']"),
            )
        ),
        Sample(
            trace(
                "TypeError: unsupported operand type(s) for +: 'int' and 'str'",
                ("/srv/app/main.py", 12, "total", "return 1 + value"),
            )
        ),
        Sample(
            trace(
                "AttributeError: 'generator' object has no attribute 'query'",
                ("/srv/app/main.py", 12, "items", "db.query(Item)"),
            )
        ),
    ),
    lookalikes=(
        Sample(
            trace(
                "AttributeError: 'dict' object has no attribute 'name'",
                (
                    "/usr/lib/python3.12/site-packages/gradio/routes.py",
                    12,
                    "create",
                    "return body.name",
                ),
            )
        ),
    ),
)
