"""What happens between browsers and the log. Begin with `push.py`."""
