import subprocess
import sys
from pathlib import Path

pytest = Path(sys.executable).with_name("pytest")
done = subprocess.run([pytest, "-q"], capture_output=True, text=True)
assert "1 passed" in done.stdout, done.stdout
