"""HTTP, settings and the command line: the outermost layer, and the only one with a clock."""
