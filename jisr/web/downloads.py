"""Files that a page hands over to be kept."""

from django.http import HttpResponse

from jisr.exchange import sheets


def download(content: bytes, form: str, name: str) -> HttpResponse:
    """A sheet to keep.

    Args:
        form: of ``sheets.TYPES``, and the ending of its name.
    """
    answer = HttpResponse(content, content_type=sheets.TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
