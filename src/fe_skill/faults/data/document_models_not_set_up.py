"""A model of an object mapper was used before the mapper was told of it.

Beanie and Tortoise bind their models to a database when the application starts.

Tell-tale: `CollectionWasNotInitialized`; "default_connection for the model ... cannot be None";
           "No DB associated to model".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_WHY = (
    "the start of the application didn't run (a test client without its `with`, a worker, a "
    "script), or the model isn't in the list that is given there"
)
_MEND = (
    "bind all models in the lifespan: `await init_beanie(database, document_models=[...])`, "
    "`RegisterTortoise(app, modules=...)`",
    "a test: `with TestClient(app)`, or run the lifespan around the client",
)
_SIGNS = (
    Sign(
        types=("CollectionWasNotInitialized",),
        what="a document class was used that isn't bound to a database",
        why=_WHY,
        mend=_MEND,
    ),
    Sign(
        says=(
            r"default_connection for the model (.+?) cannot be None|No DB associated to model|"
            r"No TortoiseContext is currently active|"
            r"CollectionWasNotInitialized"
        ),
        what="a model was used that isn't bound to a database",
        why=_WHY,
        mend=_MEND,
    ),
)

FAULT = Fault(
    name="document-models-not-set-up",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                "beanie.exceptions.CollectionWasNotInitialized",
                ("/srv/app/users.py", 12, "all", "return await User.find_all().to_list()"),
            )
        ),
        Sample(
            "tortoise.exceptions.ConfigurationError: default_connection for the model "
            "<class 'app.models.User'> cannot be None"
        ),
    ),
)
