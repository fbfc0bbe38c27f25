"""What is due for erasing, and the erasing of parts."""
