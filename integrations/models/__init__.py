"""Tables of how Boom meets other systems."""

from integrations.models.answers import KeptAnswer
from integrations.models.api_keys import ApiKey
from integrations.models.log_ins import ApiLogIn

__all__ = ["ApiKey", "ApiLogIn", "KeptAnswer"]
