"""What is right is asked in files that are no tests by name; their assertions say what they saw as well."""

import pytest

for _room in ("machines", "orders", "people", "pictures", "post", "travels"):
    pytest.register_assert_rewrite(f"{__name__}.{_room}")
