"""What a copy's folder holds."""

from __future__ import annotations

from pathlib import Path

from boom.runtime.home import OWNED
from boom.settings import base


def test_every_folder_that_settings_name_goes_with_the_data():
    under = {
        value.relative_to(base.BOOM_HOME).parts[0]
        for value in vars(base).values()
        if isinstance(value, Path) and value != base.BOOM_HOME and value.is_relative_to(base.BOOM_HOME)
    }

    assert {"mail", "sms"} <= under <= set(OWNED)
