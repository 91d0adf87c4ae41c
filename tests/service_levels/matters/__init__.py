"""What is said and decided about figures."""
