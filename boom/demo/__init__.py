"""Sample businesses for a first look: `manage.py seed_demo`. An edge: it only calls services."""
