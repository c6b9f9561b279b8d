"""gridworker: the workbench of grid workers and mediators, working offline first."""

__version__ = "0.1.0"
