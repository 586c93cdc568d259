"""The sandbox's web page: everything in it, for the eyes of the person who started it.

What it shows is what the API's own handlers answer to a platform administrator in elevated mode, so the page has no
reading of the database of its own; beside that the log of requests, and faults, which can be switched on and off.

Who may see it
--------------
The owner of the sandbox's folder, and nobody else: other users of the machine can reach the port, and so could a web
page that a browser has open. Nothing but the sign-in page, the style sheet and the icon is answered without a session.
One is begun with an address that lets in one browser, made for whoever can read the folder (``crucible sandbox page``),
or with the administrator's key. The session is an HttpOnly, SameSite=Strict cookie and ends with the server. Cookies do
not know ports: another user's server at 127.0.0.1, if the owner visits it with the same browser, is sent the cookie; on
a machine shared with people one does not trust, sign out after use.

Requests by another name than the server's own, as after DNS rebinding, are refused before they get here (`protocol`).
What changes something is a POST with the page's own Origin and the token of the session in the form.

How it is made
--------------
HTML by functions (`markup`), in which every text is escaped unless it was made by them; no scripts, no inline style and
nothing from elsewhere, which the Content-Security-Policy says once more. A library of templates was not worth its
weight, and would leave the escaping to each template. The page adds routes to the port and takes none: it answers only
who asks for ``text/html``, which browsers do and API clients do not, or for what lies below ``/page/``; and it is
imported at the first request that is none to the API.

`site`, `sessions`, `request`
    Routes and what protects them; who is signed in; one request and how it asks the handlers.
`frame`, `pieces`, `markup`
    What all views have around them, what several have in them, and HTML itself.
`overview`, `lists`, `record`, `tree`, `provenance`, `layered`, `work`, `teaching`
    The views: the start, lists and search, one record, its metadata, its provenance as a picture and how that is laid
    out, ingestion requests and the log, faults.
"""
