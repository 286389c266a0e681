"""The house's own rules: what each catches, and what it must leave alone."""

import pytest

from tools.house_rules import check_python, check_template
from tools.python_rules import RULES
from tools.template_rules import TEMPLATE_RULES

BROKEN = [
    ("with-tenant", "bookings/views.py", "with tenant:\n    pass"),
    ("with-tenant", "bookings/views.py", "with request.tenant as found:\n    pass"),
    ("with-tenant", "tests/test_x.py", "with other_business:\n    pass"),
    ("with-tenant", "bookings/tasks.py", "with Business.objects.get(pk=1):\n    pass"),
    ("scope-decorator", "bookings/tasks.py", "@schema_context('public')\ndef work(): pass"),
    ("scope-decorator", "tests/test_x.py", "@utils.tenant_context(tenant)\ndef work(): pass"),
    ("foreign-scope", "bookings/tasks.py", "from django_tenants.utils import schema_context"),
    ("task-of-nobody", "bookings/tasks.py", "@shared_task\ndef work(): pass"),
    ("task-of-nobody", "bookings/tasks.py", "@app.task(bind=True)\ndef work(self): pass"),
    ("write-outside-services", "bookings/views/public.py", "booking.save()"),
    ("write-outside-services", "bookings/views/public.py", "Room.objects.create(name='Blue')"),
    (
        "write-outside-services",
        "bookings/admin.py",
        "Room.objects.filter(venue=venue).update(state='archived')",
    ),
    ("write-outside-services", "bookings/tasks.py", "bookings.filter(held_until__lt=now).delete()"),
    ("write-outside-services", "bookings/management/commands/x.py", "Room.objects.bulk_create(rooms)"),
    ("write-outside-services", "bookings/api.py", "await room.asave()"),
    ("lookup-by-bare-key", "bookings/views/public.py", "Room.objects.get(pk=key)"),
    ("lookup-by-bare-key", "bookings/api.py", "models.Room.objects.get(id=key)"),
    ("assembled-sql", "bookings/selectors.py", "cursor.execute(f'SELECT * FROM {table}')"),
    ("assembled-sql", "bookings/selectors.py", "cursor.execute('SELECT %s' % table)"),
    ("assembled-sql", "bookings/selectors.py", "cursor.execute('SELECT * FROM ' + table)"),
    ("assembled-sql", "bookings/selectors.py", "Room.objects.raw('SELECT * FROM {}'.format(table))"),
    ("assembled-sql", "bookings/selectors.py", "sql.SQL(f'SET {name}')"),
    ("clock", "bookings/domain/policy.py", "datetime.now(UTC)"),
    ("clock", "bookings/services/holds.py", "timezone.now()"),
    ("company-outside-providers", "payments/services.py", "import stripe"),
    ("company-outside-providers", "ai/views.py", "from openai.types import Chat"),
]
KEPT = [
    ("bookings/views.py", "with tenant_scope(business):\n    pass"),
    ("bookings/views.py", "with open(tenant):\n    pass"),
    ("bookings/tasks.py", "@app.task(base=TenantTask)\ndef work(): pass"),
    ("tenants/context.py", "from django_tenants.utils import schema_context"),
    ("bookings/services/rooms.py", "room.save()"),
    ("bookings/services/rooms.py", "def add_room(*, now): pass"),
    ("tests/factories/bookings.py", "Room.objects.create(name='Blue')"),
    ("bookings/migrations/0002_x.py", "Room.objects.update(state='active')"),
    ("bookings/models/rooms.py", "super().save(*args)"),
    ("bookings/views.py", "context.update(other)"),
    ("bookings/views.py", "cache.delete(key)"),
    ("bookings/views.py", "request.session.save()"),
    ("bookings/views.py", "default_storage.save(name, content)"),
    ("bookings/views.py", "venue.rooms.get(pk=key)"),
    ("bookings/views.py", "Room.objects.get(pk=key, venue__in=allowed)"),
    ("bookings/services/rooms.py", "Room.objects.get(pk=key)"),
    ("bookings/selectors.py", "cursor.execute('SELECT %s', [value])"),
    ("bookings/selectors.py", "cursor.execute(sql.SQL('SET {}').format(sql.Identifier(name)))"),
    ("integrations/legacy.py", "cursor.execute(f'SELECT * FROM {quoted(table)}')"),
    ("bookings/selectors.py", "cursor.execute('SELECT 1 ' + 'FROM room')"),
    ("bookings/views.py", "datetime.now(UTC)"),
    ("payments/providers/stripe.py", "import stripe"),
]


