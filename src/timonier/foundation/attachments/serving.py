"""Send a file: as an attachment under its name, never shown inside our pages, never guessed at, never kept by a cache."""

from django.http import FileResponse

from timonier.foundation.attachments.keeping import path_of
from timonier.foundation.attachments.models import Attachment


def serve(row: Attachment) -> FileResponse:
    """The answer that carries the file."""
    response = FileResponse(
        path_of(row).open("rb"), as_attachment=True, filename=row.name, content_type=row.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
