"""Outside companies that several apps deal with: one module each, and nobody else imports their libraries."""
