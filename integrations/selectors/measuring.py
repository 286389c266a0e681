"""What measures visits."""

from __future__ import annotations

from integrations.models import Measuring


def measuring() -> Measuring | None:
    """What is set; None where nothing is measured."""
    return Measuring.objects.filter(pk=Measuring.ONLY).first()
