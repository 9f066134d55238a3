"""One way to print results."""

from collections.abc import Sequence


def show(title: str, rows: Sequence[Sequence[str]], head: Sequence[str]) -> None:
    """Print a table in Markdown, its columns aligned."""
    table = [list(head), *[list(row) for row in rows]]
    widths = [max(len(row[column]) for row in table) for column in range(len(head))]
    print(f"\n## {title}\n")
    for number, row in enumerate(table):
        print(
            "| "
            + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            + " |"
        )
        if number == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
