"""What time it is for a page, and the words in which it names a moment."""

from __future__ import annotations

from datetime import timedelta

from gridworker.ui.forms.moments import from_local, local, say_moment, say_when
from gridworker.ui.session import Session


class PageTime:
    """Mixin for pages. All moments are ms UTC."""

    session: Session

    @property
    def now(self) -> int:
        """This moment, ms UTC."""
        return self.session.profile.clock.now()

    @property
    def tz(self) -> int:
        """Minutes that this place is ahead of UTC."""
        return self.session.profile.clock.tz(self.now)

    def when(self, moment: int) -> str:
        """A moment as a heading names it."""
        return say_moment(moment, self.now, self.tz, self.session.language)

    def short_when(self, moment: int) -> str:
        """A moment as the end of a line names it."""
        return say_when(moment, self.now, self.tz, self.session.language)

    def day_began(self, back: int = 0) -> int:
        """When the day began that is `back` days before today, ms UTC."""
        today = local(self.now, self.tz).replace(hour=0, minute=0, second=0, microsecond=0)
        return from_local(today - timedelta(days=back), self.tz)

    @property
    def weekday(self) -> int:
        """Today's day of the week, Monday 0."""
        return local(self.now, self.tz).weekday()
