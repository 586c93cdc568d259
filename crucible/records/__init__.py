"""What the client returns: frozen values, one file per noun."""

from __future__ import annotations

from typing import TypeAlias

from .access import AccessGrant, ResourceCapabilities
from .base import Record
from .dataset import Dataset
from .file import DownloadLink, File
from .graph import Edge, Graph, Node
from .health import Health
from .ingestion import IngestionRequest
from .instrument import Instrument, InstrumentReference
from .link import Confirmation, Link
from .project import Project, ProjectMember, ProjectReference
from .sample import DeletionState, Sample
from .search import Keyword, SearchResult
from .user import Account, ApiKeyStatus, PublicUser, User

Resource: TypeAlias = Dataset | Sample | Project | Instrument

__all__ = [
    "AccessGrant",
    "Account",
    "ApiKeyStatus",
    "Confirmation",
    "Dataset",
    "DeletionState",
    "DownloadLink",
    "Edge",
    "File",
    "Graph",
    "Health",
    "IngestionRequest",
    "Instrument",
    "InstrumentReference",
    "Keyword",
    "Link",
    "Node",
    "Project",
    "ProjectMember",
    "ProjectReference",
    "PublicUser",
    "Record",
    "Resource",
    "ResourceCapabilities",
    "Sample",
    "SearchResult",
    "User",
]
