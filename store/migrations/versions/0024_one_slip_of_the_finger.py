"""words are found with one slip of the finger, and each kind of thing by a word of its own"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

WORDS = sa.table("spelled_word", sa.column("shape", sa.String), sa.column("word", sa.String))
SPELLED = re.compile(r"[^\W\d_]{4,20}")
TOGETHER = 2000


def upgrade() -> None:
    op.create_table(
        "spelled_word",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("shape", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
    )
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        terms = "SELECT word FROM ts_stat('SELECT words FROM search_entry')"
        op.execute(
            "UPDATE search_entry SET words = to_tsvector('simple', 'zz' || r.kind) || words FROM search_ref r"
            " WHERE r.id = search_entry.id"
        )
    else:
        op.execute("CREATE VIRTUAL TABLE temp.term USING fts5vocab(main, search_entry, row)")
        terms = "SELECT term FROM temp.term"
    words = [word for word in bind.execute(sa.text(terms)).scalars() if SPELLED.fullmatch(word)]
    if bind.dialect.name != "postgresql":
        op.execute("DROP TABLE temp.term")
        op.execute(
            "UPDATE search_entry SET words = 'zz' || (SELECT kind FROM search_ref r WHERE r.id = search_entry.rowid)"
            " || ' ' || words WHERE rowid IN (SELECT id FROM search_ref)"
        )
    for start in range(0, len(words), TOGETHER):
        rows = [(shape, word) for word in words[start : start + TOGETHER] for shape in _shapes(word)]
        op.bulk_insert(WORDS, [{"shape": shape, "word": word} for shape, word in rows])
    op.create_index("ix_spelled_word_shape", "spelled_word", ["shape", "word"])


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "UPDATE search_entry SET words = ts_delete(words, 'zz' || r.kind) FROM search_ref r"
            " WHERE r.id = search_entry.id"
        )
    else:
        op.execute("UPDATE search_entry SET words = substr(words, instr(words, ' ') + 1)")
    op.drop_table("spelled_word")


def _shapes(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
