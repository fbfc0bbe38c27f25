"""What happens to pushed entries between the open line and the receipt."""
