"""The only place that gives out internal notes: to who is logged in, and to nobody else."""

from faq_bot.access.accounts import Member
from faq_bot.access.roles import reaches
from faq_bot.loading.knowledge import Knowledge


def note_for(member: Member, knowledge: Knowledge, entry: str) -> str | None:
    """Return the note on an entry for a member of the staff, None if there is none."""
    return knowledge.internal_notes.of(entry) if reaches(member.role, "operator") else None
