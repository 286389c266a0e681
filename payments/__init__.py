"""What guests pay the venue: payments, refunds, credit, the till, and the documents about all of it.

Lives in each business's schema, above bookings, which it adds to: a part of the drawer and of the guest's own
page, what of a booking is paid. Every movement is an entry in the books (`ledger`), made with it.
"""
