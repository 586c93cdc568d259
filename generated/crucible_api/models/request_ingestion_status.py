from typing import Literal

RequestIngestionStatus = Literal["not_requested", "requested"]

REQUEST_INGESTION_STATUS_VALUES: set[RequestIngestionStatus] = {
    "not_requested",
    "requested",
}


def check_request_ingestion_status(value: str) -> RequestIngestionStatus:
    if value in REQUEST_INGESTION_STATUS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {REQUEST_INGESTION_STATUS_VALUES!r}")
