"""Words on the wire: how a request leaves, what its answer means, and when it is sent again.

::

    port        what the logic above may wait for
    blocking    the port that does each thing at once; asynchronous: the one that waits on an event loop
    calls       one generated operation, its JSON read once
    connection  the httpx clients for the API, blocking and on an event loop
    dialect     API v2 for those above, who speak v3; v2_answers, v2_gaps: what it looks up
    exchange    what both do: key, headers, time-outs, retries, errors of one request
    limits      a time by which all is over, and an event that ends a transfer
    elevation   whose rights requests ask for; rights: what to say of a refusal
    storage     signed addresses, by libcurl or by httpx: none of these
    pool        what both share: one TLS context, a new pool after fork
    tls         the context of a policy, made once
    auth        the key goes to the API's origin only
    retry       whether and when to try again: pure functions
    failures    the only place that turns exceptions and refusals into this package's errors
    trace       one line per request, without secrets
    agent       how this package calls itself

This is the only part that imports httpx. httpx is no longer developed and has a living fork, so that the switch should
stay a matter of this folder and one line of the generator's settings.

Retries sit in an overridden ``Client.send`` rather than in a transport, because a transport of one's own switches off
the proxies of the environment.
"""

import sys

# With the library comes its command line, and with that rich and pygments where they are installed: half of what the
# library takes to load. It does without the command line if that cannot be imported.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
