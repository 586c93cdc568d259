from typing import Literal

SignedUploadState = Literal["completed", "uploading"]

SIGNED_UPLOAD_STATE_VALUES: set[SignedUploadState] = {
    "completed",
    "uploading",
}


def check_signed_upload_state(value: str) -> SignedUploadState:
    if value in SIGNED_UPLOAD_STATE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SIGNED_UPLOAD_STATE_VALUES!r}")
