"""今天: what is to be done, what waits to be sent, and the four things that are begun most often."""
