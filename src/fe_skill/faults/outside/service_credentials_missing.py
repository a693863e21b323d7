"""A client of another service finds no key, login or region to ask it with.

Tell-tale: `NoCredentialsError`, `NoRegionError`, `DefaultCredentialsError`, "The api_key client
           option must be set", "No API key provided".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_WHY = (
    "it looks in the environment, in a file of the user, or at the machine's own role, and the "
    "process has none of them: a variable wasn't handed to the container, or `.env` wasn't loaded"
)
_MEND = (
    "hand it over where the process starts, and read it from the settings, so that a missing one "
    "is told at the start",
    "keep it out of the code and the image",
)
_SIGNS = (
    Sign(
        says=(
            r"Unable to locate credentials|Partial credentials found in|"
            r"You must specify a region|default credentials were not found|"
            r"Could not automatically determine credentials|"
            r"The (\w+) client option must be set|No API key provided|"
            r"Could not resolve authentication method|Did not find (\w*api_key)\b"
        ),
        what="a service's client has nothing to log in with: {said}",
        why=_WHY,
        mend=_MEND,
    ),
    Sign(
        types=("NoCredentialsError", "DefaultCredentialsError", "NoRegionError"),
        what="a service's client has nothing to log in with: {said}",
        why=_WHY,
        mend=_MEND,
    ),
)

FAULT = Fault(
    name="service-credentials-missing",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                "botocore.exceptions.NoCredentialsError: Unable to locate credentials",
                ("/srv/app/files.py", 12, "keep", "bucket.upload_fileobj(file, name)"),
            )
        ),
        Sample(
            "openai.OpenAIError: The api_key client option must be set either by passing api_key "
            "to the client or by setting the OPENAI_API_KEY environment variable"
        ),
    ),
    lookalikes=(
        Sample(
            "openai.AuthenticationError: Error code: 401 - {'error': {'message': 'Incorrect API "
            "key provided'}}"
        ),
    ),
)
