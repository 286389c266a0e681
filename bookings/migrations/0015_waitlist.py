"""The waiting list: who waits for what, what they were offered, and the venue's rules of it."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.db import migrations, models

import bookings.models.waitlist


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0014_series"),
    ]

    operations = [
        migrations.CreateModel(
            name="WaitlistEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                ("phone", models.CharField(blank=True, default="", max_length=32)),
                ("party_size", models.PositiveSmallIntegerField()),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("earliest", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("latest", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("minutes", models.PositiveSmallIntegerField()),
                ("category", models.CharField(blank=True, default="", max_length=60)),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("accepted", "Accepted"),
                            ("expired", "Expired"),
                            ("left", "Left"),
                            ("removed", "Removed"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("by_staff", models.BooleanField(default=False)),
                ("agreed_words", models.CharField(blank=True, default="", max_length=500)),
                ("rank", models.BigIntegerField()),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("link_nonce", models.CharField(default=bookings.models.waitlist.new_nonce, max_length=32)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("joined_at", models.DateTimeField()),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WaitlistOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("live", "Waits for an answer"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("lapsed", "Not answered in time"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="live",
                        max_length=9,
                    ),
                ),
                ("until", models.DateTimeField()),
                ("by_staff", models.BooleanField(default=False)),
                ("offered_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="venue",
            name="waitlist_is_open",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="venue",
            name="waitlist_offer_for",
            field=models.PositiveSmallIntegerField(db_default=30, default=30),
        ),
        migrations.AddConstraint(
            model_name="venue",
            constraint=models.CheckConstraint(
                condition=models.Q(("waitlist_offer_for__gte", 5), ("waitlist_offer_for__lte", 1440)),
                name="venue_waitlist_offer_in_range",
            ),
        ),
        migrations.AddField(
            model_name="waitlistentry",
            name="room",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="bookings.room",
            ),
        ),
        migrations.AddField(
            model_name="waitlistentry",
            name="venue",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="waitlist", to="bookings.venue"
            ),
        ),
        migrations.AddField(
            model_name="waitlistoffer",
            name="booking",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="waitlist_offer",
                to="bookings.booking",
            ),
        ),
        migrations.AddField(
            model_name="waitlistoffer",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="offers",
                to="bookings.waitlistentry",
            ),
        ),
        migrations.AddField(
            model_name="waitlistoffer",
            name="room",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="bookings.room",
            ),
        ),
        migrations.AddIndex(
            model_name="waitlistentry",
            index=models.Index(
                models.F("venue"),
                models.F("rank"),
                condition=models.Q(("state", "waiting")),
                name="waitlist_in_line",
            ),
        ),
        migrations.AddIndex(
            model_name="waitlistentry",
            index=models.Index(models.F("venue"), models.F("last_day"), name="waitlist_by_day"),
        ),
        migrations.AddConstraint(
            model_name="waitlistentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["accepted", "expired", "left", "removed", "waiting"])),
                name="waitlist_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="waitlistentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_day__gte", models.F("first_day"))), name="waitlist_days_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="waitlistentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("earliest__isnull", True),
                    ("latest__isnull", True),
                    ("latest__gte", models.F("earliest")),
                    _connector="OR",
                ),
                name="waitlist_window_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="waitlistentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("party_size__gte", 1)), name="waitlist_party_not_empty"
            ),
        ),
        migrations.AddConstraint(
            model_name="waitlistentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 5)), name="waitlist_length_not_nothing"
            ),
        ),
        migrations.AddConstraint(
            model_name="waitlistentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("room__isnull", True), ("category", ""), _connector="OR"),
                name="waitlist_room_or_category",
            ),
        ),
        migrations.AddConstraint(
            model_name="waitlistentry",
            constraint=models.UniqueConstraint(
                models.F("venue"),
                django.db.models.functions.text.Lower("email"),
                models.F("first_day"),
                models.F("last_day"),
                condition=models.Q(("state", "waiting"), models.Q(("email", ""), _negated=True)),
                name="waitlist_email_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="waitlistentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("email", ""), ("state", "waiting"), models.Q(("phone", ""), _negated=True)
                ),
                fields=("venue", "phone", "first_day", "last_day"),
                name="waitlist_phone_once",
            ),
        ),
        migrations.AddIndex(
            model_name="waitlistoffer",
            index=models.Index(
                models.F("state"), condition=models.Q(("state", "live")), name="waitlist_live_offers"
            ),
        ),
        migrations.AddConstraint(
            model_name="waitlistoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["accepted", "declined", "lapsed", "live", "withdrawn"])),
                name="waitlist_offer_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="waitlistoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="waitlist_offer_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="waitlistoffer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "live")), fields=("entry",), name="waitlist_one_live_offer"
            ),
        ),
    ]
