"""The platform's own pages: landing, sign-up, finding one's venue. An edge, so it may join several apps."""
