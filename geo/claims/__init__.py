"""Say what is claimed of each place, by whom, how certain it is and when."""
