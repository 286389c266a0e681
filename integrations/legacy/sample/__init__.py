"""A legacy file written by the old app itself, for the demo and the tests. Everybody in it is invented."""

from pathlib import Path

SAMPLE = Path(__file__).with_name("boom_legacy.sqlite3")
