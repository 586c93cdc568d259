from typing import Literal

ListDeletionRequestsSort = Literal["project_id", "request_time", "requester_name", "resource_name", "status"]

LIST_DELETION_REQUESTS_SORT_VALUES: set[ListDeletionRequestsSort] = {
    "project_id",
    "request_time",
    "requester_name",
    "resource_name",
    "status",
}


def check_list_deletion_requests_sort(value: str) -> ListDeletionRequestsSort:
    if value in LIST_DELETION_REQUESTS_SORT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_DELETION_REQUESTS_SORT_VALUES!r}")
