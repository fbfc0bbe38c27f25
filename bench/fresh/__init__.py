"""The commands of the README on a machine that has only what the README asks for."""
