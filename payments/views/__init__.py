"""The pages of payments: in the drawer, at the till, on paper."""
