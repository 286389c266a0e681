"""Rules of connecting other systems that can be checked on paper."""
