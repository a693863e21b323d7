"""The sample tools over stdio, in a process of their own."""

import sys
from pathlib import Path

from fe_skill.server.stdio import serve_stdio
from tests.sample_tools import SAMPLES

serve_stdio(SAMPLES, tuple(map(Path, sys.argv[1:])))
