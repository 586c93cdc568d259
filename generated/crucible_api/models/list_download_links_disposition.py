from typing import Literal

ListDownloadLinksDisposition = Literal["attachment", "inline"]

LIST_DOWNLOAD_LINKS_DISPOSITION_VALUES: set[ListDownloadLinksDisposition] = {
    "attachment",
    "inline",
}


def check_list_download_links_disposition(value: str) -> ListDownloadLinksDisposition:
    if value in LIST_DOWNLOAD_LINKS_DISPOSITION_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_DOWNLOAD_LINKS_DISPOSITION_VALUES!r}")
