"""Mail: messages, mailboxes, Outlook files."""
