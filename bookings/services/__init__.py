"""Every change of the booking side, one public function each."""
