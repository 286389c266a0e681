"""Customers: tags, preferences, consents, bans, merges, and a text that searches by trigrams."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.db import migrations, models

import bookings.models.customers


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0006_room_photos_on_record"),
        ("tenants", "0003_folded_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ban",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                ("phone", models.CharField(blank=True, default="", max_length=32)),
                ("reason", models.CharField(max_length=300)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("lifted_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("news", "News and offers"), ("terms", "House rules")], max_length=8
                    ),
                ),
                ("is_given", models.BooleanField()),
                ("version", models.PositiveIntegerField()),
                ("words", models.TextField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("online", "On the booking page"),
                            ("own_page", "On their own page"),
                            ("phone", "By phone"),
                            ("in_person", "In person"),
                            ("import", "Brought over"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ConsentText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("news", "News and offers"), ("terms", "House rules")], max_length=8
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("words", models.TextField()),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="customer",
            name="customer_email_unique",
        ),
        migrations.AddField(
            model_name="customer",
            name="contact_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("email", "E-mail"),
                    ("phone", "Phone call"),
                    ("text", "Text message"),
                    ("nobody", "Not at all"),
                ],
                db_default="",
                default="",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="favourite_room",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="bookings.room",
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="bookings.customer",
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="price_class",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.AddField(
            model_name="customer",
            name="tags",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="customer",
            name="wishes",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="customer",
            name="search_words",
            field=models.GeneratedField(
                db_persist=True,
                expression=bookings.models.customers.SearchWords(),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                models.F("merged_into"),
                condition=models.Q(("merged_into__isnull", False)),
                name="customer_by_merge",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_words"], name="customer_by_words", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=django.contrib.postgres.indexes.GinIndex(fields=["tags"], name="customer_by_tag"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(models.Q(("email", ""), _negated=True), ("merged_into__isnull", False)),
                name="customer_by_former_email",
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(models.Q(("email", ""), _negated=True), ("merged_into__isnull", True)),
                name="customer_email_unique",
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="customer_not_merged_into_itself",
            ),
        ),
        migrations.AddField(
            model_name="ban",
            name="customer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bans",
                to="bookings.customer",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="customer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consents",
                to="bookings.customer",
            ),
        ),
        migrations.AddConstraint(
            model_name="consenttext",
            constraint=models.UniqueConstraint(
                fields=("purpose", "version"), name="consent_text_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="ban",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("customer__isnull", False), ("email", ""), ("phone", "")),
                    models.Q(
                        ("customer__isnull", True), ("phone", ""), models.Q(("email", ""), _negated=True)
                    ),
                    models.Q(
                        ("customer__isnull", True), ("email", ""), models.Q(("phone", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="ban_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="ban",
            constraint=models.UniqueConstraint(
                models.F("customer"),
                condition=models.Q(("customer__isnull", False), ("lifted_at__isnull", True)),
                name="ban_customer_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="ban",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(("lifted_at__isnull", True), models.Q(("email", ""), _negated=True)),
                name="ban_email_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="ban",
            constraint=models.UniqueConstraint(
                models.F("phone"),
                condition=models.Q(("lifted_at__isnull", True), models.Q(("phone", ""), _negated=True)),
                name="ban_phone_once",
            ),
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(
                models.F("customer"),
                models.F("purpose"),
                models.OrderBy(models.F("at"), descending=True),
                name="consent_by_customer",
            ),
        ),
    ]
