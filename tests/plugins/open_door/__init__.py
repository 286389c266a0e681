"""A plugin with a page that does not say who may call it."""
