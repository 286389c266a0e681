"""The project: settings, wiring, and `core`, the values every app shares."""
