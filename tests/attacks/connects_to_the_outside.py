"""Looks a name up, and sends packets to addresses outside."""

import socket

for attempt in (
    lambda: socket.getaddrinfo("example.org", 80),
    lambda: socket.create_connection(("192.0.2.1", 80), 1),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 53)),
    lambda: socket.create_connection(("2001:db8::1", 80), 1),
):
    try:
        print("reached", attempt())
    except OSError as error:
        print(error)
