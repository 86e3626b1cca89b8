"""What a mentor and a mentee say to each other, and nobody else reads.

No machine holds it and no moderator sees it. Only what one of the two reports is shown to moderators, and only until
they have decided.
"""
