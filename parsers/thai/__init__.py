"""Thai dates, numbers, places and text: the only place that makes or reads Buddhist years and Thai digits."""
