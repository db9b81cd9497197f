"""A name server on loopback that answers as a test wants, each query anew."""

import ipaddress
import itertools
import threading
from collections import defaultdict

from dnslib import AAAA, CNAME, QTYPE, RR, A
from dnslib.server import BaseResolver, DNSServer


def name_of(address):
    """A name that has this one address."""
    address = ipaddress.ip_address(address)
    return f"v{address.version}-{int(address):x}.address.test"


class Names(BaseResolver):
    """`v4-7f000001.address.test` has the address that it spells. Other names have, for each query of a type, the next
    of their lists of addresses, round and round."""

    def __init__(self):
        self.lock, self.names, self.aliases, self.queries = threading.Lock(), {}, {}, defaultdict(list)

    def set(self, name, *answers):
        """Each of the answers is a list of addresses of both kinds; queries for A and for AAAA count apart."""
        with self.lock:
            self.names[name] = {kind: itertools.cycle(answers) for kind in ("A", "AAAA")}

    def resolve(self, request, handler):
        name, kind = str(request.q.qname).rstrip(".").lower(), QTYPE[request.q.qtype]
        reply = request.reply()
        with self.lock:
            while name in self.aliases:
                reply.add_answer(RR(name, QTYPE.CNAME, rdata=CNAME(self.aliases[name]), ttl=0))
                name = self.aliases[name]
            addresses = self.addresses(name, kind)
            self.queries[name].append((kind, addresses))
        for address in addresses:
            data = {"A": A, "AAAA": AAAA}[kind](address)
            reply.add_answer(RR(name, request.q.qtype, rdata=data, ttl=0))
        return reply

    def addresses(self, name, kind):
        if kind not in ("A", "AAAA"):
            return []
        label, _, zone = name.partition(".")
        if zone == "address.test":
            version, _, digits = label.partition("-")
            kinds = {"v4": ("A", ipaddress.IPv4Address), "v6": ("AAAA", ipaddress.IPv6Address)}
            found = [kinds[version][1](int(digits, 16))] if kinds[version][0] == kind else []
        else:
            found = next(self.names[name][kind]) if name in self.names else []
            found = [ipaddress.ip_address(address) for address in found]
        return [str(address) for address in found if (address.version == 4) == (kind == "A")]


class _Quiet:
    def __getattr__(self, name):
        return lambda *arguments: None


def started():
    names = Names()
    server = DNSServer(names, address="127.0.0.1", port=53, logger=_Quiet())
    server.start_thread()
    return names, server
