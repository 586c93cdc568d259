"""``python -m crucible.demo`` is ``crucible demo``."""

from crucible.demo.command import demo

if __name__ == "__main__":
    demo(prog_name="crucible demo")
