"""`python -m gridworker` is the `gridworker` command."""

from gridworker.cli.app import main

raise SystemExit(main())
