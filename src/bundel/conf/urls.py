"""The root of all addresses."""

from typing import Any, ClassVar

from django.urls import URLResolver, include, path
from django.urls.resolvers import RoutePattern
from django.utils.datastructures import MultiValueDict

handler404 = "bundel.web.views.errors.not_found"
handler500 = "bundel.web.views.errors.server_error"


class Later(URLResolver):
    """Addresses that the first request for one of them loads, so that no page waits for them at the start.

    In return no page can link to one by its name.
    """

    reverse_dict: ClassVar[MultiValueDict[str, Any]] = MultiValueDict()
    namespace_dict: ClassVar[dict[str, Any]] = {}
    app_dict: ClassVar[dict[str, Any]] = {}

    def _populate(self) -> None:
        """Nothing to link to."""


urlpatterns = [Later(RoutePattern("api/v1/"), "bundel.conf.api"), path("", include("bundel.web.urls"))]
