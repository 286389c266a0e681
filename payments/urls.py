"""Addresses of payments: within the dashboard, and beside a guest's own page."""

from django.urls import path

from payments.views import (
    card_payments,
    desk,
    disputes,
    documents,
    links,
    paying,
    payouts,
    settings,
    tills,
    voucher_sales,
    vouchers,
)

app_name = "payments"
urlpatterns = [
    path("dashboard/bookings/<int:booking_id>/payments/", desk.take, name="take"),
    path("dashboard/bookings/<int:booking_id>/give-back/", desk.give_back, name="give-back"),
    path("dashboard/bookings/<int:booking_id>/invoice/", desk.invoice, name="invoice"),
    path("dashboard/payments/<int:payment_id>/take-back/", desk.take_back, name="take-back"),
    path("dashboard/bookings/<int:booking_id>/payment-links/", links.ask, name="ask-by-link"),
    path("dashboard/bookings/<int:booking_id>/charge-card/", desk.charge, name="charge-card"),
    path("dashboard/bookings/<int:booking_id>/forget-card/", desk.forget, name="forget-card"),
    path("dashboard/payment-links/<int:link_id>/revoke/", links.revoke, name="revoke-link"),
    path("dashboard/documents/", documents.documents, name="documents"),
    path("dashboard/documents.csv", documents.documents_file, name="documents-file"),
    path("dashboard/documents/<int:document_id>.pdf", documents.document, name="document"),
    path("dashboard/till/", tills.till, name="till"),
    path("dashboard/till/open/", tills.till_open, name="till-open"),
    path("dashboard/till/<int:till_id>/", tills.till_of, name="till-of"),
    path("dashboard/till/<int:till_id>/close/", tills.till_close, name="till-close"),
    path("dashboard/disputes/", disputes.disputes, name="disputes"),
    path("dashboard/disputes/<int:dispute_id>/", disputes.dispute, name="dispute"),
    path("dashboard/disputes/<int:dispute_id>/answer/", disputes.answer, name="dispute-answer"),
    path("dashboard/payouts/", payouts.payouts, name="payouts"),
    path("dashboard/payouts/<int:payout_id>/", payouts.payout, name="payout"),
    path("dashboard/payouts/<int:payout_id>.csv", payouts.payout_file, name="payout-file"),
    path("dashboard/gift-vouchers/", voucher_sales.sales, name="voucher-sales"),
    path("dashboard/gift-vouchers/<int:sale_id>/", voucher_sales.sale, name="voucher-sale"),
    path(
        "dashboard/gift-vouchers/<int:sale_id>/give-back/", voucher_sales.give_back, name="voucher-give-back"
    ),
    path("dashboard/settings/gift-vouchers/", voucher_sales.shop, name="voucher-shop"),
    path("dashboard/settings/payments/", settings.settings, name="settings"),
    path("dashboard/settings/card-payments/", card_payments.card_payments, name="card-payments"),
    path("dashboard/settings/card-payments/back/", card_payments.connected, name="card-payments-back"),
    path("dashboard/settings/card-payments/connect/", card_payments.connect, name="card-payments-connect"),
    path("booked/<str:token>/pay/", paying.pay, name="pay"),
    path("booked/<str:token>/pay/back/", paying.paid, name="paid"),
    path("booked/<str:token>/pay/give-up/", paying.give_up, name="give-up"),
    path("booked/<str:token>/split/", links.split, name="split"),
    path("gift-vouchers/", vouchers.vouchers, name="vouchers"),
    path("gift-vouchers/<str:token>/", vouchers.voucher, name="voucher"),
    path("gift-vouchers/<str:token>/back/", vouchers.voucher_paid, name="voucher-paid"),
    path("gift-vouchers/<str:token>/voucher.pdf", vouchers.voucher_pdf, name="voucher-file"),
    path(
        "gift-vouchers/<str:token>/documents/<int:document_id>.pdf",
        vouchers.voucher_document,
        name="voucher-document",
    ),
    path("pay/<str:token>/", links.link, name="link"),
    path("pay/<str:token>/back/", links.link_paid, name="link-paid"),
    path("booked/<str:token>/documents/<int:document_id>.pdf", documents.own_document, name="own-document"),
]
