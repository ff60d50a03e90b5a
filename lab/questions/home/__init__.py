"""What stands on the front door: one live thing."""
