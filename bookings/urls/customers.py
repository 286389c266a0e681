"""Customers, within the dashboard's names."""

from django.urls import path

from bookings.views import customer_rules, customers

customers_urlpatterns = [
    path("customers/", customers.customers, name="customers"),
    path("customers/new/", customers.new, name="customer-new"),
    path("customers/blocked/", customer_rules.bans, name="bans"),
    path("customers/blocked/<int:ban_id>/lift/", customers.ban_lift, name="ban-lift"),
    path("customers/blocked/<int:ban_id>/restore/", customers.ban_restore, name="ban-restore"),
    path("customers/asked/", customer_rules.consent_texts, name="consent-texts"),
    path("customers/<int:customer_id>/", customers.customer, name="customer"),
    path("customers/<int:customer_id>/edit/", customers.edit, name="customer-edit"),
    path("customers/<int:customer_id>/undo/", customers.undo, name="customer-undo"),
    path("customers/<int:customer_id>/block/", customers.ban_customer, name="customer-ban"),
    path("customers/<int:customer_id>/consent/", customers.consent, name="customer-consent"),
]
