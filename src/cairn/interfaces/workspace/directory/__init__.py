"""The directory of other services, what is brought into it, and where people were sent."""
