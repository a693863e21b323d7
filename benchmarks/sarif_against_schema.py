"""SARIF of whole projects against the official schema.

    python -m benchmarks.sarif_against_schema SCHEMA PROJECT...

SCHEMA is `sarif-schema-2.1.0.json` with errata 01, which OASIS publishes and which isn't kept here.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import jsonschema


def main() -> None:
    """Validate each project's log; the exit code says whether all fit."""
    parser = argparse.ArgumentParser()
    parser.add_argument("schema", type=Path)
    parser.add_argument("projects", type=Path, nargs="+")
    given = parser.parse_args()
    schema = json.loads(given.schema.read_text())
    validator = jsonschema.validators.validator_for(schema)(schema)
    misfits = 0
    for project in given.projects:
        words = [sys.executable, "-m", "fe_skill", "validate-project", str(project)]
        made = subprocess.run([*words, "--format", "sarif"], stdout=subprocess.PIPE, check=False)
        log = json.loads(made.stdout)
        errors = list(validator.iter_errors(log))
        misfits += len(errors)
        print(f"{project.name}: {len(log['runs'][0]['results'])} results, {len(errors)} misfits")
        for error in errors[:3]:
            print(f"  {error.json_path}: {error.message[:200]}")
    sys.exit(misfits > 0)


if __name__ == "__main__":
    main()
