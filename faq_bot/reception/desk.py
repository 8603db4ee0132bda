"""The desk: one door for all channels, whatever knowledge is in force at the moment."""

from faq_bot.assembly import Assistant


class Desk:
    """Holds the assistant of the moment. Safe to share between threads."""

    def __init__(self, assistant: Assistant):
        self._assistant = assistant

    @property
    def assistant(self) -> Assistant:
        """The assistant in force now. Take it once for each request, so that a reply is of one knowledge."""
        return self._assistant

    def swap(self, assistant: Assistant) -> None:
        """Put another assistant in force: the next request is wholly the new one's."""
        self._assistant = assistant
