"""Datasets of many small files, on servers that answer as a test wants it."""

import threading
from collections import Counter
from pathlib import Path

from support.object_store import ObjectStore
from support.one_dataset import OneDataset
from support.raw_server import Reply, ok

from crucible.transfer import Options, download
from crucible.transport.retry import Policy

QUICK = Policy(attempts=4, first_seconds=0.005, longest_seconds=0.01)
FILES = 40


def content(number):
    """What is in one of the files."""
    return b"%d" % number * 1000


def whole(paths):
    """Whether all files have arrived."""
    return [content(number) for number in range(FILES)] == [Path(path).read_bytes() for path in paths]


def filled(service, count=FILES):
    """Put the files into a dataset."""
    for number in range(count):
        service.add(f"{number:02d}.h5", content(number))
    return service


def elsewhere(url, count=FILES):
    """Return the API for a dataset whose files all lie on some server."""
    store = ObjectStore()
    store.url = url
    return filled(OneDataset(store), count)


def answer(request, connection):
    """Send the file that was asked for; keep the connection."""
    connection.sendall(ok(content(number_in(request))).data)
    return True


def number_in(request):
    """Return which file was asked for."""
    return int(request.line.split("?")[0].rpartition("file")[2])


RIGHT = Reply(lambda request, connection, stream: answer(request, connection))


def fetching(storage, folder):
    """Return what downloads a dataset into a folder."""

    def fetch(service, sizes=None, **options):
        more = {} if sizes is None else {"sizes": sizes}
        dataset = service.resource["unique_id"]
        return download(
            service, dataset, folder, Options(no_record=True, **options), storage=storage, policy=QUICK, **more
        )

    return fetch


def threads():
    """Return the names of the threads of downloads."""
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("crucible-download")]


def states(error):
    """Return how many files have ended how."""
    return Counter(line.state for line in error.report)
