"""The way back from Google and Microsoft: companies know one address of Boom's, and businesses have many."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from boom.access import anyone
from boom.core.errors import NotFound
from integrations.views.sync import ANSWER_WITHIN_S, LONGEST_CODE, STATE
from tenants.models import Business

BROUGHT = ("state", "code", "error")


@anyone
@never_cache
@require_GET
def connected(request: HttpRequest) -> HttpResponse:
    """Send whoever comes back on to the business that sent them, with what they bring.

    Only there, in the session that began it, is it of any use.
    """
    try:
        state = signing.loads(request.GET.get("state", ""), salt=STATE, max_age=ANSWER_WITHIN_S)
    except signing.BadSignature as error:
        raise NotFound("That took too long. Go back to Boom and press Connect again.") from error
    business = Business.objects.filter(pk=state["business"]).first()
    if business is None:
        raise NotFound
    brought = {name: request.GET[name][:LONGEST_CODE] for name in BROUGHT if name in request.GET}
    path = "/dashboard/integrations/sync/connected/"
    return HttpResponseRedirect(f"{business.url(path)}?{urlencode(brought)}")
