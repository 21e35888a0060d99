"""What the facts mean, and when. Pure: no clock, and no disk but in directive.py and calendar.py."""
