"""Which addresses of the network Kith may speak to. Pure: a table and one question."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# Everything the IANA special-purpose registry does not call globally reachable, and multicast.
_REFUSED_4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local, and the metadata services of clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)

# The public part of IPv6 is this one block; all else (loopback, ULA, link-local, site-local,
# multicast, IPv4-compatible, unassigned) lies outside it.
_PUBLIC_6 = IPv6Network("2000::/3")
_REFUSED_6 = tuple(
    IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",
        "2002::/16",  # 6to4: can wrap any IPv4 address
        "3fff::/20",  # documentation
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")


def permitted(ip: Address, allow: tuple[Network, ...] = ()) -> bool:
    """Say whether Kith may connect to `ip`: a public address, or one in a network of `allow`.

    IPv4 addresses in IPv6 dress (::ffff:a.b.c.d, and 64:ff9b::a.b.c.d where a NAT64 gateway
    translates) are judged as the IPv4 address that would really be reached.
    """
    ip = _undressed(ip)
    if any(ip in network for network in allow):
        return True
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in _REFUSED_4)
    return ip in _PUBLIC_6 and not any(ip in network for network in _REFUSED_6)


def _undressed(ip: Address) -> Address:
    if isinstance(ip, IPv4Address):
        return ip
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    bare = IPv6Address(int(ip))  # a scope id would hide it from comparisons
    return IPv4Address(int(bare) & 0xFFFFFFFF) if bare in _NAT64 else bare
