"""Every change of money: taken, taken back, given back, counted, put on paper. One way in for each."""
