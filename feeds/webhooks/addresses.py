"""Where a webhook may go: to addresses of the public network, unless an operator allows others.

A name is looked up once for each try, and the connection goes to the very address that was looked at: a name that
leads elsewhere a moment later (DNS rebinding) leads nowhere. Redirects are never followed.
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from models.wording import Wording

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""IPv4 addresses as IPv6 hosts reach them (RFC 6052)."""


class Unfit(Exception):
    """An address that no message goes to, and why."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.wording = Wording(vi, en)


class NotFound(Unfit):
    """A name that has no address, at the moment at least."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes: the host as it is named, and the address that it was found at."""

    scheme: str
    host: str
    port: int
    path: str
    address: str

    @property
    def url(self) -> str:
        """The address itself, in place of the name."""
        named = f"[{self.address}]" if ":" in self.address else self.address
        return f"{self.scheme}://{named}:{self.port}{self.path}"

    @property
    def named(self) -> str:
        """The `Host` header."""
        usual = {"https": 443, "http": 80}[self.scheme] == self.port
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if usual else f"{host}:{self.port}"


def fit(url: str, *, allow_private: bool = False) -> Target:
    """Where `url` leads now. Raises Unfit for what is no web address, leads nowhere, or to where no message may go.

    Unless private addresses are allowed, it must be https: messages hold what documents say.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or {"https": 443, "http": 80}.get(parts.scheme, 0)
    except ValueError as error:
        raise Unfit(f"{url!r} không phải địa chỉ web", f"{url!r} is no web address") from error
    if not host or parts.scheme not in ("https", "http") or not port or parts.username or parts.password:
        raise Unfit(
            "cần địa chỉ web không kèm tên người dùng: https://máy/đường-dẫn",
            "a web address without a user name is needed: https://host/path",
        )
    if parts.scheme != "https" and not allow_private:
        raise Unfit("chỉ gửi qua https", "messages go over https only")
    addresses = looked_up(host, port)
    if not allow_private:
        for address in addresses:
            if not public(address):
                raise Unfit(
                    f"{host} ở địa chỉ {address}, không phải địa chỉ công cộng (feeds.webhook_allow_private)",
                    f"{host} is at {address}, which is no public address (feeds.webhook_allow_private)",
                )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, path, str(addresses[0]))


def looked_up(host: str, port: int) -> list[Address]:
    """The addresses of `host`. Raises NotFound where it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, ValueError) as error:
        raise NotFound(f"không tìm thấy máy {host}", f"{host} is not found") from error
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not addresses:
        raise NotFound(f"không tìm thấy máy {host}", f"{host} is not found")
    return addresses


def public(address: Address) -> bool:
    """Whether it is an address of the public network, and none that only leads to another."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return public(inner)
    return address.is_global and not address.is_multicast
