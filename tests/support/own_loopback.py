"""A command -> run in a network of its own whose loopback is up; whoever holds the other end of a socket is handed connections to its ports.

    unshare -rmn python own_loopback.py DESCRIPTOR SCRIPT

DESCRIPTOR is a Unix socket: a line with a port on it is answered with a connection to that port, a file descriptor. When the other end is
closed the command is interrupted, as by Ctrl-C, and this ends as it does.
"""

from __future__ import annotations

import fcntl
import signal
import socket
import struct
import subprocess
import sys

_SIOCSIFFLAGS = 0x8914  # <linux/sockios.h>
_IFF_UP = 0x1  # <linux/if.h>
_NAME = 16  # bytes of an interface's name
_PATIENCE = 20  # seconds for a command that was interrupted


def bring_up(name: bytes) -> None:
    """Bring an interface of this network up, as `ip link set NAME up` does, which a fresh Debian doesn't have."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack(f"{_NAME}sh22x", name, _IFF_UP))


def main(descriptor: str, script: str) -> int:
    """Run a script of the shell until the other end of the socket is closed; return its exit code."""
    bring_up(b"lo")
    with socket.socket(fileno=int(descriptor)) as asked, subprocess.Popen(["sh", "-c", script]) as running:
        while port := asked.recv(_NAME):
            with socket.create_connection(("127.0.0.1", int(port))) as connection:
                socket.send_fds(asked, [b"."], [connection.fileno()])
        running.send_signal(signal.SIGINT)
        try:
            return running.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            running.kill()
            raise


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