@pytest.mark.parametrize(("rule", "path", "source"), BROKEN)
def test_a_broken_rule_is_found(rule: str, path: str, source: str):
    assert [finding.rule for finding in check_python(path, source)] == [rule]


@pytest.mark.parametrize(("path", "source"), KEPT)
def test_what_is_allowed_is_left_alone(path: str, source: str):
    assert check_python(path, source) == []


def test_a_reason_excuses_a_line():
    source = "user.save()  # house: write-outside-services, Django's createsuperuser calls this"

    assert check_python("accounts/models.py", source) == []


@pytest.mark.parametrize(
    "excuse", ["# house: write-outside-services", "# house: clock, another rule's reason"]
)
def test_an_excuse_without_a_reason_or_for_another_rule_does_not_count(excuse: str):
    [finding] = check_python("accounts/models.py", f"user.save()  {excuse}")

    assert finding.rule == "write-outside-services"


def test_a_finding_tells_where_it_is():
    [finding] = check_python("bookings/views.py", "one = 1\n\nroom.save()")

    assert str(finding) == (
        "bookings/views.py:3: write-outside-services: a change of state is a function of services"
    )


BROKEN_TEMPLATES = [
    ("inline-style", "<style>p { color: red }</style>"),
    ("inline-script", "<script>go()</script>"),
    ("inline-script", '<script type="module">go()</script>'),
    ("style-attribute", '<p class="x" style="color: red">'),
    ("style-attribute", '<p\n  STYLE = "color: red">'),
    ("event-attribute", '<button type="button" onclick="go()">'),
    ("event-attribute", "<input autofocus onfocus=go()>"),
    ("htmx-event-attribute", '<div hx-on:click="go()">'),
    ("htmx-event-attribute", '<div hx-on::after-request="go()">'),
    ("htmx-evaluates", """<div hx-vals='js:{"a": b()}'>"""),
    ("script-address", '<a href="javascript:go()">'),
]
KEPT_TEMPLATES = [
    '<script type="module" src="{% static "js/calendar.js" %}"></script>',
    '<script type="application/json" id="rooms">{}</script>',
    '<link rel="stylesheet" href="x.css">',
    '<p class="style once" title="a > b onclick=">online style</p>',
    '<div data-style="x" data-once="y" hx-get="/x/">',
    "{# never <style> here, nor onclick= #}<p>",
    "{% comment %}<style></style>{% endcomment %}<p>",
    "<!-- <style> --><p>",
    """<div hx-vals='{"a": 1}'>""",
    '<svg><path stroke-width="2" d="M0 0"/></svg>',
]


@pytest.mark.parametrize(("rule", "source"), BROKEN_TEMPLATES)
def test_a_broken_template_rule_is_found(rule: str, source: str):
    found = check_template("templates/x.html", f"<main>\n{source}\n</main>")

    assert [(finding.rule, finding.line) for finding in found] == [(rule, 2)]


@pytest.mark.parametrize("source", KEPT_TEMPLATES)
def test_what_a_template_may_hold_is_left_alone(source: str):
    assert check_template("templates/x.html", source) == []


def test_a_reason_excuses_a_template_too():
    source = '<svg style="x"> {# house: style-attribute, a foreign widget demands it #}'

    assert check_template("templates/x.html", source) == []


def test_every_rule_has_an_example_that_breaks_it():
    shown = {rule for rule, *_ in BROKEN} | {rule for rule, _ in BROKEN_TEMPLATES}

    assert shown == {rule.name for rule in RULES} | {rule.name for rule in TEMPLATE_RULES}
