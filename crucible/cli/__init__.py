"""The command line. It grows with a later release; now it runs the demo and the sandbox."""
