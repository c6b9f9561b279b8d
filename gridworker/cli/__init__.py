"""The two command lines, gridworker and gridworker-server."""
