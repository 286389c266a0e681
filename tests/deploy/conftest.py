"""The embedded servers, for tests that look at what stands in front of them."""

from tests.runtime.conftest import bare_env, shared

__all__ = ["bare_env", "shared"]
