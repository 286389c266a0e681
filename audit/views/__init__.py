"""The record's pages within the dashboard."""
