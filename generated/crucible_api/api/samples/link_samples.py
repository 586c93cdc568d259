from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.link_confirmation import LinkConfirmation
from ...models.relationship_type import RelationshipType
from ...types import UNSET, Response, Unset


def _get_kwargs(
    parent_mfid: str,
    child_mfid: str,
    *,
    relationship_type: RelationshipType | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_relationship_type: str | Unset = UNSET
    if not isinstance(relationship_type, Unset):
        json_relationship_type = relationship_type

    params["relationship_type"] = json_relationship_type

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/samples/{parent_mfid}/children/{child_mfid}".format(
            parent_mfid=quote(str(parent_mfid), safe=""),
            child_mfid=quote(str(child_mfid), safe=""),
        ),
        "extensions": {"operation": "link_samples", "path": "/samples/{parent_mfid}/children/{child_mfid}"},
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> LinkConfirmation | None:
    if 200 <= response.status_code <= 299:
        response_2xx = LinkConfirmation.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[LinkConfirmation]:
    try:
        parsed = _parse_response(client=client, response=response)
    except errors.UNREADABLE as error:
        raise client.on_unexpected(response, error) from error
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=parsed,
    )


def sync_detailed(
    parent_mfid: str,
    child_mfid: str,
    *,
    client: AuthenticatedClient,
    relationship_type: RelationshipType | Unset = UNSET,
) -> Response[LinkConfirmation]:
    """A link from a sample to one made from it, or to a part of it

     Probably for editors. Linking twice does no harm.

    Args:
        parent_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        child_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        relationship_type (RelationshipType | Unset): How the child relates to the parent.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[LinkConfirmation]
    """

    kwargs = _get_kwargs(
        parent_mfid=parent_mfid,
        child_mfid=child_mfid,
        relationship_type=relationship_type,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    parent_mfid: str,
    child_mfid: str,
    *,
    client: AuthenticatedClient,
    relationship_type: RelationshipType | Unset = UNSET,
) -> LinkConfirmation | None:
    """A link from a sample to one made from it, or to a part of it

     Probably for editors. Linking twice does no harm.

    Args:
        parent_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        child_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        relationship_type (RelationshipType | Unset): How the child relates to the parent.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        LinkConfirmation
    """

    return sync_detailed(
        parent_mfid=parent_mfid,
        child_mfid=child_mfid,
        client=client,
        relationship_type=relationship_type,
    ).parsed


async def asyncio_detailed(
    parent_mfid: str,
    child_mfid: str,
    *,
    client: AuthenticatedClient,
    relationship_type: RelationshipType | Unset = UNSET,
) -> Response[LinkConfirmation]:
    """A link from a sample to one made from it, or to a part of it

     Probably for editors. Linking twice does no harm.

    Args:
        parent_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        child_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        relationship_type (RelationshipType | Unset): How the child relates to the parent.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[LinkConfirmation]
    """

    kwargs = _get_kwargs(
        parent_mfid=parent_mfid,
        child_mfid=child_mfid,
        relationship_type=relationship_type,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    parent_mfid: str,
    child_mfid: str,
    *,
    client: AuthenticatedClient,
    relationship_type: RelationshipType | Unset = UNSET,
) -> LinkConfirmation | None:
    """A link from a sample to one made from it, or to a part of it

     Probably for editors. Linking twice does no harm.

    Args:
        parent_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        child_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        relationship_type (RelationshipType | Unset): How the child relates to the parent.

    Raises:
        errors.UnexpectedBody: If the answer is not what the document says, unless Client.on_unexpected makes another error of it.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        LinkConfirmation
    """

    return (
        await asyncio_detailed(
            parent_mfid=parent_mfid,
            child_mfid=child_mfid,
            client=client,
            relationship_type=relationship_type,
        )
    ).parsed
