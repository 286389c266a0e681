"""A database backend that does not point connections anew when they change hands."""
