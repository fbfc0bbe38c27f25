"""What is particular to a database: connections, and statements run on the driver."""
