"""What stands behind the contacts page."""

from __future__ import annotations

from dataclasses import dataclass

from app.people.book import Book
from app.people.contacts import ContactStore
from app.people.importing import Importing
from app.people.numbers import ContactRules
from app.people.posts import Posts
from app.people.support import Support
from app.people.support_sheets import SupportImporting
from widgets.people.papers import PrintContacts


@dataclass(frozen=True, slots=True)
class ContactRooms:
    """The services, and the reads that need no right."""

    reads: ContactStore
    book: Book
    posts: Posts
    importing: Importing
    support: Support
    support_importing: SupportImporting
    rules: ContactRules
    print_contacts: PrintContacts
