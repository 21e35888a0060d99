"""A synthetic office: provinces, papers, mails and mistakes, each with its truth."""
