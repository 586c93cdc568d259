"""Contains all the data models used in inputs/outputs, each imported on first use"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .access_grant import AccessGrant
    from .access_grant_set import AccessGrantSet
    from .account_authorization import AccountAuthorization
    from .account_capabilities import AccountCapabilities
    from .account_read import AccountRead
    from .api_key_page import ApiKeyPage
    from .api_key_read import ApiKeyRead
    from .api_key_status import ApiKeyStatus
    from .assignable_platform_role import AssignablePlatformRole
    from .associated_file_read import AssociatedFileRead
    from .confirmation import Confirmation
    from .dataset_create import DatasetCreate
    from .dataset_offset_page import DatasetOffsetPage
    from .dataset_page import DatasetPage
    from .dataset_response import DatasetResponse
    from .dataset_sample_link import DatasetSampleLink
    from .dataset_update import DatasetUpdate
    from .deletion_audit_log import DeletionAuditLog
    from .deletion_audit_page import DeletionAuditPage
    from .deletion_capabilities import DeletionCapabilities
    from .deletion_request import DeletionRequest
    from .deletion_request_page import DeletionRequestPage
    from .deletion_state import DeletionState
    from .direction import Direction
    from .download_link import DownloadLink
    from .download_links import DownloadLinks
    from .effective_access import EffectiveAccess
    from .effective_resource_access import EffectiveResourceAccess
    from .embedded_dataset import EmbeddedDataset
    from .facet_bucket import FacetBucket
    from .facet_page import FacetPage
    from .facet_sort import FacetSort
    from .file_catalogue import FileCatalogue
    from .file_page import FilePage
    from .file_update import FileUpdate
    from .first_thumbnails import FirstThumbnails
    from .get_download_link_disposition import GetDownloadLinkDisposition
    from .grantable_role import GrantableRole
    from .graph import Graph
    from .graph_edge import GraphEdge
    from .graph_node import GraphNode
    from .ingestion_request import IngestionRequest
    from .ingestion_request_page import IngestionRequestPage
    from .ingestion_request_update import IngestionRequestUpdate
    from .instrument_affiliation import InstrumentAffiliation
    from .instrument_assign import InstrumentAssign
    from .instrument_assignment import InstrumentAssignment
    from .instrument_create import InstrumentCreate
    from .instrument_page import InstrumentPage
    from .instrument_read import InstrumentRead
    from .instrument_reference import InstrumentReference
    from .instrument_status import InstrumentStatus
    from .instrument_update import InstrumentUpdate
    from .join_request import JoinRequest
    from .join_request_create import JoinRequestCreate
    from .join_request_page import JoinRequestPage
    from .join_request_review import JoinRequestReview
    from .json_object import JsonObject
    from .keyword import Keyword
    from .link_confirmation import LinkConfirmation
    from .link_direction import LinkDirection
    from .linked_type import LinkedType
    from .list_dataset_facets_field import ListDatasetFacetsField
    from .list_deletion_audit_scope import ListDeletionAuditScope
    from .list_deletion_requests_scope import ListDeletionRequestsScope
    from .list_deletion_requests_sort import ListDeletionRequestsSort
    from .list_download_links_disposition import ListDownloadLinksDisposition
    from .list_instruments_sort import ListInstrumentsSort
    from .list_sample_facets_field import ListSampleFacetsField
    from .list_users_search_fields_item import ListUsersSearchFieldsItem
    from .list_users_sort import ListUsersSort
    from .liveness import Liveness
    from .metadata_search_page import MetadataSearchPage
    from .ownership_transfer import OwnershipTransfer
    from .ownership_transfer_create import OwnershipTransferCreate
    from .part_to_sign import PartToSign
    from .parts_to_sign import PartsToSign
    from .platform_role import PlatformRole
    from .platform_role_update import PlatformRoleUpdate
    from .principal_type import PrincipalType
    from .print_job import PrintJob
    from .print_job_create import PrintJobCreate
    from .print_job_status import PrintJobStatus
    from .privilege_mode import PrivilegeMode
    from .processing_request import ProcessingRequest
    from .profile_read import ProfileRead
    from .profile_update import ProfileUpdate
    from .project_create import ProjectCreate
    from .project_member import ProjectMember
    from .project_member_page import ProjectMemberPage
    from .project_page import ProjectPage
    from .project_read import ProjectRead
    from .project_reassign import ProjectReassign
    from .project_reassignment import ProjectReassignment
    from .project_reference import ProjectReference
    from .project_relation import ProjectRelation
    from .project_scope import ProjectScope
    from .project_sort import ProjectSort
    from .project_sync import ProjectSync
    from .project_update import ProjectUpdate
    from .readiness_build import ReadinessBuild
    from .readiness_database import ReadinessDatabase
    from .readiness_database_status import ReadinessDatabaseStatus
    from .readiness_response import ReadinessResponse
    from .readiness_response_status import ReadinessResponseStatus
    from .record_affiliation import RecordAffiliation
    from .record_sort import RecordSort
    from .record_visibility import RecordVisibility
    from .relationship_type import RelationshipType
    from .replacement_start import ReplacementStart
    from .request_ingestion_status import RequestIngestionStatus
    from .resource_access_group import ResourceAccessGroup
    from .resource_capabilities import ResourceCapabilities
    from .resource_link import ResourceLink
    from .resource_response import ResourceResponse
    from .resource_type import ResourceType
    from .review_decision import ReviewDecision
    from .review_status import ReviewStatus
    from .role import Role
    from .sample_create import SampleCreate
    from .sample_offset_page import SampleOffsetPage
    from .sample_page import SamplePage
    from .sample_response import SampleResponse
    from .sample_update import SampleUpdate
    from .scientific_metadata import ScientificMetadata
    from .search_result import SearchResult
    from .service_account_create import ServiceAccountCreate
    from .service_account_credentials import ServiceAccountCredentials
    from .service_account_page import ServiceAccountPage
    from .service_account_read import ServiceAccountRead
    from .signed_part import SignedPart
    from .signed_part_headers import SignedPartHeaders
    from .signed_parts import SignedParts
    from .signed_upload import SignedUpload
    from .signed_upload_complete import SignedUploadComplete
    from .signed_upload_state import SignedUploadState
    from .signed_upload_status import SignedUploadStatus
    from .thumbnail import Thumbnail
    from .thumbnail_create import ThumbnailCreate
    from .thumbnail_update import ThumbnailUpdate
    from .token_upload import TokenUpload
    from .upload_complete import UploadComplete
    from .upload_session import UploadSession
    from .upload_start import UploadStart
    from .uploaded_part import UploadedPart
    from .user_capabilities import UserCapabilities
    from .user_create import UserCreate
    from .user_info import UserInfo
    from .user_page import UserPage
    from .user_public_read import UserPublicRead
    from .user_read import UserRead
    from .user_resolution import UserResolution
    from .user_resolve import UserResolve
    from .user_update import UserUpdate

_MODULES = {
    "AccessGrant": ".access_grant",
    "AccessGrantSet": ".access_grant_set",
    "AccountAuthorization": ".account_authorization",
    "AccountCapabilities": ".account_capabilities",
    "AccountRead": ".account_read",
    "ApiKeyPage": ".api_key_page",
    "ApiKeyRead": ".api_key_read",
    "ApiKeyStatus": ".api_key_status",
    "AssignablePlatformRole": ".assignable_platform_role",
    "AssociatedFileRead": ".associated_file_read",
    "Confirmation": ".confirmation",
    "DatasetCreate": ".dataset_create",
    "DatasetOffsetPage": ".dataset_offset_page",
    "DatasetPage": ".dataset_page",
    "DatasetResponse": ".dataset_response",
    "DatasetSampleLink": ".dataset_sample_link",
    "DatasetUpdate": ".dataset_update",
    "DeletionAuditLog": ".deletion_audit_log",
    "DeletionAuditPage": ".deletion_audit_page",
    "DeletionCapabilities": ".deletion_capabilities",
    "DeletionRequest": ".deletion_request",
    "DeletionRequestPage": ".deletion_request_page",
    "DeletionState": ".deletion_state",
    "Direction": ".direction",
    "DownloadLink": ".download_link",
    "DownloadLinks": ".download_links",
    "EffectiveAccess": ".effective_access",
    "EffectiveResourceAccess": ".effective_resource_access",
    "EmbeddedDataset": ".embedded_dataset",
    "FacetBucket": ".facet_bucket",
    "FacetPage": ".facet_page",
    "FacetSort": ".facet_sort",
    "FileCatalogue": ".file_catalogue",
    "FilePage": ".file_page",
    "FileUpdate": ".file_update",
    "FirstThumbnails": ".first_thumbnails",
    "GetDownloadLinkDisposition": ".get_download_link_disposition",
    "GrantableRole": ".grantable_role",
    "Graph": ".graph",
    "GraphEdge": ".graph_edge",
    "GraphNode": ".graph_node",
    "IngestionRequest": ".ingestion_request",
    "IngestionRequestPage": ".ingestion_request_page",
    "IngestionRequestUpdate": ".ingestion_request_update",
    "InstrumentAffiliation": ".instrument_affiliation",
    "InstrumentAssign": ".instrument_assign",
    "InstrumentAssignment": ".instrument_assignment",
    "InstrumentCreate": ".instrument_create",
    "InstrumentPage": ".instrument_page",
    "InstrumentRead": ".instrument_read",
    "InstrumentReference": ".instrument_reference",
    "InstrumentStatus": ".instrument_status",
    "InstrumentUpdate": ".instrument_update",
    "JoinRequest": ".join_request",
    "JoinRequestCreate": ".join_request_create",
    "JoinRequestPage": ".join_request_page",
    "JoinRequestReview": ".join_request_review",
    "JsonObject": ".json_object",
    "Keyword": ".keyword",
    "LinkConfirmation": ".link_confirmation",
    "LinkDirection": ".link_direction",
    "LinkedType": ".linked_type",
    "ListDatasetFacetsField": ".list_dataset_facets_field",
    "ListDeletionAuditScope": ".list_deletion_audit_scope",
    "ListDeletionRequestsScope": ".list_deletion_requests_scope",
    "ListDeletionRequestsSort": ".list_deletion_requests_sort",
    "ListDownloadLinksDisposition": ".list_download_links_disposition",
    "ListInstrumentsSort": ".list_instruments_sort",
    "ListSampleFacetsField": ".list_sample_facets_field",
    "ListUsersSearchFieldsItem": ".list_users_search_fields_item",
    "ListUsersSort": ".list_users_sort",
    "Liveness": ".liveness",
    "MetadataSearchPage": ".metadata_search_page",
    "OwnershipTransfer": ".ownership_transfer",
    "OwnershipTransferCreate": ".ownership_transfer_create",
    "PartToSign": ".part_to_sign",
    "PartsToSign": ".parts_to_sign",
    "PlatformRole": ".platform_role",
    "PlatformRoleUpdate": ".platform_role_update",
    "PrincipalType": ".principal_type",
    "PrintJob": ".print_job",
    "PrintJobCreate": ".print_job_create",
    "PrintJobStatus": ".print_job_status",
    "PrivilegeMode": ".privilege_mode",
    "ProcessingRequest": ".processing_request",
    "ProfileRead": ".profile_read",
    "ProfileUpdate": ".profile_update",
    "ProjectCreate": ".project_create",
    "ProjectMember": ".project_member",
    "ProjectMemberPage": ".project_member_page",
    "ProjectPage": ".project_page",
    "ProjectRead": ".project_read",
    "ProjectReassign": ".project_reassign",
    "ProjectReassignment": ".project_reassignment",
    "ProjectReference": ".project_reference",
    "ProjectRelation": ".project_relation",
    "ProjectScope": ".project_scope",
    "ProjectSort": ".project_sort",
    "ProjectSync": ".project_sync",
    "ProjectUpdate": ".project_update",
    "ReadinessBuild": ".readiness_build",
    "ReadinessDatabase": ".readiness_database",
    "ReadinessDatabaseStatus": ".readiness_database_status",
    "ReadinessResponse": ".readiness_response",
    "ReadinessResponseStatus": ".readiness_response_status",
    "RecordAffiliation": ".record_affiliation",
    "RecordSort": ".record_sort",
    "RecordVisibility": ".record_visibility",
    "RelationshipType": ".relationship_type",
    "ReplacementStart": ".replacement_start",
    "RequestIngestionStatus": ".request_ingestion_status",
    "ResourceAccessGroup": ".resource_access_group",
    "ResourceCapabilities": ".resource_capabilities",
    "ResourceLink": ".resource_link",
    "ResourceResponse": ".resource_response",
    "ResourceType": ".resource_type",
    "ReviewDecision": ".review_decision",
    "ReviewStatus": ".review_status",
    "Role": ".role",
    "SampleCreate": ".sample_create",
    "SampleOffsetPage": ".sample_offset_page",
    "SamplePage": ".sample_page",
    "SampleResponse": ".sample_response",
    "SampleUpdate": ".sample_update",
    "ScientificMetadata": ".scientific_metadata",
    "SearchResult": ".search_result",
    "ServiceAccountCreate": ".service_account_create",
    "ServiceAccountCredentials": ".service_account_credentials",
    "ServiceAccountPage": ".service_account_page",
    "ServiceAccountRead": ".service_account_read",
    "SignedPart": ".signed_part",
    "SignedPartHeaders": ".signed_part_headers",
    "SignedParts": ".signed_parts",
    "SignedUpload": ".signed_upload",
    "SignedUploadComplete": ".signed_upload_complete",
    "SignedUploadState": ".signed_upload_state",
    "SignedUploadStatus": ".signed_upload_status",
    "Thumbnail": ".thumbnail",
    "ThumbnailCreate": ".thumbnail_create",
    "ThumbnailUpdate": ".thumbnail_update",
    "TokenUpload": ".token_upload",
    "UploadComplete": ".upload_complete",
    "UploadSession": ".upload_session",
    "UploadStart": ".upload_start",
    "UploadedPart": ".uploaded_part",
    "UserCapabilities": ".user_capabilities",
    "UserCreate": ".user_create",
    "UserInfo": ".user_info",
    "UserPage": ".user_page",
    "UserPublicRead": ".user_public_read",
    "UserRead": ".user_read",
    "UserResolution": ".user_resolution",
    "UserResolve": ".user_resolve",
    "UserUpdate": ".user_update",
}

__all__ = (
    "AccessGrant",
    "AccessGrantSet",
    "AccountAuthorization",
    "AccountCapabilities",
    "AccountRead",
    "ApiKeyPage",
    "ApiKeyRead",
    "ApiKeyStatus",
    "AssignablePlatformRole",
    "AssociatedFileRead",
    "Confirmation",
    "DatasetCreate",
    "DatasetOffsetPage",
    "DatasetPage",
    "DatasetResponse",
    "DatasetSampleLink",
    "DatasetUpdate",
    "DeletionAuditLog",
    "DeletionAuditPage",
    "DeletionCapabilities",
    "DeletionRequest",
    "DeletionRequestPage",
    "DeletionState",
    "Direction",
    "DownloadLink",
    "DownloadLinks",
    "EffectiveAccess",
    "EffectiveResourceAccess",
    "EmbeddedDataset",
    "FacetBucket",
    "FacetPage",
    "FacetSort",
    "FileCatalogue",
    "FilePage",
    "FileUpdate",
    "FirstThumbnails",
    "GetDownloadLinkDisposition",
    "GrantableRole",
    "Graph",
    "GraphEdge",
    "GraphNode",
    "IngestionRequest",
    "IngestionRequestPage",
    "IngestionRequestUpdate",
    "InstrumentAffiliation",
    "InstrumentAssign",
    "InstrumentAssignment",
    "InstrumentCreate",
    "InstrumentPage",
    "InstrumentRead",
    "InstrumentReference",
    "InstrumentStatus",
    "InstrumentUpdate",
    "JoinRequest",
    "JoinRequestCreate",
    "JoinRequestPage",
    "JoinRequestReview",
    "JsonObject",
    "Keyword",
    "LinkConfirmation",
    "LinkDirection",
    "LinkedType",
    "ListDatasetFacetsField",
    "ListDeletionAuditScope",
    "ListDeletionRequestsScope",
    "ListDeletionRequestsSort",
    "ListDownloadLinksDisposition",
    "ListInstrumentsSort",
    "ListSampleFacetsField",
    "ListUsersSearchFieldsItem",
    "ListUsersSort",
    "Liveness",
    "MetadataSearchPage",
    "OwnershipTransfer",
    "OwnershipTransferCreate",
    "PartsToSign",
    "PartToSign",
    "PlatformRole",
    "PlatformRoleUpdate",
    "PrincipalType",
    "PrintJob",
    "PrintJobCreate",
    "PrintJobStatus",
    "PrivilegeMode",
    "ProcessingRequest",
    "ProfileRead",
    "ProfileUpdate",
    "ProjectCreate",
    "ProjectMember",
    "ProjectMemberPage",
    "ProjectPage",
    "ProjectRead",
    "ProjectReassign",
    "ProjectReassignment",
    "ProjectReference",
    "ProjectRelation",
    "ProjectScope",
    "ProjectSort",
    "ProjectSync",
    "ProjectUpdate",
    "ReadinessBuild",
    "ReadinessDatabase",
    "ReadinessDatabaseStatus",
    "ReadinessResponse",
    "ReadinessResponseStatus",
    "RecordAffiliation",
    "RecordSort",
    "RecordVisibility",
    "RelationshipType",
    "ReplacementStart",
    "RequestIngestionStatus",
    "ResourceAccessGroup",
    "ResourceCapabilities",
    "ResourceLink",
    "ResourceResponse",
    "ResourceType",
    "ReviewDecision",
    "ReviewStatus",
    "Role",
    "SampleCreate",
    "SampleOffsetPage",
    "SamplePage",
    "SampleResponse",
    "SampleUpdate",
    "ScientificMetadata",
    "SearchResult",
    "ServiceAccountCreate",
    "ServiceAccountCredentials",
    "ServiceAccountPage",
    "ServiceAccountRead",
    "SignedPart",
    "SignedPartHeaders",
    "SignedParts",
    "SignedUpload",
    "SignedUploadComplete",
    "SignedUploadState",
    "SignedUploadStatus",
    "Thumbnail",
    "ThumbnailCreate",
    "ThumbnailUpdate",
    "TokenUpload",
    "UploadComplete",
    "UploadedPart",
    "UploadSession",
    "UploadStart",
    "UserCapabilities",
    "UserCreate",
    "UserInfo",
    "UserPage",
    "UserPublicRead",
    "UserRead",
    "UserResolution",
    "UserResolve",
    "UserUpdate",
)


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_MODULES[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
