"""The daily digest of what is due and overdue, by unit: by mail or to a web address, each once a day."""

from feeds.notices.digest import Digest, digests
from feeds.notices.recipients import Recipient, RecipientsWrong, recipients
from feeds.notices.sending import Notified, notify

__all__ = ["Digest", "Notified", "Recipient", "RecipientsWrong", "digests", "notify", "recipients"]
