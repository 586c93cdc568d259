"""A served sandbox behind https, as the service is: its records have pages in a web explorer."""

from __future__ import annotations

import http.client
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@contextmanager
def tls_front(api_url, context, **headers):
    """Pass requests on to a sandbox for the time of the block, and yield the address of the API.

    `headers` replace those of its answers.
    """
    behind = urlsplit(api_url)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 65536

        def answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            connection = http.client.HTTPConnection(behind.hostname, behind.port, timeout=30)
            passed = {name: value for name, value in self.headers.items() if name.lower() != "host"}
            connection.request(self.command, self.path, body, passed)
            answer = connection.getresponse()
            content = answer.read()
            connection.close()
            self.send_response_only(answer.status)
            told = {"Content-Type": answer.headers.get("Content-Type", ""), "Date": self.date_time_string(), **headers}
            for name, value in told.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

        def log_message(self, *_):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request, client_address):
            """A handshake that fails is what some tests want."""

    server = Server(("127.0.0.1", 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        scheme, host = ("https", "localhost") if context is not None else ("http", "127.0.0.1")
        yield f"{scheme}://{host}:{server.server_port}{behind.path}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
