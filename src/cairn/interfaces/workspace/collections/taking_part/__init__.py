"""A provider takes part in collections: asks, says what its services are, sees where it stands."""
