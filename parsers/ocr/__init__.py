"""Reading images of paper."""
