"""What tests of programs that use Crucible need: a Crucible of their own, in `pytest_plugin`.

pytest loads the plug-in in every run wherever this package is installed, so it imports nothing until a fixture is used.
"""
