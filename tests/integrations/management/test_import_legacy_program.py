"""The command as a program of its own, where everything really commits."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from boom.core.models import OutboxMessage
from integrations.legacy.sample import SAMPLE
from tenants.context import public_scope
from tenants.models import Business
from tenants.provisioning.schemas import drop_schema

ROOT = Path(__file__).resolve().parents[3]


def program(file: Path, report: Path, *more: str) -> tuple[int, str]:
    command = [sys.executable, "manage.py", "import_legacy", str(file), "--business", "as-a-program"]
    done = subprocess.run(
        [*command, "--report", str(report), *more], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_it_ends_with_0_however_often_and_with_2_for_rubbish(
    spare_schema: None, committing: None, tmp_path: Path
):
    rubbish = tmp_path / "rubbish"
    rubbish.write_text("rubbish")
    report = tmp_path / "report.json"
    try:
        endings = [program(SAMPLE, report, "--create"), program(SAMPLE, report), program(rubbish, report)]
    finally:
        with public_scope():
            for business in Business.objects.filter(subdomain="as-a-program"):
                OutboxMessage.objects.filter(payload__business=business.pk).delete()
                schema_name = business.schema_name
                business.delete()
                drop_schema(schema_name)

    assert [code for code, _ in endings] == [0, 0, 2], endings
    assert endings[2][1] == "CommandError: rubbish is not an SQLite database. Nothing was imported.\n"
