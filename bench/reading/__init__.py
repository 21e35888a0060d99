"""How well and how fast page images are read: papers, channels, readers, measures, one table."""
