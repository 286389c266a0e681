"""Customers, within the dashboard's names."""

from django.urls import path

from bookings.views import customer_rules, customers, guests, hour_packs, imports, merging, personal

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
    path("customers/<int:customer_id>/hours/", hour_packs.sell, name="hours-sell"),
    path("customers/hours/<int:pack_id>/withdraw/", hour_packs.withdraw, name="hours-withdraw"),
    path("customers/hours/<int:pack_id>/bring-back/", hour_packs.bring_back, name="hours-bring-back"),
    path("import/<int:import_id>/", imports.one_import, name="import"),
    path("import/<int:import_id>/start/", imports.start, name="import-start"),
    path("import/<int:import_id>/undo/", imports.undo, name="import-undo"),
    path("import/<int:import_id>/report.csv", imports.report, name="import-report"),
    path("import/<int:import_id>/refused.csv", imports.refused_lines, name="import-refused"),
    path("customers.csv", imports.export_csv, name="customers-csv"),
    path("customers.xlsx", imports.export_xlsx, name="customers-xlsx"),
    path("customers/duplicates/", merging.duplicates, name="duplicates"),
    path("customers/<int:customer_id>/merge/<int:other_id>/", merging.merge, name="customer-merge"),
    path("customers/<int:customer_id>/not/<int:other_id>/", merging.not_the_same, name="not-the-same"),
    path("customers/<int:customer_id>/unmerge/", merging.unmerge, name="unmerge"),
    path("customers/<int:customer_id>/data.json", personal.data_file, name="customer-data"),
    path("customers/<int:customer_id>/erase/", personal.erase, name="customer-erase"),
    path("messages/<int:message_id>/answered/", guests.answered, name="message-answered"),
    path("customers/<int:customer_id>/consent/", customers.consent, name="customer-consent"),
]
