"""Where Django looks for the tables of this room."""

from timonier.foundation.attachments.models import Attachment
from timonier.foundation.installation import Installation
from timonier.foundation.jobs.models import JobRun
from timonier.foundation.notify.models import Notice, NoticeChoice
from timonier.foundation.tenancy.models import Contract

__all__ = ["Attachment", "Contract", "Installation", "JobRun", "Notice", "NoticeChoice"]
