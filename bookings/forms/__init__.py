"""Posted text into typed values, a module a page group."""
