"""The laboratory: the real programs under kills, full disks and bad networks; one seed reproduces any run."""
