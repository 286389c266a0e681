"""Bounds what may be uploaded, while it arrives: nobody fills memory or disk with a request."""

from __future__ import annotations

import io
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

LARGEST_UPLOAD = 10 * 1024 * 1024


class BoundedUploadHandler(FileUploadHandler):
    """Keeps files in memory, all of a request together up to LARGEST_UPLOAD bytes.

    Raises RequestDataTooBig at the first byte beyond, which is answered with 413.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._received = 0
        self._file = io.BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._file = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._received += len(raw_data)
        if self._received > LARGEST_UPLOAD:
            raise RequestDataTooBig(f"more than {LARGEST_UPLOAD} bytes of files")
        self._file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        self._file.seek(0)
        return InMemoryUploadedFile(
            self._file,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
