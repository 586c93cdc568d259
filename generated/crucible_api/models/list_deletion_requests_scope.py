from typing import Literal

ListDeletionRequestsScope = Literal["accessible", "reviewable", "submitted"]

LIST_DELETION_REQUESTS_SCOPE_VALUES: set[ListDeletionRequestsScope] = {
    "accessible",
    "reviewable",
    "submitted",
}


def check_list_deletion_requests_scope(value: str) -> ListDeletionRequestsScope:
    if value in LIST_DELETION_REQUESTS_SCOPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_DELETION_REQUESTS_SCOPE_VALUES!r}")
