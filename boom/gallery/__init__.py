"""The component gallery: every component in every state, with made-up data. Development and tests only."""
