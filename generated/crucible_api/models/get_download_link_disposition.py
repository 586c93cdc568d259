from typing import Literal

GetDownloadLinkDisposition = Literal["attachment", "inline"]

GET_DOWNLOAD_LINK_DISPOSITION_VALUES: set[GetDownloadLinkDisposition] = {
    "attachment",
    "inline",
}


def check_get_download_link_disposition(value: str) -> GetDownloadLinkDisposition:
    if value in GET_DOWNLOAD_LINK_DISPOSITION_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_DOWNLOAD_LINK_DISPOSITION_VALUES!r}")
