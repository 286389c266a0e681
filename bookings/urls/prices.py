"""Where the owner's pages of prices are, below the dashboard."""

from django.urls import path

from bookings.views import price_lists, prices

price_urlpatterns = [
    path("prices/", prices.overview, name="prices"),
    path("prices/rounding/", prices.rounding, name="prices-rounding"),
    path("prices/simulator/", price_lists.simulator, name="price-simulator"),
    path("prices/lists/new/", price_lists.list_new, name="price-list-new"),
    path("prices/lists/<int:list_id>/", price_lists.price_list, name="price-list"),
    path("prices/lists/<int:list_id>/publish/", price_lists.list_publish, name="price-list-publish"),
    path("prices/lists/<int:list_id>/test/", price_lists.list_test, name="price-list-test"),
    path("prices/lists/<int:list_id>/rates/new/", prices.rate_new, name="rate-new"),
    path("prices/rates/<int:rate_id>/", prices.rate, name="rate"),
    path("prices/rates/<int:rate_id>/act/", prices.rate_act, name="rate-act"),
    path("prices/vouchers/new/", prices.voucher_new, name="voucher-new"),
    path("prices/vouchers/<int:voucher_id>/end/", prices.voucher_state, name="voucher-end"),
    path("prices/holidays/add/", prices.holiday_add, name="holiday-add"),
    path("prices/holidays/<int:holiday_id>/remove/", prices.holiday_remove, name="holiday-remove"),
    path("prices/<slug:kind>/new/", prices.rule_new, name="price-rule-new"),
    path("prices/<slug:kind>/<int:rule_id>/", prices.rule, name="price-rule"),
    path("prices/<slug:kind>/<int:rule_id>/act/", prices.rule_act, name="price-rule-act"),
]
