"""In which currencies cards are charged online: those whose smallest unit is the same at Stripe. Pure."""

# https://docs.stripe.com/currencies: Stripe counts krónur and Ugandan shillings in hundredths, where ISO 4217
# has none, and ariary whole, where ISO 4217 has hundredths: the same number would be another amount. Of
# currencies with three decimals it takes whole tens alone, and those with four it does not know.
COUNTED_OTHERWISE = frozenset(
    {"BHD", "CLF", "IQD", "ISK", "JOD", "KWD", "LYD", "MGA", "OMR", "TND", "UGX", "UYI", "UYW"}
)


def is_charged_exactly(currency: str) -> bool:
    """Whether so many minor units here are the same amount at Stripe."""
    return currency not in COUNTED_OTHERWISE
