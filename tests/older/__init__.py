"""Installations that earlier states of this program left behind, and what must still be true."""
