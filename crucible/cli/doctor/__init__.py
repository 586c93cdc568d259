"""``crucible doctor``: checks of the connection (the way there), of the service, and of this machine."""
