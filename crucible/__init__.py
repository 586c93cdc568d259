"""A Python client for Crucible, the research-data platform of the Molecular Foundry.

>>> from crucible import CrucibleClient
>>> with CrucibleClient.sandbox() as client:  # a whole Crucible on this machine; without .sandbox(): the service
...     client.health().status
'ok'

`CrucibleClient` is the way in, `AsyncCrucibleClient` that of programs on an event loop. What they return are records
(`Dataset`, `Sample`, `Project`, ...); what they raise is below `CrucibleError`. The names in ``__all__`` are public,
and so are `crucible.errors`, `crucible.records`, `crucible.bound` (records with verbs), `crucible.models`,
`crucible.config`, `crucible.plots`, `crucible.legacy` and the low-level package `crucible_api`.

Names are imported when they are first used, so that ``import crucible`` alone costs next to nothing.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

__version__ = "0.1.0"


def _refuse_other_crucible() -> None:
    """Raise ImportError if nano-crucible is installed here: its files and ours overwrite each other."""
    for folder in sys.path:
        try:
            with os.scandir(folder or ".") as entries:
                names = [entry.name for entry in entries]
        except OSError:  # a zip file, or a folder that does not exist
            continue
        if any(name.startswith("nano_crucible-") and name.endswith((".dist-info", ".egg-info")) for name in names):
            raise ImportError(
                f"nano-crucible and crucible-client are both installed in {folder}, and both install a package called "
                "`crucible`: the files of the one have overwritten files of the other. Keep them in separate "
                "environments. To keep crucible-client here: pip uninstall nano-crucible crucible-client, then "
                "pip install crucible-client."
            )


_refuse_other_crucible()

if TYPE_CHECKING:
    from .async_client import AsyncCrucibleClient as AsyncCrucibleClient
    from .client import CrucibleClient as CrucibleClient
    from .credentials import Secret as Secret
    from .errors import ApiError as ApiError
    from .errors import AuthenticationError as AuthenticationError
    from .errors import ConfigError as ConfigError
    from .errors import ConflictError as ConflictError
    from .errors import ConnectionFailedError as ConnectionFailedError
    from .errors import CrucibleError as CrucibleError
    from .errors import IngestionError as IngestionError
    from .errors import IngestionFailedError as IngestionFailedError
    from .errors import IngestionTimeoutError as IngestionTimeoutError
    from .errors import IntegrityError as IntegrityError
    from .errors import InvalidRequestError as InvalidRequestError
    from .errors import NotAvailableError as NotAvailableError
    from .errors import NotFoundError as NotFoundError
    from .errors import NotInstalledError as NotInstalledError
    from .errors import OldApiWarning as OldApiWarning
    from .errors import ParserError as ParserError
    from .errors import PartialCreationError as PartialCreationError
    from .errors import PartialTransferError as PartialTransferError
    from .errors import PermissionDeniedError as PermissionDeniedError
    from .errors import RateLimitError as RateLimitError
    from .errors import RequestTimeoutError as RequestTimeoutError
    from .errors import ServerError as ServerError
    from .errors import TransferCancelledError as TransferCancelledError
    from .errors import TransferError as TransferError
    from .errors import TransferTimeoutError as TransferTimeoutError
    from .errors import UnexpectedResponseError as UnexpectedResponseError
    from .errors import UnknownResourceError as UnknownResourceError
    from .errors import UsageError as UsageError
    from .records import AccessGrant as AccessGrant
    from .records import Account as Account
    from .records import Confirmation as Confirmation
    from .records import Dataset as Dataset
    from .records import DeletedResource as DeletedResource
    from .records import DeletionRequest as DeletionRequest
    from .records import DownloadLink as DownloadLink
    from .records import EffectiveAccess as EffectiveAccess
    from .records import Facet as Facet
    from .records import File as File
    from .records import Graph as Graph
    from .records import Health as Health
    from .records import IngestionRequest as IngestionRequest
    from .records import Instrument as Instrument
    from .records import InstrumentAssignment as InstrumentAssignment
    from .records import JoinRequest as JoinRequest
    from .records import Keyword as Keyword
    from .records import Link as Link
    from .records import Match as Match
    from .records import OwnershipTransfer as OwnershipTransfer
    from .records import PrintJob as PrintJob
    from .records import Profile as Profile
    from .records import Project as Project
    from .records import ProjectMember as ProjectMember
    from .records import ProjectReassignment as ProjectReassignment
    from .records import PublicUser as PublicUser
    from .records import Sample as Sample
    from .records import SearchResult as SearchResult
    from .records import ServiceAccount as ServiceAccount
    from .records import ServiceAccountKey as ServiceAccountKey
    from .records import SignedPart as SignedPart
    from .records import SignedUpload as SignedUpload
    from .records import TableReport as TableReport
    from .records import TableRow as TableRow
    from .records import Thumbnail as Thumbnail
    from .records import User as User
    from .resources.base import UNCHANGED as UNCHANGED
    from .resources.base import Unchanged as Unchanged
    from .resources.pages import AsyncListing as AsyncListing
    from .resources.pages import Listing as Listing
    from .sync.access_groups import AccessGroupOperations as AccessGroupOperations
    from .sync.account import AccountOperations as AccountOperations
    from .sync.datasets import DatasetOperations as DatasetOperations
    from .sync.deletions import DeletionOperations as DeletionOperations
    from .sync.files import FileOperations as FileOperations
    from .sync.graphs import GraphOperations as GraphOperations
    from .sync.ingestions import IngestionOperations as IngestionOperations
    from .sync.instruments import InstrumentOperations as InstrumentOperations
    from .sync.projects import ProjectOperations as ProjectOperations
    from .sync.samples import SampleOperations as SampleOperations
    from .sync.service_accounts import ServiceAccountOperations as ServiceAccountOperations
    from .sync.uploads import UploadOperations as UploadOperations
    from .sync.users import UserOperations as UserOperations
    from .transfer.events import Progress as Progress
    from .transfer.handle import AsyncTransferHandle as AsyncTransferHandle
    from .transfer.handle import TransferHandle as TransferHandle
    from .transfer.report import Downloaded as Downloaded
    from .transfer.report import TransferReport as TransferReport
    from .transfer.verified import VerifyReport as VerifyReport

# Where each public name lives.
_HOME = {
    "AccessGrant": "records",
    "AccessGroupOperations": "sync.access_groups",
    "Account": "records",
    "AccountOperations": "sync.account",
    "ApiError": "errors",
    "AsyncCrucibleClient": "async_client",
    "AsyncListing": "resources.pages",
    "AsyncTransferHandle": "transfer.handle",
    "AuthenticationError": "errors",
    "ConfigError": "errors",
    "Confirmation": "records",
    "ConflictError": "errors",
    "ConnectionFailedError": "errors",
    "CrucibleClient": "client",
    "CrucibleError": "errors",
    "Dataset": "records",
    "DatasetOperations": "sync.datasets",
    "DeletedResource": "records",
    "DeletionOperations": "sync.deletions",
    "DeletionRequest": "records",
    "DownloadLink": "records",
    "Downloaded": "transfer.report",
    "EffectiveAccess": "records",
    "Facet": "records",
    "File": "records",
    "FileOperations": "sync.files",
    "Graph": "records",
    "GraphOperations": "sync.graphs",
    "Health": "records",
    "IngestionError": "errors",
    "IngestionFailedError": "errors",
    "IngestionOperations": "sync.ingestions",
    "IngestionRequest": "records",
    "IngestionTimeoutError": "errors",
    "Instrument": "records",
    "InstrumentAssignment": "records",
    "InstrumentOperations": "sync.instruments",
    "IntegrityError": "errors",
    "InvalidRequestError": "errors",
    "JoinRequest": "records",
    "Keyword": "records",
    "Link": "records",
    "Listing": "resources.pages",
    "Match": "records",
    "NotAvailableError": "errors",
    "NotFoundError": "errors",
    "NotInstalledError": "errors",
    "OldApiWarning": "errors",
    "OwnershipTransfer": "records",
    "PartialCreationError": "errors",
    "ParserError": "errors",
    "PartialTransferError": "errors",
    "PermissionDeniedError": "errors",
    "PrintJob": "records",
    "Profile": "records",
    "Progress": "transfer.events",
    "Project": "records",
    "ProjectMember": "records",
    "ProjectOperations": "sync.projects",
    "ProjectReassignment": "records",
    "PublicUser": "records",
    "RateLimitError": "errors",
    "RequestTimeoutError": "errors",
    "Sample": "records",
    "SampleOperations": "sync.samples",
    "SearchResult": "records",
    "Secret": "credentials",
    "ServerError": "errors",
    "ServiceAccount": "records",
    "ServiceAccountKey": "records",
    "ServiceAccountOperations": "sync.service_accounts",
    "SignedPart": "records",
    "SignedUpload": "records",
    "TableReport": "records",
    "TableRow": "records",
    "Thumbnail": "records",
    "TransferCancelledError": "errors",
    "TransferError": "errors",
    "TransferHandle": "transfer.handle",
    "TransferReport": "transfer.report",
    "TransferTimeoutError": "errors",
    "UNCHANGED": "resources.base",
    "Unchanged": "resources.base",
    "UnexpectedResponseError": "errors",
    "UnknownResourceError": "errors",
    "UploadOperations": "sync.uploads",
    "UsageError": "errors",
    "User": "records",
    "UserOperations": "sync.users",
    "VerifyReport": "transfer.verified",
}

__all__ = [
    "UNCHANGED",
    "AccessGrant",
    "AccessGroupOperations",
    "Account",
    "AccountOperations",
    "ApiError",
    "AsyncCrucibleClient",
    "AsyncListing",
    "AsyncTransferHandle",
    "AuthenticationError",
    "ConfigError",
    "Confirmation",
    "ConflictError",
    "ConnectionFailedError",
    "CrucibleClient",
    "CrucibleError",
    "Dataset",
    "DatasetOperations",
    "DeletedResource",
    "DeletionOperations",
    "DeletionRequest",
    "DownloadLink",
    "Downloaded",
    "EffectiveAccess",
    "Facet",
    "File",
    "FileOperations",
    "Graph",
    "GraphOperations",
    "Health",
    "IngestionError",
    "IngestionFailedError",
    "IngestionOperations",
    "IngestionRequest",
    "IngestionTimeoutError",
    "Instrument",
    "InstrumentAssignment",
    "InstrumentOperations",
    "IntegrityError",
    "InvalidRequestError",
    "JoinRequest",
    "Keyword",
    "Link",
    "Listing",
    "Match",
    "NotAvailableError",
    "NotFoundError",
    "NotInstalledError",
    "OldApiWarning",
    "OwnershipTransfer",
    "ParserError",
    "PartialCreationError",
    "PartialTransferError",
    "PermissionDeniedError",
    "PrintJob",
    "Profile",
    "Progress",
    "Project",
    "ProjectMember",
    "ProjectOperations",
    "ProjectReassignment",
    "PublicUser",
    "RateLimitError",
    "RequestTimeoutError",
    "Sample",
    "SampleOperations",
    "SearchResult",
    "Secret",
    "ServerError",
    "ServiceAccount",
    "ServiceAccountKey",
    "ServiceAccountOperations",
    "SignedPart",
    "SignedUpload",
    "TableReport",
    "TableRow",
    "Thumbnail",
    "TransferCancelledError",
    "TransferError",
    "TransferHandle",
    "TransferReport",
    "TransferTimeoutError",
    "Unchanged",
    "UnexpectedResponseError",
    "UnknownResourceError",
    "UploadOperations",
    "UsageError",
    "User",
    "UserOperations",
    "VerifyReport",
    "__version__",
]


if not TYPE_CHECKING:  # type checkers know the names, and report others

    def __getattr__(name: str) -> object:
        """Import a public name when it is first used (PEP 562)."""
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = getattr(import_module(f".{_HOME[name]}", __name__), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
