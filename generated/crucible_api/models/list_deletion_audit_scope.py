from typing import Literal

ListDeletionAuditScope = Literal["all", "submitted"]

LIST_DELETION_AUDIT_SCOPE_VALUES: set[ListDeletionAuditScope] = {
    "all",
    "submitted",
}


def check_list_deletion_audit_scope(value: str) -> ListDeletionAuditScope:
    if value in LIST_DELETION_AUDIT_SCOPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_DELETION_AUDIT_SCOPE_VALUES!r}")
