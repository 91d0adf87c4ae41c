"""Say whether an address is this machine alone."""

import ipaddress
import socket

DEMO_USER = "emma@demo.invalid"
"""The demonstration's end user: the requests that the demonstration tells as his are his account's."""


def is_loopback(host: str) -> bool:
    """Whether an address can be reached from this machine alone."""
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return bool(found) and all(ipaddress.ip_address(one).is_loopback for one in found)
