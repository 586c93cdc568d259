"""Records of the blocking client: the same frozen values, with verbs of one line that ask the client.

`client.datasets.get` returns a `BoundDataset`, which is a `Dataset` in all else: it compares, prints and is shown as
one. Copies and unpickled records hold no client and no key, and their verbs say so. Records of the asynchronous client
are plain ones.

What has parentheses may ask the server; an attribute never does. Where a record has an attribute of the name already
(``dataset.links``, ``sample.datasets``), the verb is called as in the client: `get_links`, `list_datasets`.

>>> [file.filename for file in dataset.files()]
['run7.xy']
>>> dataset.update(session_name="beam time 12").session_name
'beam time 12'
>>> [parent.dataset_name for parent in smoothed.parents()]
[]
"""

from __future__ import annotations

from .binding import Binding, Bound
from .verbs import (
    BoundDataset,
    BoundFile,
    BoundIngestionRequest,
    BoundInstrument,
    BoundProject,
    BoundResource,
    BoundSample,
)

__all__ = [
    "Binding",
    "Bound",
    "BoundDataset",
    "BoundFile",
    "BoundIngestionRequest",
    "BoundInstrument",
    "BoundProject",
    "BoundResource",
    "BoundSample",
]
