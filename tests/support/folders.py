"""What a download has left in a folder, and what it says about it."""

from support.one_dataset import DATASET

from crucible.transfer.partial import part_path


def left_in(folder):
    """Names of all files below a folder but the manifest."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".manifest.jsonl"))
    return sorted(path.relative_to(folder).as_posix() for path in found)


def states(error):
    """The state of each file in the report of a caught `PartialTransferError`."""
    return {line.name: line.state for line in error.value.report.lines}


def part_of(folder, record):
    """Where the bytes of a file are collected."""
    return part_path(folder / DATASET / record["filename"], f"{record['size']} {record['sha256_hash']}")
