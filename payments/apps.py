from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "payments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Bookings ask from here on what was taken for them, and show our parts of their pages.
        from payments import personal  # noqa: F401 - registers itself
        from payments.selectors import takings  # noqa: F401 - registers itself
        from payments.services import left_over  # noqa: F401 - registers itself
        from payments.views import drawer, links, own_page, paying, vouchers  # noqa: F401 - register themselves
