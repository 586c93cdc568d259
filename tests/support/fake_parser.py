"""Stands in for the parsers: does what the first line of the file says."""

import os
import sys
import time
from pathlib import Path


def main() -> int:
    path, name = Path(sys.argv[1]), sys.argv[2]
    command, _, rest = path.read_text().partition("\n")
    if command == "PRINT":
        sys.stdout.write(rest.replace("$NAME", name))
    elif command == "FAIL":
        sys.stderr.write(f"a first line\n{rest}\n")
        return 1
    elif command == "UNKNOWN":
        sys.stderr.write("no parser knows this\n")
        return 3
    elif command == "CRASH":
        os.abort()
    elif command == "WAIT":
        folder, _, result = rest.partition("\n")
        Path(folder, "begun").touch()
        while not Path(folder, "go").exists():
            time.sleep(0.01)
        sys.stdout.write(result)
    elif command == "HANG":
        Path(rest.strip()).write_text(str(os.getpid()))
        time.sleep(600)
    return 0


if __name__ == "__main__":
    sys.exit(main())
