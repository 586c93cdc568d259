from typing import Literal

ListUsersSearchFieldsItem = Literal["email", "first_name", "last_name", "unique_id", "username"]

LIST_USERS_SEARCH_FIELDS_ITEM_VALUES: set[ListUsersSearchFieldsItem] = {
    "email",
    "first_name",
    "last_name",
    "unique_id",
    "username",
}


def check_list_users_search_fields_item(value: str) -> ListUsersSearchFieldsItem:
    if value in LIST_USERS_SEARCH_FIELDS_ITEM_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_USERS_SEARCH_FIELDS_ITEM_VALUES!r}")
