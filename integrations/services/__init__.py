"""Every change that comes from outside or goes there, one public function each."""
