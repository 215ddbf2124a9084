"""Pictures that a machine names by their addresses: a row first, fetched by a worker afterwards."""
