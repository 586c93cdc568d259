"""Contains shared errors types that can be raised from API functions"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx


class UnexpectedStatus(Exception):
    """Raised by api functions when the response status an undocumented status and Client.raise_on_unexpected_status is True"""

    def __init__(self, status_code: int, content: bytes):
        self.status_code = status_code
        self.content = content

        super().__init__(f"Unexpected status code: {status_code}")


class UnexpectedBody(Exception):
    """Raised by api functions when an answer is not what the document says; it holds no text of the answer"""

    def __init__(self, status_code: int, operation: str, reason: str):
        self.status_code = status_code
        self.operation = operation
        self.reason = reason

        super().__init__(f"{operation}: the answer with status {status_code} cannot be used: {reason}")


UNREADABLE = (UnexpectedStatus, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def reason_of(error: Exception) -> str:
    """What was wrong with an answer, without any text of it"""
    if isinstance(error, UnexpectedStatus):
        return "the document knows no such status"
    place, traceback = "", error.__traceback__
    while traceback is not None:
        name = traceback.tb_frame.f_code.co_qualname
        place = name.removesuffix(".from_dict") if name.endswith(".from_dict") else place
        traceback = traceback.tb_next
    if not place:
        return "it is not the JSON that the document describes"
    if isinstance(error, KeyError):
        return f"{place} without its member {error.args[0]!r}"
    return f"{place} with a member of another type or value ({type(error).__name__})"


def unexpected_body(response: "httpx.Response", error: Exception) -> Exception:
    """The error that a client raises for an answer that cannot be read, unless it was given another on_unexpected"""
    operation = str(response.request.extensions.get("operation", ""))
    return UnexpectedBody(response.status_code, operation, reason_of(error))


__all__ = ["UNREADABLE", "UnexpectedBody", "UnexpectedStatus", "reason_of", "unexpected_body"]
