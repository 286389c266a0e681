"""Refunds that a card's bank sent back, and the documents that take their credit notes back."""

from django.db import migrations, models
from django.db.models import Q

FAILED = "payments_refunds_failed"
STAYS = "payments_refund_stays_failed"


def again(name: str, before: str, now: str) -> migrations.RunSQL:
    """Another condition for a trigger on refunds."""

    def sql(definition: str) -> str:
        return f"DROP TRIGGER {name} ON payments_refund; CREATE TRIGGER {name} {definition}"

    return migrations.RunSQL(sql=sql(now), reverse_sql=sql(before))


def counted(condition: str) -> str:
    return (
        "AFTER UPDATE OF state ON payments_refund FOR EACH ROW "
        f"WHEN ({condition}) EXECUTE FUNCTION payments_keep_refunds()"
    )


def kept(condition: str) -> str:
    return f"BEFORE UPDATE ON payments_refund FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION payments_stays('')"


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0006_payouts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="refund",
            name="state",
            field=models.CharField(
                choices=[
                    ("pending", "Under way"),
                    ("done", "Given back"),
                    ("failed", "Failed"),
                    ("returned", "Sent back by the bank"),
                ],
                default="done",
                max_length=8,
            ),
        ),
        migrations.RemoveConstraint(model_name="refund", name="refund_state_known"),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=Q(("state__in", ["pending", "done", "failed", "returned"])),
                name="refund_state_known",
            ),
        ),
        again(
            FAILED,
            counted("NEW.state = 'failed' AND OLD.state <> 'failed'"),
            counted("NEW.state IN ('failed', 'returned') AND OLD.state NOT IN ('failed', 'returned')"),
        ),
        again(STAYS, kept("OLD.state = 'failed'"), kept("OLD.state IN ('failed', 'returned')")),
        *(
            migrations.AlterField(
                model_name=model,
                name="kind",
                field=models.CharField(
                    choices=[
                        ("receipt", "Receipt"),
                        ("invoice", "Invoice"),
                        ("credit_note", "Credit note"),
                        ("reversal", "Reversal"),
                    ],
                    max_length=11,
                ),
            )
            for model in ("document", "numberseries")
        ),
        migrations.RemoveConstraint(model_name="document", name="document_kind_known"),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=Q(("kind__in", ["receipt", "invoice", "credit_note", "reversal"])),
                name="document_kind_known",
            ),
        ),
        migrations.RemoveConstraint(model_name="document", name="document_credits_an_invoice"),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=Q(
                    ("credited_minor", 0),
                    Q(("corrects__isnull", False), ("kind__in", ["credit_note", "reversal"])),
                    _connector="OR",
                ),
                name="document_credits_an_invoice",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=Q(("kind", "reversal")), fields=("corrects",), name="document_reversed_once"
            ),
        ),
    ]
