"""Those who carry our messages: one module each."""
