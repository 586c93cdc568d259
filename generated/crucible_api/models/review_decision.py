from typing import Literal

ReviewDecision = Literal["approved", "rejected"]

REVIEW_DECISION_VALUES: set[ReviewDecision] = {
    "approved",
    "rejected",
}


def check_review_decision(value: str) -> ReviewDecision:
    if value in REVIEW_DECISION_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {REVIEW_DECISION_VALUES!r}")
