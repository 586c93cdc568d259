"""What the client returns: frozen values, one file per noun."""

from __future__ import annotations

from typing import TypeAlias

from .access import AccessGrant, AccessGroup, EffectiveAccess, ResourceCapabilities
from .base import Json, Record
from .dataset import Dataset
from .deletion import DeletedResource, DeletionRequest
from .facet import Facet
from .file import DownloadLink, File
from .graph import Edge, Graph, Node
from .health import Health
from .ingestion import IngestionRequest
from .instrument import Instrument, InstrumentAssignment, InstrumentReference
from .join_request import JoinRequest
from .link import Confirmation, Link
from .ownership import OwnershipTransfer, ProjectReassignment
from .printing import PrintJob
from .project import Project, ProjectMember, ProjectReference
from .sample import DeletionState, Sample
from .search import Keyword, Match, SearchResult
from .service_account import ServiceAccount, ServiceAccountKey
from .table_report import RowState, TableReport, TableRow
from .thumbnail import Thumbnail
from .upload import SignedPart, SignedUpload
from .user import (
    Account,
    AccountAuthorization,
    AccountCapabilities,
    ApiKeyStatus,
    Profile,
    ProjectSync,
    PublicUser,
    User,
)

Resource: TypeAlias = Dataset | Sample | Project | Instrument

__all__ = [
    "AccessGrant",
    "AccessGroup",
    "Account",
    "AccountAuthorization",
    "AccountCapabilities",
    "ApiKeyStatus",
    "Confirmation",
    "Dataset",
    "DeletedResource",
    "DeletionRequest",
    "DeletionState",
    "DownloadLink",
    "Edge",
    "EffectiveAccess",
    "Facet",
    "File",
    "Graph",
    "Health",
    "IngestionRequest",
    "Instrument",
    "InstrumentAssignment",
    "InstrumentReference",
    "JoinRequest",
    "Json",
    "Keyword",
    "Link",
    "Match",
    "Node",
    "OwnershipTransfer",
    "PrintJob",
    "Profile",
    "Project",
    "ProjectMember",
    "ProjectReassignment",
    "ProjectReference",
    "ProjectSync",
    "PublicUser",
    "Record",
    "Resource",
    "ResourceCapabilities",
    "RowState",
    "Sample",
    "SearchResult",
    "ServiceAccount",
    "ServiceAccountKey",
    "SignedPart",
    "SignedUpload",
    "TableReport",
    "TableRow",
    "Thumbnail",
    "User",
]
