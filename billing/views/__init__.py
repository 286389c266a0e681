"""Where Stripe tells us of events, and the pages on which a business looks after its plan."""
