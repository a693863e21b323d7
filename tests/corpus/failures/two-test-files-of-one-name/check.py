import subprocess
import sys

done = subprocess.run([sys.executable, "-m", "pytest", "-q"], capture_output=True, text=True)
assert "2 passed" in done.stdout, done.stdout
