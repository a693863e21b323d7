import runpy

runpy.run_module("choir", run_name="__main__")
