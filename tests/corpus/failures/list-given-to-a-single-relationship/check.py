import runpy

runpy.run_path("seed.py", run_name="__main__")
