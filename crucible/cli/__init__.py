"""The command ``crucible``; `crucible.cli.main` says where what is."""
