"""What an office brings with it: the tracking sheet that it kept so far, and its list of units."""
