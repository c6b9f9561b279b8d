"""What the program is called."""

from gridworker.environment.language import Words

APP_NAME = Words("网格工作台", "Gridworker")
