"""The desk for programs: JSON over HTTP, described by itself at /api/v1/openapi.json."""
