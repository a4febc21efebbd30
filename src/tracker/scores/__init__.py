"""Who was right, and how deadlines move."""
