"""`/metrics`: the ledger as Prometheus asks for it, for this machine only."""

from ipaddress import ip_address

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException

from batch.seen.metrics import registry_of

router = APIRouter()


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request) -> Response:
    """Files in the ledger by state; 404 to whoever asks from elsewhere, also by way of a proxy of this machine."""
    if not request.app.state.settings.serve.metrics or not _from_here(request):
        raise HTTPException(404)
    return Response(generate_latest(registry_of(request.app.state.database)), media_type=CONTENT_TYPE_LATEST)


def _from_here(request: Request) -> bool:
    if request.client is None or "x-forwarded-for" in request.headers or "forwarded" in request.headers:
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
