"""A GET as EOS does it. Not urllib, which spells the names of header fields its own way."""

import http.client
from urllib.parse import urljoin, urlsplit

REDIRECTS = 5


def get(url, headers, timeout):
    """Status and content, after redirects. Errors: OSError, ValueError, HTTPException."""
    for _ in range(REDIRECTS + 1):
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("no http or https URL")
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname, parts.port, timeout=timeout)
        try:
            target = (parts.path or "/") + ("?" + parts.query if parts.query else "")
            connection.request("GET", target, headers=headers)
            reply = connection.getresponse()
            location = reply.getheader("Location")
            if reply.status not in (301, 302, 303, 307, 308) or location is None:
                return reply.status, reply.read()
        finally:
            connection.close()
        url = urljoin(url, location)
    raise ValueError("too many redirects")
