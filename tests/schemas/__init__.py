"""What travels, who may state it, and what the generated files say of it."""
