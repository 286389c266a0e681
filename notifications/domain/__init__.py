"""Rules about messages, pure: what there is to tell, to whom, and when."""
