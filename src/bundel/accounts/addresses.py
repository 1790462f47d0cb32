"""From which network a request comes, for limits on how often somebody may try or ask."""

import ipaddress

from allauth.account.adapter import get_adapter
from django.http import HttpRequest


def network_of(request: HttpRequest) -> str:
    """The address that asks; a whole home network in IPv6 counts as one."""
    text: str = get_adapter().get_client_ip(request)
    address = ipaddress.ip_address(text)
    return text if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))
