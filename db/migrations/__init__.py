"""The history of the tables; files are named by date and time, so the folder reads in order."""
