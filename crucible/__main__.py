"""``python -m crucible`` is ``crucible``."""

from crucible.cli.main import main

if __name__ == "__main__":
    main()
