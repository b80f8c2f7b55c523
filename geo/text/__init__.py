"""Read a report: what it says where, as mentions with their offsets."""
