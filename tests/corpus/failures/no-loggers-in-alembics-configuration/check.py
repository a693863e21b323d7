import subprocess
import sys
from pathlib import Path

subprocess.run([Path(sys.executable).with_name("alembic"), "current"], check=True)
