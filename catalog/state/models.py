"""What triggers write when the catalogue changes, so that a state of it has a name."""

from __future__ import annotations

from django.db import models


class StateMark(models.Model):
    """A statement that changed the catalogue.

    Ids are never given twice, not even those of what was rolled back. So the ids that a reader sees
    name what else it sees; a trigger of each table writes them, and lets go of all but the newest.
    """

    of_pictures = models.BooleanField()
    """Whether pictures were changed, and not products or categories."""

    class Meta:
        default_permissions = ()
        verbose_name = "mark of a change"

    def __str__(self) -> str:
        return str(self.pk)
