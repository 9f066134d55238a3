"""Which addresses Kith may speak to."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.net.guard import permitted


@pytest.mark.parametrize(
    "text",
    [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::8.8.8.8",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:0:8.8.8.8",
        "64:ff9b::127.0.0.1",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::8.8.8.8",
        "100::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:2::1",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "2002:808:808::1",
        "3fff::1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
    ],
)
def test_special_addresses_are_refused(text: str) -> None:
    assert not permitted(ip_address(text))


@pytest.mark.parametrize(
    "text",
    [
        "1.1.1.1",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.169.0.1",
        "198.17.0.1",
        "223.255.255.255",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "2001:4860:4860::8888",
        "2606:4700::1111",
        "2a00:1450:4001::1",
        "2606:4700::1111%eth0",
    ],
)
def test_public_addresses_are_permitted(text: str) -> None:
    assert permitted(ip_address(text))


@pytest.mark.parametrize(
    ("text", "network"),
    [
        ("127.0.0.1", "127.0.0.0/8"),
        ("10.1.2.3", "10.1.0.0/16"),
        ("::ffff:10.1.2.3", "10.1.0.0/16"),
        ("64:ff9b::10.1.2.3", "10.1.0.0/16"),
        ("fd00::5", "fd00::/8"),
        ("fe80::1%eth0", "fe80::/10"),
        ("::1", "::1/128"),
    ],
)
def test_an_allowed_network_may_be_visited(text: str, network: str) -> None:
    assert permitted(ip_address(text), (ip_network(network),))


def test_an_allowed_network_allows_no_other() -> None:
    allow = (ip_network("10.1.0.0/16"), ip_network("fd00::/8"))
    assert not permitted(ip_address("10.2.0.1"), allow)
    assert not permitted(ip_address("fe80::1"), allow)


@given(st.ip_addresses(v=4))
def test_no_dress_makes_an_address_more_welcome(ip: object) -> None:
    bare = ip_address(str(ip))
    for dressed in (f"::ffff:{ip}", f"64:ff9b::{ip}"):
        assert permitted(ip_address(dressed)) == permitted(bare)
    assert not permitted(ip_address(f"::{ip}"))


@given(st.ip_addresses(v=4))
def test_nothing_the_standard_library_calls_private_is_permitted(ip: object) -> None:
    found = ip_address(str(ip))
    if found.is_private or found.is_multicast or found.is_reserved or not found.is_global:
        assert not permitted(found)
